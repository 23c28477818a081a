"""Documents as they were read, and the faults met on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


def document_id(text: str) -> str:
    """`sha256:` and the SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, frozen.

    `text` holds every character of the source that offsets refer to: the file's own characters for
    plain text and Markdown, the main content for HTML and PDF. `body` is the half-open range of it
    that is read for statements (front matter of Markdown stands outside). `published` is an ISO date,
    year-month or year, or None. `source` is the path or address as the caller gave it.
    """

    source: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    body: tuple[int, int] = (0, 0)
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", document_id(self.text))
        if self.body == (0, 0):
            object.__setattr__(self, "body", (0, len(self.text)))

    def __repr__(self) -> str:
        return f"<Document {self.source!r} {len(self.text):,} characters, {self.published or 'undated'}>"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the data, as a value beside the results; one bad document never stops a run.

    `source`: which source; `what`: one line for a person, without the source; `rule`: a short stable
    name for programs ("encrypted-pdf", "empty", "too-large", "timeout", "private-network" …).
    """

    source: str
    what: str
    rule: str

    def __str__(self) -> str:
        return f"{self.source}: {self.what}"
