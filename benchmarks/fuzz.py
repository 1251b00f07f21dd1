"""Feeds broken and hostile files to whole runs, and looks whether anything crashes, hangs, leaks or gets lost.

    python benchmarks/fuzz.py [--inputs 20000] [--seed 1] [--batch 500]

Each input is a sample of a format (or one of the traps below) with some of its bytes flipped, cut out, repeated,
replaced by hostile pieces, or written in another encoding; it stands in the file of that format or of another. After
each batch: the run ended by itself; every file is in `documents` or in `errors` (an archive by its members), or was
skipped; no file appeared outside the result; and the secret beside the input, which external entities, links and `..`
point at, is in no table.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import gzip
import io
import json
import os
import random
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.config import load_config
from pipeline.run.driver import run
from pipeline.tables import SCHEMAS, read_table

_TIME_LIMIT_S = 5.0
_NO_UTF_8 = os.fsdecode(b"caf\xe9.txt")  # a name that is no UTF-8, and how it is printed
_NO_UTF_8_PRINTED = r"caf\xe9.txt"
_SECRET = "SECRET-7f3a9c-never-to-be-read"
_TITLE = "Methotrexate in juvenile arthritis: a trial"
_ABSTRACT = (
    "BACKGROUND: Arthritis is painful. METHODS: We gave 24 patients methotrexate 15 mg/m2 once a week. RESULTS: A "
    "remission was seen in 12 of 24 patients (50%; P<0.05). CONCLUSIONS: Methotrexate is useful."
)
_RECORD = {"id": "7", "title": _TITLE, "abstract": _ABSTRACT, "year": "2019", "journal": "Lupus"}
# Pieces that parsers, patterns and viewers have choked on.
_HOSTILE_TEXTS = (
    "\0",
    "\ufeff",
    "\u202e",
    "\u0000\ufffe",
    "<" * 3000,
    "(" * 10_000,
    "[" * 10_000,
    "{" * 10_000,
    "<div>" * 10_000,
    '{"a":' * 10_000,
    "<PubmedArticle>" * 500,
    "]]>",
    "<![CDATA[",
    "<!--",
    "&#x110000;",
    "&#0;",
    "&lol;",
    "%00",
    "9" * 5000,
    "1," * 5000,
    "5 mg " * 2000,
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "\r",
    "\r\n\r\n",
    "ER  - \n" * 50,
    "@article{",
    "TY  - JOUR\nTI  - ",
    "PMID- 1\n",
    '"',
    "'" * 500,
    "\\",
    "../" * 40,
    "${jndi:ldap://x}",
    "<script>alert(1)</script>",
)
_HOSTILE_BYTES = (b"\xff\xfe", b"\x80\x81\xfe", b"\xed\xa0\x80", b"\x1f\x8b\x08", b"PK\x03\x04", b"%PDF-1.7")
_HOSTILE = (*(text.encode() for text in _HOSTILE_TEXTS), *_HOSTILE_BYTES)
_ENCODINGS = ("utf-16", "utf-16-le", "latin-1", "cp1251", "utf-32", "shift_jis", "cp037")
_SUFFIXES = (
    ".txt",
    ".html",
    ".xml",
    ".nbib",
    ".ris",
    ".bib",
    ".csv",
    ".tsv",
    ".jsonl",
    ".xlsx",
    ".pdf",
    ".zip",
    ".tar.gz",
    ".xml.gz",
)


def samples() -> dict[str, bytes]:
    """Return a sound file of each format, by suffix."""
    page = f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1><p>{_ABSTRACT}</p></body></html>"
    pubmed = (
        '<?xml version="1.0"?><PubmedArticleSet>'
        + "".join(
            f"<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article><ArticleTitle>{_TITLE}</ArticleTitle><Abstract>"
            f"<AbstractText>{_ABSTRACT}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
            for n in (1, 2)
        )
        + "</PubmedArticleSet>"
    ).encode()
    texts = {
        ".txt": f"{_TITLE}\n\n{_ABSTRACT}\n",
        ".html": page,
        ".nbib": f"PMID- 1\nTI  - {_TITLE}\nAB  - {_ABSTRACT}\n\nPMID- 2\nTI  - {_TITLE}\nAB  - {_ABSTRACT}\n",
        ".ris": f"TY  - JOUR\nTI  - {_TITLE}\nAB  - {_ABSTRACT}\nER  - \n" * 2,
        ".bib": f"@article{{a1,\n title = {{{_TITLE}}},\n abstract = {{{_ABSTRACT}}}\n}}\n",
        ".jsonl": f"{json.dumps(_RECORD)}\n" * 2,
        ".csv": _table(","),
        ".tsv": _table("\t"),
    }
    made = {suffix: text.encode() for suffix, text in texts.items()} | {
        ".xml": pubmed,
        ".xml.gz": gzip.compress(pubmed),
    }
    made[".zip"] = zipped({"a.txt": made[".txt"], "deep/b.xml": pubmed})
    made[".tar.gz"] = tarred({"a.txt": made[".txt"], "deep/b.ris": made[".ris"]})
    return made


def _table(delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(_RECORD), delimiter=delimiter)
    writer.writeheader()
    writer.writerow(_RECORD)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], link: str | None = None) -> bytes:
    """Return a compressed tar archive, if wanted with a link to somewhere."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        if link:
            entry = tarfile.TarInfo("link.txt")
            entry.type, entry.linkname = tarfile.SYMTYPE, link
            archive.addfile(entry)
    return out.getvalue()


def traps(secret: Path) -> dict[str, bytes]:
    """Return files that are made to do harm, by name."""
    entity = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    article = "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{}</ArticleTitle></Article>"
    article += "</MedlineCitation></PubmedArticle>"
    deep = b"<div>" * 10_000 + _ABSTRACT.encode() + b"</div>" * 10_000
    return {
        "entity.xml": f"{entity}<PubmedArticleSet>{article.format('&x;')}</PubmedArticleSet>".encode(),
        "entity.html": f"<?xml version='1.0'?>{entity}<html><body><p>&x; {_ABSTRACT}</p></body></html>".encode(),
        "laughs.xml": f'<!DOCTYPE r [<!ENTITY l0 "lol">{laughs}]><PubmedArticleSet>{article.format("&l9;")}'
        "</PubmedArticleSet>".encode(),
        "bomb.zip": zipped({"bomb.txt": bytes(300 << 20)}),
        "bomb.xml.gz": gzip.compress(b"<PubmedArticle>" + b" " * (300 << 20)),
        "bomb.txt.bz2": bz2.compress(b"a" * (300 << 20)),
        "out.zip": zipped({f"../{secret.name}": b"x", str(secret): b"x", "../../escaped.txt": _ABSTRACT.encode()}),
        "out.tar.gz": tarred({"../../escaped.txt": _ABSTRACT.encode()}, link=str(secret)),
        "nested.zip": zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": b"x"})})})}),
        "line.txt": b"methotrexate 5 mg " * (50 * (1 << 20) // 18),
        "digits.txt": b"1" * (50 << 20),
        "deep.html": deep,
        "deep.xml": b"<article><front>" + deep + b"</front></article>",
        "zero.txt": b"",
        "blank.xml": b" \n",
        "nul.txt": bytes(10_000),
        _NO_UTF_8: _ABSTRACT.encode(),
        "names.tar.gz": tarred({_NO_UTF_8: _ABSTRACT.encode()}),
    }


def mutated(chance: random.Random, data: bytes) -> bytes:
    """Return some bytes with one to four changes."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_MUTATIONS)(chance, data)
    return data


def _flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted(chance.choices(range(len(data) + 1), k=2))
    return data[:start] + data[end:]


def _repeated(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted(chance.choices(range(len(data) + 1), k=2))
    return data[:start] + data[start:end] * min(chance.randint(2, 50), 1 + 50_000 // (end - start + 1)) + data[end:]


def _poisoned(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_HOSTILE) + data[at:]


def _recoded(chance: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


_MUTATIONS: Sequence[Callable[[random.Random, bytes], bytes]] = (
    _flipped,
    _cut,
    _repeated,
    _poisoned,
    _poisoned,
    _recoded,
)


def write_batch(folder: Path, chance: random.Random, number: int) -> None:
    """Write mutated files into a folder, one in ten under the suffix of another format."""
    sound = samples()
    for at in range(number):
        suffix = chance.choice(list(sound))
        data = mutated(chance, sound[suffix])
        (folder / f"{at:05}{suffix if chance.random() > 0.1 else chance.choice(_SUFFIXES)}").write_bytes(data)


def write_traps(folder: Path, secret: Path) -> None:
    """Write the traps, and links that lead out or nowhere, into a folder."""
    for name, data in traps(secret).items():
        (folder / name).write_bytes(data)
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "self.txt").symlink_to(folder / "self.txt")


def check(folder: Path, out: Path) -> list[str]:
    """Run a folder; return what is wrong with the result."""
    config = load_config()
    quick = config.tag.model_copy(update={"ner": config.tag.ner.model_copy(update={"model": "none"})})
    hurried = config.run.model_copy(update={"time_limit_s": _TIME_LIMIT_S})
    result = run([folder], out, config.model_copy(update={"tag": quick, "run": hurried}))
    sources = [
        *read_table(out, "documents", ["source"])["source"].to_pylist(),
        *read_table(out, "errors", ["source"])["source"].to_pylist(),
    ]
    found = {source.split("/")[0] for source in sources}
    files = {_NO_UTF_8_PRINTED if path.name == _NO_UTF_8 else path.name for path in folder.iterdir() if path.is_file()}
    wrong = [f"lost: {name}" for name in sorted(files - found)[sum(result.skipped.values()) :]]
    leaks = [table for table in SCHEMAS if _SECRET in str(read_table(out, table).to_pylist())]
    return wrong + [f"leaked: into {table}" for table in leaks]


def fuzz(inputs: int, seed: int, batch: int, *, traps: bool = True) -> list[str]:
    """Run the traps, and batches of mutated inputs; return what is wrong."""
    chance = random.Random(seed)
    wrong: list[str] = []
    sizes = [batch] * (inputs // batch) + [inputs % batch] * (inputs % batch > 0)
    for number, size in enumerate([0, *sizes] if traps else sizes):
        with tempfile.TemporaryDirectory() as name:
            base = Path(name)
            (base / "in").mkdir()
            (base / "secret.txt").write_text(_SECRET)
            write_batch(base / "in", chance, size)
            if not size:
                write_traps(base / "in", base / "secret.txt")
            started = time.monotonic()
            wrong += [f"batch {number}: {problem}" for problem in check(base / "in", base / "out")]
            wrong += [f"batch {number}: {path} appeared" for path in base.iterdir() if path.name not in _EXPECTED]
            print(
                f"batch {number}: {size or 'traps'}, {time.monotonic() - started:.0f} s, {len(wrong)} problems",
                flush=True,
            )
    return wrong


_EXPECTED = frozenset({"in", "out", "secret.txt"})


def main() -> int:
    """Run the harness; 0 if nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--batch", type=int, default=500, metavar="N")
    arguments = parser.parse_args()
    wrong = fuzz(arguments.inputs, arguments.seed, arguments.batch)
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
