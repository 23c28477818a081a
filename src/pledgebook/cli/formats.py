"""Readings → bytes: jsonl and json (the record), the table of a terminal, the self-contained page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pledgebook.book import Reading
from pledgebook.model import Document, encode_json, encode_jsonl, record_of


def render(
    readings: Iterable[Reading], form: str, *, to_terminal: bool = False, brief: bool = False
) -> Iterator[bytes]:
    """The readings as chunks of output, UTF-8, a document at a time where the format allows it.

    `form`: table, jsonl, json or html. `to_terminal`: a table may use colours and the width of the terminal.
    `brief`: a table leaves the sentences out. Readings without a document give nothing here.
    """
    if form == "jsonl":
        for reading in readings:
            if (document := reading.document) is not None:
                yield encode_jsonl([record_of(statement, document) for statement in reading.statements])
    elif form == "json":
        yield encode_json([_whole(r.document, r) for r in readings if r.document is not None])
    elif form == "html":
        from pledgebook.cli.page import page

        yield page([r for r in readings if r.document is not None]).encode("utf-8")
    else:
        from pledgebook.cli.table import tables

        for text in tables(readings, to_terminal=to_terminal, brief=brief):
            yield text.encode("utf-8")


def _whole(document: Document, reading: Reading) -> dict[str, Any]:
    return {
        "document": {
            "id": document.id,
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "url": document.url,
        },
        "statements": [record_of(statement, document) for statement in reading.statements],
    }
