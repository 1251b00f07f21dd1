"""Tells substances of the body and of food that are given ("vitamin D supplementation") from those measured."""

from __future__ import annotations

from itertools import pairwise

from pipeline.tag.reading import Found, Reading

# Words around a substance that is measured.
_ANALYTE_AFTER = frozenset(
    """
    level concentration content value metabolism uptake intake absorption excretion secretion clearance balance
    homeostasis tolerance deficiency deficit receptor channel status ratio sensitivity resistance production
    synthesis release turnover kinase dehydrogenase oxidase saturation tension consumption response phosphokinase
    antagonist blocker agonist inhibitor pump transport transporter store overload requirement gradient flux ion
    signaling index reabsorption count assay test molecule antibody expression gene binding measurement
    determination elevation reduction score nitrogen phosphatase esterase crystal stone deposit utilization
    analog analogue monitoring control standard deprivation ablation independent dependent spillover clamp
    """.split()
)
_ANALYTE_BEFORE = frozenset(
    """
    serum plasma blood urinary urine dietary endogenous total ldl hdl fasting free salivary fluid tissue
    intracellular extracellular circulating fecal faecal whole ionized bound capillary venous arterial hepatic liver
    muscle brain platelet inspired alveolar end maternal elevated increased decreased reduced high low higher lower
    mean estimated
    """.split()
)
# Words around a substance that is given.
_GIVING_AFTER = frozenset(
    """
    supplementation supplement supplemented therapy treatment infusion injection replacement administration tablet
    capsule loading pretreatment patch gum prophylaxis drip bolus withdrawal spray cream gel ointment lotion drop
    immunotherapy treated group arm monotherapy given administered mg mcg ug iu dose
    """.split()
)
_GIVING_BEFORE = frozenset(
    """
    oral orally intravenous intravenously iv intramuscular subcutaneous topical transdermal inhaled nebulized
    intranasal exogenous recombinant synthetic supplemental supplementary supplement supplementation supplemented
    received receiving receive given giving administered administration infusion injection injected infused
    treatment therapy immunotherapy treated placebo plus mg mcg ug iu conjugated micronized esterified
    """.split()
)
_SUPPLEMENTS = frozenset("supplementation supplement supplemented administration infusion injection".split())
_BETWEEN = frozenset("of with by and or the either daily human".split())
# Behind the name of a substance or before "of" and it, these say that people lack it: a disease, and nothing given.
_LACK = frozenset({"deficiency", "deficient", "deficit"})
_MOST_MODIFIERS = 3  # "deficiency of lysosomal acid alpha-glucosidase"
_LONGEST_BRACKET = 6  # pieces
_DOSE_WITHIN = 9  # pieces: "melatonin to a maximum dose of 10 mg"
_GIVEN_WITHIN = 4  # pieces between a word of a name and what says that it is given
_CLAUSE_ENDS = frozenset({".", ",", ";", ":", "and", "or", "with", "\n"})
_MASSES = frozenset({"mg", "g", "mcg", "ug", "iu", "mug"})


def counts_as_drug(reading: Reading, name: Found, given: set[str]) -> bool:
    """Tell whether a substance of the body is meant as a drug: given here, or elsewhere (`given`) and not measured."""
    if _is_measured(reading, name):
        return False
    return name.entity.name in given or is_given(reading, name) or _is_vitamin(reading, name)


def _is_vitamin(reading: Reading, name: Found) -> bool:
    """A vitamin by its letter is what people take, unless the words around say that it is measured."""
    return reading.key(name.first) == "vitamin" and name.last - name.first > 1


def is_lacking(reading: Reading, name: Found) -> bool:
    """Tell whether people lack a substance: "C1-inhibitor deficiency", "deficiency of acid alpha-glucosidase"."""
    if reading.key(_behind(reading, name)) in _LACK:
        return True
    for k in range(name.first - 1, name.first - 2 - _MOST_MODIFIERS, -1):
        if reading.key(k) in {"of", "in"}:
            return reading.key(k - 1) in _LACK
        if not (reading.is_word(k) or reading.key(k).isdigit()) or reading.key(k) in _CLAUSE_ENDS | _GIVING_BEFORE:
            return False
    return False


def _is_measured(reading: Reading, name: Found) -> bool:
    if reading.key(_behind(reading, name)) in _SUPPLEMENTS:  # "maternal vitamin D supplementation"
        return False
    if reading.key(_behind(reading, name)) in _ANALYTE_AFTER or reading.key(name.first - 1) in _ANALYTE_BEFORE:
        return True
    unit = [reading.key(k) for k in range(name.last, name.last + 6)]
    return "dl" in unit or "mmol" in unit


def is_given(reading: Reading, name: Found) -> bool:
    """Tell whether the words around say that a substance is given, and not that it is measured."""
    if _is_measured(reading, name):
        return False
    if reading.key(_behind(reading, name)) in _GIVING_AFTER:
        return True
    before = name.first - 1
    while reading.key(before) in _BETWEEN:
        before -= 1
    if reading.key(before) in _GIVING_BEFORE:
        return True
    after = [reading.key(k) for k in range(name.last, name.last + _DOSE_WITHIN)]
    return any(a[:1].isdigit() and b in _MASSES for a, b in pairwise(after[: _end_of_clause(after)]))


def may_be_given(reading: Reading, k: int) -> bool:
    """Tell whether words near piece `k` say of something that it is given, as `is_given` asks of a name there."""
    behind = [reading.key(i) for i in range(k + 1, k + 1 + _DOSE_WITHIN)]
    before = {reading.key(i) for i in range(k - _GIVEN_WITHIN, k)}
    return not (
        _GIVING_BEFORE.isdisjoint(before)
        and _GIVING_AFTER.isdisjoint(behind[:_GIVEN_WITHIN])
        and _MASSES.isdisjoint(behind)
    )


def _end_of_clause(keys: list[str]) -> int:
    """Where the words about a substance end: at a stop, a comma, or the next thing."""
    return next((i for i, key in enumerate(keys) if key in _CLAUSE_ENDS), len(keys))


def _behind(reading: Reading, name: Found) -> int:
    """The piece behind a name and the short bracket that may follow it ("growth hormone (GH) therapy")."""
    if reading.key(name.last) in {"(", "["}:
        for k in range(name.last + 1, name.last + _LONGEST_BRACKET):
            if reading.key(k) in {")", "]"}:
                return k + 1
    return name.last
