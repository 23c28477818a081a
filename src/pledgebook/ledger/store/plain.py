"""What the views of a book show, as plain rows: words, numbers, ISO dates; nothing that has to be decoded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.ledger.store.values import column
from pledgebook.model import Actor, Commitment, Measure, Quantity, Statement, Status, Total, days_of

Row = tuple[Any, ...]


def statement_row(number: int, one: Statement) -> Row:
    """The row of a statement in `plain_statements`."""
    act = one.act
    return (
        number,
        column(one.promise),
        column(one.quote.text),
        one.quote.start,
        one.quote.end,
        column(act.lemma),
        column(one.object.text),
        _people(one.actors),
        _people(one.recipients),
        *_amount(one.quantity),
        *_period(one.period.edtf if one.period else None),
        column(one.venue.name) if one.venue else None,
        _joined(link.source for link in one.attribution),
        one.rung,
        act.polarity,
        act.modality,
        one.confidence,
        column(f"{one.extractor.name} {one.extractor.version}"),
    )


def commitment_row(number: int, one: Commitment) -> Row:
    """The row of a commitment in `plain_commitments`."""
    return (
        number,
        column(one.promise or one.object),
        column(one.object),
        _joined(one.actors),
        _joined(one.recipients),
        *_amount(one.quantity),
        *_period(one.period),
        column(one.venue),
        one.polarity,
        one.modality,
        one.confidence,
        one.reviewed,
        one.first_stated,
    )


def contradiction_rows(number: int, one: Commitment) -> list[Row]:
    """The rows of a commitment's contradictions in `plain_contradictions`."""
    return [
        (number, place, found.type, *found.statements, column("; ".join(found.reasons)))
        for place, found in enumerate(one.contradictions)
    ]


def status_cells(one: Status) -> Row:
    """The plain columns of a status."""
    return (
        one.status,
        one.as_of,
        _number(one.target),
        _number(one.delivered),
        column(one.unit),
        _number(one.share),
        one.reached,
        one.late,
        column(one.label),
        column(one.ruled_by),
        column(" ".join(one.reasons)),
    )


def measure_row(sequence: int, measure: Measure, by: str, confirmed: str, why: str | None) -> Row:
    """The row of a confirmed measure in `plain_measures`; `confirmed`: ISO date."""
    chosen = "; ".join(f"{name} = {' or '.join(values)}" for name, values in measure.select)
    return (
        sequence,
        column(measure.source),
        column(chosen) or None,
        measure.sum,
        column(measure.unit),
        measure.period,
        _number(measure.target),
        column(measure.label),
        column(measure.note),
        column(by),
        confirmed,
        column(why),
    )


def _amount(quantity: Quantity | Total | None) -> Row:
    if quantity is None:
        return (None, None, None, None, None)
    return (
        _number(quantity.low),
        _number(quantity.high),
        column(quantity.unit),
        column(quantity.per),
        quantity.additional,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _period(edtf: str | None) -> Row:
    first, last = days_of(edtf)
    return edtf, _day(first), _day(last)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _people(actors: Iterable[Actor]) -> str | None:
    return _joined(actor.id or actor.name for actor in actors)


def _joined(words: Iterable[str]) -> str | None:
    return column("; ".join(dict.fromkeys(words))) or None
