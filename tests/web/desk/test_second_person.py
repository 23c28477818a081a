"""Where a second person is asked for, what one has checked is not shown as reviewed; and what waits is found in order."""

from __future__ import annotations

import pytest
from desk_books import of

from pledgebook.book import Book
from pledgebook.model import Review, awaits_second, is_checked

ONE, OTHER = "R. Diaz", "A. Okoro"


def review(kind: str, by: str, needs_second: bool) -> Review:
    return Review(kind, by, None, 1, (), needs_second)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reviews", "checked", "waits"),
    [
        ([], False, False),
        ([("confirmation", ONE, False)], True, False),
        ([("correction", ONE, False)], True, False),
        ([("rejection", ONE, False)], False, False),
        ([("confirmation", ONE, True)], False, True),
        ([("confirmation", ONE, True), ("confirmation", ONE, True)], False, True),
        ([("confirmation", ONE, True), ("confirmation", OTHER, True)], True, False),
        ([("correction", ONE, True)], False, True),
        ([("correction", ONE, True), ("confirmation", OTHER, True)], True, False),
        ([("correction", ONE, True), ("confirmation", ONE, True)], False, True),
        # what the first confirmed was another statement than the second made of it
        ([("confirmation", ONE, True), ("correction", OTHER, True)], False, True),
        ([("confirmation", ONE, False), ("correction", OTHER, True)], False, True),
        ([("confirmation", ONE, True), ("correction", OTHER, True), ("confirmation", ONE, True)], True, False),
    ],
)
def test_when_a_statement_is_checked(reviews: list[tuple[str, str, bool]], checked: bool, waits: bool) -> None:
    found = [review(*one) for one in reviews]
    assert (is_checked(found), awaits_second(found)) == (checked, waits)


def waiting(book: Book) -> tuple[list[str], list[str]]:
    """What nobody looked at, and what awaits a second."""
    with book.ledger.read() as reader:
        return [one.id for one in reader.least_sure(50)], [one.id for one in reader.awaiting_second(50)]


def counts(book: Book) -> tuple[int, int, int]:
    with book.ledger.read() as reader:
        found = reader.review_counts()
    return found.waiting, found.second, found.reviewed


def test_one_word_is_not_enough_and_two_are(book: Book) -> None:
    id = of(book, "5 million").id
    first = book.confirm(id, by=ONE, needs_second=True)
    assert not of(book, "5 million").reviewed
    assert [one.commitment.id for one in book.commitments(reviewed=True)] == []
    assert waiting(book)[1] == [id]
    assert counts(book) == (2, 1, 0)
    second = book.confirm(id, by=OTHER, needs_second=True)
    assert of(book, "5 million").reviewed
    assert [one.commitment.id for one in book.commitments(reviewed=True)] == [id]
    assert counts(book) == (2, 0, 1)
    book.undo(second.sequence, by=OTHER)
    assert counts(book) == (2, 1, 0)
    book.undo(first.sequence, by=ONE)
    assert counts(book) == (3, 0, 0)


def test_what_was_corrected_shows_and_is_not_reviewed_until_somebody_else_agrees(book: Book) -> None:
    id = of(book, "5 million").id
    book.correct(id, {"quantity": "6000000"}, by=ONE, needs_second=True)
    found = of(book, "5 million")
    assert found.quantity is not None
    assert (int(found.quantity.low or 0), found.reviewed) == (6_000_000, False)
    book.confirm(id, by=OTHER, needs_second=True)
    assert of(book, "5 million").reviewed


def test_a_row_that_merges_with_one_that_is_checked_is_checked(book: Book) -> None:
    id, other = of(book, "5 million").id, of(book, "300 wells").id
    book.confirm(other, by=ONE)
    book.join([id, other], by=ONE)
    assert book.commitment(id).commitment.reviewed
    assert counts(book) == (1, 0, 1)


def test_the_least_sure_come_first_page_by_page(book: Book) -> None:
    sure = {one.commitment.id: one.commitment.confidence or 0.0 for page in book.pages(kind=None) for one in page}
    assert len(set(sure.values())) > 1, "else there is no order to see"
    with book.ledger.read() as reader:
        whole = reader.least_sure(50)
        paged = []
        place = None
        while found := reader.least_sure(1, place):
            paged += found
            place = found[-1].place
    assert paged == whole
    classes = [int(sure[one.id] * 100) for one in whole]
    assert classes == sorted(classes)
    assert {one.id for one in whole} == set(sure)


def test_what_is_rejected_waits_no_longer(book: Book) -> None:
    id = of(book, "5 million").id
    entry = book.reject(id, by=ONE)
    assert id not in waiting(book)[0]
    book.undo(entry.sequence, by=ONE)
    assert id in waiting(book)[0]
