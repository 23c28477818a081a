"""The same commitments come out in whatever order and batches documents are added."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsstand import TEXTS, commitments, filled, reading

from pledgebook.book import Book, merging
from pledgebook.model import Commitment


@pytest.fixture(scope="module")
def expected(stand: Path) -> list[Commitment]:
    with Book.open(stand, create=False) as book:
        return commitments(book)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(sorted(TEXTS)), st.integers(min_value=0, max_value=4), st.integers(min_value=1, max_value=20))
def test_any_order_and_any_batches(expected: list[Commitment], order: list[str], merge_every: int, batch: int) -> None:
    for name in order:
        reading(name)
    with (
        tempfile.TemporaryDirectory() as folder,
        Book.open(Path(folder) / "book.db") as book,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(merging.merge, "__kwdefaults__", {**(merging.merge.__kwdefaults__ or {}), "batch": batch})
        for number, name in enumerate(order, 1):
            list(book.keep([reading(name)]))
            if merge_every and number % merge_every == 0:
                book.merge()
        book.merge()
        assert commitments(book) == expected


def test_adding_everything_twice_changes_nothing(tmp_path: Path, expected: list[Commitment]) -> None:
    with filled(tmp_path / "book.db") as book:
        entries = book.counts().entries
        assert {one.outcome for one in book.keep(map(reading, reversed(TEXTS)))} == {"known"}
        assert book.merge() == 0
        assert book.counts().entries == entries
        assert commitments(book) == expected
