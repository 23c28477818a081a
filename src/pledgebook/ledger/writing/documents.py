"""Adding documents with their statements: each wholly, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pledgebook.errors import SpanError, UsageError
from pledgebook.ledger.bodies import CopyBody, encode, encode_document
from pledgebook.ledger.store.values import origin, writable_document
from pledgebook.ledger.writing.transaction import Transaction
from pledgebook.model import Document, Imprint, Statement, document_id, statement_id

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


def add_document(writer: Transaction, document: Document, statements: Sequence[Statement]) -> Added:
    """Add a document with its statements, wholly or, where anything is wrong, not at all.

    Raises SpanError where a quote does not stand in the text, UsageError where an id is not what it must be.
    """
    return add_documents(writer, ((document, statements),))[0]


def add_documents(writer: Transaction, found: Iterable[tuple[Document, Sequence[Statement]]]) -> list[Added]:
    """Add documents in order, as `add_document` does; quicker than one by one."""
    chain, tables = writer.chain, writer.tables
    added = []
    batch = []
    for document, statements in found:
        document = writable_document(document)
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
