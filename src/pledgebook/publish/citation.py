"""A quote with where it stands, as a person puts it into a text."""

from __future__ import annotations

from pledgebook.model import Document, Imprint, Statement


def citation(document: Document | Imprint, statement: Statement) -> str:
    """The quote on one line, then publisher, title, date, where the document is, and which characters of it."""
    parts = [document.publisher, f"“{document.title}”" if document.title else None, document.published]
    where = ", ".join(part for part in parts if part)
    place = document.url or document.source
    span = f"characters {statement.quote.start}–{statement.quote.end}"
    return f"“{' '.join(statement.quote.text.split())}” ({where + ', ' if where else ''}{place}, {span})"
