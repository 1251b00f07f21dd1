"""No text makes a rule slow: every component, every extractor and the cleaner take time that grows with the length.

Texts are repeated to sizes at which a rule that grows with the square of the length is told from one that does not.
What counts is processor time, the best of a few tries, without the garbage collector; how long a second is on the
machine is told by the time that tokens take.
"""

import contextlib
import gc
import hashlib
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.clean import Cleaner
from pipeline.config import CleanSettings, TagSettings
from pipeline.document import BibFacts, CleanDoc, Kept, Source
from pipeline.errors import CleanError
from pipeline.extract import EXTRACTORS, extract_studies
from pipeline.extract.rows import Row
from pipeline.tag.pipeline import build_tagger


class Hostile(NamedTuple):
    """A text that is repeated: `#` in it stands for a running number, `@` for a word that is new each time."""

    name: str
    unit: str

    def text(self, length: int) -> str:
        """The text in a length in characters."""
        parts, size, number = [], 0, 1001
        while size < length:
            parts.append(self.unit.replace("#", str(number)).replace("@", _word(number)))
            size += len(parts[-1])
            number += 1
        return "".join(parts)[:length]


class Nested(Hostile):
    """Brackets, as deep as a fifth of the text is long."""

    def text(self, length: int) -> str:
        """The text in a length in characters."""
        depth = length // 10
        return "(" * depth + self.unit * ((length - 2 * depth) // len(self.unit)) + ")" * depth


def _word(number: int) -> str:
    syllables = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu")
    return "".join(syllables[int(digit)] for digit in str(number)).capitalize()


# The text that the rules are promised to read in a second: 100 kB of digits, parentheses and commas.
PROMISED = (
    Hostile("digits", "1 "),
    Hostile("parentheses", "("),
    Hostile("digits in parentheses", "(1), "),
    Hostile("digits and commas", "1,23,"),
)
TEXTS = (
    Hostile("one long number", "1"),
    Hostile("closing parentheses", ")"),
    Hostile("square brackets", "["),
    Hostile("commas", ","),
    Hostile("full stops", ". "),
    Hostile("slashes", "/"),
    Hostile("hyphens", "-"),
    Hostile("percent signs", "%"),
    Hostile("one long word", "a"),
    Hostile("hyphenated letters", "a-"),
    Hostile("Greek letters", "α-β "),
    Hostile("lines", "1\n"),
    Hostile("blank lines", "A b.\n\n"),
    Hostile("no blanks", "patients12mg/kg(n=3),"),
    Hostile("addresses", "http://a.b/"),
    Hostile("fractions", "1/"),
    Hostile("ratios", "1:"),
    Hostile("decimals", "1.1."),
    Hostile("thousands", "1,000,"),
    Hostile("powers", "10(6) "),
    Hostile("minus signs", "-1 "),
    Hostile("plus-minus", "5 ± 2 ("),
    Hostile("comparisons", "> 5 "),
    Hostile("number words", "one hundred and "),
    Hostile("hyphenated number words", "twenty-"),
    Hostile("and", "and "),
    Hostile("respectively", "respectively, "),
    Hostile("versus", "vs "),
    Hostile("names of groups", "Group A "),
    Hostile("hyphens behind doses", "1 mg-"),
    Hostile("doses", "1 mg "),
    Hostile("ranges of doses", "5 mg to "),
    Hostile("doses in brackets", "(5 mg) "),
    Nested("nested brackets", "5 mg "),
    Hostile("lists of doses", "5, 10 and "),
    Hostile("divisors", "mg/kg/"),
    Hostile("forms", "2 capsules 5 mg. "),
    Hostile("one sentence of doses", "aspirin 5 mg twice daily for # days and "),
    Hostile("frequencies", "5 mg every # days, "),
    Hostile("one drug", "aspirin # mg, "),
    Hostile("many drugs", "@umab 5 mg and "),
    Hostile("arms", "the @umab group received # mg. "),
    Hostile("days", "days 1, "),
    Hostile("dates", "12 May 2001. "),
    Hostile("counts", "(n=12) "),
    Hostile("equals signs", "n="),
    Hostile("denominators", "12 of "),
    Hostile("counts of patients", "12 patients (40%) "),
    Hostile("totals", "A total of # patients were randomized; "),
    Hostile("shares", "38% vs 21% "),
    Hostile("opened shares", "5% ("),
    Hostile("groups with counts", "Group @: 12 patients (40%). "),
    Hostile("medians", "median # months versus #; P = 0.#. "),
    Hostile("ratios of hazards", "hazard ratio 0.5, "),
    Hostile("intervals", "(95% CI 1-2; P = 0.05) "),
    Hostile("short forms", "@abc Syndrome (@S). "),
    Hostile("diseases", "@itis and @oma, "),
)
LINES = (
    Hostile("words in lines", "Word\n"),
    Hostile("numbers in lines", "1.\n"),
    Hostile("headings", "METHODS\nWe did.\n\n"),
    Hostile("names", "Smith J, "),
    Hostile("citations", "2001;12(3):1-5. "),
    Hostile("references", "1. Smith J. A b c. J Med 2001;1:2.\n"),
    Hostile("dates", "12 May 2001. "),
    Hostile("identifiers", "doi:10.1000/a PMID: 1234567. "),
    Hostile("links", "Home | About | "),
    Hostile("labels", "Background: "),
)
Seconds = dict[str, float]
_SIZE = 6_000  # characters, and twice as many
_PROMISED_SIZE = 100_000
_TRIES = 4
_GROWTH = 2.5
_NOISE = 0.02  # seconds that a measurement may be off
# A second on the machine that the promise was tried on: so many times the tokens of 100 kB of plain words take. On a
# busy machine the same work takes up to three times the processor time.
_SECOND, _BUSY = 78, 3
_PLAIN = Hostile("plain words", "The patients were treated with the drug for some weeks, and then followed. ")


def _by_name(texts: tuple[Hostile, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("hostile", texts, ids=[hostile.name for hostile in texts])


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = build_tagger(TagSettings.model_validate({"ner": {"model": "none"}}))
    _rules(nlp, "".join(hostile.text(200) for hostile in TEXTS))  # what is loaded when it is first needed
    return nlp


@pytest.fixture(scope="module")
def second(nlp: Language) -> float:
    """How much processor time a second is worth on this machine at most."""
    text = _PLAIN.text(_PROMISED_SIZE)
    return _BUSY * _SECOND * min(_timed(nlp.make_doc, text) for _ in range(_TRIES))


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@_by_name(PROMISED)
def test_a_rule_reads_100_kb_of_digits_parentheses_and_commas_within_a_second(
    nlp: Language, second: float, hostile: Hostile
) -> None:
    text = hostile.text(_PROMISED_SIZE)
    best = _rules(nlp, text)
    for _ in range(1, _TRIES):
        if max(best.values()) <= second:
            break
        best = _best(best, _rules(nlp, text))
    assert {rule: seconds for rule, seconds in best.items() if seconds > second} == {}


@_by_name(TEXTS)
def test_the_time_of_a_rule_grows_with_the_length_of_a_text(nlp: Language, second: float, hostile: Hostile) -> None:
    slow = _grown(lambda text: _rules(nlp, text), hostile, second)
    assert slow == {}


@_by_name(LINES)
def test_the_time_of_the_cleaner_grows_with_the_length_of_a_page(second: float, hostile: Hostile) -> None:
    cleaner = Cleaner(CleanSettings())
    slow = _grown(lambda text: {"cleaner": _timed(_cleaned, cleaner, text)}, hostile, second)
    assert slow == {}


def _grown(measure: Callable[[str], Seconds], hostile: Hostile, second: float) -> dict[str, tuple[float, float]]:
    """The rules whose time grows faster than a text that doubles, or that would not read 100 kB in a second."""
    half, whole = hostile.text(_SIZE), hostile.text(2 * _SIZE)
    limit = second * len(whole) / _PROMISED_SIZE + _NOISE
    small, large = measure(half), measure(whole)
    for _ in range(_TRIES):
        slow = {rule for rule in large if large[rule] > min(_GROWTH * small[rule] + _NOISE, limit)}
        if not slow and sum(large.values()) <= _GROWTH * sum(small.values()) + _NOISE:
            return {}
        small, large = _best(small, measure(half)), _best(large, measure(whole))
    return {rule: (small[rule], large[rule]) for rule in slow or large}


def _rules(nlp: Language, text: str) -> Seconds:
    """How long each component and each extractor takes for a text."""
    doc = nlp.make_doc(text)
    doc._.clean = _clean(text)
    seconds = {name: _timed(component, doc) for name, component in nlp.pipeline}
    rows: dict[str, list[Row]] = {}
    for table, extract in EXTRACTORS.items():
        seconds[table] = _timed(_extract, extract, doc, table, rows)
    return seconds | {"studies": _timed(extract_studies, doc, rows)}


def _extract(extract: Callable[[Doc], list[Row]], doc: Doc, table: str, rows: dict[str, list[Row]]) -> None:
    rows[table] = extract(doc)


def _timed(work: Callable[..., object], *arguments: object) -> float:
    started = time.process_time()
    work(*arguments)
    return time.process_time() - started


def _best(one: Seconds, other: Seconds) -> Seconds:
    return {rule: min(seconds, other[rule]) for rule, seconds in one.items()}


def _clean(text: str) -> CleanDoc:
    return CleanDoc(_source(text), "text", text, (Kept(0, len(text), 0),), (), (), BibFacts())


def _source(text: str) -> Source:
    return Source("doc", "doc.txt", "text", hashlib.sha256(text.encode()).hexdigest(), text)


def _cleaned(cleaner: Cleaner, text: str) -> None:
    with contextlib.suppress(CleanError):  # there is no article in it
        cleaner.clean(_source(text))
