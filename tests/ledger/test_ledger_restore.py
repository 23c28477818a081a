"""A book as lines of JSON, read into a new one on either engine: the same entries and the same commitments."""

from __future__ import annotations

from pathlib import Path

import pytest
from server import Server
from shelf import Books

from pledgebook.book import Book, Reading, statements_of
from pledgebook.book.restoring import restore
from pledgebook.model import Document
from pledgebook.publish.formats import render

TEXTS = {
    "sheet.txt": ("2022-06-10", "Norway will give $5 million to Haiti by 2028 for clean water.\n"),
    "paper.txt": ("2022-06-12", "Norway will give $5 million to Haiti for clean water. Peru will build 300 wells.\n"),
}


def exported(book: Book, form: str) -> bytes:
    with book.export() as content:
        return b"".join(render(content, form))


@pytest.mark.parametrize("to_server", [False, True], ids=["to a file", "to a server"])
def test_a_book_from_lines_is_the_same(books: Books, server: Server, tmp_path: Path, to_server: bool) -> None:
    target = server.url(server.create()) if to_server else str(tmp_path / "new.db")
    with Book.open(books.new()) as book:
        for source, (day, words) in TEXTS.items():
            document = Document(source, words, published=day)
            list(book.keep([Reading(source, document, statements_of(document))]))
        book.merge()
        pledge = book.commitments(actor="NO")[0].commitment
        assert len(book.commitment(pledge.id).commitment.members) == 2
        book.confirm(pledge.id, by="R. Diaz")
        (tmp_path / "book.jsonl").write_bytes(exported(book, "jsonl"))
        restore(tmp_path / "book.jsonl", target)
        with Book.open(target, create=False) as other:
            assert other.verify() == []
            for form in ("jsonl", "csv", "jsonld", "iati", "annotations"):
                assert exported(other, form) == exported(book, form), form
