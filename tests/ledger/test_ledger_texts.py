"""Hostile and huge texts come back as they were, from both engines."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_book import dump, merge
from shelf import Books

from pledgebook.ledger import Ledger, open_ledger
from pledgebook.ledger.store import entries
from pledgebook.model import (
    Act,
    Actor,
    Attribution,
    Document,
    Period,
    Quantity,
    Quote,
    Statement,
    Venue,
    statement_id,
    words_before,
)

STRANGE = [
    "NUL \0 in the middle",
    "\U0001f4b0 emoji \U0001f1f2\U0001f1fd",
    "e\u0301 combining, \u202e right to left, \ufeff mark",
    "line\r\nends\u2028and\u0085others",
    'quote " backslash \\ percent %s %(a)s :name ? $1 {0}',
    "'); DROP TABLE entries; --",
    "</script><b>&amp;",
    " " * 50,
]


def about(text: str, source: str = "strange.txt", **fields: object) -> tuple[Document, tuple[Statement, ...]]:
    """A document that is one statement about itself, with the text in every field."""
    document = Document(source, text, **fields)  # type: ignore[arg-type]
    end = len(text)
    whole = Quote(0, end, text)
    name = text or "nobody"
    return document, (
        Statement(
            statement_id(document.id, "commitment", (0, end), (0, end)),
            document.id,
            "commitment",
            whole,
            Act(name, 0, end, text),
            whole,
            Quantity(0, end, text, Decimal("1.50"), None, name, "count"),
            (Actor(None, name, 0, end), Actor(name, name, 0, end)),
            (Actor(name, name, None, None, "rule"),),
            (Actor(name, name, 0, end),),
            Period("2022", 0, end, text),
            Venue(name, 0, end),
            (Attribution(name, name, True, 0, end),),
        ),
    )


def same_on_return(ledger: Ledger, document: Document, statements: tuple[Statement, ...]) -> None:
    with ledger.write("add") as writer:
        number = writer.counts().statements + 1
        added = writer.add_document(document, statements)
        merge(writer, writer.pending(10))
    assert added.outcome == "new"
    with ledger.read() as reader:
        assert reader.document(document.id) == document
        assert reader.said([number])[number].statement == statements[0]
        assert reader.said([number], before=True)[number].before == words_before(document.text, statements[0])
    assert ledger.verify() == []


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_texts_come_back_as_they_were(books: Books, text: str) -> None:
    with open_ledger(books.new()) as ledger:
        fields = {"title": text, "publisher": text, "published": "2022", "url": "https://example.org/" + text}
        same_on_return(ledger, *about(text, "strange/" + text, **fields))


def test_any_text_comes_back_and_is_found_again(books: Books) -> None:
    texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)

    @settings(max_examples=25 if books.engine == "sqlite" else 10, deadline=None)
    @given(text=texts, source=st.text(max_size=20))
    def check(text: str, source: str) -> None:
        place = books.new()
        with open_ledger(place) as ledger:
            document, statements = about(text, source)
            with ledger.write("add") as writer:
                added = writer.add_document(document, statements)
                assert writer.add_document(document, statements).outcome == "known"
            with ledger.read() as reader:
                back = reader.document(document.id)
                assert back is not None
                assert back.text == text
                assert back.source == source.encode("utf-8", "backslashreplace").decode()
                assert reader.said([1])[1].statement == statements[0]
                assert [one.document for one in reader.versions(source)] == [added.document]
            assert ledger.verify() == []
            before = dump_of(books, place)
            ledger.rebuild()
            assert dump_of(books, place) == before
        books.clear()

    check()


def dump_of(books: Books, place: str) -> object:
    with books.look(place) as connection:
        return dump(connection)


def test_a_path_that_is_no_text_is_kept_with_its_bytes_written_out(books: Books) -> None:
    path = os.fsdecode(b"caf\xe9.txt")  # a name in Latin-1 on a disk whose names are UTF-8
    document, statements = about("Some words", path, title=path, publisher=path)
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            assert writer.add_document(document, statements).outcome == "new"
            assert writer.add_document(document, statements).outcome == "known"
        with ledger.read() as reader:
            back = reader.document(document.id)
            assert back is not None
            assert (back.source, back.title, back.publisher) == ("caf\\udce9.txt",) * 3
        assert ledger.verify() == []


def test_huge_texts(books: Books) -> None:
    text = (
        "\U0001f4b0 " + " ".join(f"Every{number} differs." for number in range(100_000)) + " long" * 9000 + "w" * 9000
    )
    with open_ledger(books.new()) as ledger:
        same_on_return(ledger, *about(text, "s" * 100_000, title="t" * 100_000, publisher="p" * 100_000))


def test_long_entries_are_streamed_a_few_at_a_time(files: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "_AT_ONCE", 5_000)
    with open_ledger(files.new()) as ledger:
        with ledger.write("add") as writer:
            for number in range(9):
                writer.add_document(Document(f"{number}.txt", f"{number} " * (10 ** (number % 5))), ())
        with ledger.read() as reader:
            assert [one.sequence for one in reader.entries()] == list(range(1, 10))
            assert [one.sequence for one in reader.entries(after=7)] == [8, 9]
        assert ledger.verify() == []
