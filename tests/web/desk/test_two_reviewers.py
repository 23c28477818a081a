"""Two persons decide about one row: the second is told, nothing is overwritten, nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from desk_books import of

from pledgebook.book import Book
from pledgebook.book.seen import Seen
from pledgebook.errors import ChangedError, UsageError
from pledgebook.ledger import describe
from pledgebook.model import Entry

BY = "R. Diaz"
Act = Callable[[Book, str], object]
ACTS: dict[str, Act] = {
    "accept": lambda book, id: book.confirm(id, by=BY),
    "reject": lambda book, id: book.reject(id, by=BY),
    "correct": lambda book, id: book.correct(id, {"quantity": "7"}, by=BY),
    "rule": lambda book, id: book.rule(id, "stalled", by=BY, note="Nothing moves."),
    "merge": lambda book, id: book.join([id, of(book, "300 wells").id], by=BY),
    "split": lambda book, id: book.split(id, book.commitment(id).commitment.members[-1].said.statement.id, by=BY),
}


def said(book: Book) -> list[Entry]:
    return [entry for entry in book.log() if entry.kind not in ("document", "merge")]


@pytest.mark.parametrize("second", ACTS)
@pytest.mark.parametrize("first", ACTS)
def test_whoever_comes_second_is_told_what_the_first_said(book: Book, first: str, second: str) -> None:
    id = of(book, "20,000 refugees").id
    seen = book.seen([id])
    ACTS[first](book.seeing([id], seen), id)
    entries = said(book)
    with pytest.raises(ChangedError) as told:
        ACTS[second](book.seeing([id], seen), id)
    assert said(book) == entries
    assert told.value.entries == (entries[0].sequence,), describe(entries[0])


@pytest.mark.parametrize("act", ["accept", "reject", "correct", "rule"])
def test_a_form_that_is_sent_again_says_nothing_twice(book: Book, act: str) -> None:
    id = of(book, "5 million").id
    seen = book.seen([id])
    ACTS[act](book.seeing([id], seen), id)
    with pytest.raises(ChangedError):
        ACTS[act](book.seeing([id], seen), id)
    assert len(said(book)) == 1


def test_what_is_said_between_looking_and_writing_is_seen_as_well(book: Book) -> None:
    id = of(book, "5 million").id
    mine = book.seeing([id], book.seen([id]))
    book.reject(id, by="A. Okoro")
    with pytest.raises((ChangedError, UsageError)):
        mine.confirm(id, by=BY)
    assert [entry.kind for entry in said(book)] == ["rejection"]


def test_what_is_said_of_another_row_is_in_nobody_s_way(book: Book) -> None:
    id, other = of(book, "5 million").id, of(book, "20,000 refugees").id
    seen = book.seen([id])
    book.confirm(other, by="A. Okoro")
    book.seeing([id], seen).confirm(id, by=BY)
    assert len(said(book)) == 2


def test_a_row_that_holds_another_statement_than_was_shown_is_not_accepted_unseen(book: Book) -> None:
    id, other = of(book, "5 million").id, of(book, "300 wells").id
    seen = book.seen([id])
    entry = book.join([id, other], by="A. Okoro")
    with pytest.raises(ChangedError) as told:
        book.seeing([id], seen)
    assert told.value.entries == (entry.sequence,)
    shown = book.seen([id])
    book.undo(entry.sequence, by="A. Okoro")
    with pytest.raises(ChangedError):
        book.seeing([id], shown)


def test_an_undo_is_a_word_too(book: Book) -> None:
    id = of(book, "5 million").id
    entry = book.confirm(id, by="A. Okoro")
    seen = book.seen([id])
    undo = book.undo(entry.sequence, by="A. Okoro")
    with pytest.raises(ChangedError) as told:
        book.seeing([id], seen)
    assert told.value.entries == (undo.sequence,)


@pytest.mark.parametrize("written", ["", "x", "1", "1:", ":1", "1:2,", "1:2;3", "-1:2", "1:2,3\n", "9" * 40 + ":1"])
def test_what_is_no_word_of_what_was_seen_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        Seen.read(written)


def test_what_was_seen_survives_a_form(book: Book) -> None:
    seen = book.seen([of(book, "20,000 refugees").id])
    assert len(seen.statements) == 2
    assert Seen.read(str(seen)) == seen


def test_what_the_book_never_held_is_the_caller_s_fault(book: Book) -> None:
    with pytest.raises(UsageError):
        book.seen(["cm-0000000000000000"])


def test_many_at_once_on_many_rows_lose_nothing(book: Book) -> None:
    """Eight reviewers send what they decided about the same three rows at the same moment."""
    ids = [of(book, words).id for words in ("20,000 refugees", "5 million", "300 wells")]
    seen = {id: book.seen([id]) for id in ids}
    together = threading.Barrier(8)
    kept: list[tuple[str, str, int]] = []
    refused: list[tuple[str, str]] = []
    failed: list[BaseException] = []

    def review(by: str) -> None:
        for id in ids:
            together.wait()
            try:
                entry = book.seeing([id], seen[id]).confirm(id, by=by)
                kept.append((by, id, entry.sequence))
            except ChangedError:
                refused.append((by, id))
            except BaseException as error:  # noqa: BLE001 a thread's fault is to fail the test
                failed.append(error)

    threads = [threading.Thread(target=review, args=(f"reviewer {number}",)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not failed
    assert sorted(id for _, id, _ in kept) == sorted(ids), "one for each row, no more and no less"
    assert len(refused) == 8 * 3 - 3
    assert {entry.sequence for entry in said(book)} == {sequence for *_, sequence in kept}
    assert all(of(book, words).reviewed for words in ("20,000 refugees", "5 million", "300 wells"))
