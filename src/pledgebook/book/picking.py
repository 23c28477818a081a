"""What words of the text say of a field, where a person points at them: an amount, a period, a name."""

from __future__ import annotations

import re

from pledgebook.errors import UsageError
from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.periods.find import periods
from pledgebook.model import Actor, Document, Period, Quantity, Quote, Statement
from pledgebook.world.countries import place_of

_SPAN = re.compile(r"\s*([0-9]{1,9}):([0-9]{1,9})\s*")


def points(value: str) -> bool:
    """Whether a value points at words: "120:164"."""
    return _SPAN.fullmatch(value) is not None


def picked(field: str, value: str, document: Document) -> Quote:
    """The words that a value points at: START:END, offsets into the text. Raises UsageError where there are none."""
    found = _SPAN.fullmatch(value)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not start < end <= len(document.text):
        raise UsageError(
            f"{field} takes two offsets into a text of {len(document.text):,} characters, START:END, not {value!r}"
        )
    return Quote(start, end, document.text[start:end])


def picked_actor(field: str, value: str, document: Document) -> Actor:
    """Somebody by the words that name them."""
    words = picked(field, value, document)
    name = " ".join(words.text.split())
    return Actor(place_of(name), name, words.start, words.end)


def picked_quantity(value: str, unit: str | None, statement: Statement, document: Document) -> Quantity:
    """The amount that words say. `unit`: for a bare number that is not counted in what the statement counts. Raises UsageError
    where they hold none."""
    words = picked("quantity", value, document)
    found = next((one for one in amounts(words.text) if one.measure != "multiple"), None)
    if found is None:
        raise UsageError(f"there is no number in {words.text[:60]!r}: point at the words of one, or type it")
    held = statement.quantity
    counted = found.unit or unit or (held.unit if held is not None and held.measure == found.measure else None)
    if counted is None:
        raise UsageError("say in which unit, too: unit=USD or unit=refugee")
    start = words.start + found.start
    return Quantity(
        start,
        start + len(found.text),
        found.text,
        found.low,
        found.high,
        counted,
        found.measure,
        found.approximate,
        found.per,
        found.additional,
    )


def picked_period(value: str, statement: Statement, document: Document) -> Period:
    """The period that words say, counted from the day of publication. Raises UsageError where they say none."""
    words = picked("period", value, document)
    country = statement.actors[0].id if statement.actors else None
    for one in periods(words.text, document.published, country):
        if one.edtf is not None:
            start = words.start + one.start
            rule = "counted from the day of publication" if one.relative else None
            return Period(one.edtf, start, start + len(one.text), one.text, rule)
    raise UsageError(f"there is no date in {words.text[:60]!r}: point at the words of one, or type it as 2022/2024")
