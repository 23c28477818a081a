"""Rebuilding gives what adding gave, whatever happened; a backup is the same book."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_book import derive, dump, judgement, made, merge
from shelf import Books

from pledgebook.errors import LedgerError, PledgebookError, UsageError
from pledgebook.ledger import Component, Ledger, Link, Merge, Ruled, Undo, Writer, open_ledger
from pledgebook.model import Measure, Ruling


def statement(writer: Writer, dice: random.Random) -> str:
    last = writer.counts().statements
    return writer.said([dice.randint(1, last)]).popitem()[1].statement.id if last else "st-none"


def add(writer: Writer, dice: random.Random) -> None:
    batch = []
    for _ in range(dice.randint(1, 4)):
        document, statements = made(dice.randint(0, 8), dice.randint(0, 4))
        where = dice.choice(("a.txt", "b.txt", None))
        url = dice.choice((None, None, "https://example.org/1"))
        batch.append((replace(document, source=where or document.source, url=url), statements))
    writer.add_documents(batch)


def place(writer: Writer, dice: random.Random) -> None:
    if numbers := writer.pending(dice.choice((1, 3, 100))):
        merge(writer, numbers, summaries=dice.random() < 0.5)


def scatter(writer: Writer, dice: random.Random) -> None:
    """Another rule sees it otherwise: a component is cut up anew, with other judgements."""
    numbers = writer.pending(1) or [1]
    for members in writer.components(numbers).values():
        ids = [said.statement.id for said in writer.said(members).values()]
        sets: dict[int, list[str]] = {}
        for one in ids:
            sets.setdefault(dice.randint(0, 2), []).append(one)
        said = tuple(
            judgement(
                *dice.sample(ids, 2), dice.choice(("same", "unsure", "different")), by=f"rule/{dice.randint(1, 2)}"
            )
            for _ in range(dice.randint(0, 3) if len(ids) > 1 else 0)
        )
        writer.store_merge(Merge("rule", (Component(tuple(map(tuple, sets.values())), said),)), ())


def judge(writer: Writer, dice: random.Random) -> None:
    a, b = statement(writer, dice), statement(writer, dice)
    writer.append("judgement", judgement(a, b, dice.choice(("same", "different")), dice.choice(("Ada", "Bo")), True))


def undo(writer: Writer, dice: random.Random) -> None:
    writer.append("undo", Undo(dice.randint(1, writer.counts().entries + 1), "Ada"))


def link(writer: Writer, dice: random.Random) -> None:
    writer.append("link", Link("cm-" + statement(writer, dice)[3:], Measure("visas", (), "value", "visa"), "Ada"))


def rule(writer: Writer, dice: random.Random) -> None:
    writer.append("ruling", Ruled(statement(writer, dice), Ruling("broken", "Ada", "no", "2026-01-01")))


def think(writer: Writer, dice: random.Random) -> None:
    derive(writer)


STEPS = (add, add, place, place, scatter, judge, undo, undo, link, rule, think)


def happened(ledger: Ledger, steps: list[tuple[int, int]]) -> None:
    for step, seed in steps:
        dice = random.Random(seed)

        def one(step: int = step, dice: random.Random = dice) -> None:
            with ledger.write("step") as writer:
                STEPS[step](writer, dice)
                if dice.random() < 0.1:
                    raise UsageError("somebody changed his mind")

        try:
            one()
        except UsageError:  # what makes no sense leaves nothing
            continue


def test_rebuilding_gives_what_adding_gave(books: Books) -> None:
    # an example costs a tenth of a second on a server
    examples = 50 if books.engine == "sqlite" else 12

    @settings(max_examples=examples, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 99)), min_size=6, max_size=30))
    def check(steps: list[tuple[int, int]]) -> None:
        where = books.new()
        with open_ledger(where) as ledger:
            happened(ledger, steps)
            with ledger.write("derive") as writer:
                derive(writer)
            with books.look(where) as connection:
                before = dump(connection)
            assert ledger.verify() == []
            ledger.rebuild(derive)
            with books.look(where) as connection:
                assert dump(connection) == before
            assert ledger.verify() == []
        books.clear()

    check()


def test_what_the_book_works_out_is_stale_after_a_rebuild(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(seed) for seed in range(5)])
            merge(writer, writer.pending(100))
            assert writer.stale_commitments(100) == []
            count = writer.counts().commitments
        told: list[int] = []
        ledger.rebuild(progress=told.append)
        with ledger.read() as reader:
            assert len(reader.stale_commitments(100)) == count
            assert reader.featureless(100) == list(range(1, 16))
        assert told == []  # a thousand lines are a step


def test_a_rebuild_that_fails_changes_nothing(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(seed) for seed in range(5)])
            merge(writer, writer.pending(100))
        with ledger.read() as reader:
            before = dump(reader.connection)

        def fail(writer: Writer) -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            ledger.rebuild(fail)
        with ledger.read() as reader:
            assert dump(reader.connection) == before


def test_a_rebuild_of_a_line_that_says_nothing_names_it(books: Books) -> None:
    where = books.new()
    with open_ledger(where) as ledger, ledger.write("add") as writer:
        writer.add_documents([made(seed) for seed in range(5)])
    bad = "x'7b7d'" if books.engine == "sqlite" else r"'\x7b7d'::bytea"
    books.tamper(where, f"UPDATE entries SET body = {bad} WHERE sequence = 4")
    with open_ledger(where) as ledger:
        with ledger.read() as reader:
            before = dump(reader.connection)
        with pytest.raises(LedgerError, match="entry 4"):
            ledger.rebuild()
        with ledger.read() as reader:
            assert dump(reader.connection) == before


# -- backup ------------------------------------------------------------------------------------------------------------


def full(ledger: Ledger) -> str:
    with ledger.write("add") as writer:
        writer.add_documents([made(seed, 4) for seed in range(30)])
        writer.add_document(replace(made(3, 4)[0], source="elsewhere \0"), ())
        merge(writer, writer.pending(100))
        derive(writer)
        writer.append(
            "judgement",
            judgement(statement(writer, random.Random(1)), statement(writer, random.Random(2)), person=True),
        )
    with ledger.read() as reader:
        head = reader.head()
    assert head is not None
    return head.hash


def test_a_backup_is_the_same_book(books: Books, tmp_path: Path) -> None:
    where, target = books.new(), tmp_path / "copies" / "backup.db"
    target.parent.mkdir()
    with open_ledger(where) as ledger:
        head = full(ledger)
        ledger.backup(target)
        assert [path.name for path in target.parent.iterdir()] == ["backup.db"]
        with ledger.read() as reader:
            before = dump(reader.connection)
            lines = list(reader.entries())
    with open_ledger(str(target), create=False) as copy:
        assert copy.verify(head) == []
        with copy.read() as reader:
            assert list(reader.entries()) == lines
            held = dump(reader.connection)
        assert {name: rows for name, rows in held.items() if not name.startswith("words")} == {
            name: rows for name, rows in before.items() if not name.startswith("words")
        }
        copy.rebuild(derive)
        with copy.read() as reader:
            assert dump(reader.connection) == held
        with copy.write("goes on") as writer:
            writer.add_document(*made("after the backup"))
        assert copy.verify(head) == []


def test_a_backup_while_somebody_writes(books: Books, tmp_path: Path) -> None:
    with open_ledger(books.new()) as ledger:
        head = full(ledger)
        with ledger.write("busy") as writer:
            writer.add_documents([made(("busy", seed)) for seed in range(10)])
            ledger.backup(tmp_path / "backup.db")
        with open_ledger(str(tmp_path / "backup.db")) as copy, copy.read() as reader:
            found = reader.head()
            assert found is not None
            assert found.hash == head


def test_a_backup_never_overwrites(books: Books, tmp_path: Path) -> None:
    with open_ledger(books.new()) as ledger:
        full(ledger)
        (tmp_path / "there.db").write_text("dear diary")
        for target, what in (("there.db", "exists"), (".", "exists"), ("no/folder.db", "no folder")):
            with pytest.raises(UsageError, match=what):
                ledger.backup(tmp_path / target)
        assert (tmp_path / "there.db").read_text() == "dear diary"
        assert [path.name for path in tmp_path.iterdir()] == ["there.db"]


def test_a_damaged_book_gets_no_backup_that_looks_whole(files: Books, tmp_path: Path) -> None:
    where = files.new()
    with open_ledger(where) as ledger:
        full(ledger)
    with open_ledger(where) as ledger:
        size = Path(where).stat().st_size
        with Path(where).open("r+b") as file:
            for page in range(size // 8192, size // 4096):
                file.seek(page * 4096)
                file.write(b"\xff" * 4096)
        with pytest.raises(LedgerError, match="damaged") as caught:
            ledger.backup(tmp_path / "backup.db")
        assert "\n" not in str(caught.value)
        assert not (tmp_path / "backup.db").exists()


def test_a_file_cut_short_under_a_running_program(files: Books) -> None:
    where = files.new()
    with open_ledger(where) as ledger:
        full(ledger)
    with open_ledger(where) as ledger:
        os.truncate(where, Path(where).stat().st_size // 2)
        with pytest.raises(PledgebookError, match="damaged"):
            ledger.verify()
