"""Books for tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsstand import filled

from pledgebook.book import Book


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of all the texts of the newsstand, to be copied."""
    place = tmp_path_factory.mktemp("stand") / "book.db"
    with filled(place) as book:
        book.backup(place.with_name("copy.db"))
    return place.with_name("copy.db")


@pytest.fixture
def book(stand: Path, tmp_path: Path) -> Iterator[Book]:
    """A book of all the texts of the newsstand, of the test's own."""
    place = tmp_path / "book.db"
    shutil.copy(stand, place)
    with Book.open(place, create=False) as opened:
        yield opened
