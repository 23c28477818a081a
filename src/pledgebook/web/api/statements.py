"""What single documents say."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from pledgebook.book import Statements
from pledgebook.publish.sharing import shared_statements
from pledgebook.web.api.answering import answered, not_there
from pledgebook.web.api.asking import AskedDay, AskedStatements
from pledgebook.web.api.commitments import followed
from pledgebook.web.api.shapes import ERRORS, says

router = APIRouter(tags=["statements"], responses=ERRORS)


@router.get("/statements", responses=says("Statements", "A page of statements."))
def list_statements(request: Request, asked: AskedStatements) -> Response:
    """Statements in the order in which they were added, filtered; `status` and `contradicted` are asked of their commitments."""
    book = asked.book(request)

    def records() -> dict[str, Any]:
        found = shared_statements(book.statements(**asked.filters()))
        return {"items": found.records(), "next": found.cursor}

    return answered(request, records)


@router.get("/statements/{id}", responses=says("Statement", "The statement."))
def show_statement(
    request: Request, id: Annotated[str, Path(pattern="^st-[0-9a-f]{16}$")], asked: AskedDay
) -> Response:
    """One statement, with what persons said of it."""
    book = asked.book(request)

    def record() -> dict[str, Any]:
        home = followed(book, id).commitment
        said = next((member.said for member in home.members if member.said.statement.id == id), None)
        if said is None:
            raise not_there(f"the book holds no statement {id}")
        return shared_statements(Statements([said], None, {id: home.id})).records()[0]

    return answered(request, record)
