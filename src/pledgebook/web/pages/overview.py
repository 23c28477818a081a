"""The front page: what the book holds, and what became of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pledgebook.book import Book
from pledgebook.web.books import book_of
from pledgebook.web.pages.answering import Values, answered

router = APIRouter()


@router.get("/")
def overview(request: Request) -> Response:
    """The front page."""
    book = book_of(request)
    return answered(request, lambda: view(book))


def view(book: Book) -> tuple[str, Values]:
    """What the front page shows."""
    return "overview.html", {"here": "", "title": "What was promised, and what became of it", "counts": book.counts()}
