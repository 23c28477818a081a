"""What is kept until the book changes: numbers that are costly to work out, and whole pages."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from pledgebook.book import Book
from pledgebook.web.books import Edition, edition_of

T = TypeVar("T")
PATIENCE = 0.05
"""Seconds that a reader waits for new numbers before the ones before them are shown."""
REST = 50
"""A value that took a second to work out is not worked out again for so many: a book in which somebody writes all day long must
not keep a processor busy with numbers that nobody has time to read."""
SHELF = 32 * 1024 * 1024
"""Bytes of pages that are kept."""


class Kept(Generic[T]):
    """A value that is worked out of a book, kept until the book changes.

    After a change one thread works it out anew, and then rests. Whoever asks meanwhile waits `PATIENCE`, then gets the value before, with the
    edition that it is of: nobody waits for a large book because somebody writes in it. Only the very first reader waits.
    """

    def __init__(self, make: Callable[[Book], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._held: tuple[Edition, T] | None = None
        self._work: threading.Thread | None = None
        self._rested = 0.0

    def of(self, book: Book, edition: Edition) -> tuple[Edition, T]:
        """The value, and the edition that it is of. Raises LedgerError where there is no value yet and the book cannot be read."""
        held = self._held
        if held is None:
            with self._lock:
                if self._held is None:
                    self._renew(book)
                held = self._held
            assert held is not None
            return held
        if held[0] != edition and time.monotonic() >= self._rested:
            with self._lock:
                if self._work is None or not self._work.is_alive():
                    self._work = threading.Thread(target=self._renew, args=(book,), daemon=True)
                    self._work.start()
                work = self._work
            work.join(PATIENCE)
        return self._held or held

    def _renew(self, book: Book) -> None:
        started = time.monotonic()
        edition = edition_of(book)
        self._held = edition, self._make(book)
        now = time.monotonic()
        self._rested = now + REST * (now - started)


class Shelf:
    """Pages as they were answered, by address and edition; those not asked for longest leave first."""

    def __init__(self, room: int = SHELF) -> None:
        self._room = room
        self._used = 0
        self._pages: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: str, tag: str) -> bytes | None:
        """The page, None where it is not kept."""
        with self._lock:
            page = self._pages.get((address, tag))
            if page is not None:
                self._pages.move_to_end((address, tag))
            return page

    def put(self, address: str, tag: str, page: bytes) -> None:
        """Keep a page; one larger than an eighth of the room is not kept."""
        if len(page) > self._room // 8:
            return
        with self._lock:
            before = self._pages.pop((address, tag), b"")
            self._pages[address, tag] = page
            self._used += len(page) - len(before)
            while self._used > self._room:
                self._used -= len(self._pages.popitem(last=False)[1])
