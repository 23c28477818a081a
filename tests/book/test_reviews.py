"""Rows that a person puts right: they outrank every rule, stay through merging again and rebuilding, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pledgebook.book import Book
from pledgebook.errors import UsageError

SHEET = (
    "The United States will resettle 20,000 refugees from the Americas during fiscal years 2023 and 2024.\n\n"
    "Norway will give $5 million to Haiti by 2030.\n"
)
PAPER = (
    "The United States has pledged to resettle 20,000 refugees from the Americas in the fiscal years 2023 and 2024. "
    "Peru will build 300 wells by 2031.\n"
)
BY = "R. Diaz"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("reviews")
    for name, text in (("sheet.txt", SHEET), ("paper.txt", PAPER)):
        (folder / name).write_text(text, encoding="utf-8")
    with Book.open(folder / "book.db") as book:
        book.add([folder / "sheet.txt"], published="2022-06-10", publisher="The White House")
        book.add([folder / "paper.txt"], published="2022-07-14", publisher="A newspaper")
        book.backup(folder / "copy.db")
    return (folder / "copy.db").read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Iterator[Book]:
    (tmp_path / "book.db").write_bytes(made)
    with Book.open(tmp_path / "book.db") as book:
        yield book
        sound(book)


def records(book: Book) -> list[dict[str, object]]:
    return [record for page in book.pages(kind=None) for record in page.records()]


def sound(book: Book) -> None:
    """Nothing is amiss, and the tables made anew from the entries say the same."""
    assert book.verify() == []
    before = records(book)
    book.merge(again=True)
    assert records(book) == before, "rules speak against a person"
    book.rebuild()
    assert records(book) == before, "the entries do not say all"
    assert book.verify() == []


def id_of(book: Book, actor: str) -> str:
    return next(one.commitment.id for one in book.commitments(actor=actor))


def test_a_rejected_commitment_leaves_the_lists_and_comes_back(book: Book) -> None:
    before, id = records(book), id_of(book, "NO")
    entry = book.reject(id, by=BY, note="a heading")
    assert id not in [one["id"] for one in records(book)]
    assert len(records(book)) == len(before) - 1
    assert book.search("Haiti") == []
    assert not [one for one in book.statements() if "Haiti" in one.statement.quote.text]
    assert [one.commitment.id for one in book.rejected()] == [id]
    with pytest.raises(UsageError, match="holds no commitment"):
        book.commitment(id)
    assert [one.kind for one in book.history(id.replace("cm-", "st-"))] == ["document", "merge", "rejection"]
    sound(book)
    book.undo(entry.sequence, by=BY)
    assert records(book) == before


def test_one_rejected_statement_of_several_leaves_the_others(book: Book) -> None:
    before, id = records(book), id_of(book, "US")
    first, second = (member.said.statement.id for member in book.commitment(id).commitment.members)
    entry = book.reject(first, by=BY)
    left = book.commitment(second).commitment
    assert [member.said.statement.id for member in left.members] == [second]
    assert left.id == second.replace("st-", "cm-")
    sound(book)
    book.undo(entry.sequence, by=BY)
    assert records(book) == before


def test_a_judgement_about_a_rejected_statement_waits(book: Book) -> None:
    us, norway = id_of(book, "US"), id_of(book, "NO")
    book.join([us, norway], by=BY)
    assert len(book.commitment(us).commitment.members) == 3
    entry = book.reject(norway.replace("cm-", "st-"), by=BY)
    assert len(book.commitment(us).commitment.members) == 2
    sound(book)
    book.undo(entry.sequence, by=BY)
    assert len(book.commitment(us).commitment.members) == 3


def test_what_a_person_sets_is_shown_as_set_and_comes_back(book: Book) -> None:
    before, id = records(book), id_of(book, "PE")
    entry = book.correct(
        id,
        {
            "actors": "Mexico, org:unhcr",
            "quantity": "250..300",
            "unit": "well",
            "period": "2032",
            "recipients": "Central America",
        },
        by=BY,
    )
    found = book.commitment(id).commitment
    assert (found.actors, found.recipients, found.period) == (("MX", "org:unhcr"), ("M49:013",), "2032")
    assert found.quantity is not None
    assert (found.quantity.low, found.quantity.high, found.quantity.unit) == (250, 300, "well")
    (member,) = found.members
    assert member.said.statement.actors[0].rule == f"set by {BY}"
    assert member.said.reviews[0].fields == ("actors", "period", "quantity", "recipients")
    assert [one.commitment.id for one in book.commitments(actor="MX")] == [id]
    assert list(book.commitments(actor="PE")) == []
    sound(book)
    second = book.correct(id, {"quantity": "none", "kind": "action"}, by=BY)
    assert book.commitment(id).commitment.quantity is None
    assert [one.commitment.id for one in book.commitments(kind="action")] == [id]
    book.undo(second.sequence, by=BY)
    book.undo(entry.sequence, by=BY)
    assert records(book) == before


def test_new_offsets_of_an_object_are_checked_against_the_text(book: Book) -> None:
    id = id_of(book, "NO")
    start = SHEET.index("$5 million")
    book.correct(id, {"object": f"{start}:{start + 10}"}, by=BY)
    assert book.commitment(id).commitment.object == "$5 million"
    for wrong in ("5", "9:3", f"0:{len(SHEET) + 1}", "a:b"):
        with pytest.raises(UsageError, match="offsets"):
            book.correct(id, {"object": wrong}, by=BY)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "FIELD=VALUE"),
        ({"color": "red"}, "no field 'color'"),
        ({"kind": "wish"}, "kind is one of"),
        ({"polarity": "no"}, "polarity is one of"),
        ({"period": "soon"}, "EDTF"),
        ({"quantity": "many"}, "no number"),
        ({"quantity": "9..5"}, "two bounds"),
        ({"actors": "Peru,,Chile"}, "an actor has"),
    ],
)
def test_a_wrong_value_is_told_and_nothing_is_set(book: Book, values: dict[str, str], told: str) -> None:
    before = records(book)
    with pytest.raises(UsageError, match=told):
        book.correct(id_of(book, "PE"), values, by=BY)
    assert records(book) == before


def test_a_book_knows_what_a_person_has_seen(book: Book) -> None:
    id = id_of(book, "NO")
    assert list(book.commitments(reviewed=True)) == []
    entry = book.confirm(id, by=BY, note="read beside the sheet")
    assert [one.commitment.id for one in book.commitments(reviewed=True)] == [id]
    assert id not in [one.commitment.id for one in book.commitments(reviewed=False)]
    assert book.commitment(id).commitment.reviewed
    sound(book)
    book.undo(entry.sequence, by=BY)
    assert list(book.commitments(reviewed=True)) == []


def test_a_merge_of_many_statements_is_one_entry_and_undone_as_one(book: Book) -> None:
    before = records(book)
    entry = book.join([id_of(book, "US"), id_of(book, "NO"), id_of(book, "PE")], by=BY, note="one programme")
    assert len(records(book)) == len(before) - 2
    assert [one.sequence for one in book.log(kind="judgement")] == [entry.sequence]
    sound(book)
    book.undo(entry.sequence, by=BY)
    assert records(book) == before


def test_splitting_what_is_apart_does_nothing(book: Book) -> None:
    head = book.head()
    assert book.split(id_of(book, "US"), id_of(book, "NO"), by=BY) is None
    assert book.head() == head


def test_a_forgotten_document_leaves_the_lists_also_when_it_is_added_again(book: Book, tmp_path: Path) -> None:
    before = records(book)
    document = book.commitment(id_of(book, "PE")).commitment.members[0].said.imprint.id
    entry = book.forget(document, by=BY, note="published by mistake")
    assert list(book.commitments(actor="PE")) == []
    assert len(book.commitment(id_of(book, "US")).commitment.members) == 1
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    assert book.add([tmp_path / "paper.txt"])[0].outcome in ("known", "copy")
    assert list(book.commitments(actor="PE")) == []
    assert book.history(document)[-1].kind in ("removal", "document")
    sound(book)
    book.undo(entry.sequence, by=BY)
    assert [one["actors"] for one in records(book)] == [one["actors"] for one in before]


def test_an_erased_text_is_gone_and_the_chain_still_proves_the_others(book: Book, tmp_path: Path) -> None:
    document = book.commitment(id_of(book, "PE")).commitment.members[0].said.imprint.id
    entry = book.forget(document, by=BY, note="court order", erase=True)
    assert book.document(document) is None
    assert list(book.commitments(actor="PE")) == []
    assert book.search("wells") == []
    with pytest.raises(UsageError, match="cannot come back"):
        book.undo(entry.sequence, by=BY)
    with pytest.raises(UsageError, match="erased already"):
        book.forget(document, by=BY, erase=True)
    sound(book)
    book.backup(tmp_path / "copy.db")
    with Book.open(tmp_path / "copy.db") as copy:
        assert copy.verify() == []
        assert records(copy) == records(book)
    assert b"300 wells by 2031" not in (tmp_path / "copy.db").read_bytes()


def test_a_text_that_somebody_else_erased_is_a_fault(book: Book, tmp_path: Path) -> None:
    import sqlite3

    book.backup(tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as connection:
        connection.execute("DROP TRIGGER entries_stay")
        connection.execute(
            "UPDATE entries SET body = CAST(? AS BLOB) WHERE sequence = 1",
            ('{"format":1,"erased":{"id":"sha256:0","source":"x"},"statements":[]}',),
        )
    connection.close()
    with Book.open(tmp_path / "copy.db") as copy:
        assert "was erased, and no entry says by whom" in str(copy.verify()[0])
