"""A whole book, or what of it fits some filters, as a content that every format for other programs can be asked of."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pledgebook.book import lists
from pledgebook.book.as_of import Day
from pledgebook.errors import UsageError
from pledgebook.model import Ruling, commitment_record
from pledgebook.publish.entry_lines import book_line, entry_line
from pledgebook.publish.exchange import Exchange, Reporter, ReviewedDocument, Told
from pledgebook.publish.formats import Content
from pledgebook.publish.rows import COMMITMENT_COLUMNS, STATEMENT_COLUMNS, Row, statement_row
from pledgebook.publish.sharing import shared_document, shared_list, shared_said

if TYPE_CHECKING:
    from pledgebook.ledger import Reader
    from pledgebook.publish.answers import Commitments, Listed

RowsOf = Literal["commitments", "statements"]
"""What a row of a table is."""
TEXTS = 64
"""Texts of documents that are held at a time: statements of one commitment mostly come from few."""


def content(
    reader: Reader,
    filters: Mapping[str, Any],
    day: Day,
    today: datetime.date,
    most: int | None,
    rows: RowsOf,
    base: str,
    reporter: Reporter,
) -> Content:
    """See `ReadableBook.export`; what it gives is read while `reader` is held open."""
    order = {"sort", "descending"}
    narrowed = most is not None or day is not None or any(filters[name] is not None for name in filters.keys() - order)

    def pages() -> Iterator[Commitments]:
        return map(shared_list, lists.pages_of_one_view(reader, filters, day, today, most))

    def lines() -> Iterator[list[dict[str, Any]]]:
        yield [book_line(None if narrowed else reader.head())]
        if not narrowed:
            for entry in reader.entries():
                yield [entry_line(entry)]
        for page in pages():
            yield [{"type": "commitment", **commitment_record(one.commitment, one.statuses)} for one in page]

    def reviewed() -> Iterator[ReviewedDocument]:
        if narrowed:
            raise UsageError("annotations are of whole documents: no filter and no day can be given with them")
        return _reviewed(reader)

    @functools.lru_cache(maxsize=TEXTS)
    def text(id: str) -> str | None:
        found = reader.document(id)
        return None if found is None else found.text

    return Content(
        drawn=lambda to_terminal: (),
        records=lines,
        columns=COMMITMENT_COLUMNS if rows == "commitments" else STATEMENT_COLUMNS,
        rows=lambda: (row for page in pages() for row in (page.rows() if rows == "commitments" else _statements(page))),
        exchange=Exchange(
            lambda: (_told(reader, one, today) for page in pages() for one in page), text, reviewed, base, reporter
        ),
    )


def _statements(page: Commitments) -> Iterator[Row]:
    return (statement_row(member.said, one.commitment.id) for one in page for member in one.commitment.members)


def _told(reader: Reader, one: Listed, today: datetime.date) -> Told:
    if not any(status.ruled_by for status in one.statuses):
        return Told(one.commitment, one.statuses)
    said = [ruled.ruling for _, ruled in reader.rulings(one.commitment.id)]
    return Told(one.commitment, one.statuses, latest(said, today))


def latest(rulings: list[Ruling], today: datetime.date) -> Ruling | None:
    """The ruling that counts on a day: of those said by then the latest, and of one day the last (as `assess` takes it)."""
    known = [one for one in rulings if one.ruled <= today.isoformat()]
    return max(enumerate(known), key=lambda pair: (pair[1].ruled, pair[0]))[1] if known else None


def _reviewed(reader: Reader) -> Iterator[ReviewedDocument]:
    for id in reader.reviewed_documents():
        document = reader.document(id)
        if document is not None:
            said = reader.stated_in(id)
            homes = reader.ids_by_statement([one.statement.id for one in said])
            pairs = tuple((shared_said(one), homes.get(one.statement.id)) for one in said)
            yield ReviewedDocument(shared_document(document), pairs)
