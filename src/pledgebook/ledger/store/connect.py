"""From a place to connections: what a book's address means, how each engine is opened, what its errors tell a person."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import QueuePool

from pledgebook.errors import LedgerError, SetupError, UsageError

HEADER = b"SQLite format 3\0"
CACHE = 64 * 1024  # KiB of pages that a connection keeps: the upper levels of all indexes of millions of statements
WRITE = "pledgebook_write"
UNBOUND = "pledgebook_unbound"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a book lies. `shown`: for people, without a password. `path`: the file, None for a server."""

    shown: str
    engine: Engine
    path: Path | None = None
    readonly: bool = False
    secrets: tuple[str, ...] = ()

    @property
    def sqlite(self) -> bool:
        return self.path is not None


def place_of(address: str, *, create: bool, wait: float) -> Place:
    """What an address means, with an engine for it; nothing is opened yet.

    `wait`: seconds to wait for another writer. Raises UsageError for what is no address of a book, SetupError where the
    driver is not installed.
    """
    scheme, found, _ = address.partition("://")
    if not found:
        return _file(Path(address), create, wait)
    if scheme == "sqlite":
        return _file(Path(address.removeprefix("sqlite://").removeprefix("/")), create, wait)
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return _server(address, wait)
    raise UsageError(f"a book is a file or a postgresql:// address, not {scheme}://…")


def _file(path: Path, create: bool, wait: float) -> Place:
    if str(path) in ("", "."):
        raise UsageError("the name of the book is empty")
    if path.is_dir():
        raise UsageError(f"{path} is a folder, not a book")
    there = path.exists()
    if not there and not create:
        raise UsageError(f"there is no book {path}: `pledgebook add SOURCE… --book {path}` makes one")
    if not there and not path.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {path.absolute().parent} for the book {path.name}")
    if there and path.stat().st_size:
        try:
            with path.open("rb") as file:
                if file.read(len(HEADER)) != HEADER:
                    raise UsageError(f"{path} is not a book: it is no SQLite file")
        except PermissionError:
            raise LedgerError(f"{path} may not be read by this user: ask its owner for the right to read it") from None
    log = path.with_name(path.name + "-wal")
    # whoever writes needs a log beside the book
    folder = log.exists() or os.access(path.absolute().parent, os.W_OK)
    readonly = there and not (folder and os.access(path, os.W_OK))
    mode = "mode=rwc" if create else "mode=rw"
    if readonly:  # a file that nobody writes to needs no lock; one with a log beside it still has a writer
        mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    address = f"{path.absolute().as_uri()}?{mode}"

    def connect() -> sqlite3.Connection:
        if create:
            _of_its_owner(path)
        connection = sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
        for pragma in ("synchronous = FULL", f"cache_size = -{CACHE}"):
            connection.execute(f"PRAGMA {pragma}")
        # never by memory mapping: a disk that fails, or a file cut short, would then kill the whole program
        connection.execute("PRAGMA mmap_size = 0")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=60)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get(WRITE, False):  # reading breaks no key
            connection.exec_driver_sql("BEGIN")
            return
        connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if options.get(UNBOUND, False) else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return Place(str(path), engine, path=path, readonly=readonly)


def _of_its_owner(path: Path) -> None:
    """Make a new file that its owner alone may read and write. One that is there keeps its rights: who wants others to read a
    book gives them the right once (chmod), and its log has the same rights as the book."""
    with contextlib.suppress(OSError):  # one that cannot be made is told by SQLite itself
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _server(address: str, wait: float) -> Place:
    if find_spec("psycopg") is None:
        raise SetupError('books on PostgreSQL need its driver: pip install "pledgebook[postgres]"')
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise UsageError("the address of the book is not a postgresql:// address") from None
    engine = create_engine(
        url,
        pool_pre_ping=True,  # a server that was restarted in between is found again
        connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={int(wait * 1000)}"},
    )
    secret = url.password or ""
    named = make_url(address).render_as_string(hide_password=False)
    written = named.partition("://")[2].partition("@")[0].partition(":")[2]  # as it stands in the address, %-escaped
    shown = url.set(drivername="postgresql", password=None, query={k: v for k, v in url.query.items() if k == "host"})
    secrets = tuple(word for word in (str(secret), written) if word)
    return Place(shown.render_as_string(), engine, secrets=secrets)


@contextmanager
def transaction(place: Place, *, write: bool, unbound: bool = False) -> Iterator[Connection]:
    """One transaction: a consistent snapshot, or (`write`) the only writer; kept on leaving, undone on an error.

    `unbound`: SQLite does not check the keys between tables, so that a migration can exchange a table. Raises LedgerError for what the infrastructure refuses.
    """
    if write and place.readonly:
        raise LedgerError(_readonly(place))
    with plain_errors(place), place.engine.connect() as connection:
        if place.sqlite:
            connection = connection.execution_options(**{WRITE: write, UNBOUND: unbound})
        elif not write:
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def plain_errors(place: Place) -> Iterator[None]:
    """Turns what the driver raises into one line for a person."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError or _refused(error):
            raise LedgerError(_line(place, str(error.orig))) from error
        raise
    except sqlite3.OperationalError as error:
        raise LedgerError(_line(place, str(error))) from error
    except Exception as error:
        if type(error).__module__.startswith("psycopg") and not place.sqlite:
            raise LedgerError(_line(place, str(error))) from error
        raise


def _refused(error: DBAPIError) -> bool:
    """Whether it is the server that refuses, and not the statement that is wrong: no right, no such option."""
    driver = type(error.orig).__module__.startswith("psycopg")
    return driver and getattr(error.orig, "sqlstate", None) in (None, "42501")


_KNOWN = (
    ("disk is full", "the disk of {place} is full: nothing of this step was kept; make room and run it again"),
    ("no space left", "the disk of {place} is full: nothing of this step was kept; make room and run it again"),
    ("disk i/o error", "{place} cannot be written (input/output error; is the disk or the quota full?): nothing of this step was kept"),
    ("database is locked", "{place} is being written by another program: run it again when that has ended"),
    ("lock timeout", "{place} is being written by another program: run it again when that has ended"),
    (r'database ".*" does not exist', "the server of {place} has no such database: make it (createdb NAME), or see whether the name is right"),
    (r"password authentication failed|no password supplied", "the server of {place} does not take this user name with this password: see whether both are right"),
    (r'role ".*" does not exist', "the server of {place} does not know this user: see whether the name is right"),
    (r"could not translate host|name or service not known|failed to resolve host", "there is no server of the name in {place}: see whether it is right"),
    ("permission denied", "{place} may not be read or written by this user: ask its owner for the right to"),
    ("invalid connection option", "the address of {place} has an option that servers do not know"),
    ("unable to open database file", "{place} cannot be opened: see whether its folder may be written by this user"),
    ("no such table", "{place} lacks a table that a ledger has: it is damaged, or comes from a pledgebook that was never released"),
    ("malformed", "{place} is damaged: take the last backup (pledgebook backup) and add what came since"),
    ("not a database", "{place} is damaged: take the last backup (pledgebook backup) and add what came since"),
)  # fmt: skip


def _readonly(place: Place) -> str:
    return f"{place.shown} is read-only: nothing was written; give this user the right to write it and its folder"


def _line(place: Place, message: str) -> str:
    lowered = message.lower()
    if "readonly" in lowered or "read-only" in lowered:
        return _readonly(place)
    for sign, line in _KNOWN:
        if re.search(sign, lowered):
            return line.format(place=place.shown)
    first = " ".join(message.split())
    for secret in place.secrets:
        first = first.replace(secret, "***")
    if place.sqlite:
        return f"{place.shown}: {first}"
    return f"the server of {place.shown} does not do its work: {first[:300]}; see that it runs, then run this again"
