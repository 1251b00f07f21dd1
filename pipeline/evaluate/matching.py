"""One-to-one matching of what was found with gold, shared by spans and table rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.evaluate.score import Counts

Found = TypeVar("Found")
Gold = TypeVar("Gold")

# A match with a required entry outweighs any number of matches with optional ones, and each of these outweighs any
# difference in how well the pairs fit (`fit` is at most 1 a pair).
_REQUIRED, _OPTIONAL = 1e7, 1e3


@dataclass(frozen=True)
class Matching(Generic[Found, Gold]):
    """The result: pairs with required gold, gold without a partner, findings without a partner.

    Findings whose partner is optional gold, and optional gold without a partner, are in none of the three.
    """

    pairs: list[tuple[Found, Gold]]
    misses: list[Gold]
    extras: list[Found]

    @property
    def counts(self) -> Counts:
        """Pairs, extras and misses as true positives, false positives and false negatives."""
        return Counts(len(self.pairs), len(self.extras), len(self.misses))


def match(
    found: Sequence[Found],
    gold: Sequence[Gold],
    fit: Callable[[Found, Gold], float | None],
    optional: Callable[[Gold], bool],
) -> Matching[Found, Gold]:
    """Match findings with gold, one to one, so that as many required gold entries as possible get a partner.

    Among equal numbers, as many optional ones as possible, then the pairs that fit best. `fit` returns None for a
    pair that must not be matched, else how well it fits, from 0 to 1. A greedy choice would depend on the order of
    the rows and lose matches where accepted names overlap; hence the assignment solver.
    """
    weights = np.zeros((len(found), len(gold)))
    for i, one in enumerate(found):
        for j, other in enumerate(gold):
            value = fit(one, other)
            if value is not None:
                weights[i, j] = (_OPTIONAL if optional(other) else _REQUIRED) + value
    rows, columns = linear_sum_assignment(weights, maximize=True)
    partners = {int(j): int(i) for i, j in zip(rows, columns, strict=True) if weights[i, j]}
    taken = set(partners.values())
    return Matching(
        pairs=[(found[partners[j]], entry) for j, entry in enumerate(gold) if j in partners and not optional(entry)],
        misses=[entry for j, entry in enumerate(gold) if j not in partners and not optional(entry)],
        extras=[one for i, one in enumerate(found) if i not in taken],
    )
