"""Where the tests' books stand: made on a file or on a server, tampered with, looked into."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import Any

from server import Server
from sqlalchemy import Connection

from pledgebook.ledger import open_ledger
from pledgebook.ledger.store.connect import place_of, transaction


class Books:
    """Makes books of one engine."""

    def __init__(self, engine: str, folder: Path, server: Server | None) -> None:
        self.engine, self.folder, self.server = engine, folder, server
        self._names = itertools.count(1)
        self._template: str | None = None
        self._made: list[str] = []

    def __repr__(self) -> str:
        return self.engine

    def place(self) -> str:
        """The address of a book that is not yet there."""
        return self._kept(self._place())

    def _place(self) -> str:
        if self.server is None:
            return str(self.folder / f"{next(self._names)}.db")
        return self.server.url(self.server.create())

    def _kept(self, place: str) -> str:
        self._made.append(place)
        return place

    def new(self) -> str:
        """The address of an empty book, a copy of one that `open_ledger` made: quick enough for hundreds."""
        if self._template is None:
            self._template = self._place()
            open_ledger(self._template).close()
        place = self._template
        if self.server is None:
            return self._kept(str(shutil.copy(place, self._place())))
        return self._kept(self.server.url(self.server.create(place.rpartition("/")[2])))

    def clear(self) -> None:
        """Remove all that was made, whether closed or not."""
        for place in self._made:
            if self.server is None:
                for path in self.folder.glob(Path(place).name + "*"):
                    path.unlink()
            else:
                self.server.execute(f"DROP DATABASE IF EXISTS {place.rpartition('/')[2]} WITH (FORCE)")
        self._made.clear()

    def tamper(self, place: str, *statements: str) -> None:
        """Change a book behind its back, as somebody with the file or the server in hands could."""
        disarm = (
            (
                "DROP TRIGGER IF EXISTS entries_stay",
                "DROP TRIGGER IF EXISTS entries_remain",
                "DROP TRIGGER IF EXISTS entries_last",
                "PRAGMA foreign_keys = OFF",
            )
            if self.server is None
            else ("SET session_replication_role = replica",)
        )
        found = place_of(place, create=False, wait=10)
        try:
            with found.engine.connect() as connection:
                driver: Any = connection.connection.dbapi_connection
                armed: list[str] = []
                if self.server is None:
                    rows = driver.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
                    armed = [row[0] for row in rows]
                for statement in (*disarm, *statements, *armed):
                    driver.execute(statement)
                driver.commit()
        finally:
            found.engine.dispose()

    def look(self, place: str) -> Any:
        """A connection that only reads, past the ledger's own methods."""
        return _look(place)


class _look:
    def __init__(self, place: str) -> None:
        self._place = place_of(place, create=False, wait=10)
        self._inner = transaction(self._place, write=False)

    def __enter__(self) -> Connection:
        return self._inner.__enter__()

    def __exit__(self, *found: Any) -> None:
        self._inner.__exit__(*found)
        self._place.engine.dispose()
