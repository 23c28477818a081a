"""How like two statements are in words and names: what several fields ask of a pair, worked out once.

Likeness is the cosine of two sets of words, each word weighed by the square of its bits: 0 for none in common, 1 for the same words. So the
words that one side says more count against it, rare ones most, and a long text is not like every other.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

import msgspec

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.lands import lands_of
from pledgebook.reconcile.names import bits as name_bits
from pledgebook.reconcile.numbers import digits
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


def shared_bits(left: Features, right: Features) -> int:
    """Bits of the words that both objects have."""
    return sum(map(bits, left.words & right.words))


class Side(msgspec.Struct, frozen=True, gc=False):
    """What of one statement is asked of every pair.

    `sentence`, `place`: the words of its sentence, and of its place in the text; `object`, `said`, `around`, `named`: what the words of the
    object, of the sentence, of the place and the names add up to. `chance`: how easily its number agrees with another by chance (ODD, ROUND,
    or WORDS where it has none). `month`: of its publication, counted from year 0; -1 where it is not dated. `lands`: the countries that its place
    and the title of its document name, and those that act or receive.
    """

    sentence: frozenset[str]
    place: frozenset[str]
    object: int
    said: int
    around: int
    named: int
    chance: int
    month: int
    lands: frozenset[str]


def side_of(one: Features) -> Side:
    """What of one statement is asked of every pair."""
    words = one.words
    sentence = words | one.around if one.around else words
    place = sentence | one.context if one.context else sentence
    object = sum(map(_square, words))
    topic = place | one.title if one.title else place
    said = sum(map(_square, sentence)) if one.around else object
    return Side(
        sentence,
        place,
        object,
        said,
        sum(map(_square, place)) if one.context else said,
        sum(map(_name_square, one.names)),
        WORDS if one.unit is None else ROUND if digits(one.anchor) <= 1 else ODD,
        month(one.day) if one.day else -1,
        lands_of(topic, one.actors + one.recipients),
    )


side: Final = functools.lru_cache(maxsize=32_768)(side_of)
"""The same, remembered."""


@functools.lru_cache(maxsize=65_536)
def month(day: int) -> int:
    """The number of the month in which a day lies, counted from year 0."""
    when = date.fromordinal(day)
    return when.year * 12 + when.month


def likeness(left: Features, right: Features, ours: Side, theirs: Side) -> tuple[int, int, int, int]:
    """How like the objects of two statements, their sentences, the names in these, and the sentences with what stands before them are: each a
    step from 0 to STEPS, or BARE. `ours`, `theirs`: their sides."""
    sentence = _like(ours.sentence, theirs.sentence, ours.said, theirs.said)
    return (
        _like(left.words, right.words, ours.object, theirs.object),
        sentence,
        _like_names(left.names, right.names, ours.named, theirs.named),
        _like(ours.place, theirs.place, ours.around, theirs.around) if left.context or right.context else sentence,
    )


def _like(left: frozenset[str], right: frozenset[str], ours: int, theirs: int) -> int:
    """Which step of `[likeness]` the cosine of two sets of words reaches. `ours`, `theirs`: what their words add up to."""
    if not left or not right:
        return BARE
    if left == right:
        return STEPS
    shared = sum(map(_square, left & right))
    return bisect_right(_STEPS, shared * shared / (ours * theirs)) if shared else 0


def _like_names(left: frozenset[str], right: frozenset[str], ours: int, theirs: int) -> int:
    if not left or not right:
        return BARE
    if left == right:
        return STEPS
    shared = sum(map(_name_square, left & right))
    return bisect_right(_STEPS, shared * shared / (ours * theirs)) if shared else 0


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


def squares(words: Iterable[str]) -> int:
    """The squares of the bits of words, added up."""
    return sum(map(_square, words))
