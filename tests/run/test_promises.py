"""The promises of the tables hold for whatever text comes in."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.read import Record
from pipeline.run.doc_tables import tables_of
from pipeline.run.steps import Steps, process_record

WORDS = (
    "patients children of the with were given received a trial in and to from versus or per day week month kg m2 mg g "
    "ug mL rituximab methotrexate prednisone placebo lupus arthritis infection remission seven eight twenty one half "
    "mean median percent weekly daily twice cycle Background: Methods: RESULTS Conclusions: P HR n = < ± ( ) [ ] , . "
    "; : / - – % 1 2 12 38 0.05 .003 1,000 750 2007 99999999999 1e9 ½ ² doi: 10.1001/x PMID: 123 References Cookies"
)
SPACES = (" ", " ", " ", "", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2009", "\u200b", "\u00ad")
FRAGMENTS = st.lists(st.tuples(st.sampled_from(WORDS.split()), st.sampled_from(SPACES)), min_size=1, max_size=80)
FORESEEN = ("CleanError", "ReadError")
# The beginning of an article, so that the cleaner has something to find.
LEAD = """A pilot trial of rituximab in patients with lupus nephritis

Background: Lupus nephritis is an inflammation of the kidney, and rituximab depletes the B cells that take part in it.
We treated twelve adult patients with two infusions of rituximab, and all of them were seen again after six months.
"""


@pytest.fixture(scope="module")
def steps():
    return Steps(load_config())


def process(steps, text):
    record = Record("a.txt", "a", "text", text.encode())
    return {table: arrow.to_pylist() for table, arrow in tables_of([record], [process_record(record, steps)]).items()}


def check_promises(source, tables):
    [document] = tables["documents"]
    text = document["text"]
    for kept in document["kept"]:
        length = kept["end"] - kept["start"]
        assert text[kept["at"] : kept["at"] + length] == source[kept["start"] : kept["end"]]
    for removed in tables["removed"]:
        assert source[removed["start"] : removed["end"]] == removed["text"]
    for number, mention in enumerate(tables["mentions"]):
        assert mention["mention_id"] == number
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert source[mention["source_start"] : mention["source_end"]] == mention["text"]
    for table in ("drugs", "diseases", "doses", "sample_sizes", "outcomes"):
        for row in tables[table]:
            assert set(row["mentions"]) <= set(range(len(tables["mentions"])))
            if "source_start" in row:
                assert 0 <= row["source_start"] < row["source_end"] <= len(source)


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(fragments=FRAGMENTS)
def test_any_words_keep_the_promises(steps, fragments):
    text = LEAD + "".join(word + space for word, space in fragments)
    tables = process(steps, text)
    assert tables["errors"] == []
    check_promises(text, tables)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).filter(str.strip))
def test_any_characters_give_a_document_or_a_foreseen_error(steps, text):
    tables = process(steps, text)
    assert len(tables["documents"]) + len(tables["errors"]) == 1
    assert [error for error in tables["errors"] if error["error"] not in FORESEEN] == []
    if tables["documents"]:
        check_promises(text, tables)


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "(",
        "(a ",
        ") ",
        "[1] ",
        "1,000,",
        "5 mg ",
        "n = 5 patients ",
        "12% ",
        "\n",
        " ",
        "a",
        "word ",
        "P<",
        "1-",
        "and ",
        "…",
        "<p>",
    ],
)
def test_endless_repetition_ends(steps, piece):
    """20,000 characters of anything are done in a moment; what takes quadratic time would take minutes."""
    text = LEAD + piece * (20_000 // len(piece))
    tables = process(steps, text)
    assert tables["errors"] == []
    check_promises(text, tables)
