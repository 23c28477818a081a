"""Adding documents, and finding them again: their texts, versions, and statements with their imprints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Integer, cast, func, select

from pledgebook.errors import SpanError, UsageError
from pledgebook.ledger import schema
from pledgebook.ledger.bodies import CopyBody, decode_document, decode_statement, encode, encode_document
from pledgebook.ledger.entries import Chain
from pledgebook.ledger.rows import among, listed, parts
from pledgebook.ledger.tables import Tables
from pledgebook.ledger.values import origin, writable
from pledgebook.model import Document, Imprint, Said, Statement, document_id, statement_id

Outcome = Literal["new", "known", "version", "copy"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was added.

    `outcome`: "new"; "known" (the same text from the same source: nothing was written); "version" (another text of a source
    that the book knows); "copy" (a text that the book knows, from another source). `sequence`: of its entry, None for
    "known". `statements`: how many statements the book gained.
    """

    document: str
    outcome: Outcome
    sequence: int | None
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a source had. `sequence`: of the entry; `time`: when it was added; `latest`: no later one is known."""

    document: str
    sequence: int
    time: str
    latest: bool
    published: str | None = None


def add_all(chain: Chain, tables: Tables, found: Iterable[tuple[Document, Sequence[Statement]]]) -> list[Added]:
    """Add documents, each wholly. Raises SpanError where a quote does not stand in its text, UsageError where an id is wrong."""
    added = []
    batch = []
    for document, statements in found:
        document = _writable(document)
        batch.append((document, statements, origin(document.source, document.url)))
    tables.look_up([document.id for document, _, _ in batch], [where for _, _, where in batch])
    for document, statements, where in batch:
        number, before = tables.documents[document.id], tables.latest[where]
        if number is not None and (where, number) in tables.seen:
            added.append(Added(document.id, "known", None))
            continue
        outcome: Outcome = "version" if before is not None else "new" if number is None else "copy"
        if number is None:
            _check(document, statements)
            body, lengths = encode_document(document, statements)
            entry = chain.append("document", body)
            tables.document(entry, document, statements, lengths)
            added.append(Added(document.id, outcome, entry.sequence, len(statements)))
        else:
            imprint = Imprint(
                document.id, document.source, document.title, document.publisher, document.published, document.url
            )
            entry = chain.append("document", encode(CopyBody(imprint)))
            tables.copy(entry, imprint)
            added.append(Added(document.id, outcome, entry.sequence))
    return added


def knows(connection: Connection, document: Document) -> bool:
    """Whether the book holds this text from this source."""
    document = _writable(document)
    places, texts = schema.sources.c, schema.documents.c
    query = (
        select(places.sequence)
        .join_from(schema.sources, schema.documents, places.document == texts.number)
        .where(places.origin == origin(document.source, document.url), texts.id == document.id)
    )
    return connection.execute(query).first() is not None


def _writable(document: Document) -> Document:
    """A document whose names UTF-8 can write: bytes of a path that are no text stand in it as "\\udce9"."""
    names = ("source", "title", "publisher", "published", "url")
    said: dict[str, str | None] = {name: getattr(document, name) for name in names}
    if all(one is None or one.isascii() for one in said.values()):
        return document
    changed: dict[str, Any] = {name: writable(one) for name, one in said.items() if one}
    return replace(document, **changed)


def _check(document: Document, statements: Sequence[Statement]) -> None:
    text, ids = document.text, set()
    if document_id(text) != document.id:
        raise UsageError(f"{document.source}: the id of the document is not that of its text")
    for statement in statements:
        if statement.document != document.id:
            raise UsageError(f"{document.source}: statement {statement.id} is of another document")
        for quote in (statement.quote, statement.object, statement.act):
            if text[quote.start : quote.end] != quote.text:
                raise SpanError(f"{document.source}: the words {quote.text[:60]!r} do not stand at {quote.start}")
        act, target = statement.act, statement.object
        if statement.id != statement_id(document.id, statement.kind, (act.start, act.end), (target.start, target.end)):
            raise UsageError(f"{document.source}: the id {statement.id} is not that of its statement")
        ids.add(statement.id)
    if len(ids) != len(statements):
        raise UsageError(f"{document.source}: two statements have the same id")


def said(connection: Connection, numbers: Collection[int]) -> dict[int, Said]:
    """Statements with their imprints, by number, from the bodies of the entries."""
    lines, texts, book = schema.statements.c, schema.documents.c, schema.entries.c
    record = func.substr(book.body, cast(lines.start + 1, Integer), cast(lines.length, Integer))
    query = (
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
        )
        .join_from(schema.statements, schema.documents, lines.document == texts.number)
        .join(schema.entries, lines.document == book.sequence)
        .where(among(connection, lines.number, "numbers"))
    )
    imprints: dict[str, Imprint] = {}
    found = {}
    for some in parts(numbers):
        for row in connection.execute(query, {"numbers": listed(connection, some)}):
            imprint = imprints.get(row[2])
            if imprint is None:
                imprint = imprints[row[2]] = Imprint(*row[2:8], superseded=row[8] == 0)
            found[row[0]] = Said(decode_statement(bytes(row[1])), imprint)
    return dict(sorted(found.items()))


def document(connection: Connection, one: str) -> Document | None:
    """A document with its text, by its id."""
    texts, book = schema.documents.c, schema.entries.c
    query = select(book.body).join_from(schema.documents, schema.entries, texts.number == book.sequence)
    body = connection.execute(query.where(texts.id == one)).scalar()
    if body is None:
        return None
    found = decode_document(bytes(body))
    return None if isinstance(found, Imprint) else found[0]


def versions(connection: Connection, source: str) -> list[Version]:
    """The texts that a source (address or path) had, the earliest added first."""
    places, texts, book = schema.sources.c, schema.documents.c, schema.entries.c
    query = (
        select(texts.id, places.sequence, book.time, places.latest, places.published)
        .join_from(schema.sources, schema.documents, places.document == texts.number)
        .join(schema.entries, places.sequence == book.sequence)
        .where(places.origin == origin(writable(source), None))
        .order_by(places.sequence)
    )
    return [Version(*row) for row in connection.execute(query)]


def copies(connection: Connection, one: str) -> list[Imprint]:
    """Where a document was found, by its id: its first source, then the further ones."""
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
