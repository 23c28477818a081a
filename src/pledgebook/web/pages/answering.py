"""How a page is answered: kept whole for as long as the book stays, with an entity tag, and 304 where nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from pledgebook.web.books import Edition, book_of, edition_of
from pledgebook.web.shown import drawn, look

Values = Mapping[str, Any]
View = Callable[[], tuple[str, Values]]
"""What makes a page when it is needed: the name of its template, and what the template is told."""

PUBLIC = "public, max-age=0, must-revalidate"
"""Anyone may keep a page, and asks each time whether it is still the one (RFC 9111)."""

OWN = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""Pages of one person: kept nowhere. Their forms say which site they come from, which a page without a referrer cannot."""


def answered(request: Request, view: View, edition: Edition | None = None) -> Response:
    """The page of a view. `edition`: what it is of, where that is not the book as it is now."""
    edition = edition or edition_of(book_of(request))
    tag = f'W/"{edition.tag}-{look()}"'
    headers = {"ETag": tag, "Cache-Control": PUBLIC}
    if tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    shelf, address = request.app.state.shelf, f"{root_of(request)}{request.url.path}?{request.url.query}"
    page = shelf.get(address, tag)
    if page is None:
        template, values = view()
        page = drawn(template, {**frame(request, edition), **values}).encode("utf-8", "replace")
        shelf.put(address, tag, page)
    return HTMLResponse(page, headers=headers)


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


def root_of(request: Request) -> str:
    """The path before all links: "/", or where a proxy put the site."""
    return f"{request.scope.get('root_path', '').rstrip('/')}/"


def frame(request: Request, edition: Edition) -> dict[str, Any]:
    """What every template is told: see `links`."""
    return links(root_of(request), "", edition)


def links(root: str, suffix: str, edition: Edition | None) -> dict[str, Any]:
    """What every template is told, wherever its page will lie.

    `link`: from a path to an address; `asset`: the same of a file that ships; `live`: whether a server answers searches and
    filters; `edition`: the book that is shown, None where it could not be read.
    """

    def link(path: str) -> str:
        name = path if path or not suffix else "index"
        return f"{root}{name}{suffix}" if name else root

    def asset(name: str) -> str:
        return f"{root}assets/{name}?{look()}"

    return {"link": link, "asset": asset, "live": not suffix, "edition": edition, "root": root, "here": ""}


def error_page(request: Request, status: int, what: str) -> HTMLResponse:
    """A page that says what is wrong, and the way on."""
    reason = HTTPStatus(status).phrase
    values = {**links(root_of(request), "", None), "status": status, "reason": reason, "what": what}
    page = drawn("error.html", values).encode("utf-8", "replace")
    return HTMLResponse(page, status, {"Cache-Control": "no-store"})
