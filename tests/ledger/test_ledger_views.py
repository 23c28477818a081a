"""The views by which other programs read a book: what they show is what lists show, on both engines, in Datasette and in DuckDB."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from made_book import made
from shelf import Books
from sqlalchemy import text

from pledgebook.book import Book, Reading
from pledgebook.errors import UsageError
from pledgebook.ledger import open_ledger

VIEWS = ("commitments", "statements", "documents", "evidence", "status", "contradictions")
PAGE = Path(__file__).resolve().parents[2] / "docs/sql.md"


def readings(count: int = 6) -> list[Reading]:
    return [Reading(document.source, document, statements) for document, statements in map(made, range(count))]


@pytest.fixture
def place(books: Books) -> str:
    place = books.place()
    with Book.open(place) as book:
        list(book.keep(readings()))
        book.merge()
    return place


def shown(books: Books, place: str, view: str) -> list[dict[str, Any]]:
    with books.look(place) as connection:
        found = connection.execute(text(f"SELECT * FROM book_{view} ORDER BY 1, 2"))
        return [dict(row) for row in found.mappings()]


def test_commitments_and_statements_are_those_of_the_lists(books: Books, place: str) -> None:
    with Book.open(place) as book:
        rows = {row["id"]: row for page in book.pages(kind=None) for row in page.rows()}
        said = {row["id"]: row for row in book.statements(kind=None, limit=1000).rows()}
    for view, wanted in (("commitments", rows), ("statements", said)):
        found = {row["id"]: row for row in shown(books, place, view)}
        assert found
        assert found.keys() == wanted.keys()
        for id, row in found.items():
            for name in row.keys() & wanted[id].keys() - {"contradictions", "status", "act", "attribution"}:
                assert row[name] == wanted[id][name], (view, id, name)


def test_every_column_stands_on_the_page_and_no_other(books: Books, place: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for view in VIEWS:
        section = page.partition(f"## book_{view}\n")[2].partition("\n## ")[0]
        named = {name for cell in re.findall(r"^\| (`.+?`) \|", section, re.M) for name in re.findall(r"`(\w+)`", cell)}
        with books.look(place) as connection:
            assert named == set(connection.execute(text(f"SELECT * FROM book_{view}")).keys()), view


def test_nothing_has_to_be_decoded(books: Books, place: str) -> None:
    for view in VIEWS:
        for row in shown(books, place, view):
            for name, value in row.items():
                assert value is None or isinstance(value, str | int | float | bool), (view, name)
                assert not (isinstance(value, str) and value.startswith(("{", "["))), (view, name)


def test_what_persons_say_is_seen(books: Books, place: str) -> None:
    with Book.open(place) as book:
        before = {view: shown(books, place, view) for view in VIEWS}
        one = next(one.statement for one in book.statements(kind=None) if one.statement.kind == "commitment")
        entries = [book.correct(one.id, {"kind": "action", "actors": "Norway", "period": "2031"}, by="R. Diaz")]
        row = next(row for row in shown(books, place, "statements") if row["id"] == one.id)
        assert (row["kind"], row["actors"], row["period"], row["last_day"]) == ("action", "NO", "2031", "2031-12-31")
        assert one.id in {found.statement.id for found in book.statements(kind="action", actor="NO", period="2031")}
        assert book.verify() == []
        other = next(found.statement.id for found in book.statements(kind=None) if found.statement.id != one.id)
        entries.append(book.reject(other, by="R. Diaz"))
        assert other not in {row["id"] for row in shown(books, place, "statements")}
        gone = shown(books, place, "documents")[0]["id"]
        entries.append(book.forget(gone, by="R. Diaz"))
        assert gone not in {row["id"] for row in shown(books, place, "documents")}
        assert gone not in {row["document"] for row in shown(books, place, "statements")}
        for entry in reversed(entries):
            book.undo(entry.sequence, by="R. Diaz")
        assert {view: shown(books, place, view) for view in VIEWS} == before
        assert one.id not in {found.statement.id for found in book.statements(actor="NO", period="2031", kind=None)}
        book.rebuild()
        assert {view: shown(books, place, view) for view in VIEWS} == before


def test_an_erased_text_leaves_no_word_behind(books: Books, place: str) -> None:
    erased = readings()[0]
    assert erased.document is not None
    with Book.open(place) as book:
        book.forget(erased.document.id, by="R. Diaz", erase=True)
        assert book.verify() == []
        book.rebuild()
        assert book.verify() == []
        assert book.document(erased.document.id) is None
        with pytest.raises(UsageError, match="erased already"):
            book.forget(erased.document.id, by="R. Diaz", erase=True)
        entry = next(one for one in book.log(limit=500) if one.kind == "document" and b'"erased"' in one.body)
        assert all(one.quote.text.encode() not in entry.body for one in erased.statements)
    ids = {one.id for one in erased.statements}
    assert not ids & {row["id"] for row in shown(books, place, "statements")}
    with books.look(place) as connection:
        left = connection.execute(
            text("SELECT count(*) FROM plain_statements WHERE quote = :quote"),
            {"quote": erased.statements[0].quote.text},
        )
        assert left.scalar() == 0


@pytest.fixture
def file(place: str, books: Books) -> Path:
    if books.engine != "sqlite":
        pytest.skip("Datasette and DuckDB open the file")
    return Path(place)


def test_datasette_opens_a_book_as_it_is(file: Path) -> None:
    from datasette.app import Datasette

    async def ask(path: str) -> Any:
        served = Datasette([str(file)])
        await served.invoke_startup()
        answer = await served.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may have a loop of its own in this thread
        address = f"/{file.stem}/book_commitments.json?_shape=array&_size=max"
        rows = apart.submit(lambda: asyncio.run(ask(address))).result()
    with Book.open(file) as book:
        assert {row["id"]: row["promise"] for row in rows} == {
            one.commitment.id: one.commitment.promise for page in book.pages(kind=None) for one in page
        }


def test_duckdb_opens_a_book_as_it_is(file: Path) -> None:
    import duckdb
    import duckdb_extension_sqlite_scanner

    (part,) = Path(duckdb_extension_sqlite_scanner.__file__).parent.glob("extensions/*/*.duckdb_extension")
    with duckdb.connect() as connection, closing(sqlite3.connect(file)) as plain:
        connection.execute(f"LOAD '{part}'")
        connection.execute(f"ATTACH '{file}' AS ledger (TYPE sqlite, READ_ONLY)")
        for view in VIEWS:
            found = connection.sql(f"SELECT * FROM ledger.book_{view}")
            rows = {tuple(row) for row in found.fetchall()}
            assert rows == {tuple(row) for row in plain.execute(f"SELECT * FROM book_{view}")}, view
        types = dict(zip(*(lambda found: (found.columns, map(str, found.types)))(
            connection.sql("SELECT * FROM ledger.book_commitments")
        ), strict=True))  # fmt: skip
        assert (types["low"], types["promise"], types["statements"]) == ("DOUBLE", "VARCHAR", "BIGINT")


def test_the_examples_of_the_page_run(file: Path) -> None:
    queries = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(queries) >= 3
    with closing(sqlite3.connect(file)) as connection:
        for query in queries:
            connection.execute(query).fetchall()


def test_a_book_with_views_is_no_book_of_another_program(place: str) -> None:
    with open_ledger(place, create=False) as ledger:
        assert ledger.verify() == []
