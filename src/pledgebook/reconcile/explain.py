"""Every field of a comparison with its reason, for people."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.fields import FIELDS, Field, months_apart
from pledgebook.reconcile.likeness import common
from pledgebook.reconcile.weigh import OTHER_NUMBER, RULES, SAID_AGAIN, weigh
from pledgebook.world.data import table

_TABLE: Final = table("reconcile", "data/fields.toml")
_OUTCOMES: Final = {SAID_AGAIN: "said-again", OTHER_NUMBER: "other-number"}


@dataclass(frozen=True, slots=True)
class Point:
    """One field of a comparison. `agrees`: True, False, or None where a side does not state it. `reason`: a short
    sentence for a reader."""

    feature: str
    agrees: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two statements field by field. `points`: their sum as the rules add them up; `rule`: the rule they meet, or None."""

    left: str
    right: str
    points: int
    rule: str | None
    features: tuple[Point, ...]


def compare(left: Features, right: Features) -> Comparison:
    """Two statements, every field with its reason; the same whichever comes first but for the order of the ids."""
    if left.id > right.id:
        left, right = right, left
    outcome, total = weigh(left, right)
    rule = RULES.get(outcome)
    return Comparison(left.id, right.id, total, None if rule is None else rule.name, tuple(_points(left, right)))


def reasons(left: Features, right: Features, outcome: int) -> tuple[str, ...]:
    """What spoke for a judgement, each a short sentence."""
    found = tuple(
        _told(line["reason"], field, left, right)
        for field, line in _lines(left, right)
        if line.get("agrees") is not None
    )
    special = _OUTCOMES.get(outcome)
    return found if special is None else (_TABLE["outcomes"][special], *found)


def told_apart(field: str, left: Features, right: Features) -> str:
    """Why a field holds two statements apart, as a sentence."""
    return _told(_TABLE["apart"][field], _FIELD[field], left, right)


def _points(left: Features, right: Features) -> Iterator[Point]:
    for field, line in _lines(left, right):
        yield Point(field.name, line.get("agrees"), _told(line["reason"], field, left, right))


def _lines(left: Features, right: Features) -> Iterator[tuple[Field, dict[str, Any]]]:
    """The fields that say something, and how the table tells it."""
    known = common(left, right)
    for field in FIELDS:
        sign = field.compare(left, right, known)
        line = None if sign is None else _line(sign)
        if line is not None and (not _shows_one(line["reason"]) or field.shown(left, right)):
            yield field, line


def _shows_one(sentence: str) -> bool:
    """Whether a sentence shows the first value and nothing else."""
    return "{left}" in sentence and "{right}" not in sentence


@functools.lru_cache(maxsize=1_024)
def _line(sign: str) -> dict[str, Any] | None:
    """What the table says of a sign, or of its kind ("number.exact" for "number.exact-2"); None where it is not told."""
    field, _, value = sign.partition(".")
    lines = _TABLE["signs"].get(field, {})
    while value and value not in lines:
        value = value.rpartition("-")[0]
    line: dict[str, Any] | None = lines.get(value)
    return line


class _Values(dict[str, str]):
    """What a sentence may name of a field, worked out when it does."""

    def __init__(self, field: Field, left: Features, right: Features) -> None:
        super().__init__()
        self._field, self._left, self._right = field, left, right

    def __missing__(self, name: str) -> str:
        if name == "left":
            found = self._field.shown(self._left, self._right)
        elif name == "right":
            found = self._field.shown(self._right, self._left)
        elif name == "either":
            found = self["left"] or self["right"]
        elif name == "both":
            found = self["left"] if self["left"] == self["right"] else f"{self['left']}, {self['right']}"
        elif name == "months":
            months = months_apart(self._left, self._right)
            found = f"{months} month{'' if months == 1 else 's'}"
        else:
            raise KeyError(name)
        self[name] = found
        return found


def _told(sentence: str, field: Field, left: Features, right: Features) -> str:
    return sentence.format_map(_Values(field, left, right)) if "{" in sentence else sentence


_FIELD: Final = {field.name: field for field in FIELDS}
