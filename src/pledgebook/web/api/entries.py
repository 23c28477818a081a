"""The book itself: how much it holds, and its entries."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from pledgebook.model import Entry
from pledgebook.publish.sharing import source_name
from pledgebook.web.api.answering import answered, not_there
from pledgebook.web.api.asking import LARGEST, AskedEntries, AskedNothing
from pledgebook.web.api.shapes import ERRORS, says
from pledgebook.web.books import book_of, edition_of
from pledgebook.web.shown import told_of

router = APIRouter(tags=["book"], responses=ERRORS)
VERSION = 1
"""The number of this interface."""


@router.get("/status", responses=says("Status", "How much the book holds, and where its chain ends."))
def show_status(request: Request, asked: AskedNothing) -> Response:
    """How much the book holds, its last entry, and by which program and on which day it is read."""
    book = book_of(request)

    def record() -> dict[str, Any]:
        counts, edition = book.counts(), edition_of(book)
        return {
            "documents": counts.documents,
            "statements": counts.statements,
            "commitments": counts.commitments,
            "entries": counts.entries,
            "head": edition.head or None,
            "day": edition.day,
            "program": edition.program,
            "format": VERSION,
        }

    return answered(request, record)


@router.get("/entries", responses=says("Entries", "A page of entries, without what they hold."))
def list_entries(request: Request, asked: AskedEntries) -> Response:
    """The entries of the book, the latest first."""
    book = book_of(request)

    def records() -> dict[str, Any]:
        found = book.log(limit=asked.limit + 1, after=asked.after, kind=asked.kind)
        page = found[: asked.limit]
        return {
            "items": [entry_record(one) for one in page],
            "next": page[-1].sequence if len(found) > asked.limit else None,
        }

    return answered(request, records)


@router.get("/entries/{sequence}", responses=says("Entry", "The entry with what it holds."))
def show_entry(request: Request, sequence: Annotated[int, Path(ge=1, le=LARGEST)], asked: AskedNothing) -> Response:
    """One entry as it was hashed; but of a document that was read from a file `source` is the name of the file alone."""
    book = book_of(request)

    def record() -> dict[str, Any]:
        found = book.entry(sequence)
        if found is None:
            raise not_there(f"the book holds no entry {sequence}, or the document that it brought was taken out")
        return {**entry_record(found), "body": _body(found)}

    return answered(request, record)


def entry_record(entry: Entry) -> dict[str, Any]:
    """An entry without what it holds."""
    return {
        "sequence": entry.sequence,
        "time": entry.time,
        "run": entry.run,
        "kind": entry.kind,
        "previous": entry.previous,
        "hash": entry.hash,
        "what": told_of(entry),
    }


def _body(entry: Entry) -> msgspec.Raw:
    """What an entry holds, for the public: byte for byte, but of the path of a file the name."""
    body = entry.body
    if entry.kind == "document":
        for part in msgspec.json.decode(body).values():  # the document, what was erased of it, or a further place of it
            if isinstance(part, dict) and "source" in part:
                path, name = (
                    b'"source":' + msgspec.json.encode(one) for one in (part["source"], source_name(part["source"]))
                )
                body = body.replace(path, name, 1)
    return msgspec.Raw(body)
