"""One search over promises, quotes and evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pledgebook.book import Book
from pledgebook.book.evidence import catalogue
from pledgebook.evidence import Series
from pledgebook.ledger import Hit
from pledgebook.model import Snapshot
from pledgebook.web.books import book_of, edition_of
from pledgebook.web.caching import Kept
from pledgebook.web.pages.answering import Values, answered
from pledgebook.web.pages.filters import LONGEST, written
from pledgebook.world.words import plain

router = APIRouter()
PROMISES, QUOTES, TABLES = 10, 20, 10


@dataclass(frozen=True, slots=True)
class Source:
    """A source of evidence: its latest snapshot, its series, and all words by which it is found."""

    snapshot: Snapshot
    series: tuple[Series, ...]
    words: str


def sources_of(book: Book) -> list[Source]:
    """Every source of official records in the book."""
    with book.ledger.read() as reader:
        return [
            Source(snapshot, tuple(found), _words(snapshot, found)) for snapshot, found in catalogue(reader, book.day)
        ]


def _words(snapshot: Snapshot, found: Iterable[Series]) -> str:
    told = [snapshot.source, snapshot.title or "", snapshot.publisher or "", *snapshot.notes]
    for one in found:
        told += [one.unit, one.rung or ""]
        for name, values in one.dimensions:
            told += [name, *values]
    return f" {plain(' '.join(told)).lower()} "


@router.get("/search")
def search(request: Request, q: str = "") -> Response:
    """What holds the words."""
    book, words = book_of(request), q.strip()[:LONGEST]
    kept: Kept[list[Source]] = request.app.state.sources
    _, sources = kept.of(book, edition_of(book))
    return answered(request, lambda: view(book, words, sources))


def view(book: Book, words: str, sources: list[Source]) -> tuple[str, Values]:
    """What a search shows: promises (with what became of them), quotes, official tables."""
    promises = (
        book.commitments(text=words, limit=PROMISES, kind=None, sort="statements", descending=True) if words else []
    )
    hits = book.search(words, limit=QUOTES) if words else []
    sought = plain(words).lower().split()
    tables = [one for one in sources if sought and all(f" {word}" in one.words for word in sought)]
    return "search.html", {
        "title": f"Search: {words}" if words else "Search",
        "sought": words,
        "promises": promises,
        "hits": [(hit, _cut(hit)) for hit in hits],
        "tables": tables[:TABLES],
        "query": written({"text": words, "kind": "all"}),
    }


def _cut(hit: Hit) -> list[tuple[str, bool]]:
    """The quote in parts: words that were sought, and the others."""
    text, at, parts = hit.said.statement.quote.text, 0, []
    for start, end in hit.marks:
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*parts, (text[at:], False)]
