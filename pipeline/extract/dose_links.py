"""Which drug a dose belongs to: position first, then lists, then the sentence before; null rather than a guess."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from spacy.tokens import Doc, Span

from pipeline.extract.entities import drug_of
from pipeline.extract.rows import in_sentence, sentence_number
from pipeline.tag.attributes import DOSE, DRUG, Amount, mentions
from pipeline.tag.drug_words import NO_SHORT_FORMS
from pipeline.tag.tokens import sentence_at

# Between an amount and the drug behind it any few words in small letters may stand ("250 mg oral acetazolamide",
# "600-mg/m2 intravenous infusions of rituximab"), but none of these, which begin another phrase.
_NO_BRIDGE = frozenset(
    "and or with without plus versus vs then followed by for in at on to from than as if when after before during was "
    "were is are given received administered compared combined every per until while but group arm groups arms".split()
)
_COORDINATING = frozenset("and or with plus versus vs then".split())
_BRIDGE = 5  # tokens
_MARKS = frozenset({"®", "™"})
_BRIDGE_PUNCTUATION = frozenset({"-", ".", "/", *_MARKS})
_COMBINING = frozenset({"/", "-", "–", "+", "and", "plus", "with"})
_SERIES_JOINTS = frozenset({",", "and", "or", "to", "vs"})
# An antecedent in an earlier sentence counts only this many sentences back.
_SENTENCES_BACK = 2
# A sentence with more doses, or more drugs, is a list that no one wrote as prose: its doses stay alone. Every dose is
# compared with every other and with every drug of its sentence.
_MOST_IN_SENTENCE = 60
_BRACKETS_BACK = 150  # tokens in which the nearest drug outside of brackets is looked for
_FORMULATIONS = frozenset("ER XR SR CR IR LA XL EC".split())
_DOSE_NOUNS = frozenset({"dose", "doses", "dosage", "dosages"})
_DETERMINERS = frozenset("the this that these those each body either both it".split())


def link_doses(doc: Doc) -> dict[int, tuple[Span | None, str]]:
    """Return for every DOSE mention (by its first token) its DRUG mention, or None, and the rule that linked them."""
    doses, drugs = mentions(doc, DOSE), mentions(doc, DRUG)
    links: dict[int, tuple[Span | None, str]] = {}
    named: dict[tuple[object, ...], dict[str, Span]] = {}  # the drugs that an amount has been linked to so far, by name
    earlier = _Earlier(doc, drugs)
    letters = _letters(doc, drugs)
    for sentence in _sentences_of(doc, doses):
        here, near = in_sentence(doc, DOSE, sentence), in_sentence(doc, DRUG, sentence)
        if not is_prose(doc, sentence):
            links.update({dose.start: (None, "unlinked") for dose in here})
            continue
        links.update(_respectively(doc, sentence, here, near) or _by_position(doc, here, near, letters))
        links.update(_combinations(doc, here, near))
        links.update(_ranges(here, links))
        for dose in here:
            amount = dose._.value[:3]
            if links[dose.start][0] is None and not _names_other(doc, dose) and not _follows_unknown(doc, dose, near):
                links[dose.start] = _same_amount(named.get(amount, {})) or earlier.antecedent(sentence)
            drug, _ = links[dose.start]
            if drug is not None:
                named.setdefault(amount, {})[_name(drug)] = drug
    return links


def is_prose(doc: Doc, sentence: Span) -> bool:
    """Whether a sentence has no more doses and drugs than one that was written to be read."""
    return all(len(in_sentence(doc, label, sentence)) <= _MOST_IN_SENTENCE for label in (DOSE, DRUG))


def _same_amount(named: dict[str, Span]) -> tuple[Span, str] | None:
    """ "the 50-mg arm": the drug of which the same amount has been named before, if it is one drug."""
    return (next(iter(named.values())), "drug-same-amount") if len(named) == 1 else None


def _sentences_of(doc: Doc, doses: list[Span]) -> list[Span]:
    sentences = [sentence_at(doc, dose.start) for dose in doses]
    return list({sentence.start: sentence for sentence in sentences}.values())


def _respectively(
    doc: Doc, sentence: Span, doses: list[Span], drugs: list[Span]
) -> dict[int, tuple[Span | None, str]] | None:
    """ "A and B at 5 mg and 10 mg, respectively": as many drugs in a list as doses behind them, in order."""
    if len(doses) < 2 or not any(token.lower_ == "respectively" for token in sentence):
        return None
    before = [drug for drug in drugs if drug.end <= doses[0].start][-len(doses) :]
    if len(before) != len(doses) or len({_name(drug) for drug in before}) != len(doses):
        return None
    if not all(_is_list_gap(doc, a, b) for a, b in pairwise(before)):
        return None
    return {dose.start: (drug, "drug-respectively") for dose, drug in zip(doses, before, strict=True)}


def _is_list_gap(doc: Doc, left: Span, right: Span) -> bool:
    return all(
        token.lower_ in {",", "and", "or", "/", "plus", "oral", "intravenous"} for token in doc[left.end : right.start]
    )


def _combinations(doc: Doc, doses: list[Span], drugs: list[Span]) -> dict[int, tuple[Span | None, str]]:
    """ "codeine/paracetamol 30/500 mg": the amounts of a fixed combination belong to its parts in order."""
    links: dict[int, tuple[Span | None, str]] = {}
    for left, right in pairwise(doses):
        if doc[left.end : right.start].text != "/":
            continue
        before = [drug for drug in drugs if drug.end <= left.start][-2:]
        parts = [drug for drug in drugs if drug.start >= right.end][:2] if len(before) < 2 else before
        if len(parts) == 2 and doc[parts[0].end : parts[1].start].text in _COMBINING:
            links[left.start] = (parts[0], "drug-combination")
            links[right.start] = (parts[1], "drug-combination")
    return links


def _letters(doc: Doc, drugs: list[Span]) -> dict[str, Span]:
    """The letters by which a text calls its drugs, each with the first drug it stands behind: "tipifarnib (T)"."""
    letters: dict[str, Span] = {}
    for drug in drugs:
        bracket = [token.text for token in doc[drug.end : drug.end + 3]]
        if bracket[:1] == ["("] and bracket[2:] == [")"] and len(bracket[1]) == 1 and bracket[1].isupper():
            letters.setdefault(bracket[1], drug)
    return letters


def _ranges(doses: list[Span], links: dict[int, tuple[Span | None, str]]) -> dict[int, tuple[Span | None, str]]:
    """ "calcium, and 400 IU to 800 IU of vitamin D": both ends of a range are of the drug that follows."""
    ranges = (pair for pair in pairwise(doses) if {dose._.rule for dose in pair} == {"dose-range"})
    return {
        low.start: links[high.start]
        for low, high in ranges
        if low._.value == high._.value and links[high.start][1] == "drug-ahead"
    }


def _by_position(
    doc: Doc, doses: list[Span], drugs: list[Span], letters: dict[str, Span]
) -> dict[int, tuple[Span | None, str]]:
    links: dict[int, tuple[Span | None, str]] = {}
    taken: Span | None = None  # the drug that the dose before was linked forward to
    for dose in doses:
        behind, ahead = _last_before(doc, dose, drugs), _directly_ahead(doc, dose, doses, drugs)
        beside = behind is not None and behind is not taken and _is_beside(doc, behind, dose)
        lettered = letters.get(doc[dose.start - 1].text) if dose.start else None
        if lettered is not None:
            links[dose.start] = (lettered, "drug-letter")
        elif ahead is not None and not beside:
            links[dose.start] = (ahead, "drug-ahead")
            taken = ahead
        elif _names_other(doc, dose) or _follows_unknown(doc, dose, drugs):
            links[dose.start] = (None, "unlinked")
        elif behind is not None:
            links[dose.start] = (behind, "drug-before")
        else:
            following = next((drug for drug in drugs if drug.start >= dose.end), None)
            free = following is not None and not _has_own_dose(following, doses) and not _is_named(doc, dose)
            free = free and following is not None and ";" not in doc[dose.end : following.start].text
            links[dose.start] = (following, "drug-after") if free else (None, "unlinked")
    return links


def _is_beside(doc: Doc, drug: Span, dose: Span) -> bool:
    """ "esomeprazole 20 mg", "bezafibrate (600 mg", but not "esomeprazole and 600 mg"."""
    gap = dose.start - drug.end
    return gap == 0 or (gap == 1 and doc[drug.end].lower_ not in _COORDINATING)


def _has_own_dose(drug: Span, doses: list[Span]) -> bool:
    """ "esomeprazole 20 mg", "bezafibrate (600 mg)": the drug is taken by the dose that touches it."""
    return any(0 <= dose.start - drug.end <= 1 for dose in doses)


def _is_named(doc: Doc, dose: Span) -> bool:
    """ "ASA 81 mg": a short form in capitals before the dose names a drug, known or not."""
    before = [token for token in doc[max(0, dose.start - 2) : dose.start] if token.text != "("]
    return bool(before) and before[-1].is_upper and before[-1].is_alpha and len(before[-1]) > 1


def _follows_unknown(doc: Doc, dose: Span, drugs: list[Span]) -> bool:
    """ "aspirin 100 mg and GHRH (100 ug)": what has its own short form in capitals is no dose of the drug before it.

    Words of form, route and time ("niacin ER", "PO") name nothing; nor do capitals among capitals.
    """
    k = dose.start - 1 - (doc[dose.start - 1].text == "(" if dose.start else 0)
    k -= k > 0 and doc[k].text in _FORMULATIONS
    if k < 1 or not (doc[k].is_upper and doc[k].text.isalnum() and len(doc[k]) > 1) or doc[k - 1].is_upper:
        return False
    named = any(drug.start <= k <= drug.end for drug in drugs)
    return not named and doc[k].text not in NO_SHORT_FORMS and doc[k].text[0].isalpha()


def _names_other(doc: Doc, dose: Span) -> bool:
    """ "a 1-g capsule of X", "0.2 g/day of X" where X is no drug that we know: the dose is not the other drug's."""
    words = [token for token in doc[dose.end : dose.end + 4] if token.text != "-"]
    if words and _is_substance_form(words[0].text) and not any(token.text in _MARKS for token in words):
        return True
    of = next((k for k, token in enumerate(words[:2]) if token.lower_ == "of"), None)
    return (
        of is not None and of + 1 < len(words) and words[of + 1].is_alpha and words[of + 1].lower_ not in _DETERMINERS
    )


def _is_substance_form(word: str) -> bool:
    """ "75 IU rhLH", "150 IU FSH": letters, two capitals at least, that stand for no route, time or form."""
    capitals = sum(letter.isupper() for letter in word)
    return word.isalpha() and capitals > 1 and word not in NO_SHORT_FORMS and not word[1:].islower()


def _last_before(doc: Doc, dose: Span, drugs: list[Span]) -> Span | None:
    """The nearest drug in front; one inside a bracket that closes before the dose only if there is no other."""
    before = [drug for drug in drugs if drug.end <= dose.start]
    if not before:
        return None
    ends = {drug.end: drug for drug in before}
    deepest = 0  # how far the brackets between here and the dose go below the level of here
    for i in range(dose.start, max(before[0].end, dose.start - _BRACKETS_BACK) - 1, -1):
        if i < dose.start:
            step = (doc[i].text in "([") - (doc[i].text in ")]")
            deepest = min(0, step + deepest)
        if i in ends and deepest == 0:
            return ends[i]
    return before[-1]


def _directly_ahead(doc: Doc, dose: Span, doses: list[Span], drugs: list[Span]) -> Span | None:
    """The drug that the dose runs into over bridging words and further amounts of the same series."""
    starts = {drug.start: drug for drug in drugs}
    # A bare number shares the unit of a dose behind it.
    series = [other for other in doses if _same_series(dose, other)] if dose.text[-1:].isdigit() else []
    ends = {other.start: other.end for other in series}
    i = dose.end + (doc[dose.end : dose.end + 2].text.lower() == ") of")  # "2 tablets (48 mg) of X"
    for _ in range(_BRIDGE + 3 * len(ends)):
        if i in starts:
            return starts[i]
        if i in ends:
            i = ends[i]
        elif _is_short_form(doc, i):
            i += 3
        elif i < len(doc) and (_bridges(doc, i) or _joins(doc, i, ends)):
            i += 1
        else:
            return None
    return None


def _is_short_form(doc: Doc, i: int) -> bool:
    """ "7.5 mg intravenous (IV) chlorpromazine": a short form in brackets stands in between."""
    return i + 2 < len(doc) and doc[i].text == "(" and doc[i + 1].is_upper and doc[i + 2].text == ")"


def _bridges(doc: Doc, i: int) -> bool:
    word = doc[i]
    abbreviation = word.is_upper and len(word) < 3
    marked = i + 1 < len(doc) and doc[i + 1].text in _MARKS  # "OROS® hydromorphone"
    return word.text in _BRIDGE_PUNCTUATION or abbreviation or marked or (word.is_lower and word.text not in _NO_BRIDGE)


def _same_series(dose: Span, other: Span) -> bool:
    amount: Amount = dose._.value
    return other.start > dose.start and amount.unit == other._.value.unit


def _joins(doc: Doc, i: int, ends: dict[int, int]) -> bool:
    return doc[i].lower_ in _SERIES_JOINTS and any(i < start <= i + 2 for start in ends)


class _Earlier:
    """The drugs of a document, in order: what a dose that names none goes back to."""

    def __init__(self, doc: Doc, drugs: list[Span]) -> None:
        self._doc, self._drugs = doc, drugs
        self._starts = [drug.start for drug in drugs]
        # In a text about one substance a dose is a dose of that.
        substances = {_name(drug): drug for drug in reversed(drugs) if drug._.value.kind != "class"}
        self._only = next(iter(substances.values())) if len(substances) == 1 else None
        sections = doc._.clean.sections if doc._.clean is not None else ()
        title = next((section.end for section in sections if section.label == "title"), 0)
        titled = {_name(drug): drug for drug in substances.values() if drug.start_char < title}
        self._titled = next(iter(titled.values())) if len(titled) == 1 else None

    def antecedent(self, sentence: Span) -> tuple[Span | None, str]:
        """The only drug of the nearest earlier sentence that names one; else the only substance of text or title.

        A class is none where the sentence itself names drugs; "the dose" is one of the title's drug.
        """
        count = bisect_left(self._starts, sentence.start)
        if not count:
            return None, "unlinked"
        nearest = self._drugs[count - 1]
        last = sentence_at(self._doc, nearest.start)
        names = {_name(drug) for drug in self._drugs[bisect_left(self._starts, last.start) : count]}
        between = sentence_number(self._doc, sentence.start) - sentence_number(self._doc, last.start)
        substances = {
            _name(d): d for d in self._drugs[bisect_left(self._starts, last.start) : count] if not _is_class(d)
        }
        if len(substances) == 1:  # "X, a calcium antagonist"
            names, nearest = set(substances), next(iter(substances.values()))
        vague = _is_class(nearest) and in_sentence(self._doc, DRUG, sentence)
        if len(names) == 1 and between <= _SENTENCES_BACK and not vague:
            return nearest, "drug-antecedent"
        if self._only is not None:
            return self._only, "drug-only"
        spoken_of = self._titled is not None and not _DOSE_NOUNS.isdisjoint(token.lower_ for token in sentence)
        return (self._titled, "drug-of-title") if spoken_of else (None, "unlinked")


def _is_class(drug: Span) -> bool:
    return bool(drug._.value.kind == "class")


def _name(drug: Span) -> str:
    return drug_of(drug).name
