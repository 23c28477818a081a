"""The book of a site: opened once, asked by many threads at a time, and known to have changed by its last entry."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from pledgebook.book import Book
from pledgebook.model.version import program_version


@dataclass(frozen=True, slots=True)
class Edition:
    """What a page shows: the book after an entry, on a day, by a program. Two pages of one edition have the same bytes.

    `head`: the hash of the last entry, empty for an empty book. `sequence`: its number. `written`: when it was written (UTC).
    """

    head: str
    sequence: int
    written: str
    day: str
    program: str

    @property
    def tag(self) -> str:
        """An entity tag for what depends on nothing else (RFC 9110, 8.8.3)."""
        return f'W/"{self.head[:16] or "empty"}-{self.day}-{self.program}"'


def edition_of(book: Book) -> Edition:
    """The edition of a book at this moment. Raises LedgerError."""
    with book.ledger.read() as reader:
        head = reader.last_stamp()
    day, program = book.day.isoformat(), program_version()
    return (
        Edition("", 0, "", day, program) if head is None else Edition(head.hash, head.sequence, head.time, day, program)
    )


def book_of(request: Request) -> Book:
    """The book that the site shows: as a dependency of routes. Each of its answers has a connection of its own, so that threads
    may share it."""
    found: Book = request.app.state.book
    return found
