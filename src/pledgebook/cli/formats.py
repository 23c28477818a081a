"""Readings → bytes: jsonl and json (the record), the table of a terminal, the self-contained page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from pledgebook.book import Reading
from pledgebook.model import Problem, encode_json, encode_jsonl, record_of

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(words: str) -> str:
    """Words of a document without the control and direction marks that a terminal would act on; white space folded."""
    return _CONTROLS.sub("\ufffd", " ".join(words.split()))


def complain(problem: Problem) -> None:
    """One clear line on standard error."""
    print(f"pledgebook: {harmless(problem.source)}: {harmless(problem.what)}", file=sys.stderr)  # noqa: T201


def render(readings: Iterable[Reading], format: str, *, to_terminal: bool) -> Iterator[bytes]:
    """The readings as chunks of output, a document at a time where the format allows it."""
    if format == "jsonl":
        for reading in readings:
            if reading.document is not None:
                document = reading.document
                yield encode_jsonl([record_of(s, document) for s in reading.statements])
    elif format == "json":
        yield encode_json([_json(reading) for reading in readings if reading.document is not None])
    elif format == "html":
        from pledgebook.cli.page import page

        yield page([r for r in readings if r.document is not None]).encode("utf-8")
    else:
        from pledgebook.cli.table import tables

        for text in tables(readings, to_terminal=to_terminal):
            yield text.encode("utf-8", "replace")


def _json(reading: Reading) -> dict[str, object]:
    document = reading.document
    if document is None:
        raise ValueError("a reading without a document has no record")
    return {
        "document": {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "url": document.url,
        },
        "statements": [record_of(s, document) for s in reading.statements],
    }
