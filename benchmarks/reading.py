"""Measures how many records of PubMed XML a second one process reads, before any language is looked at.

    python benchmarks/reading.py [--records 20000] [--rounds 5] [--gz]

The records are made up, of the size and with the parts of those in PubMed's baseline files.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.config import ReadSettings
from pipeline.read import InputFile, Record, parse, split

_WORDS = (
    "patients were given placebo or active treatment daily for twelve weeks after randomisation and the mean change "
    "in score from baseline was larger with treatment than without in most of the subgroups studied here"
).split()
_LABELS = ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS")


def _prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(_WORDS, k=words)).capitalize() + "."


def _record(number: int, rng: random.Random) -> str:
    abstract = "".join(
        f'<AbstractText Label="{label}" NlmCategory="{label}">{_prose(rng, 50)} 5 mg/m<sup>2</sup>.</AbstractText>'
        for label in _LABELS
    )
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>Larch{i}</LastName><ForeName>Anna B</ForeName><Initials>AB</Initials>'
        f"<AffiliationInfo><Affiliation>{_prose(rng, 12)}</Affiliation></AffiliationInfo></Author>"
        for i in range(6)
    )
    terms = "".join(
        f'<MeshHeading><DescriptorName UI="D{i:06}" MajorTopicYN="N">{_prose(rng, 2)}</DescriptorName></MeshHeading>'
        for i in range(10)
    )
    references = "".join(
        f'<Reference><Citation>{_prose(rng, 12)}</Citation><ArticleIdList><ArticleId IdType="pubmed">{i}</ArticleId>'
        "</ArticleIdList></Reference>"
        for i in range(10)
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID>'
        '<DateRevised><Year>2021</Year><Month>05</Month><Day>04</Day></DateRevised><Article PubModel="Print"><Journal>'
        '<ISSN IssnType="Print">0000-0000</ISSN><JournalIssue CitedMedium="Print"><Volume>12</Volume><Issue>3</Issue>'
        "<PubDate><Year>2020</Year><Month>Mar</Month></PubDate></JournalIssue><Title>Journal of Invented Trials</Title>"
        f"<ISOAbbreviation>J Inv Trials</ISOAbbreviation></Journal><ArticleTitle>{_prose(rng, 12)}</ArticleTitle>"
        f'<Pagination><MedlinePgn>1-9</MedlinePgn></Pagination><ELocationID EIdType="doi" ValidYN="Y">10.1000/{number}'
        f'</ELocationID><Abstract>{abstract}</Abstract><AuthorList CompleteYN="Y">{authors}</AuthorList>'
        '<Language>eng</Language><PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>'
        f"</PublicationTypeList></Article><MeshHeadingList>{terms}</MeshHeadingList></MedlineCitation><PubmedData>"
        f'<PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{number}</ArticleId>'
        f'<ArticleId IdType="doi">10.1000/{number}</ArticleId></ArticleIdList><ReferenceList>{references}'
        "</ReferenceList></PubmedData></PubmedArticle>\n"
    )


def write_records(path: Path, count: int) -> int:
    """Write a file of so many records, packed if its name says so; return their bytes."""
    rng = random.Random(0)
    content = ["<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE PubmedArticleSet>\n<PubmedArticleSet>\n"]
    content += [_record(number, rng) for number in range(10_000_000, 10_000_000 + count)]
    data = "".join([*content, "</PubmedArticleSet>\n"]).encode()
    path.write_bytes(gzip.compress(data, 6) if path.suffix == ".gz" else data)
    return len(data)


def _records(path: Path) -> Iterator[Record]:
    for record in split(InputFile(path, path.name, path.stem), ReadSettings()):
        if not isinstance(record, Record):
            raise SystemExit(f"not read: {record}")
        yield record


def _only_split(path: Path) -> int:
    return sum(1 for _ in _records(path))


def _split_and_parse(path: Path) -> int:
    settings = ReadSettings()
    return sum(1 for record in _records(path) if parse(record, settings).text)


def _best(action: Callable[[Path], int], path: Path, rounds: int, clock: Callable[[], float]) -> float:
    rates = []
    for _ in range(rounds):
        started = clock()
        count = action(path)
        rates.append(count / (clock() - started))
    return max(rates)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--gz", action="store_true", help="read them packed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("records.xml.gz" if arguments.gz else "records.xml")
        size = write_records(path, arguments.records)
        print(f"{arguments.records} records of {size / arguments.records:.0f} bytes; best of {arguments.rounds} rounds")
        for name, action in (("split", _only_split), ("split + parse", _split_and_parse)):
            by_wall = _best(action, path, arguments.rounds, time.perf_counter)
            by_cpu = _best(action, path, arguments.rounds, time.process_time)
            print(f"{name:14}{by_wall:8.0f} records a second, {by_cpu:8.0f} by processor time")


if __name__ == "__main__":
    main()
