"""Books with accounts and with rows to review, on a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_books import readings
from desk_site import Desk, desk
from shelf import Books

from pledgebook.book import Book
from pledgebook.ledger import copy_ledger
from pledgebook.web.accounts import Accounts, open_accounts
from tests.ledger.conftest import books, files, server, shelf

__all__ = ["books", "files", "server", "shelf"]


@pytest.fixture
def place(books: Books) -> str:
    """The address of an empty book, on each engine in turn."""
    return books.new()


@pytest.fixture
def accounts(place: str) -> Iterator[Accounts]:
    """The accounts of an empty book: nobody has one."""
    opened = open_accounts(place, create=True)
    assert opened is not None
    yield opened
    opened.close()


@pytest.fixture
def book(place: str) -> Iterator[Book]:
    """A book of two texts that share a promise. After the test nothing in it is amiss, also when its tables are made anew."""
    with Book.open(place) as opened:
        list(opened.keep(readings()))
        opened.merge()
        yield opened
        assert opened.verify() == []
        before = [record for page in opened.pages(kind=None) for record in page.records()]
        opened.rebuild()
        assert [record for page in opened.pages(kind=None) for record in page.records()] == before
        assert opened.verify() == []


@pytest.fixture(scope="module")
def served(shelf: Books, demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk of the book of the demo, served, on each engine in turn. Tests share it, and ask for rows of their own."""
    place = shelf._place()
    copy_ledger(str(demo_book), place)
    with desk(place, tmp_path_factory.mktemp("desk")) as found:
        yield found
        assert found.book.verify() == []
