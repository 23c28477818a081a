"""A site with a desk: a book, people with accounts, a server in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher

from pledgebook.book import Book
from pledgebook.model import Entry
from pledgebook.web.accounts import Accounts, open_accounts, tokens, users
from pledgebook.web.accounts.sessions import begin_session
from tests.web.conftest import Site, stop
from tests.web.desk.reviewer import WORDS, Reviewer

PEOPLE = {"R. Diaz": "reviewer", "M. Lind": "reviewer", "A. Okoro": "editor"}


@dataclass(frozen=True, slots=True)
class Desk:
    """A site that is served, with the book and the accounts behind it."""

    site: Site
    book: Book
    accounts: Accounts
    given: set[str]

    @property
    def address(self) -> str:
        """Without the last slash."""
        return self.site.address

    def session(self, name: str) -> str:
        """The secret of a new session, without the form."""
        with self.accounts.write() as connection:
            return begin_session(connection, users.known(connection, name), int(time.time()))

    def as_(self, name: str) -> Reviewer:
        """Somebody who is signed in."""
        found = Reviewer(self.address)
        found.http.cookies.set("pledgebook", self.session(name), domain="127.0.0.1")
        return found

    def token(self, name: str, lasts: int | None = None) -> str:
        """An API token."""
        with self.accounts.write() as connection:
            return tokens.add_token(connection, name, "tests", int(time.time()), lasts)[1]

    def row(self, *, statements: int = 1, kind: str = "commitment") -> str:
        """The id of a row of its own for a test: nobody reviewed it, no test was given it."""
        for page in self.book.pages(kind=None, reviewed=False):
            for one in page:
                found = one.commitment
                if found.id not in self.given and one.statements >= statements and found.kind == kind:
                    self.given.add(found.id)
                    return found.id
        raise AssertionError("the book has no more such rows")

    def said(self) -> list[Entry]:
        """What persons said, the last first."""
        return [one for one in self.book.log(limit=500) if one.kind not in ("document", "merge", "evidence")]


@contextmanager
def desk(place: str, folder: Path, settings: str = "") -> Iterator[Desk]:
    """The site of a book at a place, until the block ends. `folder`: where it is served from; `settings`: of pledgebook.toml."""
    folder.mkdir(exist_ok=True)
    (folder / "pledgebook.toml").write_text(settings, encoding="utf-8")
    accounts = open_accounts(place, create=True)
    assert accounts is not None
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORDS.encode())
    with accounts.write() as connection:
        for name, role in PEOPLE.items():
            users.add_user(connection, name, role, cheap, 1)  # type: ignore[arg-type]
    command = [sys.executable, "-m", "pledgebook", "serve", "--book", place, "--port", "0"]
    log = (folder / "log").open("w", encoding="utf-8")
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("http://127.0.0.1:"), line or (folder / "log").read_text(encoding="utf-8")
    site = Site(line.split()[0].rstrip("/"), folder / "book.db", process)
    try:
        with Book.open(place, create=False) as book:
            yield Desk(site, book, accounts, set())
    finally:
        stop(site)
        process.stdout.close()
        log.close()
        accounts.close()
    said = (folder / "log").read_text(encoding="utf-8")
    assert "Traceback" not in said, said[-3000:]
    assert '"status": 500' not in said, said[-3000:]
