import csv
from pathlib import Path

import pytest

from pipeline.config import config_folder
from pipeline.errors import ConfigError
from pipeline.tag.attributes import DRUG
from pipeline.tag.lexicon import COLUMNS, Lexicon, word_list
from pipeline.vocab import load_vocabulary

FOLDER = config_folder() / "lexicon"
WORD_LISTS = [path.stem for path in sorted(FOLDER.glob("*.txt")) if path.stem != "not_mentions"]


@pytest.mark.parametrize("name", WORD_LISTS)
def test_word_lists_hold_single_words(name: str) -> None:
    words = word_list(name)
    assert words and not [word for word in words if " " in word]


@pytest.mark.parametrize("name", ["drugs.csv", "diseases.csv"])
def test_a_term_stands_once_in_the_packaged_lexicon(name: str) -> None:
    with (FOLDER / name).open(encoding="utf-8") as file:
        terms = [row["term"] for row in csv.DictReader(file)]
    assert len(terms) == len(set(terms))


def own(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
    return path


def test_a_term_is_linked_and_named(tmp_path: Path) -> None:
    lexicon = Lexicon(load_vocabulary(), own(tmp_path, "moon juice,DRUG,rituximab,MESH:D000069283,substance"))
    term = lexicon.term("moon juice", DRUG)
    assert term is not None
    assert (term.name, term.concept.id, term.concept.name) == ("rituximab", "MESH:D000069283", "Rituximab")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("moonwort,HERB,,,", "label 'HERB'"),
        ("moonwort,DRUG,,,potion", "kind 'potion'"),
        ("moonwort,DRUG", "5 cells"),
        (",DRUG,,,substance", "and a term"),
    ],
)
def test_a_line_that_does_not_fit_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=f"line 2: .*{complaint}"):
        Lexicon(load_vocabulary(), own(tmp_path, line))


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,id\nmoonwort,1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="first line must be 'term,label,name,concept_id,kind'"):
        Lexicon(load_vocabulary(), path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ConfigError, match="cannot be read as CSV"):
        Lexicon(load_vocabulary(), path)
