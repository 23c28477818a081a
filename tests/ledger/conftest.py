"""Books on both engines: every test that asks for `books` runs on a file and on a server."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from server import Absent, Server, memory
from shelf import Books


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running PostgreSQL. Without one the test is left out with the reason, under CI it fails."""
    try:
        found = Server()
    except Absent as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have PostgreSQL: {error}")
        pytest.skip(str(error))
    try:
        found.start()
        yield found
    finally:
        found.remove()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest) -> Iterator[Books]:
    """Makes books, on a file and on a server in turn."""
    engine = str(request.param)
    server = request.getfixturevalue("server") if engine == "postgresql" else None
    with tempfile.TemporaryDirectory(prefix="pledgebook-books-", dir=memory()) as folder:
        yield Books(engine, Path(folder), server)


@pytest.fixture
def books(shelf: Books) -> Iterator[Books]:
    """Makes books of one engine that are thrown away after the test."""
    yield shelf
    shelf.clear()


@pytest.fixture
def files(tmp_path: Path) -> Books:
    """Makes books in files only, on the disk, in a folder of the test's own."""
    return Books("sqlite", tmp_path, None)
