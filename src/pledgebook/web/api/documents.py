"""Documents, their texts, and what they say."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from pledgebook.book import Book
from pledgebook.ledger import Catalogued
from pledgebook.publish.sharing import shared_statements, source_name
from pledgebook.web.api.answering import answered, not_there
from pledgebook.web.api.asking import AskedDay, AskedPage
from pledgebook.web.api.shapes import ERRORS, says
from pledgebook.web.books import book_of

router = APIRouter(tags=["documents"], responses=ERRORS)
Id = Annotated[str, Path(pattern="^sha256:[0-9a-f]{64}$")]


@router.get("/documents", responses=says("Documents", "A page of documents, without their texts."))
def list_documents(request: Request, asked: AskedPage) -> Response:
    """Documents, the latest added first."""

    def records() -> dict[str, Any]:
        found, cursor = book_of(request).catalogue(limit=asked.limit, after=asked.after)
        return {"items": [_record(one) for one in found], "next": cursor}

    return answered(request, records)


@router.get("/documents/{id}", responses=says("Document", "The document."))
def show_document(request: Request, id: Id, asked: AskedDay) -> Response:
    """One document with its text, to whose characters (Unicode code points) all offsets refer."""
    book = asked.book(request)

    def record() -> dict[str, Any]:
        found, document = _catalogued(book, id), book.document(id)
        if document is None:
            raise not_there(f"the text of {id} was erased")
        return {**_record(found), "text": document.text}

    return answered(request, record)


@router.get(
    "/documents/{id}/statements", responses=says("DocumentStatements", "All of them, in the order of the text.")
)
def list_statements_of(request: Request, id: Id, asked: AskedDay) -> Response:
    """What one document says."""
    book = asked.book(request)

    def records() -> dict[str, Any]:
        _catalogued(book, id)
        return {"items": shared_statements(book.stated_in(id)).records()}

    return answered(request, records)


def _catalogued(book: Book, id: str) -> Catalogued:
    found = book.catalogued(id)
    if found is None:
        raise not_there(f"the book holds no document {id}")
    return found


def _record(one: Catalogued) -> dict[str, Any]:
    imprint = one.imprint
    return {
        "id": imprint.id,
        "source": source_name(imprint.source),
        "title": imprint.title,
        "publisher": imprint.publisher,
        "published": imprint.published,
        "url": imprint.url,
        "superseded": imprint.superseded,
        "statements": one.statements,
        "added": one.added,
    }
