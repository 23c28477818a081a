"""Text → Document: plain text kept exactly as it is, and what every format does with its text in the end."""

from __future__ import annotations

from pledgebook.documents.decode import fault_of_text, is_blank
from pledgebook.documents.metadata import Metadata, one_line
from pledgebook.documents.published import iso_date
from pledgebook.documents.secrets import without_secrets
from pledgebook.errors import UsageError
from pledgebook.model import Document, Problem


def given_metadata(published: str | None, publisher: str | None, title: str | None) -> Metadata:
    """What the caller states, which goes before all that files say.

    Raises UsageError where `published` is no date.
    """
    day = iso_date(published) if published else None
    if published and day is None:
        raise UsageError(f"not a date: {published!r}; write it as 2022-07-12, 2022-07 or 2022")
    return Metadata(title=one_line(title), publisher=one_line(publisher), published=day)


def document_of(text: str, source: str, metadata: Metadata, body: tuple[int, int] | None = None) -> Document | Problem:
    """A document with its text unchanged, or the problem of a text that cannot be read.

    `body` is by default the whole text after a byte order mark.
    """
    fault = fault_of_text(text, source)
    if fault:
        return fault
    if body is None:
        body = (1 if text.startswith("\ufeff") else 0, len(text))
    elif is_blank(text[body[0] : body[1]]):
        return Problem(source, "holds front matter only, no text", "empty")
    return Document(
        source=source,
        text=text,
        title=metadata.title,
        publisher=metadata.publisher,
        published=metadata.published,
        url=without_secrets(metadata.url) if metadata.url else metadata.url,
        body=body,
    )


def read_text(
    text: str,
    source: str = "text",
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> Document | Problem:
    """A text given from Python as a document, every character kept.

    A problem for an empty text ("empty") and for half a surrogate pair ("lone-surrogate"), which
    could be neither hashed nor written out. Raises UsageError where `published` is no date.
    """
    return document_of(text, source, given_metadata(published, publisher, title))
