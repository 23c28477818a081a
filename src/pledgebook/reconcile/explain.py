"""Every field of a comparison with its reason, for people."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Final, NamedTuple

from pledgebook.reconcile.features import Features
from pledgebook.reconcile.fields import FIELDS, Field
from pledgebook.reconcile.signs import months_apart, signs
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
    lines = _lines(left, right)
    found = tuple(
        told for field, line in lines if line.agrees is not None and (told := _told(line.reason, field, left, right))
    )
    special = _OUTCOMES.get(outcome)
    return found if special is None else (_TABLE["outcomes"][special], *found)


def told_apart(field: str, left: Features, right: Features) -> str:
    """Why a field holds two statements apart, as a sentence."""
    return _told(_TABLE["apart"][field], _FIELD[field], left, right)


def _points(left: Features, right: Features) -> Iterator[Point]:
    for field, line in _lines(left, right):
        if told := _told(line.reason, field, left, right):
            yield Point(field.name, line.agrees, told)


class _Line(NamedTuple):
    """How the table tells a sign: whether it speaks for one promise, and the sentence."""

    agrees: bool | None
    reason: str


def _lines(left: Features, right: Features) -> Iterator[tuple[Field, _Line]]:
    """The fields that say something, and how the table tells it."""
    return (line for sign in signs(left, right) if (line := _line(sign)) is not None)


@functools.lru_cache(maxsize=1_024)
def _line(sign: str) -> tuple[Field, _Line] | None:
    """The field of a sign and what the table says of it, or of its kind ("number.exact" for "number.exact-2"); None where it is not told."""
    field, _, value = sign.partition(".")
    lines = _TABLE["signs"].get(field, {})
    while value and value not in lines:
        value = value.rpartition("-")[0]
    return (_FIELD[field], _Line(lines[value].get("agrees"), lines[value]["reason"])) if value else None


def _told(sentence: str, field: Field, left: Features, right: Features) -> str:
    """A sentence with the values that it names; empty where it shows one value only and there is none to show."""
    wanted, start, end = _parts(sentence)
    if not wanted:
        return sentence
    if wanted == _MONTHS:
        months = months_apart(left, right)
        return f"{start}{months} month{'' if months == 1 else 's'}{end}"
    one = field.shown(left, right)
    if wanted == _ONE:
        return f"{start}{one}{end}" if one else ""
    other = field.shown(right, left)
    if wanted == _BOTH:
        return f"{start}{one}{end}" if one == other else f"{start}{one}, {other}{end}"
    return sentence.format(left=one, right=other, either=one or other)


_ONE: Final = frozenset(("left",))
_BOTH: Final = frozenset(("both",))
_MONTHS: Final = frozenset(("months",))


@functools.lru_cache(maxsize=1_024)
def _parts(sentence: str) -> tuple[frozenset[str], str, str]:
    """The names of the values that a sentence shows, and what stands before the first and after it."""
    wanted = frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
    start, _, rest = sentence.partition("{")
    return wanted, start, rest.partition("}")[2]


_FIELD: Final = {field.name: field for field in FIELDS}
