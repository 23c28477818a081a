"""A book of the demo, served by a real process, and a real browser that refuses every other host."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pledgebook.book import Book
from pledgebook.cli.demo import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180_000
"""Milliseconds for a step of a browser: on a machine that does much else at a time a page can take long."""
VIEWS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


@dataclass(frozen=True, slots=True)
class Site:
    """A server that runs: its address without the last slash, its book and its process."""

    address: str
    book: Path
    process: subprocess.Popen[str]


@pytest.fixture(scope="session")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of `pledgebook demo`, built once. Tests that write copy it first (`shutil.copy`)."""
    place = tmp_path_factory.mktemp("demo") / "demo.db"
    with Book.open(place) as book:
        build(book)
    return place


@pytest.fixture(scope="session")
def site_of_demo(demo_book: Path) -> Iterator[Site]:
    """The demo book, served."""
    site = serve(demo_book)
    yield site
    stop(site)


def serve(book: Path, *options: str) -> Site:
    """`pledgebook serve` on a free port, once it takes requests."""
    command = [sys.executable, "-m", "pledgebook", "serve", "--book", str(book), "--port", "0", *options]
    with book.with_suffix(".log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("http://127.0.0.1:"), line or book.with_suffix(".log").read_text(encoding="utf-8")
    return Site(line.split()[0].rstrip("/"), book, process)


def stop(site: Site) -> int:
    """Stop a server as an administrator does; its exit code."""
    site.process.send_signal(signal.SIGTERM)
    return ended(site)


def ended(site: Site) -> int:
    """Wait for a server that was told to stop; its exit code."""
    try:
        return site.process.wait(20)
    finally:
        site.process.kill()
        site.process.communicate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the system."""
    where = shutil.which("chromium")
    if where is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have chromium (scripts/test installs it)")
        pytest.skip("needs chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Watch:
    """What a browser complained of: console errors, errors of scripts, requests to another host."""

    complaints: list[str]


def browsing(browser: Browser, site: Site, **options: object) -> tuple[BrowserContext, Watch]:
    """A fresh window on a site. Requests to any other host are refused and noted, as are console errors."""
    context = browser.new_context(base_url=site.address, **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    complaints: list[str] = []

    def only_here(route: object) -> None:
        address = route.request.url  # type: ignore[attr-defined]
        if address.startswith((f"{site.address}/", "data:", "blob:")):
            route.continue_()  # type: ignore[attr-defined]
        else:
            complaints.append(f"request to {address}")
            route.abort()  # type: ignore[attr-defined]

    context.route("**/*", only_here)
    context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context, Watch(complaints)
