"""Another program at the same book: adds documents and says each one that is safely in. Started by the tests."""

from __future__ import annotations

import multiprocessing
import os
import pwd
import resource
from dataclasses import dataclass
from multiprocessing.connection import Connection

from made_book import made

from pledgebook.errors import LedgerError
from pledgebook.ledger import open_ledger

# each child is forked from a process that has only imported what it needs: a tenth of a second less for each
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["made_book", "sqlalchemy.dialects.sqlite", "psycopg", "alembic.command"])


@dataclass(frozen=True, slots=True)
class Task:
    """Add the documents `first` to `last` (not included) of `count` statements each, `batch` in a transaction.

    `largest`: bytes beyond which no file may grow. `user`: whom to run as, where the tests are run by root.
    """

    place: str
    run: str
    first: int
    last: int
    batch: int = 1
    count: int = 3
    largest: int | None = None
    user: str | None = None
    waits: bool = False


def add(task: Task, told: Connection) -> None:
    """Add and tell: "open", then a line for each document after its commit; "refused: " and the error ends it."""
    if task.largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task.largest, task.largest))
    if task.user is not None:
        one = pwd.getpwnam(task.user)
        os.setgroups([])
        os.setgid(one.pw_gid)
        os.setuid(one.pw_uid)
    try:
        with open_ledger(task.place) as ledger:
            told.send("open")
            if task.waits:
                told.recv()
            for start in range(task.first, task.last, task.batch):
                seeds = range(start, min(start + task.batch, task.last))
                with ledger.write(task.run) as writer:
                    outcomes = writer.add_documents([made(seed, task.count) for seed in seeds])
                for seed, added in zip(seeds, outcomes, strict=True):
                    told.send(f"{seed} {added.outcome} {added.document}")
    except LedgerError as error:
        told.send(f"refused: {error}")


class Child:
    """A running program."""

    def __init__(self, task: Task) -> None:
        self._ear, mouth = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=add, args=(task, mouth))
        self._process.start()
        mouth.close()

    def ready(self) -> None:
        """Wait until it has said something."""
        assert self._ear.poll(60), "the child did not begin"

    def go(self) -> None:
        """Let it begin, where it waits."""
        self._ear.send("go")

    def kill(self) -> list[str]:
        """kill -9; what it had said until then."""
        self._process.kill()
        lines = self._rest()
        assert self._process.exitcode == -9
        self._process.close()
        return lines

    def finish(self) -> list[str]:
        """Wait for its end; what it said."""
        lines = self._rest()
        assert self._process.exitcode == 0
        self._process.close()
        return lines

    def _rest(self) -> list[str]:
        lines = []
        try:
            while True:
                lines.append(self._ear.recv())
        except (EOFError, OSError):  # the last word may be torn
            pass
        self._ear.close()
        self._process.join(60)
        return lines
