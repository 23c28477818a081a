"""The list of commitments: whole sentences, filtered, searched, in an order, page by page, and as tables to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse

from pledgebook.book import Book
from pledgebook.book.lists import Filters
from pledgebook.publish.answers import Commitments
from pledgebook.publish.csv import csv_lines
from pledgebook.publish.rows import COMMITMENT_COLUMNS, Row
from pledgebook.publish.sharing import source_name
from pledgebook.publish.xlsx import xlsx_file
from pledgebook.web.books import book_of
from pledgebook.web.pages.answering import Values, answered
from pledgebook.web.pages.filters import CHOICES, PER_PAGE, SORTS, asked_of, filters_of, written

router = APIRouter()
MOST = 10_000
"""Rows of a table to take away: more is what `pledgebook export` is for."""
COUNTED = 5_000
"""Commitments that are looked at to count and add up a list: a page must not take longer in a larger book."""
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/commitments")
def commitments(request: Request) -> Response:
    """A page of the list."""
    asked = asked_of(request.query_params.multi_items())
    return answered(request, lambda: view(book_of(request), asked))


def view(book: Book, asked: Mapping[str, str]) -> tuple[str, Values]:
    """What the list shows. Raises UsageError for a filter that has no such value."""
    filters: Filters = {**filters_of(asked), "limit": PER_PAGE}
    page = book.commitments(**filters)
    whole: Filters = {**filters, "after": None}
    totals = None if "min_confidence" in asked else book.totals(most=COUNTED, **whole)
    return "commitments.html", {
        "here": "commitments",
        "title": "Commitments",
        "page": page,
        "totals": totals,
        "most": MOST,
        "asked": asked,
        "choices": CHOICES,
        "sorts": SORTS,
        "more": any(name not in ("text", "actor", "status", "sort", "descending", "after") for name in asked),
        "nothing": None if page else book.nothing_fits(**filters),
        "query": written(asked, after=None),
        "next": written(asked, after=page.cursor) if page.cursor else None,
    }


@router.get("/commitments.{form}")
def table(request: Request, form: str) -> Response:
    """What the list shows, as a table for spreadsheets: all pages of it, up to MOST rows."""
    if form not in _TYPES:
        raise HTTPException(404)
    filters = filters_of({**asked_of(request.query_params.multi_items()), "after": ""})
    filters.pop("after", None)
    pages = _first(book_of(request).pages(most=MOST, **filters))
    rows = ({**row, "source": source_name(str(row["source"] or ""))} for page in pages for row in page.rows())
    headers = {"Content-Disposition": f'attachment; filename="commitments.{form}"', "Cache-Control": "no-cache"}
    if form == "xlsx":
        return Response(xlsx_file(COMMITMENT_COLUMNS, rows), media_type=_TYPES[form], headers=headers)
    return StreamingResponse(_lines(rows), media_type=_TYPES[form], headers=headers)


def _first(pages: Iterator[Commitments]) -> Iterator[Commitments]:
    """The same pages, the first already taken: what is wrong with the filters is told before the answer begins."""
    first = next(pages, None)

    def all_of() -> Iterator[Commitments]:
        if first is not None:
            yield first
        yield from pages

    return all_of()


def _lines(rows: Iterator[Row]) -> Iterator[bytes]:
    yield from csv_lines(list(COMMITMENT_COLUMNS), rows)
