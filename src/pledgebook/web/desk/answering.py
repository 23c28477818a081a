"""How the desk is asked: by forms of a bounded size."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

LARGEST_FORM = 64 * 1024
"""Bytes of a form: notes and words of a text, no files."""


class SmallForms(APIRoute):
    """Routes whose forms are short; what is larger, or does not say how large it is, is not read."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """What answers a request."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method == "POST":
                size = request.headers.get("content-length", "")
                if not (size.isascii() and size.isdecimal()):
                    raise HTTPException(HTTPStatus.LENGTH_REQUIRED, "Say how large the form is.")
                if int(size[:12]) > LARGEST_FORM:
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That form is too large.")
            answer: Response = await inner(request)
            return answer

        return handle
