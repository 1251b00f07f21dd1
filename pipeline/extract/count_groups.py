"""Says in the text's words which group a count of an arm belongs to: "placebo", "the exercise group", "Arm A"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.count_roles import PeopleCount
from pipeline.tag.attributes import DRUG, SAMPLE_SIZE
from pipeline.tag.people import PEOPLE
from pipeline.tag.words import DASHES, Words

_GROUPS = frozenset("group groups arm arms cohort recipients regimen".split())
_LABELS = frozenset(
    "placebo control controls alone intervention experimental sham observation standard usual conventional".split()
)
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
# What leads from a count to its arm: "12 [were randomly assigned to receive] rituximab", "12 [in the] placebo group".
_LEADS = frozenset(
    "were was been are who had have randomly then randomized randomised assigned allocated treated received receiving "
    "receive given taking underwent undergoing undergo to with in on into for by from of either patients women "
    "subjects participants men children cases each respectively only for during".split()
)
_LINKS = _LEADS - frozenset("were was been are who had have then patients women subjects participants".split())
_ARTICLES = frozenset({"the", "a", "an", "each", "our", "this", "either"})
# What a name of an arm does not hold behind its first word.
_NAME_ENDS = frozenset(
    ", ; . : ) ] ( [ and or versus vs v were was are is had have has for while whereas compared during after before "
    "completed who which that until at from in every per once twice daily over".split()
)
# Where a name in front of a count begins.
_NAME_STARTS = frozenset(
    ", ; . : or and versus vs v to either receive receiving received receives with between of into than in by as "
    "underwent undergo undergoing on for using were was had has whereas while after".split()
)
_GENERIC = _GROUPS | PEOPLE | frozenset("mg daily day regimen treatment therapy of in the and a plus".split())
_SIGNS = frozenset({"n", "=", ",", ":", ";", "number"}) | DASHES
_OF = frozenset({"of", "/", "out"})
_LONGEST, _REACH, _SEGMENT = 8, 16, 20
_MOST_BRACKETS = 3  # side by side that are stepped over


class GroupFinder:
    """Finds the groups of the counts of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}
        self.count_ends = {place.end for place in words.places(SAMPLE_SIZE)}
        self.in_number = {i for number in words.numbers for i in range(number.start, number.end)}
        self.defined = dict(self._definitions())
        self._names: dict[int, str | None] = {}  # by where a count begins

    def group(self, count: PeopleCount) -> str | None:
        """Return the name of the arm that a count belongs to, None if it is not beside it.

        A label is replaced by what the text says that it stands for: "letrozole" for "group B" after "letrozole
        (group B)".
        """
        if count.start not in self._names:
            self._names[count.start] = self._name(count)
        name = self._names[count.start]
        return self.defined.get(name.lower(), name) if name else None

    def differ(self, count: PeopleCount, other: PeopleCount) -> bool:
        """Whether two counts have names that share no word, as arms of equal size have."""
        names = [set((self.group(one) or "").lower().split()) - _GENERIC for one in (count, other)]
        return bool(names[0] and names[1]) and names[0].isdisjoint(names[1])

    def _definitions(self) -> Iterator[tuple[str, str]]:
        """Yield each label that stands in brackets behind a name, with the name."""
        words = self.words
        for i in (i for i, word in enumerate(words.lower[:-2]) if word in _GROUPS and words[i - 1] in _OPEN):
            label = words.text_between(i, i + 2)
            is_alone = words[i + 2] in {")", ",", ";", ":"} and not self._is_list(i - 1)
            if _is_label(label) and is_alone and (name := self._before(i - 1)):
                yield label.lower(), name

    def _is_list(self, opening: int) -> bool:
        """ "(arm A: 23, arm B: 21)": the words in front of the bracket are no name of either."""
        closing = self.words.closing(opening) or opening
        return len(self.words.places_between(SAMPLE_SIZE, opening, closing)) > 1

    def _name(self, count: PeopleCount) -> str | None:
        number_end = self.words.bounds(count.span)[1]
        if self._names_arm(number_end, count.end):
            return self._text(number_end, count.end)
        opening = self._opening(count.start)
        if opening is not None:
            inside = self._in_bracket(opening, count.start, number_end)
            closing = self.words.closing(opening)
            before = None if inside and (self._is_list(opening) or not _is_label(inside)) else self._before(opening)
            behind = self._behind(closing + 1) if closing and not (before or inside) else None
            return before or inside or behind or self._in_clause_before(opening)
        return self._behind(count.end) or self._label_before(count.start) or self._in_clause_before(count.start)

    def _names_arm(self, start: int, end: int) -> bool:
        """ "22 [warfarin recipients]", "2383 [placebo patients]", "24 [controls]"."""
        return any(i in self.drugs or self.words[i] in _LABELS | _GROUPS for i in range(start, end))

    def _opening(self, start: int) -> int | None:
        """Return the bracket that a count stands in."""
        for i in self.words.backwards(start, _SEGMENT):
            if self.words[i] in _CLOSE:
                return None
            if self.words[i] in _OPEN:
                return i
        return None

    def _in_bracket(self, opening: int, start: int, end: int) -> str | None:
        """ "(arm A, n = 75; arm B, n = 54)", "(41 to aspirin, 39 to placebo)"."""
        words, last = self.words, self._without_signs(opening + 1, start)
        first = opening + 1
        for i in range(last - 1, opening, -1):
            if words[i] == ";" or (words[i] in {",", "and"} and i in self.count_ends):
                first = i + 1
                break
        named = last > first and words.number_at(first) is None and words[first] not in _SIGNS
        return (self._text(first, last) if named else None) or self._behind(end, needs_link=False)

    def _without_signs(self, first: int, last: int) -> int:
        """Step back from a count over "n =", "9 out of" and the like."""
        words = self.words
        while last > first and words[last - 1] in _SIGNS | _OF:
            part = words.number_before(last - 1) if words[last - 1] in _OF else None
            last = part.start if part else last - 1
        return last

    def _behind(self, end: int, *, needs_link: bool = True) -> str | None:
        """ "12 [were assigned to] the placebo group"."""
        words, i, linked = self.words, end, not needs_link
        for _ in range(_MOST_BRACKETS):
            closing = words.closing(i) if words[i] in _OPEN else None
            i = closing + 1 if closing else i
        while words.same_sentence(end - 1, i) and (words[i] in _LEADS or words[i] in PEOPLE):
            linked = linked or words[i] in _LINKS
            i += 1
        if not linked or not words.same_sentence(end - 1, i):
            return None
        start = words.skip(i, _ARTICLES)
        stop = self._name_end(start)
        return self._text(start, stop)

    def _name_end(self, start: int) -> int:
        """Return where the name that begins at a word ends: behind "group", or before a word that ends it."""
        words = self.words
        for i in range(start, start + _LONGEST):
            if words[i] in _GROUPS:
                label = words.text[i + 1] if i + 1 < len(words) else ""
                return i + 2 if i == start and (len(label) == 1 or label.isdigit()) else i + 1
            if words[i] in _NAME_ENDS or not words.same_sentence(start, i) or (words.number_at(i) and i > start):
                return i
        return start + _LONGEST

    def _before(self, opening: int) -> str | None:
        """ "either [rituximab] (n = 12) or [placebo] (n = 13)"; amounts in brackets in between are stepped over."""
        words, end = self.words, opening
        for _ in range(_MOST_BRACKETS):
            if end and words[end - 1] in _CLOSE:
                end = next((i for i in words.backwards(end - 1, _REACH) if words[i] in _OPEN), end - 1)
        start, inside = end, 0
        for i in words.backwards(end, _REACH):
            inside += (words[i] in _CLOSE) - (words[i] in _OPEN)
            if inside < 0 or (not inside and words[i] in _NAME_STARTS and i not in self.in_number):
                break
            start = i
        return self._text(words.skip(start, _ARTICLES), end)

    def _label_before(self, start: int) -> str | None:
        """ "[Group A]: 12 patients", "[Placebo], 12"."""
        words, i = self.words, start - 1
        if words[i] not in {":", "=", ","} or not words.same_sentence(i, start):
            return None
        last = self._without_signs(i - 4, start)
        named = next((j for j in range(last - 1, last - 3, -1) if words[j] in _GROUPS | _LABELS), None)
        return self._before(last) if named is not None else None

    def _in_clause_before(self, start: int) -> str | None:
        """ "In the [early arm], 12 ...", "the [placebo group] comprised 12"."""
        words = self.words
        for i in words.backwards(start, _REACH):
            if words[i] in {";", "and", "whereas", "while"}:
                return None
            if words[i] in _GROUPS:
                label = words.text[i + 1] if i + 1 < start else ""
                return self._before(i + 1 + (len(label) == 1 and label.isalnum()))
        return None

    def _text(self, start: int, end: int) -> str | None:
        words = self.words
        while end > start and words[end - 1] in _ARTICLES | _SIGNS | _LEADS and words[end - 2] not in _GROUPS | DASHES:
            end -= 1
        text = words.text_between(start, end)
        return text if any(letter.isalpha() for letter in text) and not text.endswith("%") else None


def _is_label(name: str) -> bool:
    """ "Group A", "arm 2": says less than the words in front of its bracket."""
    first, _, last = name.partition(" ")
    return first.lower() in _GROUPS and len(last) <= 2
