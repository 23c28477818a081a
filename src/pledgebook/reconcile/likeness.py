"""How like two statements are in words and names: what several fields ask of a pair, worked out once.

Likeness is the cosine of two sets of words, each word weighed by the square of its bits: 0 for none in common, 1 for the same words. So the
words that one side says more count against it, rare ones most, and a long text is not like every other.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.numbers import digits, numbers
from pledgebook.reconcile.words import bits
from pledgebook.world.data import table

BARE: Final = -1
"""A side says nothing that could be like: "$55 billion" alone fits any purpose."""
_STEPS: Final = tuple((step / 100) ** 2 for step in table("reconcile", "data/rules.toml")["likeness"]["steps"])
STEPS: Final = len(_STEPS)
"""The highest step; 0 is the lowest."""


ODD: Final = 0
ROUND: Final = 1
WORDS: Final = 2


class Common(NamedTuple):
    """How the numbers of two statements stand, how easily they agree by chance (ODD, ROUND, or WORDS where a side has none), and how like their objects, their whole sentences and the names in these are: each a
    step from 0 to STEPS, or BARE. `context`: the sentences with what stands before them, as far as that is known."""

    number: int
    chance: int
    object: int
    sentence: int
    names: int
    context: int


def shared_bits(left: Features, right: Features) -> int:
    """Bits of the words that both objects have."""
    return sum(map(bits, left.words & right.words))


def common(left: Features, right: Features, number: int | None = None) -> Common:
    """What several fields ask of two statements. `number`: how their numbers stand, where it is known already."""
    ours, theirs = side(left), side(right)
    sentence = _step(sum(map(_square, ours.sentence & theirs.sentence)), ours.said, theirs.said)
    return Common(
        numbers(left, right) if number is None else number,
        _chance(left, right),
        _step(sum(map(_square, left.words & right.words)), ours.object, theirs.object),
        sentence,
        _step(sum(map(_name_square, left.names & right.names)), ours.named, theirs.named),
        _step(sum(map(_square, ours.place & theirs.place)), ours.around, theirs.around)
        if left.context or right.context
        else sentence,
    )


def _chance(left: Features, right: Features) -> int:
    if left.unit is None or right.unit is None:
        return WORDS
    return ROUND if digits(left.anchor) <= 1 or digits(right.anchor) <= 1 else ODD


class Side(NamedTuple):
    """Of one statement: the words of its sentence, and of its place in the text; and what the words of the object, of the sentence
    (`said`), of the place (`around`) and the names add up to."""

    sentence: frozenset[str]
    place: frozenset[str]
    object: int
    said: int
    around: int
    named: int


def side(one: Features) -> Side:
    """What of one statement is asked of every pair."""
    return _side(one.words, one.around, one.context, one.names)


@functools.lru_cache(maxsize=32_768)
def _side(words: frozenset[str], around: frozenset[str], context: frozenset[str], names: frozenset[str]) -> Side:
    sentence = words | around
    place = sentence | context
    object, said, around_it = (sum(map(_square, some)) for some in (words, sentence, place))
    return Side(sentence, place, object, said, around_it, sum(map(_name_square, names)))


def _step(shared: int, left: int, right: int) -> int:
    """Which step of `[likeness]` the cosine reaches."""
    if not left or not right:
        return BARE
    return bisect_right(_STEPS, shared * shared / (left * right)) if shared else 0


class _Squares(dict[str, int]):
    """The squares of bits, remembered."""

    def __init__(self, bits: Callable[[str], int]) -> None:
        super().__init__()
        self._bits = bits

    def __missing__(self, word: str) -> int:
        found = self._bits(word) ** 2
        if len(self) < _REMEMBERED:
            self[word] = found
        return found


_REMEMBERED: Final = 131_072
"""So many words at most are held in memory."""
_square: Final = _Squares(bits).__getitem__
_name_square: Final = _Squares(name_bits).__getitem__
