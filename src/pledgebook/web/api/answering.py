"""How JSON is answered: with the entity tag of the book's edition, 304 where nothing changed, and errors in one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import Response

from pledgebook.model import encode_jsonl
from pledgebook.web.books import book_of, edition_of

PREFIX = "/api/v1"
PUBLIC = "public, max-age=0, must-revalidate"
"""Anyone may keep an answer, and asks each time whether it is still the one (RFC 9111)."""
Make = Callable[[], dict[str, Any]]


def answered(request: Request, make: Make) -> Response:
    """What `make` gives, as JSON, unless the reader has it already."""
    return tagged(request, "application/json", lambda: encode_jsonl([make()]))


def tagged(request: Request, media_type: str, make: Callable[[], bytes]) -> Response:
    """The same of any bytes. The tag is that of the book: an answer depends on it and on the address, and on nothing else."""
    tag = edition_of(book_of(request)).tag
    headers = {"ETag": tag, "Cache-Control": PUBLIC, "Access-Control-Allow-Origin": "*"}
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(make(), media_type=media_type, headers=headers)


def not_there(what: str) -> HTTPException:
    """That the book holds no such thing."""
    return HTTPException(404, what)
