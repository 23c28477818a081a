"""Which candidates of a sentence are its statements: the best set that fits together, found exactly.

Two objects of one sentence never overlap, and one act takes one object: a second one that is not coordinated with the
first costs `RIVAL`. A set is worth what its candidates lie above the threshold, less that cost. Whole hundredths make every
comparison exact; of two sets of the same worth the one that leaves out the earlier candidate is taken.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from pledgebook.extract.clauses.candidate import Candidate

RIVAL = 100
"""What a second object of the same act costs (hundredths of a natural logarithm of odds), unless it is coordinated with the
first. Chosen on the folds."""
MOST = 16
"""Candidates that hang together of which the likeliest are looked at: more have not been seen above the threshold in real
text, and a hostile sentence must not take for ever."""

_Used = frozenset[tuple[int, int]]


def choose(candidates: Sequence[Candidate], odds: Sequence[int], threshold: int) -> list[int]:
    """Indices of the chosen candidates in the order of the text. `odds`, `threshold`: natural logarithms of odds in
    hundredths."""
    likely: dict[int, list[int]] = {}
    for k, one in enumerate(candidates):
        if odds[k] > threshold:
            likely.setdefault(one.sentence, []).append(k)
    chosen = [
        k
        for group in likely.values()
        for part in _apart(candidates, group)
        for k in _best(candidates, odds, threshold, part)
    ]
    return sorted(chosen, key=lambda k: (candidates[k].start, candidates[k].end))


def _apart(candidates: Sequence[Candidate], group: Sequence[int]) -> Iterator[list[int]]:
    """The candidates of a sentence in parts that have nothing to do with each other: no overlap, no common act."""
    left = list(group)
    while left:
        part, grown = [left.pop(0)], True
        while grown:
            near = [k for k in left if any(_meet(candidates[k], candidates[p]) for p in part)]
            left = [k for k in left if k not in near]
            part, grown = part + near, bool(near)
        yield part


def _meet(one: Candidate, other: Candidate) -> bool:
    return one.act == other.act or (one.end > other.start and one.start < other.end)


def _best(candidates: Sequence[Candidate], odds: Sequence[int], threshold: int, part: Sequence[int]) -> tuple[int, ...]:
    """The best set of a part, by weighted interval scheduling that remembers which acts have their object."""
    surest = sorted(part, key=lambda k: (-odds[k], k))[:MOST]
    order = sorted(surest, key=lambda k: (candidates[k].start, candidates[k].end, candidates[k].head, k))
    later = [frozenset(candidates[k].act for k in order[place:]) for place in range(len(order) + 1)]

    @functools.cache
    def of_rest(place: int, free: int, used: _Used) -> tuple[int, tuple[int, ...]]:
        """Worth and members of the best set from `place` on, none beginning before `free`; `used`: act and head of the
        coordination of the objects chosen so far whose acts come again."""
        if place == len(order):
            return 0, ()
        k, coming = order[place], later[place + 1]
        one = candidates[k]
        without = of_rest(place + 1, free, _still(used, coming))
        if one.start < free:
            return without
        own = (one.act, one.first)
        rival = own not in used and any(act == one.act for act, _ in used)
        worth, members = of_rest(place + 1, one.end, _still(used | {own}, coming))
        worth += odds[k] - threshold - (RIVAL if rival else 0)
        return (worth, (k, *members)) if worth > without[0] else without

    return of_rest(0, 0, frozenset())[1]


def _still(used: _Used, coming: frozenset[int]) -> _Used:
    return frozenset(pair for pair in used if pair[0] in coming)
