"""What a person sets of a statement, from words: FIELD=VALUE, checked against the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from pledgebook.book.picking import picked, picked_actor, picked_period, picked_quantity, points
from pledgebook.errors import UsageError
from pledgebook.model import (
    Actor,
    CorrectedField,
    Document,
    Kind,
    Period,
    Polarity,
    Quantity,
    Statement,
    Values,
    days_of,
)
from pledgebook.world.countries import place_name, place_of
from pledgebook.world.currencies import codes

NOTHING = ("", "none")
"""What takes a field away."""
FIELDS = (*get_args(CorrectedField), "unit")
"""What can be set; `unit` sets that of the quantity alone."""


def values_of(statement: Statement, document: Document, given: Mapping[str, str], by: str) -> Values:
    """What is to be set of a statement. `given`: the value of each field in words; `by`: who sets it.

    `kind`, `polarity`: one of their words. `actors`, `recipients`: ids or names, commas between them. `quantity`: a number, or
    two with ".." between them for bounds, either of which may be left out. `unit`: an ISO 4217 code or a noun. `period`: EDTF.
    `object`: START:END, offsets into the text; `actors`, `recipients`, `quantity` and
    `period` may point at their words in the same way. "none" takes a quantity, period, actors or recipients away.

    Raises UsageError for a field that there is not, or a value that it cannot have.
    """
    if not given:
        raise UsageError(f"say what is to be set: FIELD=VALUE, where FIELD is one of {', '.join(FIELDS)}")
    set_by = f"set by {by}"
    found: dict[str, Any] = {}
    for name, value in given.items():
        value = value.strip()
        if name in ("kind", "polarity"):
            found[name] = _one_of(name, value, get_args(Kind if name == "kind" else Polarity))
        elif name in ("actors", "recipients"):
            named = () if value.lower() in NOTHING else value.split(",")
            found[name] = tuple(
                picked_actor(name, one, document) if points(one) else _actor(one, set_by) for one in named
            )
        elif name == "period":
            nothing = value.lower() in NOTHING
            stated = picked_period(value, statement, document) if points(value) else None
            found[name] = None if nothing else stated or _period(value, set_by)
        elif name == "object":
            found[name] = picked(name, value, document)
        elif name == "quantity" and points(value):
            found[name] = picked_quantity(value, given.get("unit"), statement, document)
        elif name == "quantity":
            found[name] = None if value.lower() in NOTHING else _quantity(value, given.get("unit"), statement)
        elif name == "unit":
            if "quantity" not in given:
                if statement.quantity is None:
                    raise UsageError(f"{statement.id} has no number: set quantity, too")
                found["quantity"] = _in_unit(statement.quantity, value)
        else:
            raise UsageError(f"there is no field {name!r} to set; there are: {', '.join(FIELDS)}")
    return Values(fields=tuple(sorted(found)), **found)  # type: ignore[arg-type]


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise UsageError(f"{name} is one of {', '.join(allowed)}, not {value!r}")
    return value


def _actor(name: str, rule: str) -> Actor:
    name = name.strip()
    if not name:
        raise UsageError("an actor has an id or a name")
    if name.startswith("org:"):
        return Actor(name, name, None, None, rule)
    id = place_of(name)
    return Actor(id, place_name(id) if id else name, None, None, rule)


def _period(value: str, rule: str) -> Period:
    if days_of(value) == (None, None):
        raise UsageError(f"period takes EDTF such as 2023, 2022-10/2024-09 or ../2028, not {value!r}")
    return Period(value, None, None, None, rule)


def _quantity(value: str, unit: str | None, statement: Statement) -> Quantity:
    low, dots, high = value.partition("..")
    bounds = _number(low), _number(high) if dots else _number(low)
    if bounds == (None, None) or (None not in bounds and bounds[0] > bounds[1]):  # type: ignore[operator]
        raise UsageError(f"quantity takes a number or two bounds such as 5, 5..10, 5.. or ..10, not {value!r}")
    held = statement.quantity
    if held is None:
        if not unit:
            raise UsageError("say in which unit, too: unit=USD or unit=refugee")
        at = statement.object.start
        held = Quantity(at, at, "", None, None, unit, "count")
    held = replace(held, low=bounds[0], high=bounds[1], approximate=False)
    return _in_unit(held, unit) if unit else held


def _in_unit(held: Quantity, unit: str) -> Quantity:
    unit = unit.strip()
    if not unit:
        raise UsageError("a unit is an ISO 4217 code or a noun")
    if unit.upper() in codes():
        return replace(held, unit=unit.upper(), measure="money")
    return replace(held, unit=unit.lower(), measure="percent" if unit.lower() == "percent" else "count")


def _number(text: str) -> Decimal | None:
    text = text.strip().replace(",", "").replace("_", "")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise UsageError(f"{text!r} is no number") from error
    if not found.is_finite():
        raise UsageError(f"{text!r} is no number")
    return found
