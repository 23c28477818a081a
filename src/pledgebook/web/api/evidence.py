"""Official records: which are in the book, and what they hold."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from pledgebook.errors import UsageError
from pledgebook.evidence import Series
from pledgebook.model import Snapshot
from pledgebook.web.api.answering import answered, not_there
from pledgebook.web.api.asking import AskedDay
from pledgebook.web.api.shapes import ERRORS, says

router = APIRouter(tags=["evidence"], responses=ERRORS)


@router.get("/evidence", responses=says("Snapshots", "All snapshots, by source and day."))
def list_evidence(request: Request, asked: AskedDay) -> Response:
    """The official records that the book holds: a snapshot for each time that a source was read."""
    book = asked.book(request)

    def records() -> dict[str, Any]:
        return {"items": [_snapshot(one, count) for one, count in book.snapshots()]}

    return answered(request, records)


@router.get("/evidence/{source}", responses=says("Source", "The latest snapshot, and the series in it."))
def show_evidence(
    request: Request, source: Annotated[str, Path(min_length=1, max_length=200)], asked: AskedDay
) -> Response:
    """The latest snapshot of one source: which records of it can be added to each other."""
    book = asked.book(request)

    def record() -> dict[str, Any]:
        try:
            snapshot, found = book.series(source)
        except UsageError as error:
            raise not_there(f"the book holds no evidence of the name {source}") from error
        return {
            "snapshot": _snapshot(snapshot, sum(one.count for one in found)),
            "series": [_series(one) for one in found],
        }

    return answered(request, record)


def _snapshot(one: Snapshot, records: int) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "records": records}


def _series(one: Series) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "records": one.count,
        "first": one.first,
        "last": one.last,
        "rung": one.rung,
        "direction": one.direction,
        "dimensions": dict(one.dimensions),
    }
