"""A book many times its size, made from one that was merged: what pages are measured on where merging would take hours.

    .venv/bin/python -m evals.bench.copied SOURCE.db TARGET.db --times 10

Every document, statement, commitment, judgement and entry stands in it as often as is said, each time with other ids and numbers, so
that every table and index that a page asks has the size of a larger book. What only merging asks (features, block keys) is left out, and
hashes are not worked out anew: it is a book to be read, and `verify` refuses it. SQLite alone.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
from pathlib import Path

_ID = re.compile(rb"(?<![0-9a-z])(st-|cm-|sha256:)([0-9a-f])(?=[0-9a-f]{15})")
LEFT_OUT = ("features", "keys", "stale", "pending", "programs")
SEQUENCES = ("entries.sequence", "documents.number", "sources.document", "statements.document")
"""Columns that hold the number of an entry beside those named `sequence`, `previous` or `snapshot`."""
STATEMENTS = (
    *(
        "statements.number",
        "documents.first",
        "ids.number",
        "commitments.number",
        "judgements.left",
        "judgements.right",
    ),
    *("judgements.promise", "places.component"),
)
"""Columns that hold the number of a statement or commitment beside those named `statement` or `commitment`."""
IDS = ("entries.body", "documents.id", "statements.id", "ids.id", "judgements.body", "commitments.id", "summaries.body")
DIGESTS = ("entries.hash", "sources.origin")


def turned(value: bytes | str | None, copy: int) -> bytes | str | None:
    """Every id in a value as that of a copy: of the same length, with another first digit."""

    def other(found: re.Match[bytes]) -> bytes:
        return found[1] + b"%x" % ((int(found[2], 16) + copy) % 16)

    if value is None:
        return None
    if isinstance(value, str):
        return _ID.sub(other, value.encode()).decode()
    return _ID.sub(other, value)


def copied(source: Path, target: Path, times: int) -> None:
    """Write a book `times` (2 to 16) as large as another."""
    shutil.copyfile(source, target)
    with sqlite3.connect(target, isolation_level=None) as book:
        book.create_function("turned", 2, turned, deterministic=True)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "foreign_keys = OFF"):
            book.execute(f"PRAGMA {pragma}")
        book.execute("ATTACH ? AS base", (str(source),))
        statements = book.execute("SELECT max(number) FROM base.statements").fetchone()[0]
        entries = book.execute("SELECT max(sequence) FROM base.entries").fetchone()[0]
        kinds = book.execute(
            "SELECT name, sql FROM base.sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
        )
        tables = [name for name, _ in kinds if not name.startswith(("words", "sqlite")) and name not in LEFT_OUT]
        copies = (
            f"WITH RECURSIVE copies(copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < {times - 1})"
        )
        for table in tables:
            if "version" in table:
                continue
            columns = [row[1] for row in book.execute(f"PRAGMA base.table_info({table})")]
            values = ", ".join(_value(table, column, statements, entries) for column in columns)
            key = [
                row[1]
                for row in sorted(book.execute(f"PRAGMA base.table_info({table})"), key=lambda row: row[5])
                if row[5]
            ]
            order = ", ".join(str(columns.index(name) + 1) for name in key)
            book.execute(f"INSERT INTO {table} {copies} SELECT {values} FROM base.{table}, copies ORDER BY {order}")
        words = "SELECT statement + copy * ?, quote FROM base.plain_statements, copies"
        book.execute(f"INSERT INTO words(rowid, text) {copies} {words}", (statements,))
        book.execute("ANALYZE") if book.execute(
            "SELECT 1 FROM base.sqlite_master WHERE name = 'sqlite_stat1'"
        ).fetchone() else None
        book.execute("PRAGMA journal_mode = WAL")


def _value(table: str, column: str, statements: int, entries: int) -> str:
    """What stands in a column of a copy, as SQL."""
    name, whole = f'"{column}"', f"{table}.{column}"
    if whole in SEQUENCES or column in ("sequence", "snapshot", "target") or whole == "sources.previous":
        return f"{name} + copy * {entries}"
    if whole in STATEMENTS or column in ("statement", "commitment"):
        return f"{name} + copy * {statements}"
    if whole in IDS:
        return f"turned({name}, copy)"
    if whole in DIGESTS:
        return f"printf('%x', (instr('0123456789abcdef', substr({name}, 1, 1)) - 1 + copy) % 16) || substr({name}, 2)"
    return name


def main() -> None:
    """Copy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--times", type=int, default=10, choices=range(2, 17))
    call = parser.parse_args()
    copied(call.source, call.target, call.times)


if __name__ == "__main__":
    main()
