"""What somebody does who has the file or the server of a book in hands: single cells and single bytes, changed at random.

    python tests/book/attacks.py [--changes 200] [--seed 1] [--server]

prints how many changes `verify` found, the program refused, or no answer showed; and each that it missed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from newsstand import TEXTS, reading
from sqlalchemy import inspect

from pledgebook.book import Book
from pledgebook.cli.demo import build
from pledgebook.errors import PledgebookError
from pledgebook.ledger.store.connect import place_of
from pledgebook.model import commitment_record, record_of

GUARDS = ("entries_stay", "entries_remain", "entries_last")
WORDS = ("refugees", "visas Haiti", "border infrastructure", '"rural cholera"', "water")


def whole(place: str) -> None:
    """A book with something in every table: documents, versions, copies, evidence, links, rulings, judgements, undone lines."""
    with Book.open(place) as book:
        build(book)
        for _ in book.keep([reading(name) for name in TEXTS]):
            pass
        book.merge()
        ids = [one.commitment.id for one in book.commitments(kind=None)]
        book.rule(ids[0], "stalled", by="Ada", note="nobody came")
        book.undo(book.rule(ids[1], "broken", by="Ada", note="no").sequence, by="Ada")
        first, second = (book.commitment(one).commitment.members[0].said.statement.id for one in ids[2:4])
        book.judge(first, second, "different", by="Bo")
        assert book.verify() == []


def answers(place: str) -> str:
    """A digest of what a reader of the book is told; the words of a refusal where there is one."""
    try:
        with Book.open(place, create=False) as book:
            return hashlib.sha256(repr(list(_told(book))).encode("utf-8", "backslashreplace")).hexdigest()
    except PledgebookError as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001 that it ends so is what is counted
        return f"broken: {type(error).__name__}"


def _told(book: Book) -> Iterator[object]:
    yield book.counts()
    for page in book.pages(kind=None):
        for one in page:
            yield commitment_record(one.commitment, one.statuses), one.statements, one.documents
            yield book.commitment(one.commitment.id)
            yield book.history(one.commitment.id)
            for member in one.commitment.members:
                yield book.document(member.said.imprint.id)
    for sort in ("first_stated", "deadline", "amount", "actor", "statements"):
        yield [one.commitment.id for one in book.commitments(kind=None, sort=sort, descending=True)]
    for filters in (
        {"actor": "US"}, {"recipient": "HT"}, {"unit": "USD"}, {"kind": "figure"}, {"strength": "declared"},
        {"publisher": "Norway"}, {"contradicted": True}, {"period": "2023"}, {"since": "2022-07"}, {"until": "2022-07"},
        {"text": "refugees"}, {"status": "stalled"}, {"status": "no_public_evidence"}, {"text": '"from the Americas"'},
    ):  # fmt: skip
        yield list(book.commitments(**{"kind": None, **filters}))
        yield list(book.statements(**filters))
    yield list(book.statements())
    for words in WORDS:
        yield book.search(words)
    yield book.unsure()
    yield [(snapshot, count, book.series(snapshot.source)) for snapshot, count in book.snapshots()]
    yield list(book.followed())
    yield list(book.log(limit=1000))
    yield list(book.as_of(date(2022, 7, 13)).commitments(kind=None))
    assert record_of


def found_by_verify(place: str) -> str | None:
    """What verify says, None where all is well; "broken" where it ends in anything but its own words."""
    try:
        with Book.open(place, create=False) as book:
            return "; ".join(map(str, book.verify())) or None
    except PledgebookError as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001 that it ends so is what is counted
        return f"broken: {type(error).__name__}: {error}"


def outcome(place: str, before: str) -> str:
    """What became of a change: "found", "refused", "unseen" (no answer shows it), "missed" or "broken"."""
    told = found_by_verify(place)
    if told is not None:
        return told.partition(":")[0] if told.startswith(("refused:", "broken:")) else "found"
    return "unseen" if answers(place) == before else "missed"


def flip(place: str, dice: random.Random) -> str:
    """Turn one bit of the file."""
    path = Path(place)
    at, bit = dice.randrange(path.stat().st_size), 1 << dice.randrange(8)
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bit]))
    return f"byte {at} bit {bit}"


def change_cell(place: str, dice: random.Random) -> str:
    """Give one cell of one table another value; what was changed."""
    book = place_of(place, create=False, wait=10)
    try:
        with book.engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            names = [name for name in inspect(connection).get_table_names() if not name.startswith("sqlite_")]
            connection.rollback()
            mark = "?" if book.sqlite else "%s"
            for sql in _disarmed(book.sqlite):
                driver.execute(sql)
            armed = _guards(driver) if book.sqlite else []
            for name in GUARDS if book.sqlite else ():
                driver.execute(f"DROP TRIGGER IF EXISTS {name}")
            while True:
                table = dice.choice(names)
                rows = driver.execute(f"SELECT * FROM {table}").fetchall()
                if not rows:
                    continue
                columns = [column["name"] for column in inspect(connection).get_columns(table)]
                connection.rollback()
                row, at = dice.choice(rows), dice.randrange(len(columns))
                value = _other(row[at], dice, [one[at] for one in rows])
                if value == row[at]:
                    continue
                same = " AND ".join(
                    f'"{name}" IS NOT DISTINCT FROM {mark}' if not book.sqlite else f'"{name}" IS {mark}'
                    for name in columns
                )
                for sql in _disarmed(book.sqlite):
                    driver.execute(sql)
                try:
                    done = driver.execute(f'UPDATE {table} SET "{columns[at]}" = {mark} WHERE {same}', (value, *row))
                except Exception:  # noqa: BLE001 a change that the engine itself refuses is none
                    driver.rollback()
                    continue
                if done.rowcount != 1:
                    driver.rollback()
                    continue
                for sql in armed:
                    driver.execute(sql)
                driver.commit()
                return f"{table}.{columns[at]}: {_short(row[at])} → {_short(value)}"
    finally:
        book.engine.dispose()


def _disarmed(sqlite: bool) -> tuple[str, ...]:
    return ("PRAGMA foreign_keys = OFF",) if sqlite else ("SET session_replication_role = replica",)


def _guards(driver: sqlite3.Connection) -> list[str]:
    return [row[0] for row in driver.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]


def _short(value: object) -> str:
    return repr(value)[:40]


def _other(value: Any, dice: random.Random, others: list[Any]) -> Any:
    """Another value for a cell: one of another row, one a little different, or one of another sort."""
    if dice.random() < 0.3:
        return dice.choice(others)
    if value is None:
        return dice.choice(("9.5", "forged", 7))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return dice.choice((value + 1, value - 1, value * 10, 0))
    if isinstance(value, float):
        return value * 10 if value != float("inf") else 7.0
    if isinstance(value, str):
        digits = [at for at, letter in enumerate(value) if letter.isdigit()]
        if digits and dice.random() < 0.5:
            at = dice.choice(digits)
            return f"{value[:at]}{(int(value[at]) + 1) % 10 if value[at].isascii() else 7}{value[at + 1 :]}"
        return dice.choice((value + "x", value[1:], "forged", None))
    body = bytearray(value)
    if not body:
        return b"x"
    digits = [at for at, byte in enumerate(body) if chr(byte).isdigit()]
    if digits and dice.random() < 0.7:  # another figure that still reads well
        at = dice.choice(digits)
        body[at] = ord(str((int(chr(body[at])) + 1) % 10))
    else:
        body[dice.randrange(len(body))] ^= 1 << dice.randrange(8)
    return bytes(body)


def attack(
    fresh: Callable[[], contextlib.AbstractContextManager[str]],
    change: Callable[[str, random.Random], str],
    times: int,
    seed: int,
) -> tuple[Counter[str], list[str]]:
    """Change a fresh copy of a book so many times; the outcomes, and what was missed or broke the program."""
    counts: Counter[str] = Counter()
    wrong = []
    with fresh() as place:
        before = answers(place)
    for number in range(times):
        dice = random.Random(f"{seed} {number}")
        with fresh() as place:
            what = change(place, dice)
            became = outcome(place, before)
        counts[became] += 1
        if became in ("missed", "broken"):
            wrong.append(f"{became}: {what}")
    return counts, wrong


@contextlib.contextmanager
def copy_of(original: str) -> Iterator[str]:
    """A copy of a book in a file."""
    with tempfile.TemporaryDirectory(prefix="pledgebook-attack-") as folder:
        yield str(shutil.copy(original, Path(folder) / "book.db"))


def main() -> None:
    """Attack, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        original = str(Path(folder) / "original.db")
        whole(str(Path(folder) / "made.db"))
        with Book.open(str(Path(folder) / "made.db")) as book:
            book.backup(original)
        for name, change in (("cells", change_cell), ("bytes", flip)):
            print(name, *attack(lambda: copy_of(original), change, asked.changes, asked.seed), sep="\n  ", flush=True)
    if asked.server:
        sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ledger"))
        from server import Server

        server = Server()
        server.start()
        try:
            made = server.create()
            whole(server.url(made))

            @contextlib.contextmanager
            def fresh() -> Iterator[str]:
                name = server.create(made)
                yield server.url(name)
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")

            print("cells on PostgreSQL", *attack(fresh, change_cell, asked.changes, asked.seed), sep="\n  ")
        finally:
            server.remove()


if __name__ == "__main__":
    main()
