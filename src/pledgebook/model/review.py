"""What a person says of a statement: that it is none, that a field is wrong, that it was checked, that its document goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pledgebook.model.parts import Actor, Period, Polarity, Quantity, Quote
from pledgebook.model.statement import Kind, Statement

ReviewKind = Literal["rejection", "correction", "confirmation", "removal"]
"""That it is no statement of its kind at all; that fields of it are otherwise; that a person checked it; that its document is
taken out of every list."""
CorrectedField = Literal["kind", "polarity", "object", "quantity", "actors", "recipients", "period"]
"""What a person may set."""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's word about a statement. `entry`: the sequence of the entry that holds it. `fields`: what a correction set.
    `needs_second`: it counts as a check only together with that of somebody else."""

    kind: ReviewKind
    by: str
    note: str | None
    entry: int
    fields: tuple[str, ...] = ()
    needs_second: bool = False


def is_checked(reviews: Iterable[Review]) -> bool:
    """Whether persons checked a statement as it is now: somebody whose word needs no second, or two persons. What was confirmed
    before a later correction was another statement. `reviews`: the earliest said first."""
    now = _about_it_now(reviews)
    return any(not one.needs_second for one in now) or len({one.by for one in now}) > 1


def awaits_second(reviews: Iterable[Review]) -> bool:
    """Whether somebody checked a statement, and somebody else has to before it counts."""
    found = tuple(reviews)
    return bool(_about_it_now(found)) and not is_checked(found)


def _about_it_now(reviews: Iterable[Review]) -> list[Review]:
    """The last correction, if there is one, and the confirmations since."""
    found: list[Review] = []
    for one in reviews:
        if one.kind == "correction":
            found = [one]
        elif one.kind == "confirmation":
            found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Values:
    """What a person sets of a statement. `fields`: which; a field that is named and has no value is taken away."""

    fields: tuple[CorrectedField, ...]
    kind: Kind | None = None
    polarity: Polarity | None = None
    object: Quote | None = None
    quantity: Quantity | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    period: Period | None = None


def corrected(statement: Statement, values: Values) -> Statement:
    """A statement with what a person set; its id and its quote stay."""
    changed: dict[str, object] = {name: getattr(values, name) for name in values.fields if name != "polarity"}
    if "polarity" in values.fields and values.polarity is not None:
        changed["act"] = replace(statement.act, polarity=values.polarity)
    return replace(statement, **changed)  # type: ignore[arg-type]  # the values are of the fields they are named after
