"""The accounts of a ledger, opened for a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pledgebook.config import book_place
from pledgebook.errors import SetupError, UsageError

try:
    from pledgebook.web.accounts import Accounts, open_accounts
except ImportError as error:
    raise SetupError('accounts need parts that are not installed: pip install "pledgebook[web]"') from error


@contextmanager
def opened_accounts(book: str | None, *, create: bool = False) -> Iterator[Accounts]:
    """The accounts of the ledger of a call. `create`: make their tables where nobody has an account yet; raises UsageError there
    otherwise."""
    held = open_accounts(book_place(book), create=create)
    if held is None:
        raise UsageError("nobody has an account at this ledger yet: `pledgebook user add NAME` gives one")
    try:
        yield held
    finally:
        held.close()
