"""Which documents a book holds, and which persons took out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from pledgebook.ledger.bodies import Removal, decode
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.view import View
from pledgebook.model import Imprint


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a list: its imprint, and how many statements were found in it. `number`: of its entry; `added`: when (UTC)."""

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


def documents(view: View, limit: int, before: int | None = None) -> list[Held]:
    """Documents, the last added first, without those that were taken out. `before`: only those added before the one of this
    number."""
    texts = schema.documents.c
    query = _rows().where(texts.id.not_in(sorted(taken_out(view)))).order_by(texts.number.desc())
    if before is not None:
        query = query.where(texts.number < before)
    return _found(view, query.limit(limit))


def held(view: View, one: str) -> Held | None:
    """A document by its id, also one that was taken out; None where the book does not hold it."""
    return next(iter(_found(view, _rows().where(schema.documents.c.id == one))), None)


def _rows() -> Select[Any]:
    texts, book = schema.documents.c, schema.entries.c
    columns = (texts.id, texts.source, texts.title, texts.publisher, texts.published, texts.url)
    return select(texts.number, *columns, texts.current, texts.statements, book.time).join_from(
        schema.documents, schema.entries, texts.number == book.sequence
    )


def _found(view: View, query: Select[Any]) -> list[Held]:
    return [
        Held(
            row.number,
            Imprint(row.id, row.source, row.title, row.publisher, row.published, row.url, row.current == 0),
            row.statements,
            row.time,
        )
        for row in view.connection.execute(query)
    ]
