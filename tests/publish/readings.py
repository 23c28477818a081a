"""Statements made by hand, so that what is shown can be tested without the extraction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pledgebook.model import Act, Document, Kind, Quote, Reading, Statement, statement_id

Make = Callable[..., Reading]

TEXT = (
    "Norway will give $5 million to Haiti by 2028, a source said.\n"
    "\n"
    "Police made over 3,000 arrests. The minister urged banks to cut their fees.\n"
)


def quote(text: str, words: str) -> Quote:
    start = text.index(words)
    return Quote(start, start + len(words), words)


def stated(text: str, kind: Kind, act: str, target: str, **fields: Any) -> Statement:
    """A statement whose act and object are the first places of these words; its quote is the line they stand in."""
    act_at, object_at = quote(text, act), quote(text, target)
    line_start = text.rfind("\n", 0, object_at.start) + 1
    line_end = text.find("\n", object_at.end)
    line_end = len(text) if line_end < 0 else line_end
    document = Document("made.txt", text).id
    return Statement(
        statement_id(document, kind, (act_at.start, act_at.end), (object_at.start, object_at.end)),
        document,
        kind,
        Quote(line_start, line_end, text[line_start:line_end]),
        Act(act.lower(), act_at.start, act_at.end, act),
        object_at,
        **fields,
    )
