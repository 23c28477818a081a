"""The application: which routers there are, what every answer says to the browser, how errors look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from os import PathLike

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from pledgebook.book import Book
from pledgebook.errors import LedgerError, UsageError
from pledgebook.publish.wording import harmless
from pledgebook.web import api, pages
from pledgebook.web.books import edition_of
from pledgebook.web.caching import Kept, Shelf
from pledgebook.web.desk import attach
from pledgebook.web.pages.answering import error_page
from pledgebook.web.pages.names import names_of
from pledgebook.web.pages.overview import numbers_of
from pledgebook.web.pages.search import sources_of
from pledgebook.web.shown import ASSETS
from pledgebook.web.watching import Watched

THREADS = 8
"""Pages made at a time: more only take turns on the same processors, and each holds a connection to the book."""


def site(place: str | PathLike[str] | None = None) -> FastAPI:
    """The site of a book. `place`: as `Book.open` takes it; there must be a book.

    The book is opened at once, so that a wrong path is told before anybody comes, and closed with the application.
    Raises what `Book.open` raises.
    """
    book = Book.open(place, create=False)

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        app.state.door.close()
        book.close()

    app = FastAPI(title="pledgebook", docs_url=None, redoc_url=None, openapi_url=None, lifespan=opened)
    app.state.book = book
    app.state.shelf = Shelf()
    app.state.numbers = Kept(numbers_of)
    app.state.names = Kept(names_of)
    app.state.sources = Kept(sources_of)
    app.add_middleware(Watched)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(UsageError, _wrong)
    app.add_exception_handler(LedgerError, _not_now)
    app.add_exception_handler(Exception, _failed)
    attach(app, place)
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")
    app.add_api_route("/healthz", _health, methods=["GET", "HEAD"], include_in_schema=False)
    app.include_router(pages.router)
    app.include_router(api.router)
    return app


def _health(request: Request) -> JSONResponse:
    """Whether the book can be read, for whoever watches the server."""
    edition = edition_of(request.app.state.book)
    told = {"status": "ok", "entries": edition.sequence, "head": edition.head or None}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _told(request: Request, status: int, what: str) -> Response:
    if request.url.path.startswith(("/api/", "/feeds/", "/oembed", "/healthz")):
        return JSONResponse({"error": {"status": status, "what": what}}, status, {"Cache-Control": "no-store"})
    return error_page(request, status, what)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = _told(request, error.status_code, harmless(str(error.detail)))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def _wrong(request: Request, error: Exception) -> Response:
    return _told(request, 400, harmless(str(error)))


def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()]
    return _told(request, 422, harmless("; ".join(told))[:1000])


def _not_now(request: Request, error: Exception) -> Response:
    answer = _told(request, 503, "The book cannot be read or written just now. Try again in a minute.")
    answer.headers["Retry-After"] = "60"
    return answer


def _failed(request: Request, error: Exception) -> Response:
    return _told(request, 500, "This page failed. The log of the server says why.")
