"""What the caller names → the things to read: files, folders, addresses, standard input."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pledgebook.documents.metadata import read_sidecar, sidecar_path
from pledgebook.documents.secrets import without_secrets, without_user
from pledgebook.model import Problem

KNOWN_TYPES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to read. `source` is what people are shown; `path` is set for a file, `address` for a
    page of the web, and neither for standard input."""

    source: str
    path: Path | None = None
    address: str | None = None


def expand(sources: Sequence[str | os.PathLike[str]]) -> list[Item | Problem]:
    """The things to read, in the order of the sources; each that cannot be found is a problem in its place.

    `-` is standard input, `http://…` and `https://…` are addresses. A folder gives its files of known
    types (`KNOWN_TYPES`) and those of its subfolders in the order of their names, each folder once
    however symbolic links lead to it, without hidden names. A broken `NAME.meta.json` is a problem
    before the item of its text, which is read without it.
    """
    return [thing for source in sources for thing in _expand_one(os.fspath(source))]


def file_item(path: Path) -> Item:
    """The item of one file, as `expand` gives it."""
    return Item(_shown(str(path)), path=path)


def _shown(source: str) -> str:
    """A name that can be printed: file names may hold line ends and bytes that are no text."""
    return _UNPRINTABLE.sub("\ufffd", source.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def _expand_one(source: str) -> Iterator[Item | Problem]:
    if source == "-":
        yield Item("-")
        return
    shown = _shown(source) if source.isprintable() else _shown(source.encode("utf-8", "replace").decode("utf-8"))
    scheme = _SCHEME.match(source)
    if scheme and scheme["scheme"].lower() in ("http", "https"):
        yield Item(without_secrets(shown), address=without_user(source))
        return
    if scheme:
        yield Problem(without_secrets(shown), "only http:// and https:// addresses can be read", "unsupported-scheme")
        return
    if not source or "\x00" in source:
        yield Problem(shown or "''", "not a file name", "missing")
        return
    path = Path(source)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        yield fault_of_file(error, shown)
        return
    if is_folder:
        found = list(_folder(path))
        if not any(isinstance(thing, Item) for thing in found):
            known = ", ".join(KNOWN_TYPES)
            found = found or [Problem(shown, f"no readable file in this folder (known types: {known})", "empty-folder")]
        yield from found
    else:
        yield from _file(path)


def fault_of_file(error: OSError, source: str) -> Problem:
    """A failure of the file system in words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(source, "no such file or folder", "missing")
    if isinstance(error, PermissionError):
        return Problem(source, "no permission to read it", "permission-denied")
    return Problem(source, f"cannot be read ({(error.strerror or type(error).__name__).lower()})", "unreadable")


def _file(path: Path) -> Iterator[Item | Problem]:
    _, wrong = read_sidecar(path)
    if wrong:
        what = f"{wrong}; {_shown(path.name)} is read without it"
        yield Problem(_shown(str(sidecar_path(path))), what, "broken-metadata")
    yield file_item(path)


def _folder(top: Path) -> Iterator[Item | Problem]:
    """The files under `top`, depth first, names in code point order."""
    seen: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) in seen:
                    continue
                seen.add((status.st_dev, status.st_ino))
                inside = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
                waiting += sorted(inside, key=lambda entry: entry.name, reverse=True)
            elif stat.S_ISREG(status.st_mode) and path.suffix.lower() in KNOWN_TYPES:
                yield from _file(path)
        except FileNotFoundError:
            continue  # a link that leads nowhere, or a file that left meanwhile
        except OSError as error:
            if path.suffix.lower() in KNOWN_TYPES or path.is_dir():
                yield fault_of_file(error, _shown(str(path)))
