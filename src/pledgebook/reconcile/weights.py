"""The numbers of `data/rules.toml` as plain values, read once."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from pledgebook.reconcile.words import stem
from pledgebook.world.data import table


class Rule(NamedTuple):
    """A rule's name with its version and the least that it asks for (see `data/rules.toml`)."""

    name: str
    points: int
    words: int
    cover: int
    both: int


_RULES: Final = table("reconcile", "data/rules.toml")
_POINTS: Final[dict[str, Any]] = _RULES["points"]

RULE: Final = f"reconcile/{_RULES['version']}"
"""The version of all rules together; goes up when any of them changes."""


def _rule(name: str) -> Rule:
    raw = _RULES["rules"][name]
    return Rule(f"{name}/{raw['version']}", raw["points"], raw["words"], raw["cover"], raw["both"])


SAME_AMOUNT: Final = _rule("same-amount")
SAME_WORDS: Final = _rule("same-words")
NUMBER_LEFT_OUT: Final = _rule("number-left-out")
OTHER_NUMBER: Final = _rule("other-number")
SAID_AGAIN: Final = _rule("said-again")
KNOWN_PROMISE: Final = _rule("known-promise")
UNSURE: Final = _rule("unsure")
RELATED: Final = _rule("related")
VERSION: Final[int] = _RULES["version"]
OWN_MONTHS: Final[int] = _RULES["rules"]["same-words"]["own"]
SAME_WORDS_MONTHS: Final[int] = _RULES["rules"]["same-words"]["months"]
KNOWN_PROMISE_MONTHS: Final[int] = _RULES["rules"]["known-promise"]["months"]
VENUE_MONTHS: Final[int] = _RULES["rules"]["other-number"]["venue"]
RECIPIENTS_MONTHS: Final[int] = _RULES["rules"]["other-number"]["recipients"]
OTHER_NUMBER_RATIO: Final[float] = _RULES["rules"]["other-number"]["ratio"]
CLOSE_NUMBER_MONTHS: Final[int] = _RULES["rules"]["other-number"]["close"]
OTHER_NUMBER_MONTHS: Final[int] = _RULES["rules"]["other-number"]["months"]

DIGITS: Final[tuple[int, ...]] = tuple(_POINTS["digits"])
NEAR: Final[int] = _POINTS["near"]
VAGUE: Final[int] = _POINTS["vague"]
NUMBER_UNSTATED: Final[int] = _POINTS["number_unstated"]
UNIT_GENERAL: Final[int] = _POINTS["unit_general"]
PER_UNSTATED: Final[int] = _POINTS["per_unstated"]
ADDITIONAL_SAME, ADDITIONAL_UNLIKE = _POINTS["additional"]
ACTORS_SAME, ACTORS_WITHIN, ACTORS_CROSS = _POINTS["actors"]
RECIPIENTS_SAME, RECIPIENTS_WITHIN, RECIPIENTS_CROSS = _POINTS["recipients"]
PERIOD_SAME, PERIOD_CROSS = _POINTS["period"]
DEADLINE_UNLIKE: Final[int] = _POINTS["deadline_unlike"]
VENUE_SAME: Final[int] = _POINTS["venue_same"]
VENUE_UNLIKE: Final[int] = _POINTS["venue_unlike"]
ACT_SAME: Final[int] = _POINTS["act_same"]
UNSHARED: Final[int] = -_POINTS["unshared"]
MONTHS: Final[tuple[tuple[int, int], ...]] = tuple((months, points) for months, points in _POINTS["months"])
MONTHS_BEYOND: Final[int] = _POINTS["months_beyond"]
UNDATED: Final[int] = _POINTS["undated"]


def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, frozenset[tuple[int, int]]] = {}
    for line, pair in enumerate(_RULES["opposites"]["pairs"]):
        for side, acts in enumerate(pair):
            for act in acts.split():
                found[stem(act)] = found.get(stem(act), frozenset()) | {(line, side)}
    return found


SIDES: Final = _sides()
"""Stem of an act to its lines and sides of `[opposites]`."""


def _general() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _RULES["nouns"]["general"]:
        nouns = line["nouns"].split()
        for noun in line["general"].split():
            found[noun] = frozenset(nouns) | frozenset(line["general"].split())
    return found


GENERAL: Final = _general()
"""A general noun to the nouns that it may stand for."""
