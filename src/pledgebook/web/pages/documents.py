"""Documents: which there are, and each as it reads, its statements marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pledgebook.book import Book
from pledgebook.errors import UsageError
from pledgebook.ledger import Catalogued
from pledgebook.model import Document, Said
from pledgebook.publish.passages import Place, blocks, is_markdown, paragraphs, pieces, placed, places_of
from pledgebook.publish.sharing import source_name
from pledgebook.web.accounts.door import visitor
from pledgebook.web.books import book_of
from pledgebook.web.pages.answering import Values, answered, own_page

router = APIRouter()
PER_PAGE = 50
SURE = 0.25
"""Below it a statement that nobody has looked at is at least three times as likely wrong as right: readers are not shown it in the text."""
_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(?=\S)")
_ITEM = re.compile(r"[ \t]*(?:[-*+•‣◦▪–][ \t]+|\d{1,3}[.)][ \t]+)(?=\S)")
ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of a paragraph. `of`: the number of the statement that they belong to, 0 for none; `kind`: its kind; `act`: whether
    they hold its act; `begins`: the numbers of the statements whose object begins here."""

    words: str
    of: int
    kind: str
    act: bool
    begins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it reads. `sort`: "heading", "item", "aside" (outside what is read for statements) or "words"; `level`: of a
    heading, 1 to 6; `flows`: whether its line ends are blanks (Markdown)."""

    sort: str
    level: int
    flows: bool
    bits: tuple[Bit, ...]


@router.get("/documents")
def documents(request: Request, before: int | None = None) -> Response:
    """The list of documents."""
    return answered(request, lambda: list_view(book_of(request), before))


def list_view(book: Book, before: int | None = None) -> tuple[str, Values]:
    """What the list of documents shows."""
    if before is not None and not 0 < before < 1 << 62:
        return list_of([])
    return list_of(*book.catalogue(limit=PER_PAGE, after=before), first=before is None)


def list_of(page: Sequence[Catalogued], following: int | None = None, *, first: bool = True) -> tuple[str, Values]:
    """What a page of the list of documents shows. `following`: where the next one begins; `first`: whether it is the first."""
    return "documents.html", {
        "here": "documents",
        "title": "Documents",
        "page": page,
        "next": following,
        "first": first,
    }


@router.get("/documents/{id}")
def document(request: Request, id: str) -> Response:
    """The page of a document. `id`: the SHA-256 of its text."""
    id, book = id.removeprefix("sha256:"), book_of(request)
    try:
        if visitor(request) is None:
            return answered(request, lambda: view(book, id))
        template, values = view(book, id, reviewer=True)
        return own_page(request, template, values)
    except UsageError as error:
        raise HTTPException(404, str(error)) from error


def view(book: Book, id: str, *, reviewer: bool = False) -> tuple[str, Values]:
    """What the page of a document shows. `reviewer`: also what is held back from readers (`held_back`). Raises UsageError where the
    book does not hold it."""
    held = book.catalogued(f"sha256:{id}") if ID.fullmatch(id) else None
    found = None if held is None else book.document(held.imprint.id)
    if held is None or found is None:
        raise UsageError("the book holds no such document")
    every = book.stated_in(found.id, rejected=True)
    back = {one.statement.id: why for one in every if (why := held_back(one))}
    said = every if reviewer else [one for one in every if one.statement.id not in back]
    return "document.html", {
        "here": "documents",
        "title": found.title or source_name(found.source),
        "one": found,
        "superseded": held.imprint.superseded,
        "paragraphs": list(_read(found, said)),
        "said": said,
        "homes": every.commitments,
        "held": back,
    }


def held_back(said: Said) -> str:
    """Why readers are not shown that a document makes a statement: a person rejected it, or the program is less than SURE of it
    and no person said otherwise. Empty where they are."""
    for review in reversed(said.reviews):
        if review.kind in ("rejection", "removal"):
            return f"rejected by {review.by}"
    sure = said.statement.confidence
    return "" if said.reviews or sure is None or sure >= SURE else f"only {sure * 100:.0f} of 100 sure"


def _read(document: Document, said: Sequence[Said]) -> Iterator[Paragraph]:
    text, flows = document.text, is_markdown(document.source)
    spans = blocks(text, document.body[0]) if flows else paragraphs(text)
    title = " ".join((document.title or "").split())
    for start, end, here in placed(spans, places_of([one.statement for one in said], "")):
        heading = _HEADING.match(text, start, end) if flows else None
        item = None if heading else _ITEM.match(text, start, end)
        sort = "heading" if heading else "item" if item else "words"
        if not document.body[0] <= start < document.body[1]:
            sort = "aside"
        first = heading.end() if heading else start
        if heading and not here and " ".join(text[first:end].split()) == title:  # it stands above the text
            continue
        level = len(heading.group(1)) if heading else 0
        yield Paragraph(sort, level, flows, tuple(_bits(text, first, end, here)))


def _bits(text: str, start: int, end: int, here: list[Place]) -> Iterator[Bit]:
    for piece in pieces(start, end, here):
        begins = tuple(
            one.number
            for one in piece.over
            if one.part == "object" and (one.start == piece.start or one.start < piece.start == start)
        )
        acts = any(one.part == "act" for one in piece.over)
        inner = piece.inner
        yield Bit(
            text[piece.start : piece.end], inner.number if inner else 0, inner.kind if inner else "", acts, begins
        )
