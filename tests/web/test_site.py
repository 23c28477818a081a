"""The site as files: whole, linked within itself, searched by the browser."""

from __future__ import annotations

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from pledgebook.book import Book
from pledgebook.errors import UsageError
from pledgebook.web.static import file_of, write_site
from tests.web.conftest import VIEWS, Site, browsing

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def files(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo book as a site of files, made by the command."""
    out = tmp_path_factory.mktemp("site") / "public"
    command = [sys.executable, "-m", "pledgebook", "site", "--out", str(out), "--book", str(demo_book)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.fullmatch(rf"\d+ pages in {out}\n", done.stdout)
    return out


def test_every_link_leads_to_a_file(files: Path) -> None:
    pages = sorted(files.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        for address in re.findall(r'(?:href|src|action)="([^"]+)"', page.read_text(encoding="utf-8")):
            if address.startswith(("http://", "https://", "#")):
                continue
            path = unquote(unescape(address)).partition("#")[0].partition("?")[0]
            found = page.parent / path
            found = found / "index.html" if found.is_dir() else found
            assert found.is_file(), f"{address} of {page.relative_to(files)}"


def test_the_same_book_gives_the_same_files(files: Path, demo_book: Path, tmp_path: Path) -> None:
    with Book.open(demo_book) as book:
        write_site(book, tmp_path / "again")
    for page in files.rglob("*"):
        if page.is_file():
            assert (tmp_path / "again" / page.relative_to(files)).read_bytes() == page.read_bytes(), page


@pytest.fixture(scope="module")
def hosted(files: Path) -> Iterator[Site]:
    """The files on the plainest of all web hosts."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=files)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(f"http://127.0.0.1:{server.server_port}", files, None)  # type: ignore[arg-type]
        server.shutdown()


def test_the_browser_searches_it(hosted: Site, chromium: Browser) -> None:
    context, watch = browsing(chromium, hosted, viewport=VIEWS["phone"])
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("welcome refugees Canada")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("1 found.").wait_for()
    page.get_by_role("link", name="Canada plans to welcome up to 4,000 refugees").click()
    assert page.locator("h1").inner_text() == "Canada plans to welcome up to 4,000 refugees from the region"
    page.get_by_role("link", name="Actors").click()
    page.get_by_role("link", name="United States", exact=True).click()
    assert page.locator("h1").inner_text() == "United States"
    assert watch.complaints == []
    context.close()


def test_a_folder_of_others_is_left_alone(demo_book: Path, files: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with Book.open(demo_book) as book:
        with pytest.raises(UsageError, match="holds something that is no site"):
            write_site(book, tmp_path)
        assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
        before = {one.name for one in files.parent.iterdir()}
        write_site(book, files)
        assert {one.name for one in files.parent.iterdir()} == before, "nothing is left beside it"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("", "index"),
        ("actors/MX", "actors/MX"),
        ("actors/org%3Ausaid", "actors/org-3Ausaid-3d2d7b4f"),
        ("venues/" + "x" * 300, "venues/" + "x" * 120 + "-"),
        ("venues/..%2F..%2Fetc", "venues/-2F..-2Fetc-"),
    ],
)
def test_names_of_files_are_safe_everywhere(path: str, file: str) -> None:
    found = file_of(path)
    assert found.startswith(file.rpartition("-")[0] if file.startswith("actors/org") else file)
    assert re.fullmatch(r"[0-9A-Za-z/._-]+", found)
    assert "../" not in found
    assert all(len(part) < 140 for part in found.split("/"))
