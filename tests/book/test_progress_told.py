"""What later documents tell of a promise: linked in any order, by rules and by persons, and never taken for an official record."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pledgebook.book import Book, Reading, statements_of
from pledgebook.errors import UsageError
from pledgebook.model import Document

TEXTS = {
    "pledge": ("2022-06-10", "Canada", "Canada will resettle 4,000 Sudanese refugees in Ontario by 2026.\n"),
    "news": ("2023-05-02", "A newspaper", "Canada has resettled 1,200 Sudanese refugees in Ontario.\n"),
    "report": ("2024-03-01", "Canada", "Canada has resettled 3,100 Sudanese refugees in Ontario.\n"),
    "before": ("2021-03-01", "Canada", "Canada has resettled 800 Sudanese refugees in Ontario.\n"),
    "other": ("2024-04-01", "Canada", "Canada has built 950 homes for Sudanese refugees in Ontario.\n"),
}
"""Name → day, publisher, words. Two deliver on the pledge; one was said before it, one tells of another thing."""
BY = "R. Diaz"


@cache
def reading(name: str) -> Reading:
    published, publisher, text = TEXTS[name]
    document = Document(f"{name}.txt", text, publisher=publisher, published=published)
    return Reading(document.source, document, statements_of(document))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("progress") / "book.db"
    with Book.open(place) as book:
        list(book.keep(map(reading, TEXTS)))
        book.merge()
        book.backup(place.with_name("copy.db"))
    return place.with_name("copy.db").read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Iterator[Book]:
    (tmp_path / "book.db").write_bytes(made)
    with Book.open(tmp_path / "book.db") as book:
        yield book
        assert book.verify() == []


def pledge(book: Book) -> str:
    return next(one.commitment.id for one in book.commitments())


def deed(book: Book, source: str) -> str:
    return next(one.statement.id for one in book.statements(kind="action") if one.imprint.source == f"{source}.txt")


def told(book: Book, id: str) -> list[str]:
    return [one.said.imprint.source for one in book.commitment(id).commitment.progress]


def everything(book: Book) -> list[dict[str, Any]]:
    return sorted(
        (record for page in book.pages(kind=None) for record in page.records()), key=lambda record: str(record["id"])
    )


def test_later_texts_tell_of_the_promise_by_their_days(book: Book) -> None:
    id = pledge(book)
    progress = book.commitment(id).commitment.progress
    assert [one.said.imprint.source for one in progress] == ["news.txt", "report.txt"]
    assert all(one.by.startswith("delivers/") and one.reasons and not one.person for one in progress)
    assert [one.commitment.id for one in book.commitments(progress=True)] == [id]
    assert not book.commitments(progress=False)
    relations = book.commitment(progress[0].commitment).commitment.relations
    assert [(one.type, one.commitment, one.inverse) for one in relations if one.type == "delivers"] == [
        ("delivers", id, False)
    ]


def test_any_order_and_any_batches_give_the_same_links(tmp_path: Path, book: Book) -> None:
    expected = everything(book)
    for number, order in enumerate(itertools.islice(itertools.permutations(TEXTS), 0, 120, 17)):
        with Book.open(tmp_path / f"{number}.db") as other:
            for place, name in enumerate(order):
                list(other.keep([reading(name)]))
                if place % 2 == number % 2:
                    other.merge()
            other.merge()
            assert everything(other) == expected, order
            other.rebuild()
            assert everything(other) == expected, order


def test_it_is_told_apart_from_official_records_and_never_added_to_them(book: Book, tmp_path: Path) -> None:
    id = pledge(book)
    (status,) = book.commitment(id).statuses
    assert (status.status, status.delivered) == ("no_public_evidence", None)
    (tmp_path / "arrivals.csv").write_text("month,refugees\n2023-01,500\n2023-06,700\n", encoding="utf-8")
    (tmp_path / "arrivals.toml").write_text(
        'source = "arrivals"\ntitle = "Arrivals"\nunit = "refugee"\n[period]\ncolumn = "month"\n[value]\ncolumn = "refugees"\n',
        encoding="utf-8",
    )
    book.add_evidence(tmp_path / "arrivals.csv", description=tmp_path / "arrivals.toml", seen="2023-07-01")
    book.link(id, by=BY, source="arrivals")
    followed = book.commitment(id)
    assert followed.statuses[0].delivered == 1200
    assert told(book, id) == ["news.txt", "report.txt"]
    row = next(row for row in book.commitments().rows())
    assert (row["delivered"], row["reported_progress"]) == (1200.0, 2)
    assert row["last_progress"] == "Canada has resettled 3,100 Sudanese refugees in Ontario."


def test_as_of_a_day_only_what_had_been_said(book: Book) -> None:
    id = pledge(book)
    assert told(book.as_of("2023-12-31"), id) == ["news.txt"]
    early = book.as_of("2022-12-31")
    assert told(early, id) == []
    assert not early.commitments(progress=True)
    (line,) = early.commitments()
    assert line.commitment.progress == ()
    (line,) = book.as_of("2023-12-31").commitments()
    assert len(line.commitment.progress) == 1


def test_persons_add_a_link_and_take_one_away_and_take_it_back(book: Book) -> None:
    id, before = pledge(book), everything(book)
    homes = deed(book, "other")
    entry = book.deliver(id, homes, by=BY, note="the homes were part of it")
    assert told(book, id) == ["news.txt", "report.txt", "other.txt"]
    last = book.commitment(id).commitment.progress[-1]
    assert (last.by, last.person, last.reasons) == (BY, True, ("the homes were part of it",))
    denied = book.deliver(id, deed(book, "news"), by=BY, delivers=False)
    assert told(book, id) == ["report.txt", "other.txt"]
    assert not [one for one in book.commitment(deed(book, "news")).commitment.relations if one.commitment == id]
    book.merge(again=True)
    assert told(book, id) == ["report.txt", "other.txt"], "rules speak against a person"
    kept = everything(book)
    book.rebuild()
    assert everything(book) == kept
    again = book.deliver(id, deed(book, "news"), by="A. Ng")
    assert told(book, id) == ["news.txt", "report.txt", "other.txt"], "the last word of persons counts"
    for one in (again, denied, entry):
        book.undo(one.sequence, by=BY)
    assert everything(book) == before
    assert [one.kind for one in book.history(id)].count("judgement") == 3


def test_a_rejected_deed_tells_nothing(book: Book) -> None:
    id = pledge(book)
    entry = book.reject(deed(book, "news"), by=BY)
    assert told(book, id) == ["report.txt"]
    book.undo(entry.sequence, by=BY)
    assert told(book, id) == ["news.txt", "report.txt"]


def test_what_cannot_deliver_is_refused(book: Book) -> None:
    id = pledge(book)
    with pytest.raises(UsageError, match="itself"):
        book.deliver(id, id, by=BY)
    with pytest.raises(UsageError, match="holds no commitment"):
        book.deliver(id, "st-0000000000000000", by=BY)


def test_a_book_of_an_older_schema_gets_its_links_by_merging_again(book: Book) -> None:
    before = everything(book)
    assert any(record["progress"] for record in before)
    book.merge(again=True)
    assert everything(book) == before


def test_the_record_of_a_page_is_that_of_one(book: Book) -> None:
    id = pledge(book)
    (listed,) = book.commitments()
    assert listed.commitment.progress == book.commitment(id).commitment.progress
    assert replace(listed.commitment, members=(), relations=()) == replace(
        book.commitment(id).commitment, members=(), relations=()
    )
