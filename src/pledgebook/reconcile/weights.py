"""The rules of `data/rules.toml` and what signs weigh (`data/weights.json`), read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from pledgebook.world.data import table
from pledgebook.world.words import stem

_RULES: Final = table("reconcile", "data/rules.toml")
_WEIGHTS: Final = table("reconcile", "data/weights.json")


class Rule(NamedTuple):
    """A rule's name with its version, the sign that it is by itself, and the least that it asks for (see `data/rules.toml`)."""

    name: str
    sign: str
    same: int
    unsure: int
    words: int
    cover: int
    both: int


RULE: Final = f"reconcile/{_RULES['version']}"
"""The version of all rules together; goes up when any of them changes."""
VERSION: Final[int] = _RULES["version"]


def _rule(name: str) -> Rule:
    raw = _RULES["rules"][name]
    return Rule(
        f"{name}/{raw['version']}", f"rule.{name}", raw["same"], raw["unsure"], raw["words"], raw["cover"], raw["both"]
    )


SAME_AMOUNT: Final = _rule("same-amount")
SAME_WORDS: Final = _rule("same-words")
NUMBER_LEFT_OUT: Final = _rule("number-left-out")
OTHER_NUMBER: Final = _rule("other-number")
SAID_AGAIN: Final = _rule("said-again")
UNSURE: Final = _rule("unsure")
RELATED: Final = _rule("related")

SURE_OF_WHO: Final[int] = _RULES["rules"]["same-amount"]["whoever"]
SURE_OF_PERCENT: Final[int] = _RULES["rules"]["same-amount"]["percent"]
MEETING_MONTHS: Final[int] = _RULES["rules"]["same-amount"]["meeting"]
_SAME_WORDS: Final[dict[str, Any]] = _RULES["rules"]["same-words"]
OWN_MONTHS: Final[int] = _SAME_WORDS["own"]
SAME_WORDS_MONTHS: Final[int] = _SAME_WORDS["months"]
_OTHER_NUMBER: Final[dict[str, Any]] = _RULES["rules"]["other-number"]
VENUE_MONTHS: Final[int] = _OTHER_NUMBER["venue"]
RECIPIENTS_MONTHS: Final[int] = _OTHER_NUMBER["recipients"]
OTHER_NUMBER_RATIO: Final[float] = _OTHER_NUMBER["ratio"]
CLOSE_NUMBER_MONTHS: Final[int] = _OTHER_NUMBER["close"]
OTHER_NUMBER_MONTHS: Final[int] = _OTHER_NUMBER["months"]


def _signs(learned: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    return {f"rule.{name}": bits for name, bits in learned["rules"].items()} | dict(learned["signs"])


class _Weights(dict[str, int]):
    """Weights by sign; what is not there weighs nothing."""

    def __missing__(self, sign: str) -> int:
        self[sign] = 0  # the next time it is found without a call
        return 0


SIGNS: Final = _Weights(_signs(_WEIGHTS))
"""What a sign weighs, in tenths of a bit, and what a rule weighs by itself ("rule.same-amount"); what is not here weighs nothing."""


@contextmanager
def weighing(learned: Mapping[str, Mapping[str, int]]) -> Iterator[None]:
    """All is weighed by other weights, in the form of the file, for as long as this is open: for those who learn them."""
    before = dict(SIGNS)
    SIGNS.clear()
    SIGNS.update(_signs(learned))
    try:
        yield
    finally:
        SIGNS.clear()
        SIGNS.update(before)


def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, frozenset[tuple[int, int]]] = {}
    for line, pair in enumerate(_RULES["opposites"]["pairs"]):
        for side, acts in enumerate(pair):
            for act in acts.split():
                found[stem(act)] = found.get(stem(act), frozenset()) | {(line, side)}
    return found


SIDES: Final = _sides()
"""Stem of an act to its lines and sides of `[opposites]`."""
