"""Documents into a book: each once, wholly or not at all, and nothing lost because something else failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

import pytest
from newsstand import TEXTS, commitments, of, reading, sources

from pledgebook.book import Book, adding
from pledgebook.book.reading import ReadDocument
from pledgebook.errors import LedgerError, UsageError
from pledgebook.model import Document, Problem, Statement

WORDS = TEXTS["fund"][2]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Book]:
    with Book.open(tmp_path / "book.db") as book:
        yield book


def write(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def test_the_same_text_of_the_same_source_adds_nothing(empty: Book, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", WORDS)
    first = empty.add([path], published="2023-02-01")
    before, counts = commitments(empty), empty.counts()
    assert [(one.outcome, one.statements) for one in first] == [("new", 2)]
    again = empty.add([path], published="2023-02-01")
    assert [(one.outcome, one.statements) for one in again] == [("known", 0)]
    assert (commitments(empty), empty.counts()) == (before, counts)


def test_a_known_text_is_not_read_again(empty: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.txt", WORDS)
    empty.add([path])

    def refuse(document: Document, reader: ReadDocument) -> NoReturn:
        raise AssertionError(f"{document.source} is read a second time")

    monkeypatch.setattr(adding, "read_document", refuse)
    assert [one.outcome for one in empty.add([path])] == ["known"]


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(empty: Book, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", WORDS)
    empty.add([path])
    write(tmp_path, "a.txt", WORDS.replace("$2 million", "$3 million"))
    receipt = empty.add([path])[0]
    assert receipt.outcome == "version"
    older = [said for said in empty.statements() if said.imprint.superseded]
    assert {said.statement.quantity.text for said in older if said.statement.quantity} == {"$5 million", "$2 million"}
    assert len(empty.statements()) == 4
    history = empty.history(str(receipt.document))
    assert [entry.kind for entry in history] == ["document"]


def test_the_same_text_of_another_source_is_a_copy(empty: Book, tmp_path: Path) -> None:
    receipts = empty.add([write(tmp_path, "a.txt", WORDS), write(tmp_path, "b.txt", WORDS)])
    assert [one.outcome for one in receipts] == ["new", "copy"]
    assert receipts[0].document == receipts[1].document
    assert (empty.counts().documents, empty.counts().statements) == (1, 2)


def test_sources_that_fail_lose_nothing_else(empty: Book, tmp_path: Path) -> None:
    blank, good = write(tmp_path, "blank.txt", ""), write(tmp_path, "good.txt", WORDS)
    receipts = empty.add([tmp_path / "missing.txt", blank, good])
    assert [one.outcome for one in receipts] == ["failed", "failed", "new"]
    assert all(len(one.problems) == 1 and one.document is None for one in receipts[:2])
    assert empty.counts().commitments == 2


def test_no_source_and_no_date_are_refused_before_anything_is_kept(empty: Book, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no source"):
        empty.add([])
    with pytest.raises(UsageError, match="ISO date"):
        empty.add([write(tmp_path, "a.txt", WORDS)], published="soon")
    assert empty.counts().entries == 0


def test_a_fault_between_documents_leaves_whole_documents_that_the_next_add_merges(
    empty: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(tmp_path, f"{name}.txt", TEXTS[name][2]) for name in ("joint", "leak", "fund")]
    real, seen = adding.read_document, list[str]()

    def faulty(document: Document, reader: ReadDocument) -> tuple[tuple[Statement, ...], tuple[Problem, ...]] | Problem:
        seen.append(document.source)
        if len(seen) == 3:
            raise MemoryError
        return real(document, reader)

    monkeypatch.setattr(adding, "read_document", faulty)
    with pytest.raises(MemoryError):
        empty.add(paths)
    assert (empty.counts().documents, empty.counts().statements, empty.counts().commitments) == (2, 2, 0)
    assert empty.verify() == []
    monkeypatch.undo()
    assert [one.outcome for one in empty.add(paths)] == ["known", "known", "new"]
    border = of(empty, "border infrastructure")
    assert [Path(name).name for name in sources(border)] == ["joint", "leak"]
    assert empty.verify() == []


def test_what_waits_for_merging_is_picked_up_by_the_next_add_even_of_nothing_new(empty: Book, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", WORDS)
    assert [one.outcome for one in empty.adding([path])] == ["new"]
    assert (empty.counts().statements, empty.counts().commitments) == (2, 0)
    assert [one.outcome for one in empty.add([path])] == ["known"]
    assert empty.counts().commitments == 2


def test_a_fault_while_merging_keeps_the_documents(
    empty: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pledgebook import reconcile

    path = write(tmp_path, "a.txt", WORDS)

    def refuse(*_: Any, **__: Any) -> Any:
        raise LedgerError("the disk is full")

    monkeypatch.setattr(reconcile, "group", refuse)
    with pytest.raises(LedgerError):
        empty.add([path])
    monkeypatch.undo()
    assert (empty.counts().documents, empty.counts().commitments) == (1, 0)
    assert empty.verify() == []
    assert empty.merge() == 2
    assert empty.counts().commitments == 2


def test_private_addresses_only_where_they_are_allowed(empty: Book) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<html><body><main><p>{WORDS}</p></main></body></html>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        assert [one.outcome for one in empty.add([address])] == ["failed"]
        assert empty.counts().documents == 0
        assert [one.outcome for one in empty.add([address], allow_private_network=True)] == ["new"]
        assert empty.counts().statements == 2
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_what_was_read_elsewhere_is_kept_with_a_receipt_each(empty: Book, batch: int) -> None:
    broken = reading("fund")
    readings: Sequence[Any] = [
        reading("joint"),
        type(broken)("gone.txt", None, (), broken.problems),
        reading("joint"),
        reading("leak"),
    ]
    receipts = list(empty.keep(readings, batch=batch))
    assert [(one.source, one.outcome) for one in receipts] == [
        ("joint.txt", "new"),
        ("gone.txt", "failed"),
        ("joint.txt", "known"),
        ("leak.txt", "new"),
    ]
    assert empty.merge() == 2
