"""Says which arm a result belongs to, in the text's words: "early arm", "metformin", "group B".

Results that are set side by side ("41% v 33%", "12 and 9, respectively") take the arms that their sentence lists behind
or before them, in turn; where it names one, the second takes the other arm of the document; where it names none, the
arms go on as they were told last. A result that stands alone takes the arm behind it, or the one before it.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.extract.arm_lists import arms_in_turn
from pipeline.extract.arm_mentions import arm_mentions
from pipeline.extract.arm_names import ArmMention, tokens_of
from pipeline.extract.measure_words import CLAUSE_ENDS, CLOSE, OPEN, is_of_sign
from pipeline.extract.results import Result, Sentence, sentences_of
from pipeline.tag.statistics import INTERVAL, P_VALUE, SPREAD, positions
from pipeline.tag.words import DASHES, Words

_VERSUS = frozenset("v vs versus compared than against".split())
_JOINERS = _VERSUS | DASHES | {"and", ",", "or", "%", "with", "to", "/", ";", "respectively", "only", "percent", "in"}
_SETS_APART = _VERSUS | {"/"}
_BREAKS = CLAUSE_ENDS | _VERSUS | {",", "and"}
_AT_ONCE = frozenset({"(", "[", ":", "=", ",", "was", "were", "had", "-", "n"})
_COMPARING = frozenset("than versus vs v over to compared against".split())
_BEFORE_COMPARED = frozenset("the a an those that of in with patients women for receiving treated on".split())
_LIST = frozenset(", and the".split())
_GOING_ON = frozenset(
    "in with for on of by among the a patients women those participants subjects receiving given treated who "
    "received taking % all to assigned randomized randomised allocated cases".split()
)
_DIFFERS = frozenset("= of was is , : - − a only in the risk absolute rates".split())
_LESS = frozenset("fewer less lower shorter smaller decreased reduced reduces".split())
_MORE_OR_LESS = _LESS | frozenset("more higher greater longer larger increased".split())
_REACH, _FAR = 14, 40  # words


def _size(result: Result) -> float | None:
    """The number by which two arms are compared."""
    return next((value for value in (result.percent, result.after, result.n) if value is not None), None)


class ResultArms:
    """Finds the arms of the results of one document, sentence by sentence in order."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.precision = positions(words, (INTERVAL, SPREAD, P_VALUE))
        self.finder = arm_mentions(words)
        self.pairs = self.finder.pairs
        self._apart: set[int] = set()  # where results begin that stand behind a "versus"
        self._named: set[int] = set()  # where runs begin whose sentence names their arms
        self._told = [
            (sentence.start, names)
            for sentence in sentences_of(words)
            if (names := self._both(self.finder.find(sentence)))
        ]
        self._order: list[str | None] = list(self.pairs.names)

    def set_arms(self, sentence: Sentence, results: list[Result]) -> None:
        """Set `arm` of the results of one sentence."""
        if not results:
            return
        mentions = self.finder.find(sentence)
        self._order = next((names for start, names in reversed(self._told) if start < sentence.start), self._order)
        runs = self._runs(results, mentions)
        rights = [run[0].start for run in runs[1:]] + [sentence.end]
        lefts = [sentence.start] + [run[-1].end for run in runs[:-1]]
        singles: list[tuple[Result, int, int]] = []
        for run, left, right in zip(runs, lefts, rights, strict=True):
            if len(run) > 1:
                self._set_run(run, mentions, left, right)
            else:
                singles.append((run[0], left, right))
                self._set_single(run[0], mentions, left, right)
        self._set_by_list_behind(runs, mentions)
        self._set_by_neighbours(runs)

    def _both(self, mentions: list[ArmMention]) -> list[str | None]:
        """The document's two arms in the order in which a sentence names them; none if it does not name both."""
        of_pair = [m for m in mentions if (found := self.pairs.find(m.name)) is not None and found[0] == 0]
        names = self._distinct(of_pair)
        first = {name: next(m for m in of_pair if m.name == name) for name in names}
        names.sort(key=lambda name: (self._is_compared(first[name]), first[name].start))
        return names if len(names) == 2 else []

    # --- results side by side

    def _runs(self, results: list[Result], mentions: list[ArmMention]) -> list[list[Result]]:
        """Return the results in runs with nothing but joiners and brackets between them: "41% v 33%"."""
        runs: list[list[Result]] = []
        for result in results:
            if runs and self._is_joined(runs[-1][-1], result, mentions):
                runs[-1].append(result)
            else:
                runs.append([result])
        return runs

    def _is_joined(self, before: Result, after: Result, mentions: list[ArmMention]) -> bool:
        if any(before.start <= m.start < after.end for m in mentions):
            return False
        gap = self._gap(before.end, after.start)
        if _SETS_APART.isdisjoint(gap) and before.start in self._apart:
            return False  # "98% vs 94% and 96% vs 90%"
        if not _SETS_APART.isdisjoint(gap):
            self._apart.add(after.start)
        return bool(gap) and len(gap) < 5 and _JOINERS.issuperset(gap) and gap != [";"]

    def _gap(self, start: int, end: int) -> list[str]:
        """The words of `[start, end)` outside of brackets and of intervals, spreads and P values."""
        words, kept, i = self.words, [], start
        while i < end:
            if words[i] in OPEN:
                closing = words.closing(i)
                i = closing + 1 if closing is not None and closing < end else i + 1
                continue
            if words[i] not in CLOSE | {"±", "+"} and i not in self.precision and not is_of_sign(words, i):
                kept.append(words[i])
            i += 1
        return kept

    def _set_run(self, run: list[Result], mentions: list[ArmMention], left: int, right: int) -> None:
        names = self._names_of(run, mentions, left, right)
        if names and names is not self._order:
            self._named.add(run[0].start)
        if len(names) == 2 == len(run) and self._says_otherwise(run, names, mentions):
            names = names[::-1]
        if len(names) == len(run):
            for result, name in zip(run, names, strict=True):
                result.arm = name
            self._order = names
        elif len(names) == 1:
            for result in run:
                result.arm = names[0]

    def _names_of(self, run: list[Result], mentions: list[ArmMention], left: int, right: int) -> list[str | None]:
        k, end = len(run), run[-1].end
        behind = [m for m in mentions if end <= m.start < right and m.start - end < _FAR]
        listed = self._distinct(behind)[:k]
        if len(listed) == k and behind[0].start - end < _REACH:
            return listed
        if in_turn := arms_in_turn(self.words, end, right, k):
            return in_turn
        in_bracket = k == 2 and self.words[run[0].start - 1] in OPEN
        is_versus = in_bracket or not _SETS_APART.isdisjoint(self._gap(run[0].end, run[1].start))
        if not is_versus and listed and self._reaches(end, behind[0].start):
            return listed[:1]
        within = self._label_of(run[0].start, mentions)
        if within is not None:
            return [within]
        before = self._before(run, mentions)
        if len(before) == k:
            return before
        respectively = "respectively" in self.words.lower[end : end + _REACH]
        if respectively and not is_versus and len(before) == 1 and self._is_listed(mentions, run[0].start):
            return before
        if k == 2 and (is_versus or respectively):
            if before:
                return self._two(before, self._is_compared_name(mentions, run[0]))
            return self._two(listed[:1], bool(listed) and self._is_tied(end, behind[0].start))
        return before or listed[:1]

    def _says_otherwise(self, run: list[Result], names: list[str | None], mentions: list[ArmMention]) -> bool:
        """ "Compared with A, B had fewer falls (39% v 13%)": whether the words in front tell which number is whose."""
        words, (one, other) = self.words, (_size(run[0]), _size(run[1]))
        more = next((i for i in words.backwards(run[0].start, _FAR) if words[i] in _MORE_OR_LESS), None)
        behind = [m for m in mentions if m.start >= run[0].start]
        if more is None or one is None or other is None or one == other or behind:
            return False
        if words.numbers_between(more, run[0].start):
            return False
        subject = next((m for m in reversed(mentions) if m.end <= more and not self._is_compared(m)), None)
        if subject is None or subject.name not in names:
            return False
        is_first = names[0] == subject.name
        return (words[more] in _LESS) == (one > other) if is_first else (words[more] in _LESS) == (other > one)

    def _is_listed(self, mentions: list[ArmMention], start: int) -> bool:
        """ "Early and late remission of group A was 29% and 27%, respectively": two measures of one arm."""
        arm = next((m for m in reversed(mentions) if m.end <= start), None)
        return arm is not None and self._are_at_once(arm.end, start)

    def _label_of(self, start: int, mentions: list[ArmMention]) -> str | None:
        """ "(early arm, 17% v 6%; late arm, 11% v 6%)": the arm that heads numbers which compare something else."""
        words = self.words
        i = words.skip_back(start - 1, {",", ":"})
        label = next((m for m in mentions if m.end == i + 1), None)
        if label is None or i == start - 1 or words[label.start - 1] not in OPEN | {";"}:
            return None
        return label.name

    def _is_tied(self, start: int, end: int) -> bool:
        """ "41% versus 33% with placebo": an arm of the second number only."""
        return _GOING_ON.issuperset(self.words.lower[start:end])

    def _before(self, run: list[Result], mentions: list[ArmMention]) -> list[str | None]:
        """The arms named last before a run; what another is compared with comes behind it."""
        nearest = [m for m in mentions if m.end <= run[0].start][::-1]
        clause = next((i for i in self.words.backwards(run[0].start, _FAR) if self.words[i] == ";"), -1)
        nearest = [m for m in nearest if m.start > clause] or nearest
        names = self._distinct(nearest)[: len(run)]
        last = [next(m for m in nearest if m.name == name) for name in names]
        last.sort(key=lambda m: (self._is_compared(m), m.start))
        return [m.name for m in last]

    def _is_compared_name(self, mentions: list[ArmMention], result: Result) -> bool:
        return self._is_compared([m for m in mentions if m.end <= result.start][-1])

    def _two(self, named: list[str | None], compared: bool) -> list[str | None]:
        """The named arm and the other one; the arms as they were told last if none is named."""
        if not named or named[0] is None:
            return self._order
        other = self.pairs.other(named[0])
        return [other, named[0]] if compared else [named[0], other]

    def _distinct(self, mentions: list[ArmMention]) -> list[str | None]:
        """The names of mentions, each arm once; those of one list are different arms."""
        names: list[str | None] = []
        seen: set[object] = set()
        before: ArmMention | None = None
        for mention in mentions:
            key = self.finder.key(mention.name)
            if key in seen and before is not None and self._is_next_in_list(before, mention):
                key = mention.name.lower()
            if key not in seen:
                seen.add(key)
                names.append(mention.name)
            before = mention
        return names

    def _is_next_in_list(self, one: ArmMention, other: ArmMention) -> bool:
        """ "in groups A, B and C"."""
        gap = self.words.lower[one.end : other.start]
        return bool(gap) and _LIST.issuperset(gap) and other.is_group and tokens_of(one.name) != tokens_of(other.name)

    # --- results alone

    def _set_single(self, result: Result, mentions: list[ArmMention], left: int, right: int) -> None:
        inside = [m for m in mentions if result.start <= m.start < result.end]
        before = [m for m in mentions if left <= m.start and m.end <= result.start]
        behind = [m for m in mentions if result.end <= m.start < right and not self._heads(m)]
        if self._is_difference(result):
            return
        bracket = self._before_bracket(before, result.start)
        at_once = before and self._are_at_once(before[-1].end, result.start)
        if inside:
            result.arm = inside[0].name
        elif behind and _GOING_ON.issuperset(self._gap(result.end, behind[0].start)[:_REACH]):
            result.arm = behind[0].name
        elif bracket is not None:
            result.arm = bracket
        elif at_once:
            result.arm = before[-1].name
        elif behind and self._reaches(result.end, behind[0].start):
            result.arm = behind[0].name
        else:
            result.arm = next((m.name for m in reversed(before) if self._governs(m, result)), None)

    def _heads(self, mention: ArmMention) -> bool:
        """ "20 patients (early arm: 9, late arm = 11)": an arm in front of its own number."""
        i = mention.end
        return self.words[i] in {"=", ":"} or self.words.number_at(i) is not None

    def _is_difference(self, result: Result) -> bool:
        """ "a difference of 5%": a number of no arm."""
        i = self.words.skip_back(result.start - 1, _DIFFERS)
        return self.words[i] in {"difference", "differences"}

    def _before_bracket(self, before: list[ArmMention], start: int) -> str | None:
        """ "in arm A (fatigue 31%, pain 11%)": the arm in front of the bracket that holds a result."""
        words = self.words
        for i in words.backwards(start, _FAR):
            if words[i] in CLOSE:
                return None
            if words[i] in OPEN:
                return next((m.name for m in before if m.end == i), None)
        return None

    def _are_at_once(self, start: int, end: int) -> bool:
        return end - start <= 2 and _AT_ONCE.issuperset(self.words.lower[start:end])

    def _reaches(self, start: int, end: int) -> bool:
        """Whether words behind a result go on to an arm without a break."""
        gap = self._gap(start, end)
        while gap and gap[0] in {",", "respectively"}:
            gap = gap[1:]
        return len(gap) < _REACH and _BREAKS.isdisjoint(gap)

    def _governs(self, mention: ArmMention, result: Result) -> bool:
        """Whether a result is told of an arm before it; not of one that it is compared with."""
        return not self._is_compared(mention) and result.start - mention.end < _FAR

    def _is_compared(self, mention: ArmMention) -> bool:
        """ "than with placebo", "compared with the control group"."""
        words = self.words
        i = words.skip_back(mention.start - 1, _BEFORE_COMPARED)
        return words[i] in _COMPARING and (words[i] != "to" or words[i - 1] in {"compared", "relative"})

    def _set_by_list_behind(self, runs: list[list[Result]], mentions: list[ArmMention]) -> None:
        """ "PFS was 3 and 2 months and OS was 9 and 8 months in groups A and B": both runs are of these arms."""
        for run, earlier in pairwise(runs[::-1]):
            listed = {m.name for m in mentions if m.start >= run[-1].end}
            is_source = run[0].start in self._named and listed.issuperset(result.arm for result in run)
            if len(run) == len(earlier) > 1 and is_source and earlier[0].start not in self._named:
                for result, other in zip(run, earlier, strict=True):
                    other.arm = result.arm
                self._named.add(earlier[0].start)

    def _set_by_neighbours(self, runs: list[list[Result]]) -> None:
        """ "56% without": the other arm than that of the result it is compared with; or the arm that the text is at."""
        for before, after in pairwise(runs):
            if len(before) > 1 or len(after) > 1:
                continue
            one, other = before[0], after[0]
            gap = self._gap(one.end, other.start)
            apart = not _VERSUS.isdisjoint(gap)
            if (
                other.arm is None
                and one.arm is not None
                and not self._is_difference(other)
                and (apart or CLAUSE_ENDS.isdisjoint(gap))
            ):
                other.arm = self.pairs.other(one.arm) if apart else one.arm
            elif one.arm is None and other.arm is not None and apart:
                one.arm = self.pairs.other(other.arm)
        for before, after in zip(runs[-2::-1], runs[:0:-1], strict=False):
            if len(before) == 1 and before[0].arm is None and len(after) == 1:
                gap = self._gap(before[0].end, after[0].start)
                if CLAUSE_ENDS.isdisjoint(gap):
                    before[0].arm = after[0].arm
