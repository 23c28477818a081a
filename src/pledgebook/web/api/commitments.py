"""Commitments and contradictions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from pledgebook.book import Book, Commitments, Statements
from pledgebook.errors import UsageError
from pledgebook.model import commitment_record
from pledgebook.publish.answers import Followed, Listed
from pledgebook.publish.sharing import shared, shared_list
from pledgebook.web.api.answering import answered, not_there
from pledgebook.web.api.asking import AskedDay, AskedList, Listing
from pledgebook.web.api.entries import entry_record
from pledgebook.web.api.shapes import ERRORS, says

router = APIRouter(tags=["commitments"], responses=ERRORS)
Id = Annotated[str, Path(pattern="^(cm|st)-[0-9a-f]{16}$", description="Of a commitment, or of one of its statements.")]


@router.get("/commitments", responses=says("Commitments", "A page of commitments, each with all its statements."))
def list_commitments(request: Request, asked: AskedList) -> Response:
    """Commitments, filtered and in an order, page by page."""
    book = asked.book(request)
    return answered(request, lambda: _listed(book, asked))


def _listed(book: Book, asked: Listing) -> dict[str, Any]:
    found = _page(book, asked)
    return {"items": found.records(), "next": found.cursor}


def _page(book: Book, asked: Listing) -> Commitments:
    return shared_list(next(book.pages(**asked.filters())))


@router.get("/commitments/{id}", responses=says("Commitment", "The commitment with all its statements."))
def show_commitment(request: Request, id: Id, asked: AskedDay) -> Response:
    """One commitment, and what became of it."""
    book = asked.book(request)

    def record() -> dict[str, Any]:
        found = followed(book, id)
        return commitment_record(shared(found.commitment), found.statuses)

    return answered(request, record)


@router.get("/commitments/{id}/history", responses=says("History", "The entries, the first first."))
def show_history(request: Request, id: Id, asked: AskedDay) -> Response:
    """The entries that touched a commitment."""
    book = asked.book(request)

    def records() -> dict[str, Any]:
        return {"items": [entry_record(one) for one in book.history(followed(book, id).commitment.id)]}

    return answered(request, records)


@router.get("/commitments/{id}/evidence", responses=says("Measures", "What counts, each confirmed by a person."))
def show_measures(request: Request, id: Id, asked: AskedDay) -> Response:
    """Which official records count towards a commitment; what they add up to stands in its status."""
    book = asked.book(request)

    def records() -> dict[str, Any]:
        links = book.links(followed(book, id).commitment.id)
        return {
            "items": [
                {"entry": entry, "by": link.by, "why": link.note, "measure": link.measure} for entry, link in links
            ]
        }

    return answered(request, records)


@router.get("/contradictions", responses=says("Contradictions", "A page of contradictions."))
def list_contradictions(request: Request, asked: AskedList) -> Response:
    """Pairs of statements that cannot both be right; `limit` and `next` count commitments."""
    book = asked.book(request)

    def records() -> dict[str, Any]:
        wanted = asked if asked.contradicted is not None else asked.model_copy(update={"contradicted": "true"})
        found = _page(book, wanted)
        return {"items": [clash for one in found for clash in _clashes(one)], "next": found.cursor}

    return answered(request, records)


def _clashes(one: Listed) -> list[dict[str, Any]]:
    said = {member.said.statement.id: member.said for member in one.commitment.members}
    homes = dict.fromkeys(said, one.commitment.id)
    return [
        {
            "type": clash.type,
            "commitment": one.commitment.id,
            "promise": one.commitment.promise,
            "better": clash.better,
            "reasons": clash.reasons,
            "statements": Statements([said[id] for id in clash.statements], None, homes).records(),
        }
        for clash in one.commitment.contradictions
    ]


def followed(book: Book, id: str) -> Followed:
    """A commitment that must be there; 404 where it is not."""
    try:
        return book.commitment(id)
    except UsageError as error:
        raise not_there(f"the book holds no commitment {id}") from error
