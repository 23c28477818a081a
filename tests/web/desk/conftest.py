"""Books with accounts, on a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shelf import Books

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
