"""Says which arm a result belongs to, in the text's words: "aspirin recipients", "early arm", "metformin"."""

from __future__ import annotations

from pipeline.extract.measure_words import ARM_LABELS, ARM_NOUNS, CLAUSE_ENDS, CLOSE, FUNCTION_WORDS, OPEN
from pipeline.extract.results import Result, Sentence
from pipeline.tag.attributes import DRUG
from pipeline.tag.words import DASHES, Words

_PREPOSITIONS = frozenset("in with on for among to of by than receiving taking given from".split())
_GROUPS = frozenset("group groups arm arms recipients controls cohort".split())
_LABELS = frozenset("placebo control controls".split())
_JOINERS = frozenset({"and", ",", "or", "vs", "v", "versus", "%"})
_LONGEST = 9  # words of an arm's name


class ArmFinder:
    """Finds the arms of the results of one document."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.drugs = {i for place in words.places(DRUG) for i in range(place.start, place.end)}

    def set_arms(self, sentence: Sentence, results: list[Result]) -> None:
        """Set `arm` of the results of one sentence: from their own words, those behind them, or those before them."""
        for k, result in enumerate(results):
            left = results[k - 1].end if k else sentence.start
            right = results[k + 1].start if k + 1 < len(results) else sentence.end
            result.arm = self._group_in(result.start, result.end)
            in_bracket = self.words[result.start - 1] in OPEN
            if in_bracket and result.arm is None:
                result.arm = self._before(left, result.start)
            result.arm = result.arm or self._behind(result.end, right) or self._before(left, result.start)
        for run in self._runs(results):
            self._set_listed(sentence, results[0].start, run)

    def _runs(self, results: list[Result]) -> list[list[Result]]:
        """Return the results in runs with nothing but joiners between them: "41% v 33%"."""
        runs: list[list[Result]] = []
        for result in results:
            gap = self.words.lower[runs[-1][-1].end : result.start] if runs else ["."]
            if _JOINERS.issuperset(gap):
                runs[-1].append(result)
            else:
                runs.append([result])
        return runs

    def _set_listed(self, sentence: Sentence, first: int, run: list[Result]) -> None:
        """ "(41% v 33%, respectively)": the arms of the sentence in turn, if it names as many as the run."""
        end = run[-1].end
        if len(run) < 2 or "respectively" not in self.words.lower[end : end + _LONGEST]:
            return
        names = self._names(end, sentence.end) or self._names(sentence.start, first)
        if len(names) == len(run):
            for result, name in zip(run, names, strict=True):
                result.arm = name

    def _names(self, start: int, end: int) -> list[str]:
        """Return the arms that are named in `[start, end)`, each once: drugs and labels such as "placebo"."""
        names: list[str] = []
        i = start
        while i < end:
            stop = i
            while stop < end and (stop in self.drugs or self.words[stop] in _LABELS):
                stop += 1
            if stop > i:
                name = self.words.text_between(i, stop)
                if name.lower() not in (known.lower() for known in names):
                    names.append(name)
            i = max(stop, i + 1)
        return names

    def _group_in(self, start: int, end: int) -> str | None:
        """ "12 aspirin recipients (8%)": the noun of the count itself."""
        noun = next((i for i in range(start, end) if self.words[i] in _GROUPS), None)
        return self._name(start, noun + 1) if noun is not None else None

    def _behind(self, end: int, right: int) -> str | None:
        """ "... (73%) in the early arm", "12 months on metformin"."""
        words, i = self.words, end
        while i < right and (words[i] in CLOSE or words[i] in OPEN):
            i = (words.closing(i) or i) + 1 if words[i] in OPEN else i + 1
        return self._phrase(i, right) if words[i] in _PREPOSITIONS else None

    def _before(self, left: int, start: int) -> str | None:
        """ "In the early arm, 21 of 30 ...", "... higher with aspirin (3%"."""
        words = self.words
        for i in range(start - 1, max(left - 1, start - 2 * _LONGEST), -1):
            if words[i] in CLAUSE_ENDS:
                return None
            if words[i] in _PREPOSITIONS and (name := self._phrase(i, start)):
                return name
        return None

    def _phrase(self, preposition: int, right: int) -> str | None:
        """Return the arm behind a preposition: up to "group" or "arm", or the drugs and labels that follow at once."""
        words, start = self.words, preposition + 1
        limit = min(right, start + _LONGEST)
        for i in range(start, limit):
            if words[i] in {",", ";"} | OPEN | CLOSE:
                break
            if words[i] in _GROUPS:
                return self._name(start, i + 1)
        end = start
        while end < limit and (end in self.drugs or words[end] in ARM_LABELS | DASHES | {"the", "a", "plus", "/", "+"}):
            end += 1
        if not any(i in self.drugs or words[i] in _LABELS for i in range(start, end)):
            return None
        return self._name(start, end + (words[end] in ARM_NOUNS))

    def _name(self, start: int, end: int) -> str | None:
        words = self.words
        while start < end and (words[start] in FUNCTION_WORDS | {"/", "%"} or words.number_at(start)):
            number = words.number_at(start)
            start = number.end if number else start + 1
        while end > start and words[end - 1] in FUNCTION_WORDS:
            end -= 1
        return words.text_between(start, end) or None
