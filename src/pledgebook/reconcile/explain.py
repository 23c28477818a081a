"""Every field of a comparison with its reason, for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.fields import FIELDS, Field, months_apart
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
    found = tuple(point.reason for point in _points(left, right) if point.agrees is not None)
    special = _OUTCOMES.get(outcome)
    return found if special is None else (_TABLE["outcomes"][special], *found)


def told_apart(field: str, left: Features, right: Features) -> str:
    """Why a field holds two statements apart, as a sentence."""
    return _told(_TABLE["apart"][field], _FIELD[field], left, right)


def _points(left: Features, right: Features) -> Iterator[Point]:
    for field in FIELDS:
        sign = field.compare(left, right)
        if sign is None:
            continue
        line = _line(sign[0])
        if line is not None:
            yield Point(field.name, line.get("agrees"), _told(line["reason"], field, left, right))


def _line(sign: str) -> dict[str, Any] | None:
    """What the table says of a sign, or of its kind ("number.exact" for "number.exact-2"); None where it is not told."""
    field, _, value = sign.partition(".")
    lines = _TABLE["signs"].get(field, {})
    while value and value not in lines:
        value = value.rpartition("-")[0]
    line: dict[str, Any] | None = lines.get(value)
    return line


def _told(sentence: str, field: Field, left: Features, right: Features) -> str:
    a, b = field.shown(left, right), field.shown(right, left)
    months = months_apart(left, right)
    return sentence.format(
        left=a,
        right=b,
        either=a or b,
        both=a if a == b else f"{a}, {b}",
        months=f"{months} month{'' if months == 1 else 's'}",
    )


_FIELD: Final = {field.name: field for field in FIELDS}
