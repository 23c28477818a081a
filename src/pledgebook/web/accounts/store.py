"""Where accounts lie: beside the book and never in it.

Of a book in a file they are a file of their own, `NAME.accounts` beside it; of a book on a server they are tables of the
schema `pledgebook_accounts` of the same database. `verify`, `seal`, `copy` and `backup` know nothing of them, so that a book
can be handed to anybody without a single password going with it (docs/decisions/0013-desk.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import Column, Connection, ForeignKey, Index, MetaData, Table, inspect, select, text

from pledgebook.errors import SetupError, UsageError
from pledgebook.ledger.store.connect import Place, place_of, plain_errors, transaction
from pledgebook.ledger.store.schema import Number, Word

Role = Literal["reviewer", "editor"]
"""What a user may do: a reviewer says what rows are and which belong together; an editor also rules statuses, takes
documents out and takes back what others said."""

SUFFIX = ".accounts"
SCHEMA = "pledgebook_accounts"
VERSION = 1
WAIT = 10.0  # seconds to wait for another writer: each write takes milliseconds
_LOCK = 0x706C6163  # "plac": whoever writes accounts on PostgreSQL holds this advisory lock, as the file's lock does elsewhere

metadata = MetaData()
versions = Table("versions", metadata, Column("version", Number, primary_key=True, autoincrement=False))

# `key`: the name as names are compared; `password`: its argon2id hash; times are whole seconds since 1970
users = Table(
    "users",
    metadata,
    Column("key", Word, primary_key=True),
    Column("name", Word, nullable=False),
    Column("role", Word, nullable=False),
    Column("password", Word, nullable=False),
    Column("added", Number, nullable=False),
)
# `digest`: the SHA-256 of the secret that the browser holds
sessions = Table(
    "sessions",
    metadata,
    Column("digest", Word, primary_key=True),
    Column("user", Word, ForeignKey("users.key", ondelete="CASCADE"), nullable=False),
    Column("began", Number, nullable=False),
    Column("ends", Number, nullable=False),
    Index("sessions_user", "user"),
)
# `id`: what people call it by, no secret
tokens = Table(
    "tokens",
    metadata,
    Column("id", Word, primary_key=True),
    Column("digest", Word, nullable=False, unique=True),
    Column("user", Word, ForeignKey("users.key", ondelete="CASCADE"), nullable=False),
    Column("name", Word, nullable=False),
    Column("made", Number, nullable=False),
    Column("ends", Number),
    Index("tokens_user", "user"),
)
# sign-ins that failed or are still being looked at: a row for each thing that they are counted by
attempts = Table(
    "attempts",
    metadata,
    Column("attempt", Word, primary_key=True),
    Column("subject", Word, primary_key=True),
    Column("time", Number, nullable=False),
    Index("attempts_subject", "subject", "time"),
)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a book, to be read and written in transactions. Close it."""

    place: Place

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot. Raises LedgerError where it cannot be read."""
        with transaction(self.place, write=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction as the only writer of accounts. Raises LedgerError where it cannot be written."""
        with transaction(self.place, write=True) as connection:
            if not self.place.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    def close(self) -> None:
        """Let go of the file or the server."""
        self.place.engine.dispose()


def open_accounts(book: str, *, create: bool = False) -> Accounts | None:
    """The accounts of a book; None where nobody ever had one and `create` is not set.

    `book`: the address of the book, as `pledgebook.config.book_place` gives it; it must be there. Raises UsageError where
    there is no such book, SetupError where a newer pledgebook wrote the accounts, LedgerError as the book itself.
    """
    of_book = place_of(book, create=False, wait=WAIT)
    if of_book.path is not None:
        of_book.engine.dispose()
        path = of_book.path.with_name(of_book.path.name + SUFFIX)
        if not (create or path.exists()):
            return None
        place = _beside(path, create)
    else:
        place = replace(of_book, engine=of_book.engine.execution_options(schema_translate_map={None: SCHEMA}))
    accounts = Accounts(place)
    try:
        with plain_errors(place):
            there = _prepare(accounts, create)
    except BaseException:
        accounts.close()
        raise
    if not there:
        accounts.close()
    return accounts if there else None


def _beside(path: Path, create: bool) -> Place:
    try:
        return place_of(str(path), create=create, wait=WAIT)
    except UsageError as error:
        raise UsageError(f"the accounts cannot be opened: {error}") from None


def _prepare(accounts: Accounts, create: bool) -> bool:
    """Whether the tables are there; made where `create` is set."""
    with accounts.read() as connection:
        if _checked(accounts, connection):
            return True
    if not create:
        return False
    with accounts.write() as connection:
        if not accounts.place.sqlite:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        if not _checked(accounts, connection):
            metadata.create_all(connection)
            connection.execute(versions.insert().values(version=VERSION))
    return True


def _checked(accounts: Accounts, connection: Connection) -> bool:
    schema = None if accounts.place.sqlite else SCHEMA
    if not inspect(connection).has_table(versions.name, schema=schema):
        if accounts.place.sqlite and inspect(connection).get_table_names():
            raise UsageError(f"{accounts.place.shown} holds no accounts but tables of another program")
        return False
    version = connection.execute(select(versions.c.version)).scalar_one()
    if version > VERSION:
        raise SetupError(
            f"{accounts.place.shown}: its accounts were written by a newer pledgebook: "
            "update with `pip install --upgrade pledgebook`"
        )
    return True
