"""How like two statements are in words and names: what several fields ask of a pair, worked out once.

Likeness is the cosine of two sets of words, each word weighed by the square of its bits: 0 for none in common, 1 for the same words. So the
words that one side says more count against it, rare ones most, and a long text is not like every other.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from typing import Final, NamedTuple

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.numbers import numbers
from pledgebook.reconcile.words import bits
from pledgebook.world.data import table

BARE: Final = -1
"""A side says nothing that could be like: "$55 billion" alone fits any purpose."""
_STEPS: Final = tuple((step / 100) ** 2 for step in table("reconcile", "data/rules.toml")["likeness"]["steps"])
STEPS: Final = len(_STEPS)
"""The highest step; 0 is the lowest."""


class Common(NamedTuple):
    """How the numbers of two statements stand, and how like their objects, their whole sentences and the names in these are: each a
    step from 0 to STEPS, or BARE. `context`: the sentences with what stands before them, as far as that is known."""

    number: int
    object: int
    sentence: int
    names: int
    context: int


def shared_bits(left: Features, right: Features) -> int:
    """Bits of the words that both objects have."""
    return sum(map(bits, left.words & right.words))


def common(left: Features, right: Features, number: int | None = None) -> Common:
    """What several fields ask of two statements. `number`: how their numbers stand, where it is known already."""
    ours, theirs = _sentence(left.words, left.around), _sentence(right.words, right.around)
    sentence = _step(sum(map(_square, ours[0] & theirs[0])), ours[1], theirs[1])
    return Common(
        numbers(left, right) if number is None else number,
        _step(sum(map(_square, left.words & right.words)), _mass(left.words), _mass(right.words)),
        sentence,
        _step(sum(map(_name_square, left.names & right.names)), _name_mass(left.names), _name_mass(right.names)),
        _in_context(left, right) if left.context or right.context else sentence,
    )


def _in_context(left: Features, right: Features) -> int:
    ours, theirs = _sentence(left.words, left.around, left.context), _sentence(right.words, right.around, right.context)
    return _step(sum(map(_square, ours[0] & theirs[0])), ours[1], theirs[1])


def _step(shared: int, left: int, right: int) -> int:
    """Which step of `[likeness]` the cosine reaches."""
    if not left or not right:
        return BARE
    return bisect_right(_STEPS, shared * shared / (left * right)) if shared else 0


@functools.lru_cache(maxsize=131_072)
def _square(word: str) -> int:
    return bits(word) ** 2


@functools.lru_cache(maxsize=131_072)
def _name_square(name: str) -> int:
    return name_bits(name) ** 2


@functools.lru_cache(maxsize=16_384)
def _mass(words: frozenset[str]) -> int:
    return sum(map(_square, words))


@functools.lru_cache(maxsize=16_384)
def _name_mass(names: frozenset[str]) -> int:
    return sum(map(_name_square, names))


@functools.lru_cache(maxsize=16_384)
def _sentence(*parts: frozenset[str]) -> tuple[frozenset[str], int]:
    """All words of an object and around it, and the sum of their squares."""
    whole = frozenset[str]().union(*parts)
    return whole, sum(map(_square, whole))
