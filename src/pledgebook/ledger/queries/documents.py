"""Documents by their id or source: their texts, versions, and statements with their imprints."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Select, cast, func, select

from pledgebook.ledger.bodies import decode_document, decode_statement, decode_text, is_erased
from pledgebook.ledger.queries.reviews import reviews
from pledgebook.ledger.store import ids, schema
from pledgebook.ledger.store.rows import among, each, rows_for
from pledgebook.ledger.store.values import origin, writable, writable_document
from pledgebook.ledger.store.view import View
from pledgebook.model import Document, Imprint, Said, corrected, words_before


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a source had. `sequence`: of the entry; `time`: when it was added; `latest`: no later one is known."""

    document: str
    sequence: int
    time: str
    latest: bool
    published: str | None = None


def knows(view: View, document: Document) -> bool:
    """Whether the book holds this text from this source."""
    connection = view.connection
    document = writable_document(document)
    places, texts = schema.sources.c, schema.documents.c
    query = (
        select(places.sequence)
        .join_from(schema.sources, schema.documents, places.document == texts.number)
        .where(places.origin == origin(document.source, document.url), texts.id == document.id)
    )
    return connection.execute(query).first() is not None


def said(view: View, numbers: Collection[int], *, before: bool = False) -> dict[int, Said]:
    """Statements with their imprints, by number, from the bodies of the entries. `before`: with the words that stand before them."""
    imprints: dict[str, Imprint] = {}
    found = {}
    places: dict[int, list[int]] = defaultdict(list)
    for row in rows_for(view.connection, _said, numbers):
        imprint = imprints.get(row[2])
        if imprint is None:
            imprint = imprints[row[2]] = Imprint(row[2], row[3], row[4], row[5], row[6], row[7], row[8] == 0)
        found[row[0]] = Said(decode_statement(bytes(row[1])), imprint)
        places[row[9]].append(row[0])
    told, values = reviews(view, found)
    for number, review in told.items():
        statement = functools.reduce(corrected, values.get(number, ()), found[number].statement)
        found[number] = replace(found[number], statement=statement, reviews=review)
    for text, those in _texts(view, places) if before else ():
        for number in those:
            found[number] = replace(found[number], before=words_before(text, found[number].statement))
    return dict(sorted(found.items()))


def _said(connection: Connection) -> Select[Any]:
    lines, texts, book = schema.statements.c, schema.documents.c, schema.entries.c
    record = func.substr(book.body, cast(lines.start + 1, Integer), cast(lines.length, Integer))
    return (
        select(
            lines.number,
            record,
            texts.id,
            texts.source,
            texts.title,
            texts.publisher,
            texts.published,
            texts.url,
            texts.current,
            texts.number,
        )
        .join_from(schema.statements, schema.documents, lines.document == texts.number)
        .join(schema.entries, lines.document == book.sequence)
        .where(among(connection, lines.number, "numbers"), lines.length > 0)  # the text of the others was erased
    )


def _texts(view: View, places: Mapping[int, list[int]]) -> Iterator[tuple[str, list[int]]]:
    """The text of each document, by its number, with what was asked about it."""
    book = schema.entries.c
    query = select(book.sequence, book.body).where(among(view.connection, book.sequence, "numbers"))
    for number, body in each(view.connection, query, "numbers", places):
        yield decode_text(bytes(body)), places[number]


def stated_in(view: View, one: str) -> list[Said]:
    """What a document says, by its id: every statement in the order of the text, also what persons rejected."""
    texts = schema.documents.c
    found = view.connection.execute(select(texts.first, texts.statements).where(texts.id == one)).one_or_none()
    return [] if found is None else list(said(view, range(found[0], found[0] + found[1])).values())


def document(view: View, one: str) -> Document | None:
    """A document with its text, by its id."""
    connection = view.connection
    texts, book = schema.documents.c, schema.entries.c
    query = select(book.body).join_from(schema.documents, schema.entries, texts.number == book.sequence)
    body = connection.execute(query.where(texts.id == one)).scalar()
    if body is None or is_erased(bytes(body)):
        return None
    found = decode_document(bytes(body))
    return None if isinstance(found, Imprint) else found[0]


def versions(view: View, source: str) -> list[Version]:
    """The texts that a source (address or path) had, the earliest added first."""
    connection = view.connection
    places, texts, book = schema.sources.c, schema.documents.c, schema.entries.c
    query = (
        select(texts.id, places.sequence, book.time, places.latest, places.published)
        .join_from(schema.sources, schema.documents, places.document == texts.number)
        .join(schema.entries, places.sequence == book.sequence)
        .where(places.origin == origin(writable(source), None))
        .order_by(places.sequence)
    )
    return [Version(*row) for row in connection.execute(query)]


def copies(view: View, one: str) -> list[Imprint]:
    """Where a document was found, by its id: its first source, then the further ones."""
    connection = view.connection
    places, texts = schema.sources.c, schema.documents.c
    query = (
        select(places.source, places.publisher, places.published, places.latest)
        .join_from(schema.sources, schema.documents, places.document == texts.number)
        .where(texts.id == one)
        .order_by(places.sequence)
    )
    return [
        Imprint(one, row.source, None, row.publisher, row.published, superseded=not row.latest)
        for row in connection.execute(query)
    ]


def known_days(view: View, documents: Collection[str]) -> dict[str, date]:
    """The day by which each document had surely been published: the last that its date allows, else the day on which it
    was added."""
    return {row.id: date.fromordinal(row.known) for row in rows_for(view.connection, _known, documents, "ids")}


def _known(connection: Connection) -> Select[Any]:
    texts = schema.documents.c
    return select(texts.id, texts.known).where(among(connection, texts.id, "ids", words=True))


def numbers(view: View, wanted: Collection[str]) -> dict[str, int]:
    """The numbers of statements by id; those that the book does not hold are left out."""
    return ids.numbers(view.connection, wanted)
