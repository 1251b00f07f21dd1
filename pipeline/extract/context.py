"""What stands around a mention: the list that it is in, and the nearest cue before and behind that list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.extract.cues import EXCLUSION, WEAK, Cue
from pipeline.extract.phrases import Hit, PhraseTable
from pipeline.extract.prose import Prose, prose_of
from pipeline.tag.attributes import DOSE, SAMPLE_SIZE, mentions

# What may stand between two members of a list: "oral methotrexate, low-dose prednisone (5 mg) and/or rituximab".
_JOINS = frozenset(", and or / & plus + ( ) [ ] ® ™ placebo".split())
_STOPS = frozenset(", ;".split())
# Behind two names with a comma between them these show that the second begins a clause.
_VERBS = frozenset("is was are were has had have did does may can could showed produced reduced improved".split())
_ADJECTIVE_JOINS = frozenset({",", "and", "or"})
_LIST_GAP = 8
# A cue in front reaches over so many words to its name ("resistant to at least two standard ..."), one behind stands
# next to it; no cue reaches over the barriers.
_GAP_BEFORE, _GAP_AFTER = 4, 0
# The words of the longest cue but one, which stand around a bracket.
_CUE_LENGTH = 3
# How far a cue reaches to another cue.
_GAP_BETWEEN = 1
_BARRIERS = frozenset(
    """
    , ; : . ( ) [ ] and or but who which that were was is are has have had than versus vs in for if when while during
    patients undergoing
    """.split()
)


@dataclass(frozen=True)
class Context:
    """One mention in its place.

    `start` and `end` are its positions in the prose, `in_list` the number of its list (a name alone is a list of
    one); `before` and `after` are the cues of the list.
    """

    span: Span
    start: int
    end: int
    in_list: int
    before: Cue | None
    after: Cue | None
    section: str
    sentence: int
    in_title: bool


class ContextFinder:
    """Finds the contexts of mentions; holds the cues and the words that modify names in a list."""

    def __init__(
        self,
        before: Mapping[Cue, tuple[str, ...]],
        after: Mapping[Cue, tuple[str, ...]],
        modifiers: Collection[str],
        excluded: Cue,
    ) -> None:
        """Take the cues before and behind a name, the adjectives in lists of names, and the cue of what is excluded."""
        self._before, self._after = PhraseTable(before), PhraseTable(after)
        self._exclusion = PhraseTable({excluded: EXCLUSION})
        self._adjectives = frozenset(modifiers)
        self._skipped = _JOINS | frozenset(modifiers)

    def find(self, doc: Doc, spans: list[Span]) -> list[Context]:
        """Return the context of every mention of one label that stands in prose, in order."""
        prose = prose_of(doc)
        before, after = self._cues_before(prose), self._after.find(prose.words)
        excluded = {prose.sentence[hit.start]: hit.tag for hit in self._exclusion.find(prose.words)}
        contexts: list[Context] = []
        edge = 0  # a cue does not reach over the list before
        for number, members in enumerate(self._lists(doc, prose, spans)):
            start, end = members[0][1], members[-1][2]
            ahead = _nearest_before(prose, before, self._before_name(prose, start), start, edge)
            behind = _nearest_after(prose, after, end)
            if ahead is None and behind is None and contexts and self._continues(prose, contexts[-1], start):
                ahead = contexts[-1].before
            ahead = excluded.get(prose.sentence[start], ahead)
            first = members[0][2] if _is_clause_end(prose, members) else end
            contexts.extend(
                Context(span, left, right, number, ahead if left < first else None, behind, *prose.place(left))
                for span, left, right in members
            )
            edge = end
        return contexts

    def _cues_before(self, prose: Prose) -> list[Hit[Cue]]:
        """The cues in front of names, in order of their ends; also around a bracket: "patients (n = 9) with X"."""
        hits = self._before.find(prose.words)
        for start, end in prose.brackets:
            left = max(start - _CUE_LENGTH, 0)
            words = prose.words[left:start] + prose.words[end : end + _CUE_LENGTH]
            hits += (
                Hit(left + hit.start, hit.end - (start - left) + end, hit.tag)
                for hit in self._before.find(words)
                if hit.start < start - left < hit.end
            )
        return sorted(hits, key=lambda hit: (hit.end, -hit.start))

    def _before_name(self, prose: Prose, start: int) -> int:
        """The position where the adjectives of a name begin: "with [advanced, severe] or [untreated] lung cancer"."""
        i = start
        while i > 0 and prose.same_sentence(i - 1, start) and self._is_adjective(prose.words[i - 1]):
            i -= 1
            if i > 1 and prose.words[i - 1] in _ADJECTIVE_JOINS and self._is_adjective(prose.words[i - 2]):
                i -= 1
        return i

    def _is_adjective(self, word: str) -> bool:
        return word in self._adjectives or word.endswith("ly")

    def _lists(self, doc: Doc, prose: Prose, spans: list[Span]) -> Iterator[list[tuple[Span, int, int]]]:
        """Yield the lists of names, each name with its positions."""
        skipped = {
            i for label in (DOSE, SAMPLE_SIZE) for span in mentions(doc, label) for i in range(*prose.bounds(span))
        }
        members: list[tuple[Span, int, int]] = []
        for span in spans:
            start, end = prose.bounds(span)
            if start == end:
                continue
            if members and not self._joined(prose, members[-1][2], start, skipped):
                yield members
                members = []
            members.append((span, start, end))
        if members:
            yield members

    def _continues(self, prose: Prose, last: Context, start: int) -> bool:
        """Whether a list goes on behind words on its last member: "A for 7 days; B in weeks 1 and 5; and C"."""
        i = start - 1
        while i > last.end and prose.words[i] in self._skipped - _STOPS:
            i -= 1
        return prose.same_sentence(last.start, start) and prose.words[i] in _STOPS

    def _joined(self, prose: Prose, left: int, right: int, skipped: set[int]) -> bool:
        bracketed = prose.bracketed(left, right)
        gap = [i for i in range(left, right) if i not in skipped and i not in bracketed]
        return (
            prose.same_sentence(left - 1, right)
            and len(gap) <= _LIST_GAP
            and all(prose.words[i] in self._skipped for i in gap)
        )


def _is_clause_end(prose: Prose, members: list[tuple[Span, int, int]]) -> bool:
    """Whether a comma between two names ends a clause: "in patients who are receiving A, B is better" is no list."""
    if len(members) != 2 or prose.words[members[0][2] : members[1][1]] != [","]:
        return False
    return not _VERBS.isdisjoint(prose.words[members[1][2] : members[1][2] + 1])


def _nearest_before(prose: Prose, cues: list[Hit[Cue]], adjectives: int, start: int, edge: int) -> Cue | None:
    """The last cue that ends before a position, if nothing bars its reach up to the adjectives there.

    A weak cue gives way to one that stands right before it: "failure of treatment with X".
    """
    found: Cue | None = None
    gap = _GAP_BEFORE
    for i in range(bisect_right(cues, start, key=lambda hit: hit.end) - 1, -1, -1):
        hit = cues[i]
        if hit.start < edge or not _reaches(prose, hit.end, max(hit.end, adjectives), gap):
            break
        if hit.tag not in WEAK:
            return hit.tag
        found, adjectives, gap = found or hit.tag, hit.start, _GAP_BETWEEN
    return found


def _nearest_after(prose: Prose, cues: list[Hit[Cue]], end: int) -> Cue | None:
    """The first cue that begins behind a position, if nothing bars its reach."""
    i = bisect_left(cues, end, key=lambda hit: hit.start)
    if i == len(cues):
        return None
    return cues[i].tag if _reaches(prose, end, cues[i].start, _GAP_AFTER) else None


def _reaches(prose: Prose, start: int, end: int, gap: int) -> bool:
    """Whether nothing between what ends at `start` and what begins at `end` parts them."""
    between = prose.words[start:end]
    return end - start <= gap and prose.same_sentence(start - 1, end) and not _BARRIERS.intersection(between)
