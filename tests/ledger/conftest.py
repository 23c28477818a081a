"""Books on both engines: every test that asks for `books` runs on a file and on a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from server import Absent, Server
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
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Makes books, on a file and on a server in turn."""
    engine = str(request.param)
    server = request.getfixturevalue("server") if engine == "postgresql" else None
    return Books(engine, tmp_path_factory.mktemp("books"), server)


@pytest.fixture
def files(tmp_path: Path) -> Books:
    """Makes books in files only, in a folder of the test's own."""
    return Books("sqlite", tmp_path, None)
