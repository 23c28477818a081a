"""One item → Document or Problem: the bytes from where they are, the format they are in, the metadata over them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from pledgebook.documents.address import Page, fetch
from pledgebook.documents.decode import decode
from pledgebook.documents.html import declared_charset, looks_like_html, read_html
from pledgebook.documents.limits import LIMITS, Limits, size_words
from pledgebook.documents.markdown import front_matter
from pledgebook.documents.metadata import UNKNOWN, Metadata, read_sidecar
from pledgebook.documents.pdf import begins_as_pdf, read_pdf
from pledgebook.documents.secrets import without_secrets, without_user
from pledgebook.documents.sources import KNOWN_TYPES, Item, fault_of_file
from pledgebook.documents.text import document_of, given_metadata
from pledgebook.errors import UsageError
from pledgebook.model import Document, Problem


def open(
    item: Item,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    limits: Limits = LIMITS,
    allow_private_network: bool = False,
    note: Callable[[Problem], None] = lambda problem: None,
) -> Document | Problem:
    """The document of one item, or the one problem that keeps it from being read.

    `published` (an ISO date, or one with the month's name), `publisher` and `title` go before what the
    `NAME.meta.json` beside a file says, and that before what the file itself says. `encoding`: in which a text was
    written, where its bytes do not tell; without it, it is guessed, and `note` is handed a problem with the rule
    "guessed-encoding" that says which was taken. Raises UsageError where `published` is no date or there is no such
    encoding; nothing else is raised for what a source holds.
    """
    given = given_metadata(published, publisher, title)
    _check_encoding(encoding)
    if item.address is not None:
        item = Item(without_secrets(item.source), address=without_user(item.address))

    def made(data: bytes, kind: str | None, said: Metadata, beside: Metadata, page: Page | None) -> Document | Problem:
        return of_bytes(data, item.source, kind, said, beside, limits, encoding, page, note)

    if item.address is not None:
        page = fetch(item.address, item.source, limits, allow_private_network)
        if isinstance(page, Problem):
            return page
        beside = Metadata(url=page.address)
        return made(page.data, page.kind, given, beside, page)
    if item.path is None:
        data = _standard_input(item.source, limits)
        return data if isinstance(data, Problem) else made(data, None, given, Metadata(), None)
    kind = KNOWN_TYPES.get(item.path.suffix.lower())
    data = _file(item.path, item.source, limits.html_bytes if kind == "html" else limits.file_bytes)
    if isinstance(data, Problem):
        return data
    beside, _ = read_sidecar(item.path)
    return made(data, kind, given.over(beside), Metadata(), None)


def _check_encoding(encoding: str | None) -> None:
    try:
        "a".encode(encoding or "utf-8")
    except (LookupError, ValueError):
        raise UsageError(
            f"there is no encoding of the name {encoding!r}; there are utf-8, cp1252, shift_jis …"
        ) from None


def _file(path: Path, source: str, limit: int) -> bytes | Problem:
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if size > limit:
                return Problem(source, f"{size_words(size)} large, the limit is {size_words(limit)}", "too-large")
            data = file.read(limit + 1)  # a pipe or a device states no size
    except (OSError, ValueError) as error:
        if isinstance(error, IsADirectoryError):
            return Problem(source, "a folder, not a file", "unreadable")
        return fault_of_file(error, source) if isinstance(error, OSError) else Problem(source, "not a file", "missing")
    if len(data) > limit:
        return Problem(source, f"larger than the limit of {size_words(limit)}", "too-large")
    return data


def _standard_input(source: str, limits: Limits) -> bytes | Problem:
    stream = sys.stdin
    if stream is None or stream.closed:
        return Problem(source, "standard input is closed", "unreadable")
    try:
        buffer = getattr(stream, "buffer", None)
        data = buffer.read(limits.file_bytes + 1) if buffer else stream.read().encode("utf-8", "replace")
    except OSError as error:
        return fault_of_file(error, source)
    if len(data) > limits.file_bytes:
        return Problem(source, f"larger than the limit of {size_words(limits.file_bytes)}", "too-large")
    return data


def of_bytes(
    data: bytes,
    source: str,
    kind: str | None = None,
    given: Metadata = UNKNOWN,
    beside: Metadata = UNKNOWN,
    limits: Limits = LIMITS,
    encoding: str | None = None,
    page: Page | None = None,
    note: Callable[[Problem], None] = lambda problem: None,
) -> Document | Problem:
    """The document of some bytes, or the problem that keeps it from being read.

    `kind`: one of the values of `KNOWN_TYPES`; None: told from the bytes. `given` goes before what the text says about
    itself, `beside` after it. `page`: the answer that the bytes came in. `encoding`, `note`: as for `open`.
    """
    if not data:
        return Problem(source, "empty", "empty")
    if kind is None:
        kind = "pdf" if begins_as_pdf(data) else "html" if looks_like_html(data) else None
    if kind == "html" and len(data) > limits.html_bytes:
        what = f"HTML of {size_words(len(data))}, the limit is {size_words(limits.html_bytes)}"
        return Problem(source, what, "too-large")
    if kind == "pdf":
        read = read_pdf(data, source, limits)
    else:
        charset = page.charset if page else None
        declared = (charset, declared_charset(data)) if kind == "html" else (charset,)
        decoded = decode(data, source, declared, encoding)
        if isinstance(decoded, Problem):
            return decoded
        if decoded.guessed:
            what = f"says not in which encoding it is: read as {decoded.encoding}; --encoding names another"
            note(Problem(source, what, "guessed-encoding"))
        text = decoded.text
        if kind != "html":
            found, start = front_matter(text) if kind in ("markdown", None) else (Metadata(), 0)
            return document_of(text, source, given.over(found).over(beside), (start, len(text)) if start else None)
        read = read_html(text, source, page.address if page else None, limits)
    if isinstance(read, Problem):
        return read
    return document_of(read[0], source, given.over(read[1]).over(beside))
