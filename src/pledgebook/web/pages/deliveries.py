"""What was delivered on a commitment, year by year, as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pledgebook.assess.wording import unit_name
from pledgebook.book import Book
from pledgebook.errors import UsageError
from pledgebook.model import Commitment, Delivery, days_of
from pledgebook.publish.csv import csv_lines
from pledgebook.publish.rows import Row
from pledgebook.publish.sharing import source_name
from pledgebook.web.books import book_of
from pledgebook.web.shown import names_of, sentence_of

router = APIRouter()
COLUMNS = (
    *("commitment", "promise", "actors", "actor_names", "recipients", "recipient_names", "period", "reading", "year"),
    *(
        "recorded",
        "sum",
        "target",
        "share",
        "unit",
        "unit_name",
        "source",
        "source_title",
        "publisher",
        "seen",
        "formula",
    ),
)


@router.get("/commitments/{id}/deliveries.csv")
def table(request: Request, id: str) -> Response:
    """The years of every measure of a commitment."""
    book = book_of(request)
    try:
        found = book.commitment(id).commitment
    except UsageError as error:
        raise HTTPException(404, "the book holds no such commitment") from error
    headers = {"Content-Disposition": f'attachment; filename="{found.id}-deliveries.csv"', "Cache-Control": "no-cache"}
    body = b"".join(csv_lines(COLUMNS, rows(book, found)))
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def rows(book: Book, found: Commitment) -> Iterator[Row]:
    """A row for each year of each measure, from the first record to the last: also years without one."""
    seen = {(one.source, one.seen): one for one, _ in book.snapshots()}
    for delivery in book.deliveries(found.id):
        target, snapshot = delivery.measure.target, seen.get((delivery.measure.source, delivery.seen))
        for year, recorded, total in by_year(delivery):
            yield {
                "commitment": found.id,
                "promise": sentence_of(found),
                "actors": ", ".join(found.actors),
                "actor_names": names_of(found.actors),
                "recipients": ", ".join(found.recipients),
                "recipient_names": names_of(found.recipients),
                "period": found.period,
                "reading": delivery.measure.label,
                "year": year,
                "recorded": float(recorded),
                "sum": float(total),
                "target": None if target is None else float(target),
                "share": float(total / target) if target else None,
                "unit": delivery.unit,
                "unit_name": unit_name(None, delivery.unit),
                "source": source_name(delivery.measure.source),
                "source_title": snapshot.title if snapshot else None,
                "publisher": snapshot.publisher if snapshot else None,
                "seen": delivery.seen,
                "formula": delivery.formula,
            }


def by_year(delivery: Delivery) -> Sequence[tuple[int, Decimal, Decimal]]:
    """Year, what was recorded in it, and the sum at its end; records without a date are in no year."""
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for step in delivery.steps:
        day = days_of(step.period)[1]
        if day is not None:
            found[day.year] = found.get(day.year, (Decimal(), Decimal()))[0] + step.value, step.total
    told, total = [], Decimal()
    for year in range(min(found, default=1), max(found, default=0) + 1):
        recorded, total = found.get(year, (Decimal(), total))
        told.append((year, recorded, total))
    return told
