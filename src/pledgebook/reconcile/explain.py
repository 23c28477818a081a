"""Every feature of a comparison with its reason, for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pledgebook.reconcile import weights as w
from pledgebook.reconcile.features import ADDITIONAL, Features
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, actors, recipients
from pledgebook.reconcile.weigh import (
    BOTH_UNSTATED,
    EXACT,
    NEAR,
    ONE_UNSTATED,
    OTHER_NUMBER,
    RULES,
    SAID_AGAIN,
    UNLIKE,
    VAGUE,
    months_apart,
    numbers,
    periods,
    shared_bits,
    weigh,
)
from pledgebook.reconcile.words import bits, readable


@dataclass(frozen=True, slots=True)
class Point:
    """One feature of a comparison. `agrees`: True, False, or None where a side does not state it. `reason`: a short
    sentence for a reader."""

    feature: str
    agrees: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two statements feature by feature. `points`: their sum as the rules add them up; `rule`: the rule they meet, or None."""

    left: str
    right: str
    points: int
    rule: str | None
    features: tuple[Point, ...]


def compare(left: Features, right: Features) -> Comparison:
    """Two statements, every feature with its reason; the same whichever comes first but for the order of the ids."""
    if left.id > right.id:
        left, right = right, left
    outcome, total = weigh(left, right)
    rule = RULES.get(outcome)
    return Comparison(left.id, right.id, total, None if rule is None else rule.name, tuple(_points(left, right)))


def reasons(left: Features, right: Features, outcome: int) -> tuple[str, ...]:
    """What spoke for a judgement, each a short sentence."""
    found = tuple(point.reason for point in _points(left, right) if point.agrees is not None)
    if outcome == SAID_AGAIN:
        return ("the same document takes the number up again", *found)
    if outcome == OTHER_NUMBER:
        return (*found, "so much else agrees that these are two reports of one thing")
    return found


def _points(left: Features, right: Features) -> Iterator[Point]:
    if left.kind != right.kind:
        yield Point("kind", False, f"one is a {left.kind}, the other a {right.kind}")
    if left.negated != right.negated:
        yield Point("polarity", False, "one says that it will not be")
    yield _who(left, right)
    yield _words(left, right)
    yield _number(left, right)
    whom = _whom(left, right)
    if whom is not None:
        yield whom
    when = _when(left, right)
    if when is not None:
        yield when
    if left.venue is not None and right.venue is not None:
        same = left.venue == right.venue
        yield Point(
            "venue", same, f"both at the {left.venue}" if same else f"at the {left.venue} and the {right.venue}"
        )
    if left.act == right.act or left.act in right.words or right.act in left.words:
        acts = sorted({readable(left.act), readable(right.act)})
        yield Point("act", True, f"the same act: {', '.join(acts)}")
    yield _published(left, right)


def _who(left: Features, right: Features) -> Point:
    found = actors(left.actors, right.actors)
    a, b = ", ".join(left.actors) or "nobody named", ", ".join(right.actors) or "nobody named"
    if found == EQUAL:
        return Point("actors", True, f"the same actor: {a}")
    if found == CONTAINED:
        return Point("actors", True, f"one names {a}, the other {b}")
    if found == OVERLAPPING:
        return Point("actors", False, f"only some actors are the same: {a}; {b}")
    return Point("actors", False if found == APART else None, f"other actors: {a}; {b}")


def _words(left: Features, right: Features) -> Point:
    shared = sorted(left.words & right.words, key=lambda word: (-bits(word), word))
    if not shared:
        return Point(
            "object", None if not (left.words and right.words) else False, "no word of the objects is the same"
        )
    held, less = shared_bits(left, right), max(1, min(left.mass, right.mass))
    return Point("object", 2 * held >= less, f"both speak of {', '.join(map(readable, shared[:6]))}")


def _number(left: Features, right: Features) -> Point:
    found = numbers(left, right)
    if found == BOTH_UNSTATED:
        return Point("number", None, "neither says a number")
    if found == ONE_UNSTATED:
        return Point("number", None, "one says no number")
    a, b = f"{left.anchor:,.15g} {left.unit}", f"{right.anchor:,.15g} {right.unit}"
    if found == EXACT:
        more = "; one says that it comes on top" if (left.cues ^ right.cues) & ADDITIONAL else ""
        return Point("number", True, (f"the same number: {a}" if a == b else f"the same number: {a}, {b}") + more)
    if found in (NEAR, VAGUE):
        return Point("number", True, f"numbers that include each other: {a}, {b}")
    return Point("number", False, f"{'unlike numbers' if found == UNLIKE else 'other units'}: {a}, {b}")


def _whom(left: Features, right: Features) -> Point | None:
    if not left.recipients and not right.recipients:
        return None
    found = recipients(left.recipients, right.recipients)
    a, b = ", ".join(left.recipients), ", ".join(right.recipients)
    if found == EQUAL:
        return Point("recipients", True, f"for the same: {a}")
    if found == CONTAINED:
        return Point("recipients", True, f"for {a} and for {b}, one within the other")
    if found == OVERLAPPING:
        return Point("recipients", True, f"for some of the same: {a}; {b}")
    if found == APART:
        return Point("recipients", False, f"for others: {a}; {b}")
    return Point("recipients", None, f"only one says for whom: {a or b}")


def _when(left: Features, right: Features) -> Point | None:
    if not (left.first or left.last) and not (right.first or right.last):
        return None
    found = periods(left, right)
    if found == EQUAL:
        return Point("period", True, "the same period")
    if found == APART:
        return Point("period", False, "periods that do not meet")
    if found == CONTAINED:
        return Point("period", False, "by another day")
    return Point("period", True, "periods that meet") if found else Point("period", None, "only one says when")


def _published(left: Features, right: Features) -> Point:
    months = months_apart(left, right)
    if months < 0:
        return Point("published", None, "one is not dated")
    text = (
        "published in the same month" if not months else f"published {months} month{'' if months == 1 else 's'} apart"
    )
    return Point("published", months <= w.MONTHS[2][0], text)
