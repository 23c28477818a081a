"""Which documents a book holds, page by page, and which persons took out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from pledgebook.ledger.bodies import Removal, decode
from pledgebook.ledger.queries.query import LARGEST_PAGE, Page
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.view import View
from pledgebook.model import Imprint


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A document of a list. `number`: that of its entry; `statements`: how many it makes; `added`: when it was added (UTC)."""

    number: int
    imprint: Imprint
    statements: int
    added: str


def taken_out(view: View) -> set[str]:
    """The ids of documents that persons took out of every list: few, one act each."""
    book, undone = schema.entries.c, schema.undone.c
    back = select(undone.target).where(undone.undone.is_(False))
    query = select(book.body).where(book.kind == "removal", book.sequence.not_in(back))
    return {decode(bytes(body), Removal).document for body in view.connection.execute(query).scalars()}


def catalogue(view: View, *, limit: int = 50, after: int | None = None) -> Page[Catalogued]:
    """A page of documents, the latest added first, without those that were taken out. `after`: the number of the last one of the
    page before; the cursor is the number to give next."""
    texts = schema.documents.c
    query = _rows().where(texts.id.not_in(sorted(taken_out(view)))).order_by(texts.number.desc())
    if after is not None:
        query = query.where(texts.number < after)
    found = _found(view, query.limit(min(limit, LARGEST_PAGE) + 1))
    return Page(tuple(found[:limit]), str(found[limit - 1].number) if len(found) > limit else None)


def catalogued(view: View, one: str) -> Catalogued | None:
    """A document by its id, also one that was taken out; None where the book does not hold it."""
    return next(iter(_found(view, _rows().where(schema.documents.c.id == one))), None)


def _rows() -> Select[Any]:
    texts, book = schema.documents.c, schema.entries.c
    columns = (texts.id, texts.source, texts.title, texts.publisher, texts.published, texts.url)
    return select(texts.number, *columns, texts.current, texts.statements, book.time).join_from(
        schema.documents, schema.entries, texts.number == book.sequence
    )


def _found(view: View, query: Select[Any]) -> list[Catalogued]:
    return [
        Catalogued(
            row.number,
            Imprint(row.id, row.source, row.title, row.publisher, row.published, row.url, row.current == 0),
            row.statements,
            row.time,
        )
        for row in view.connection.execute(query)
    ]
