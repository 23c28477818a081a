"""Schemas: the newest is what the program says it is, every released one comes up to it, an interruption leaves no trace."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from made_book import derive, dump, made, merge
from shelf import Books
from sqlalchemy import Connection, inspect, select, text

from pledgebook.ledger import open_ledger
from pledgebook.ledger.queries.documents import said
from pledgebook.ledger.store import migrate, schema
from pledgebook.ledger.store.connect import place_of, transaction
from pledgebook.ledger.store.entries import COLUMNS
from pledgebook.ledger.store.rows import insert, insert_words
from pledgebook.ledger.store.view import View
from pledgebook.model import Entry

MIGRATIONS = Path(migrate.__file__).with_name("migrations")
RELEASED = tuple(str(number) for number in range(1, schema.SCHEMA + 1))
"""Every schema that a released program wrote."""


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_the_migrations_are_one_line_to_the_schema_that_the_program_knows() -> None:
    revisions = [one.revision for one in script().walk_revisions()]
    assert revisions == list(reversed(RELEASED))
    assert script().get_heads() == [str(schema.SCHEMA)]


def not_ours(connection: Connection) -> Callable[..., bool]:
    def wanted(thing: Any, name: str | None, sort: str, reflected: bool, other: Any) -> bool:
        table = name if sort == "table" else thing.table.name if sort in ("index", "column") else None
        return not (reflected and table is not None and table.split("_")[0] in ("words",)) and name != migrate.VERSIONS

    return wanted


def test_what_the_migrations_make_is_what_the_program_thinks_they_make(books: Books) -> None:
    with books.look(books.new()) as connection:
        options = {
            "include_object": not_ours(connection),
            "compare_type": True,
            "compare_server_default": True,
            "version_table": migrate.VERSIONS,
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []
        held = inspect(connection)
        for table in schema.metadata.sorted_tables:
            keys = {
                tuple(key["constrained_columns"]): key["referred_table"] for key in held.get_foreign_keys(table.name)
            }
            assert keys == {
                tuple(column.name for column in key.columns): key.referred_table.name
                for key in table.foreign_key_constraints
            }, table.name
            if connection.dialect.name == "sqlite":
                made = connection.execute(
                    text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table.name}
                ).scalar_one()
                assert ("WITHOUT ROWID" in made) == (table.dialect_options["sqlite"]["with_rowid"] is False), table.name
            else:  # text in the order of bytes, whatever the server's own order is
                rows = connection.execute(
                    text("SELECT column_name, collation_name FROM information_schema.columns WHERE table_name = :name "
                         "AND data_type = 'text'"), {"name": table.name}
                )  # fmt: skip
                assert {row.collation_name for row in rows} <= {"C"}, table.name


def at(books: Books, version: str, lines: Sequence[Entry]) -> str:
    """A book as the program of an older schema left it: the lines are what they are in every schema."""
    place = books.place()
    found = place_of(place, create=True, wait=10)
    with transaction(found, write=True) as connection:
        migrate.upgrade(connection, version)
        insert(connection, schema.entries, [tuple(getattr(one, name) for name in COLUMNS) for one in lines])
    found.engine.dispose()
    return place


@pytest.mark.parametrize("version", RELEASED)
def test_a_book_of_every_released_schema_comes_up_to_the_newest(books: Books, version: str) -> None:
    newest = books.new()
    with open_ledger(newest) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(seed) for seed in range(5)])
        merge(writer, writer.pending(100))
        derive(writer)
        lines = list(writer.entries())
    with books.look(newest) as connection:
        wanted = dump(connection)
    place = at(books, version, lines)
    with open_ledger(place) as ledger:
        ledger.rebuild(derive)
        assert ledger.verify(lines[-1].hash) == []
    with books.look(place) as connection:
        assert connection.execute(text(f"SELECT version_num FROM {migrate.VERSIONS}")).scalar() == str(schema.SCHEMA)
        assert dump(connection) == wanted
    open_ledger(place).close()  # the second time there is nothing to do
    with books.look(place) as connection:
        assert dump(connection) == wanted


def test_a_book_of_the_first_schema_comes_up_with_all_its_rows(books: Books) -> None:
    newest, place = books.new(), books.place()
    with open_ledger(newest) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(seed) for seed in range(5)])
        merge(writer, writer.pending(100))
    with books.look(newest) as connection:
        wanted = dump(connection)
        rows = {
            table: [tuple(row) for row in connection.execute(select(table))] for table in schema.metadata.sorted_tables
        }
        quotes = [(number, one.statement.quote.text) for number, one in said(View(connection), range(1, 100)).items()]
    del rows[schema.ids], rows[schema.programs], rows[schema.reviews]
    later = ("word:", "venue:")
    rows[schema.facets] = [row for row in rows[schema.facets] if not row[0].startswith(later)]
    rows[schema.summaries] = [
        (number, json.dumps([one for one in json.loads(facets) if not one.startswith(later)]).encode(), body)
        for number, facets, body in rows[schema.summaries]
    ]
    found = place_of(place, create=True, wait=10)
    with transaction(found, write=True) as connection:
        migrate.upgrade(connection, "1")
        there = inspect(connection)
        tables = set(there.get_table_names())  # the first schema has fewer tables and columns
        for table, held in rows.items():
            names = {column["name"] for column in there.get_columns(table.name)} if table.name in tables else set()
            if held and names:
                chosen = [column for column in table.columns if column.name in names]
                values = [dict(zip(table.columns.keys(), row, strict=True)) for row in held]
                connection.execute(table.insert(), [{one.name: row[one.name] for one in chosen} for row in values])
        insert_words(connection, quotes)
    found.engine.dispose()
    with open_ledger(place) as ledger:
        with ledger.write("upgrade") as writer:
            assert len(writer.stale_commitments(100)) == len(rows[schema.commitments])
            derive(writer)
        assert ledger.verify() == []
    with books.look(place) as connection:
        assert inspect(connection).get_unique_constraints("statements") == []
        assert dump(connection) == wanted
    with open_ledger(place) as ledger, ledger.write("add") as writer:
        assert writer.add_document(*made("one more")).outcome == "new"


def test_an_interrupted_migration_leaves_the_place_as_it_was(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    place = books.place()
    real = migrate.upgrade

    def interrupted(connection: Connection, target: str = "head") -> None:
        real(connection, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "upgrade", interrupted)
    with pytest.raises(KeyboardInterrupt):
        open_ledger(place)
    found = place_of(place, create=True, wait=10)
    with transaction(found, write=False) as connection:
        assert inspect(connection).get_table_names() == []
        if not found.sqlite:
            names = "SELECT count(*) FROM pg_proc WHERE proname LIKE 'pledgebook%'"
            assert connection.execute(text(names)).scalar() == 0
    found.engine.dispose()
    monkeypatch.undo()
    with open_ledger(place) as ledger, ledger.write("add") as writer:
        writer.add_document(*made("one"))


def test_an_interrupted_upgrade_of_a_full_book_leaves_it_as_it_was(
    books: Books, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A schema of the future that fails half way: the book still is one of today's program."""
    place = books.new()
    with open_ledger(place) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(seed) for seed in range(5)])
        merge(writer, writer.pending(100))
    with books.look(place) as connection:
        before = dump(connection)
        tables = inspect(connection).get_table_names()
    future = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, future, ignore=shutil.ignore_patterns("__pycache__"))
    number = schema.SCHEMA + 1
    (future / "versions" / f"schema_{number}.py").write_text(
        f"""import sqlalchemy as sa
from alembic import op
revision = "{number}"
down_revision = "{schema.SCHEMA}"
def upgrade():
    op.create_table("tomorrow", sa.Column("number", sa.Integer, primary_key=True))
    op.add_column("documents", sa.Column("mood", sa.Text))
    op.execute("UPDATE documents SET mood = 'cheerful'")
    op.execute("DELETE FROM pending")
    raise RuntimeError("interrupted")
""",
        encoding="utf-8",
    )
    monkeypatch.setattr(migrate, "SCHEMA", number)
    monkeypatch.setattr(migrate, "__file__", str(tmp_path / "migrate.py"))
    with pytest.raises(RuntimeError, match="interrupted"):
        open_ledger(place)
    monkeypatch.undo()
    with books.look(place) as connection:
        assert inspect(connection).get_table_names() == tables
        assert dump(connection) == before
    with open_ledger(place) as ledger:
        assert ledger.verify() == []


def test_migrations_are_shipped() -> None:
    spec = importlib.util.find_spec("pledgebook.ledger.store.migrations.versions.schema_1")
    assert spec is not None
