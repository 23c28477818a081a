"""Rows on their way into tables: gathered, then inserted in bulk, the fastest way of each engine."""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    column,
    delete,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from pledgebook.ledger.store.schema import FULL_TEXT, metadata
from pledgebook.ledger.store.words import FINDABLE
from pledgebook.world.words import plain

BATCH = (
    20_000  # rows gathered before they are inserted: enough to make the cost of a call vanish, few enough for memory
)
ORDER = metadata.sorted_tables


class Rows:
    """Rows gathered for several tables; `flush` inserts them, parents before children."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.of: dict[Table, list[tuple[Any, ...]]] = defaultdict(list)
        self.words: list[tuple[int, str]] = []

    def size(self) -> int:
        """How many rows wait."""
        return sum(map(len, self.of.values())) + len(self.words)

    def flush(self) -> None:
        """Insert everything that waits."""
        for table in ORDER:
            if found := self.of.get(table):
                insert(self.connection, table, found)
                found.clear()
        if self.words:
            insert_words(self.connection, self.words)
            self.words.clear()


@functools.cache
def _statement(table: Table, dialect: str, clause: str) -> str:
    mark = "?" if dialect == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join([mark] * len(table.columns))}) {clause}".rstrip()


def insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]], *, known: bool = False) -> None:
    """Insert rows, each in the order of the table's columns. `known`: leave out those whose key the table holds."""
    if not rows:
        return
    dialect = connection.dialect.name
    if dialect == "postgresql" and not known and len(rows) > 20:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        driver: Any = connection.connection.dbapi_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    clause = "ON CONFLICT DO NOTHING" if known else ""
    connection.exec_driver_sql(_statement(table, dialect, clause), list(rows))


def findable(said: str) -> str:
    """The words of a statement as the full text of SQLite holds them."""
    said = said[:FINDABLE]
    return said if said.isascii() else plain(said)


def insert_words(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Make the words of statements findable."""
    rows = [(number, said[:FINDABLE]) for number, said in rows]
    if connection.dialect.name == "sqlite":
        ready = [(number, findable(said)) for number, said in rows]
        connection.exec_driver_sql(f"INSERT INTO {FULL_TEXT}(rowid, text) VALUES (?, ?)", ready)
        return
    statement = text(
        f"INSERT INTO {FULL_TEXT} (statement, words) SELECT number, to_tsvector('pledgebook', said) "
        "FROM unnest(CAST(:numbers AS bigint[]), CAST(:texts AS text[])) AS t(number, said)"
    )
    parameters = {"numbers": [number for number, _ in rows], "texts": [plain(said) for _, said in rows]}
    connection.execute(statement, parameters)


def among(connection: Connection, wanted: ColumnElement[Any], name: str, *, words: bool = False) -> ColumnElement[bool]:
    """Whether a column is one of many values, which are bound as one parameter `name` (see `listed`).

    However many values there are, the statement stays the same and is compiled and planned once.
    """
    if connection.dialect.name == "sqlite":
        values = func.json_each(bindparam(name)).table_valued(column("value"), name=f"{name}_values")
        return wanted.in_(select(values.c.value))
    return wanted == func.any(bindparam(name, type_=ARRAY(Text if words else BigInteger)))


Make = Callable[[Connection], Select[Any] | CompoundSelect[Any]]
_made: dict[tuple[Make, str], Select[Any] | CompoundSelect[Any]] = {}


def made(connection: Connection, make: Make) -> Select[Any] | CompoundSelect[Any]:
    """A query that is put together once for each engine, since that takes longer than answering it. `make`: a function of a module,
    which asks nothing of the connection but its engine."""
    key = make, connection.dialect.name
    found = _made.get(key)
    if found is None:
        found = _made[key] = make(connection)
    return found


def rows_for(connection: Connection, make: Make, values: Collection[Any], name: str = "numbers") -> list[Any]:
    """The rows of a query about many values, which it binds as `name` (see `among`), 10,000 at a time; none without a value."""
    query = made(connection, make)
    return [
        row for some in parts(set(values)) for row in connection.execute(query, {name: listed(connection, some)}).all()
    ]


def within(connection: Connection, wanted: ColumnElement[Any], numbers: Sequence[int]) -> ColumnElement[bool]:
    """Whether a column is one of these numbers, which go with the condition wherever it is used."""
    if connection.dialect.name == "sqlite":
        values = func.json_each(literal(json.dumps(numbers))).table_valued(column("value"))
        return wanted.in_(select(values.c.value))
    return wanted == func.any(literal(numbers, ARRAY(BigInteger)))


def listed(connection: Connection, values: Iterable[int | str]) -> Any:
    """Many values as the one parameter that `among` binds."""
    return json.dumps(list(values)) if connection.dialect.name == "sqlite" else list(values)


def each(connection: Connection, query: Select[Any], name: str, values: Collection[int]) -> Iterator[Any]:
    """The rows of a query that binds many values as `name` (see `among`), one after the other; see `rows_for`."""
    for some in parts(values):
        yield from connection.execute(query, {name: listed(connection, some)})


def delete_among(connection: Connection, wanted: Column[Any], values: Collection[int]) -> None:
    """Take the rows out whose column is one of many values."""
    clause = delete(wanted.table).where(among(connection, wanted, "numbers"))
    for some in parts(values):
        connection.execute(clause, {"numbers": listed(connection, some)})


def parts(values: Collection[Any], size: int = 10_000) -> Iterable[list[Any]]:
    """Values in order, cut into lists of at most `size`."""
    ordered = sorted(values)
    return (ordered[at : at + size] for at in range(0, len(ordered), size))
