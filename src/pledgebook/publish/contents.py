"""What commands print, as contents that every format can be asked of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pledgebook.model import Document, Imprint, Reading, Said, commitment_record, record_of
from pledgebook.publish.answers import Commitments, Followed
from pledgebook.publish.commitment_tables import listed
from pledgebook.publish.formats import Content
from pledgebook.publish.page import page
from pledgebook.publish.rows import COMMITMENT_COLUMNS, STATEMENT_COLUMNS, Row, commitment_row, statement_row
from pledgebook.publish.statement_tables import tables
from pledgebook.publish.wording import harmless

_OF_A_BOOK = ("commitment", "reviewed", "superseded")
"""Columns of statements that only a ledger can fill."""


def content_of_readings(readings: Iterable[Reading], *, brief: bool = False) -> Content:
    """The statements of documents; what could not be read gives nothing. `brief`: tables leave the sentences out.

    The readings are gone through once, so one format can be asked of it.
    """

    def read() -> Iterator[tuple[Document, Reading]]:
        return ((one.document, one) for one in readings if one.document is not None)

    def rows() -> Iterator[Row]:
        for document, reading in read():
            imprint = Imprint(
                document.id, document.source, document.title, document.publisher, document.published, document.url
            )
            for statement in reading.statements:
                yield statement_row(Said(statement, imprint))

    columns = {name: kind for name, kind in STATEMENT_COLUMNS.items() if name not in _OF_A_BOOK}
    return Content(
        drawn=lambda to_terminal: tables(readings, to_terminal=to_terminal, brief=brief),
        columns=columns,
        rows=rows,
        records=lambda: ([record_of(one, document) for one in reading.statements] for document, reading in read()),
        whole=lambda: [_whole(document, reading) for document, reading in read()],
        page=lambda: page([reading for _, reading in read()]),
    )


def _whole(document: Document, reading: Reading) -> dict[str, Any]:
    return {
        "document": {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "url": document.url,
        },
        "statements": [record_of(statement, document) for statement in reading.statements],
    }


def content_of_list(
    first: Callable[[], Commitments],
    pages: Callable[[], Iterable[Commitments]],
    total: Callable[[], int | None] = lambda: None,
    why_none: Callable[[], str | None] = lambda: None,
) -> Content:
    """A list of commitments. `first`: the page that a table shows; `pages`: all of them, each commitment with its statements;
    `total`: how many there are, None where that is not counted; `why_none`: why there is none."""

    def drawn(to_terminal: bool) -> Iterator[str]:
        shown = first()
        if not shown:
            why = why_none()
            yield f"nothing fits{f': {harmless(why)}' if why else ''}\n"
            return
        yield listed(shown, to_terminal=to_terminal)
        whole = total() if shown.cursor else len(shown)
        told = f"{len(shown):,} of {whole:,}" if whole is not None and whole > len(shown) else f"{len(shown):,}"
        yield f"\n{told} shown\n"
        if shown.cursor:
            yield f"There is more: --after {shown.cursor}\n"

    return Content(
        drawn=drawn,
        records=lambda: (one.records() for one in pages()),
        columns=COMMITMENT_COLUMNS,
        rows=lambda: (row for one in pages() for row in one.rows()),
    )


def content_of_followed(
    found: Iterable[Followed], drawn: Callable[[bool], Iterable[str]], *, one: bool = False
) -> Content:
    """Commitments with what became of them. `drawn`: the text for people. `one`: it is about one commitment, and its JSON is no
    list."""

    def records() -> Iterator[list[dict[str, Any]]]:
        return ([commitment_record(followed.commitment, followed.statuses)] for followed in found)

    def rows() -> Iterator[Row]:
        for followed in found:
            for status in followed.statuses or (None,):
                yield commitment_row(followed.commitment, () if status is None else (status,))

    whole = (lambda: next(records())[0]) if one else None
    return Content(drawn=drawn, records=records, columns=COMMITMENT_COLUMNS, rows=rows, whole=whole)
