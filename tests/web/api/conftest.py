"""The demo book behind the interface, on a file and on a server, in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from server import Server

from pledgebook.ledger import copy_ledger
from pledgebook.web.app import site
from pledgebook.web.serving import bound
from tests.ledger.conftest import server

__all__ = ["server"]


@contextmanager
def served(place: str | Path) -> Iterator[httpx.Client]:
    """A client of the site of a book."""
    listening = bound("127.0.0.1", 0)
    running = uvicorn.Server(uvicorn.Config(site(place), log_config=None, access_log=False))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=30) as client:
            yield client
    finally:
        running.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def on_file(demo_book: Path) -> Iterator[httpx.Client]:
    """A client of the demo book in a file."""
    with served(demo_book) as client:
        yield client


@pytest.fixture(scope="session")
def on_server(demo_book: Path, server: Server) -> Iterator[httpx.Client]:
    """A client of the same book on PostgreSQL."""
    place = server.url(server.create())
    copy_ledger(str(demo_book), place)
    with served(place) as client:
        yield client


@pytest.fixture(params=["file", "server"])
def api(request: pytest.FixtureRequest) -> httpx.Client:
    """Either of them in turn."""
    client: httpx.Client = request.getfixturevalue(f"on_{request.param}")
    return client
