"""How the desk answers: pages for one person alone, forms of a bounded size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute

from pledgebook.web.pages.answering import links, root_of
from pledgebook.web.shown import drawn

LARGEST_FORM = 64 * 1024
"""Bytes of a form: notes and words of a text, no files."""
OWN = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""Pages of one person: kept nowhere. Their forms say which site they come from, which a page without a referrer cannot."""


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


def own_page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page for one person alone."""
    page = drawn(template, {**links(root_of(request), "", None), "visitor": None, **values})
    return HTMLResponse(page.encode("utf-8", "replace"), status, {**OWN, **(headers or {})})
