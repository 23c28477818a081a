"""How the numbers of two statements stand to each other: the same, near, of another unit, in conflict."""

from __future__ import annotations

import functools
from typing import Final

from pledgebook.language.currency_words import namesakes
from pledgebook.reconcile.features import PLAIN, Features
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
ROUNDED: Final = 7
"""One is the other, rounded: 966,320 and a million. Two documents may say so of one thing, one document says two."""

UNNAMED: Final = ""
"""The unit of a number of which the text does not say what it counts: "the 95 million for the schools"."""
NO_CURRENCY: Final = "XXX"
"""The code of a sum of which the text leaves the currency open: "95 million kroner"."""

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
    """Whether two nouns may count the same things: "refugee" and "person", or anything and none; never two currencies."""
    if UNNAMED in (left, right):
        return not (left.isupper() or right.isupper())
    return right in _GENERAL.get(left, ()) or left in _GENERAL.get(right, ())


def counts_alike(left: Features, right: Features) -> bool:
    """Whether two numbers with other units may be of the same things: nouns of which one may stand for the other or is a word of the other's
    object ("1,000 police officers", "1,000 police"), or that count the same number (visas and places, boreholes and wells: what signs say
    then decides); a number without a noun; and one sum where a currency is said by a word that several have ("kroner", "$")."""
    if left.unit is None or right.unit is None or left.unit == right.unit:
        return True
    if UNNAMED in (left.unit, right.unit):
        return left.anchor == right.anchor or not (is_money(left) or is_money(right))
    if is_money(left) and is_money(right):
        return left.anchor == right.anchor and _one_currency(left, right)
    if not (_is_count(left) and _is_count(right)):
        return False
    if left.anchor == right.anchor:
        return abs(left.anchor) >= FEW or units(left.unit, right.unit) or names_unit(left, right)
    return units(left.unit, right.unit) or names_unit(left, right)


def _one_currency(left: Features, right: Features) -> bool:
    """Whether two sums of unlike codes may be of one currency, because a text says it by a word that several have."""
    if NO_CURRENCY in (left.unit, right.unit):
        return True
    return bool((left.cues | right.cues) & PLAIN) and right.unit in namesakes(left.unit or "")


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
        return ROUNDED if _rounded(left, right) else UNLIKE
    if left.ceiling > 1.5 * left.floor or right.ceiling > 1.5 * right.floor:
        return VAGUE
    return EXACT if left.anchor == right.anchor else NEAR


def _rounded(left: Features, right: Features) -> bool:
    """Whether one number is the other, rounded to at most two digits, and both are large enough that this says something."""
    few, many = sorted((abs(left.anchor), abs(right.anchor)), key=digits)
    if few < _ROUNDED_FROM or left.unit == "percent" or right.unit == "percent" or left.per != right.per:
        return False
    kept = digits(few)
    if kept > 2 or digits(many) <= kept:
        return False
    return float(f"{many:.{kept - 1}e}") == few and abs(many - few) <= _ROUNDING * few


_ROUNDED_FROM: Final[int] = _RULES["rounded"]["least"]
_ROUNDING: Final[float] = _RULES["rounded"]["apart"] / 100


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
