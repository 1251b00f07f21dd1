"""The Arrow schemas of all tables: the only place where columns, types and meanings are declared.

`docs/tables.md` is generated from this module (`python -m pipeline.tables.dictionary`).
Every field carries its meaning as metadata, so that the Parquet files explain themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_INT = pa.int32()
_REAL = pa.float64()


def _field(name: str, kind: pa.DataType, meaning: str) -> pa.Field:
    return pa.field(name, kind, metadata={"description": meaning})


def _key(name: str, kind: pa.DataType, meaning: str) -> pa.Field:
    """Return a column that is never null."""
    return _field(name, kind, meaning).with_nullable(False)


def _table(meaning: str, fields: Iterable[pa.Field]) -> pa.Schema:
    return pa.schema(fields, metadata={"description": meaning})


_DOC_ID = _key("doc_id", _TEXT, "the document: key of `documents`")
_RULE = _key("rule", _TEXT, "id of the rule that produced the row; search for it in the code")
_MENTIONS = _field("mentions", pa.list_(_INT), "`mention_id`s in `mentions` that the row rests on")
_SENTENCE = _field("sentence", _TEXT, "the sentence in the text's words")
_SOURCE_START = _field("source_start", _INT, "where the statement begins in the source text")
_SOURCE_END = _field("source_end", _INT, "where the statement ends in the source text")
# What every row that states a fact ends with: the way back to its words.
_EVIDENCE = (_MENTIONS, _SENTENCE, _SOURCE_START, _SOURCE_END, _RULE)

_KEPT = pa.list_(pa.struct([("start", _INT), ("end", _INT), ("at", _INT)]))
_SECTIONS = pa.list_(pa.struct([("label", _TEXT), ("start", _INT), ("end", _INT)]))

_DUPLICATE_OF = _field(
    "duplicate_of",
    _TEXT,
    "`doc_id` of the first document of the run that is the same article: same PubMed id, PMC id or DOI, nearly the "
    "same text, one text in the other, or the same title and year where one is a title; null for that first one",
)

_DOCUMENTS = (
    _key("doc_id", _TEXT, "key: the file's path below the input root without suffix, then `#<record id>` for a record"),
    _key("source", _TEXT, "the file's path below the input root"),
    _field("record", _TEXT, "record id in a file of many records, else null"),
    _key("format", _TEXT, "reader used: html, text, pdf, pubmed, jats, medline, ris, bibtex, csv, excel, jsonl"),
    _key("site", _TEXT, "page profile that matched, `generic`, or `record` where the format says what is what"),
    _key("source_sha256", _TEXT, "hash of the file's bytes (of the record's bytes in a file of many records)"),
    _key("text", _TEXT, "the clean text: the source text without boilerplate, otherwise unchanged"),
    _key("kept", _KEPT, "kept ranges of the source text, in order: `text[at:at+end-start] == source[start:end]`"),
    _key("source_chars", _INT, "length of the source text"),
    _key("clean_chars", _INT, "length of the clean text"),
    _key("sections", _SECTIONS, "title, background, objective, methods, results, conclusions, … as ranges of `text`"),
    _field("title", _TEXT, "title of the article; like all bibliographic facts null where the page does not say"),
    _field("journal", _TEXT, "journal as the page writes it"),
    _field("doi", _TEXT, "DOI, without resolver address"),
    _field("pmid", _TEXT, "PubMed id"),
    _field("pmcid", _TEXT, "PubMed Central id, with its `PMC`"),
    _field("language", _TEXT, "language that the page states"),
    _field("year", pa.int16(), "year of publication"),
    _field("authors", _TEXTS, "authors as the page writes them"),
    _field("publication_types", _TEXTS, "publication types that the page states"),
    _DUPLICATE_OF,
    _field("text_print", pa.list_(pa.int64()), "hashes of the text; texts that share two of them are nearly the same"),
    _field("text_language", _TEXT, "language of `text` as its words tell (ISO 639-1); null where too short to tell"),
    _field("text_sample", pa.list_(pa.int64()), "hashes of its beginning; who has most of another's holds that text"),
)

_REMOVED = (
    _DOC_ID,
    _key("start", _INT, "where the dropped range begins in the source text"),
    _key("end", _INT, "where it ends"),
    _key("text", _TEXT, "the dropped words"),
    _key("rule", _TEXT, "why the range is boilerplate"),
)

_MENTION_COLUMNS = (
    _DOC_ID,
    _key("mention_id", _INT, "counts the document's mentions in reading order from 0"),
    _key("label", _TEXT, "DRUG, DOSE, DISEASE or SAMPLE_SIZE"),
    _key("text", _TEXT, "the words themselves"),
    _key("start", _INT, "where the mention begins in `documents.text`"),
    _key("end", _INT, "where it ends"),
    _key("source_start", _INT, "where the mention begins in the source text"),
    _key("source_end", _INT, "where it ends"),
    _field("section", _TEXT, "label of the section that holds it"),
    _field("sentence", _INT, "running number of its sentence"),
    _field("name", _TEXT, "normalised name: lower case, long form"),
    _field("concept_id", _TEXT, "`MESH:…`, `UNII:…`, `MONDO:…`, `HP:…`; null if unlinked"),
    _field("concept_name", _TEXT, "preferred name of the concept"),
    _field("negated", pa.bool_(), "true for a finding that the text denies"),
    _key("rule", _TEXT, "vocabulary, lexicon, model, abbreviation, or a rule's id"),
)


def _entity(noun: str, roles: str) -> tuple[pa.Field, ...]:
    return (
        _DOC_ID,
        _key("name", _TEXT, f"normalised name of the {noun}: lower case, long form"),
        _field("aka", _TEXTS, "other surface forms seen in the document"),
        _field("concept_id", _TEXT, "concept that the name is linked to; null if unlinked"),
        _field("concept_name", _TEXT, "preferred name of the concept"),
        _field("role", _TEXT, roles),
        _MENTIONS,
        _RULE,
    )


_DRUGS = (
    *_entity("drug", "intervention, comparator, concomitant, prior or other"),
    _field("kind", _TEXT, "substance or class"),
)
_DISEASES = _entity("disease", "condition (what the people have and are treated for) or other")

_DOSES = (
    _DOC_ID,
    _field("drug", _TEXT, "normalised name of the drug"),
    _field("drug_concept_id", _TEXT, "concept of the drug; null if unlinked"),
    _field("low", _REAL, "amount; lower end of a range"),
    _field("high", _REAL, "amount; upper end of a range, equal to `low` otherwise"),
    _field("unit", _TEXT, "unit of the amount: mg, g, ug, mL, IU, …"),
    _field("per", _TEXT, "what the amount is divided by, in text order: `kg/day`; null if nothing"),
    _field("ucum", _TEXT, "unit of the whole quantity as a UCUM expression: `mg/kg/d`"),
    _field("route", _TEXT, "route of administration"),
    _field("n_administrations", _INT, "how often in all"),
    _field("interval_days", _REAL, "days between administrations, or over which all are given"),
    _field("every_days", _REAL, "repeated dosing: daily 1, twice daily 0.5, weekly 7"),
    _field("duration_days", _REAL, "how long the dosing goes on"),
    _field("context", _TEXT, "regimen (what was given), before, after (a dose compared across time) or other"),
    _field("arm", _TEXT, "the group in the text's words"),
    *_EVIDENCE,
)

_SAMPLE_SIZES = (
    _DOC_ID,
    _field("n", _INT, "number of people"),
    _field("of", _INT, "denominator stated beside it"),
    _field("role", _TEXT, "enrolled, arm, subgroup, completed, lost, event, died or other"),
    _field("group", _TEXT, "the group in the text's words"),
    *_EVIDENCE,
)

_OUTCOMES = (
    _DOC_ID,
    _field("measure", _TEXT, "what was measured, in the text's words"),
    _field("arm", _TEXT, "the group in the text's words"),
    _field("n", _INT, "people with the result"),
    _field("of", _INT, "people looked at"),
    _field("percent", _REAL, "proportion as the text states it, in percent"),
    _field("before", _REAL, "value before"),
    _field("after", _REAL, "value after"),
    _field("unit", _TEXT, "unit of `before` and `after`"),
    _field("stat", _TEXT, "mean or median"),
    _field(
        "direction",
        _TEXT,
        "what the text's words make of it: improved (remission, less pain), worsened, or none (no change; arms do not "
        "differ); null where they do not say",
    ),
    _field("time_days", _REAL, "when it was measured, in days"),
    _field("p_op", _TEXT, "relation of the p-value: =, <, >, <=, >="),
    _field("p", _REAL, "p-value; null also where the text says no more than NS"),
    _field("effect_type", _TEXT, "HR, OR, RR, MD, …"),
    _field("effect", _REAL, "size of the effect"),
    _field("ci_low", _REAL, "lower confidence limit"),
    _field("ci_high", _REAL, "upper confidence limit"),
    _field("ci_level", _REAL, "level of the confidence interval in percent"),
    *_EVIDENCE,
)

_STUDIES = (
    _DOC_ID,
    _field("title", _TEXT, "title of the article"),
    _field(
        "design",
        _TEXT,
        "clinical_trial, randomized_trial, cohort, case_series, case_report, cross_sectional, review or other",
    ),
    _field("n_enrolled", _INT, "people enrolled or analysed, as the text states it"),
    _field(
        "n_enrolled_basis",
        _TEXT,
        "stated, sum_of_arms (only the arms are stated: `n_enrolled` is null, see `n_arms_sum`) or not_stated",
    ),
    _field("n_arms_sum", _INT, "what the sizes of the arms add up to; null where fewer than two are stated together"),
    _field("age_group", _TEXT, "pediatric, adult or mixed"),
    _field("age_stat", _TEXT, "mean or median"),
    _field("age", _REAL, "mean or median age in years"),
    _field("age_low", _REAL, "lowest age in years"),
    _field("age_high", _REAL, "highest age in years"),
    _field("female_n", _INT, "how many are female"),
    _field("follow_up_days", _REAL, "length of follow-up in days"),
    _field("conditions", _TEXTS, "diseases with the role condition"),
    _field("interventions", _TEXTS, "drugs with the role intervention"),
    _field("comparators", _TEXTS, "drugs with the role comparator"),
    _field("doses", _TEXT, "the regimens of what the study gives, in one readable line"),
    _field("pmid", _TEXT, "PubMed id"),
    _field("pmcid", _TEXT, "PubMed Central id"),
    _field("doi", _TEXT, "DOI"),
    _field("journal", _TEXT, "journal"),
    _field("year", pa.int16(), "year of publication"),
    _DUPLICATE_OF,
    _RULE,
)

_ERRORS = (
    _key("source", _TEXT, "the file's path below the input root"),
    _field("record", _TEXT, "record id in a file of many records, else null"),
    _key("stage", _TEXT, "read, clean, tag, extract or write"),
    _key("error", _TEXT, "class of the error"),
    _key("message", _TEXT, "what is wrong, in one line"),
)

SCHEMAS: dict[str, pa.Schema] = {
    "documents": _table("one row a document", _DOCUMENTS),
    "removed": _table("one row a range that the cleaner dropped", _REMOVED),
    "mentions": _table("one row a tagged span", _MENTION_COLUMNS),
    "drugs": _table("one row a distinct drug of a document", _DRUGS),
    "diseases": _table("one row a distinct disease of a document", _DISEASES),
    "doses": _table("one row a dosing statement; what is not recognised stays null, never guessed", _DOSES),
    "sample_sizes": _table("one row a count of people", _SAMPLE_SIZES),
    "outcomes": _table("one row a reported result", _OUTCOMES),
    "studies": _table("one row a document: the line a reviewer puts in an evidence table", _STUDIES),
    "errors": _table("one row a document that could not be processed", _ERRORS),
}
"""Schema by table, in the order in which a reader meets the tables."""

MARKED = tuple(table for table, schema in SCHEMAS.items() if "duplicate_of" in schema.names)
"""The tables that say which documents are the same article."""


def description(item: pa.Field | pa.Schema) -> str:
    """Return the meaning that a column or a table carries."""
    return str(item.metadata[b"description"].decode())
