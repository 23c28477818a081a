"""How the numbers of two statements stand to each other: the same, near, of another unit, in conflict."""

from __future__ import annotations

import functools
from typing import Final

from pledgebook.reconcile.features import Features
from pledgebook.world.data import table
from pledgebook.world.words import stem

_RULES: Final = table("reconcile", "data/rules.toml")

# how two numbers stand
BOTH_UNSTATED: Final = 0
ONE_UNSTATED: Final = 1
EXACT: Final = 2
NEAR: Final = 3
VAGUE: Final = 4
UNLIKE: Final = 5
OTHER_UNIT: Final = 6

FEW: Final = 10
"""Below it a count says nothing by itself: three priorities agree with any other three."""


@functools.lru_cache(maxsize=65_536)
def digits(number: float) -> int:
    """Significant digits of a number, at most four: 20,000 has one, 23,400 three; a count below ten says as little as none."""
    if abs(number) < FEW:
        return 0
    return min(4, len(f"{abs(number):.6e}".split("e")[0].replace(".", "").rstrip("0")) or 1)


def _general() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _RULES["nouns"]["general"]:
        nouns = line["nouns"].split()
        for noun in line["general"].split():
            found[noun] = frozenset(nouns) | frozenset(line["general"].split())
    return found


_GENERAL: Final = _general()
"""A general noun to the nouns that it may stand for."""


@functools.lru_cache(maxsize=65_536)
def units(left: str, right: str) -> bool:
    """Whether two nouns may count the same things: "refugee" and "person"; never two currencies."""
    return right in _GENERAL.get(left, ()) or left in _GENERAL.get(right, ())


def counts_alike(left: Features, right: Features) -> bool:
    """Whether two numbers with other nouns may be of the same things: one noun may stand for the other, one is a word of the other's
    object ("1,000 police officers", "1,000 police"), or the number is the same and not round. Never two currencies."""
    if left.unit is None or right.unit is None or left.unit == right.unit:
        return True
    if not (_is_count(left) and _is_count(right)):
        return False
    if units(left.unit, right.unit) or names_unit(left, right):
        return True
    return left.anchor == right.anchor and digits(left.anchor) > 1


def _is_count(one: Features) -> bool:
    return one.unit != "percent" and not is_money(one)


def names_unit(left: Features, right: Features) -> bool:
    """Whether the noun of one number is a word of the other's object."""
    return stem(right.unit or "") in left.words or stem(left.unit or "") in right.words


def numbers(left: Features, right: Features) -> int:
    """How the numbers of two statements stand."""
    if left.unit is None or right.unit is None:
        return BOTH_UNSTATED if left.unit is right.unit else ONE_UNSTATED
    if left.unit != right.unit and not counts_alike(left, right):
        return OTHER_UNIT
    if left.per != right.per and left.per is not None and right.per is not None:
        return UNLIKE
    if left.floor > right.ceiling or right.floor > left.ceiling:
        return UNLIKE
    if left.ceiling > 1.5 * left.floor or right.ceiling > 1.5 * right.floor:
        return VAGUE
    return EXACT if left.anchor == right.anchor else NEAR


def is_money(one: Features) -> bool:
    """Whether the number is a sum of money."""
    return one.unit is not None and one.unit.isupper()


def tells(one: Features) -> bool:
    """Whether agreeing in this number says anything: a sum of money, a percentage, or a count that is not small."""
    return abs(one.anchor) >= FEW or one.unit == "percent" or is_money(one)


def times_apart(left: Features, right: Features) -> float:
    """The larger number as a multiple of the smaller; infinite above zero."""
    small, large = sorted((abs(left.anchor), abs(right.anchor)))
    return large / small if small else float("inf")
