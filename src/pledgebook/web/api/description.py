"""The OpenAPI document, made of the routes."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from pledgebook.web.api.answering import answered
from pledgebook.web.api.asking import AskedNothing
from pledgebook.web.api.shapes import components

TITLE = "pledgebook"
VERSION = "1"
ABOUT = """\
What was promised, in which words, and what became of it. Reading needs no account, deciding a token; every answer of a reader has an entity tag, and
`If-None-Match` gives 304 until the book changes. Lists come in pages: give `next` as `after`. Numbers are exact. docs/api.md says
more."""


def described(routes: APIRouter) -> APIRouter:
    """The route of the document that describes all `routes`."""
    router = APIRouter()

    @functools.cache
    def document() -> dict[str, Any]:
        return document_of(routes)

    @router.get("/api/v1/openapi.json", include_in_schema=False)
    def openapi(request: Request, asked: AskedNothing) -> Response:
        """What there is to ask, for programs that make programs."""
        return answered(request, document)

    return router


def document_of(routes: APIRouter) -> dict[str, Any]:
    """The OpenAPI document of routes."""
    found = get_openapi(title=TITLE, version=VERSION, openapi_version="3.1.0", description=ABOUT, routes=routes.routes)
    made = found.setdefault("components", {})
    made["schemas"] = {**made.get("schemas", {}), **components()}
    made["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": "pledgebook token add"}}
    return found
