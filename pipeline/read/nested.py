"""JSON as literature services answer: records in wrappers, and facts deeper in a record than a column of a table.

Crossref, CSL (Zotero, Mendeley), Europe PMC, OpenAlex, Semantic Scholar, ClinicalTrials.gov.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

# Where a fact stands in an object, by its field; a list on the way is all of its items.
_PATHS = {
    "title": "protocolSection.identificationModule.officialTitle protocolSection.identificationModule.briefTitle",
    "abstract": "protocolSection.descriptionModule.briefSummary",
    "journal": "journalInfo.journal.title primary_location.source.display_name host_venue.display_name",
    "doi": "externalIds.DOI ids.doi",
    "pmid": "externalIds.PubMed ids.pmid",
    "pmcid": "externalIds.PubMedCentral ids.pmcid",
    "authors": "authorList.author authorships.author",
    "types": "pubTypeList.pubType",
    "id": "protocolSection.identificationModule.nctId",
}
_PLACES = {field: [tuple(path.split(".")) for path in paths.split()] for field, paths in _PATHS.items()}
_INVERTED = "abstract_inverted_index"
_MOST = 100_000  # words of a text, items on the way to a fact
_DEEPEST = 4  # objects around a list of records
_OF_ARTICLES = frozenset({"title", "abstract", "text"})  # what has one of these is no wrapper
# Lists of other works in a record.
_OTHER_WORKS = frozenset({"reference", "references", "citations", "related_works"})


def nested(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what an object states deeper than its own keys: field and value."""
    for field, paths in _PLACES.items():
        for path in paths:
            if path[0] in row and (found := list(_at(row, path))):
                yield field, found
    if isinstance(words := row.get(_INVERTED), dict):
        yield "abstract", _in_order(words)


def _at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value[:_MOST]:
            yield from _at(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        yield from _at(value.get(path[0]), path[1:])


def _in_order(words: Mapping[str, Any]) -> str:
    """A text whose words are listed with their places."""
    places = ((place, word) for word, at in words.items() if isinstance(at, list) for place in at)
    found = sorted(pair for pair, _ in zip(places, range(_MOST), strict=False) if isinstance(pair[0], int))
    return " ".join(word for _, word in found)


def records_in(answer: Any, is_record: Callable[[Mapping[str, Any]], bool]) -> list[Any]:
    """Return the records in a list, or in what a service wraps around them: {"message": {"items": [...]}}. What holds
    none is one itself; what a list holds beside records is handed on, to be told.
    """
    if isinstance(answer, list):
        return [record for item in answer for record in records_in(item, is_record)]
    if not isinstance(answer, dict) or not _OF_ARTICLES.isdisjoint(answer) or is_record(answer):
        return [answer]
    return _wrapped(answer, is_record, _DEEPEST) or [answer]


def _wrapped(answer: Mapping[str, Any], is_record: Callable[[Mapping[str, Any]], bool], depth: int) -> list[Any]:
    found: list[Any] = []
    for value in [value for key, value in answer.items() if key not in _OTHER_WORKS] if depth else []:
        if isinstance(value, list) and any(isinstance(item, dict) and is_record(item) for item in value):
            found += value
        elif isinstance(value, dict):
            found += [value] if is_record(value) else _wrapped(value, is_record, depth - 1)
    return found
