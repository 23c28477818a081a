"""The same pages as files, for any web host: no server, and a search that the browser does itself."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pledgebook.book import Book
from pledgebook.errors import LedgerError, UsageError
from pledgebook.web.books import edition_of
from pledgebook.web.pages import about, commitment, commitments, documents, names, overview
from pledgebook.web.pages.answering import Values, links
from pledgebook.web.shown import ASSETS, drawn, path_of, sentence_of

LONGEST = 120
"""Characters of a file name; a longer name of an actor or a venue is cut, with a digest."""
MARK = ".pledgebook-site"
"""The file by which a folder is known to hold a site that may be replaced."""


def write_site(book: Book, folder: Path, progress: Callable[[int], None] | None = None) -> int:
    """Write every page of a book into a folder, which appears whole or not at all; how many pages.

    `progress`: told the number of pages so far. A folder that holds anything but a site made before is left alone. Raises
    UsageError for such a folder, LedgerError where it cannot be written.
    """
    target = folder.absolute()
    if target.exists() and not (target.is_dir() and ((target / MARK).is_file() or not any(target.iterdir()))):
        raise UsageError(f"{folder} holds something that is no site: take another folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            count = _written(book, work, progress)
            work.chmod(0o755)
            _exchange(work, target)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise LedgerError(f"{folder} cannot be written: {error.strerror or error}") from error
    return count


def _exchange(work: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}-old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _written(book: Book, work: Path, progress: Callable[[int], None] | None) -> int:
    shutil.copytree(ASSETS, work / "assets", ignore=shutil.ignore_patterns(".lock"))
    (work / MARK).write_text("pledgebook site\n", encoding="utf-8")
    edition, count = edition_of(book), 0
    for path, (template, values) in _pages(book):
        file = work / f"{file_of(path)}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        base = links("../" * file.relative_to(work).parts[:-1].__len__(), ".html", edition)
        link = base["link"]
        page = drawn(template, {**base, "link": lambda path, link=link: link(file_of(path)), **values})
        file.write_text(page, encoding="utf-8", errors="replace")
        count += 1
        if progress is not None:
            progress(count)
    (work / "assets" / "search.json").write_text(json.dumps(_index(book), ensure_ascii=False), encoding="utf-8")
    return count


def _pages(book: Book) -> Iterator[tuple[str, tuple[str, Values]]]:
    """Every page by its path, "" for the first."""
    told = names.names_of(book)
    yield "", overview.view(overview.numbers_of(book), told)
    yield "about", about.view()
    yield "search", ("search_static.html", {"title": "Search"})
    yield from _lists(book)
    for sort in ("actors", "venues"):
        yield sort, names.list_view(sort, told)
        for id, one in getattr(told, sort).items():
            yield path_of(sort, id), names.view(book, sort, one)
    every, after = book.catalogue(limit=500)
    while after is not None:
        page, after = book.catalogue(limit=500, after=after)
        every += page
    yield "documents", documents.list_of(every)
    for held in every:
        yield (
            f"documents/{held.imprint.id.removeprefix('sha256:')}",
            documents.view(book, held.imprint.id.removeprefix("sha256:")),
        )
    for some in book.pages(kind=None):
        for one in some:
            yield f"commitments/{one.commitment.id}", commitment.view(book, one.commitment.id)


def _lists(book: Book) -> Iterator[tuple[str, tuple[str, Values]]]:
    """The list of all promises, page by page: "commitments", "commitments-2", …"""
    asked: dict[str, str] = {}
    number = 1
    while True:
        template, values = commitments.view(book, asked)
        path = "commitments" if number == 1 else f"commitments-{number}"
        more = values["next"] is not None
        yield path, (template, {**values, "following": f"commitments-{number + 1}" if more else None, "number": number})
        if not more:
            return
        number += 1
        asked = {"after": values["page"].cursor}


def file_of(path: str) -> str:
    """The path of a page as a file is named on every host: what is escaped there stands in it as "-", with a digest."""
    if path == "":
        return "index"
    safe = re.sub(r"[^0-9A-Za-z/._-]", "-", path)
    if safe == path and max(map(len, path.split("/"))) <= LONGEST and ".." not in path:
        return path
    head = "/".join(part[:LONGEST].strip(".") for part in safe.split("/"))
    return f"{head}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def _index(book: Book) -> list[dict[str, Any]]:
    """What the browser searches: of each promise and deed the sentence, what became of it, and its quotes' words."""
    found = []
    for some in book.pages(kind=None):
        for one in some:
            commitment = one.commitment
            quotes = dict.fromkeys(" ".join(member.said.statement.quote.text.split()) for member in commitment.members)
            found.append(
                {
                    "path": f"commitments/{commitment.id}.html",
                    "say": sentence_of(commitment),
                    "status": " or ".join(dict.fromkeys(status.status.replace("_", " ") for status in one.statuses)),
                    "quotes": list(quotes),
                }
            )
    return found
