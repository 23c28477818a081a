"""The same decisions for programs, with an API token instead of a session."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from pledgebook.errors import ChangedError, UsageError
from pledgebook.model import commitment_record, encode_json
from pledgebook.web.accounts import User, door
from pledgebook.web.books import book_of
from pledgebook.web.desk import deciding
from pledgebook.web.desk.answering import SmallForms
from pledgebook.web.desk.deciding import ID, Decision, Forbidden

router = APIRouter(prefix="/api/v1", tags=["decisions"], route_class=SmallForms)
Shown = Annotated[User, Depends(door.bearer)]
FAULTS = {
    401: {"description": "No token, or one that opens nothing."},
    403: {"description": "The user of the token may not do that."},
    404: {"description": "The book holds no such commitment."},
    409: {"description": "It is no longer what was seen: somebody else decided, or documents came."},
    411: {"description": "The request does not say how large it is."},
    413: {"description": "The request is too large."},
}


class Asked(BaseModel):
    """A decision, as a program sends it."""

    model_config = ConfigDict(extra="forbid")
    act: str = Field(
        description="accept, reject, correct, same, different, merge, split, count, rule or forget", max_length=40
    )
    ids: list[str] = Field(description="What it is about; the first is what was looked at.", min_length=1, max_length=2)
    seen: str = Field(description="What `GET /api/v1/review/ID` gave as `seen`.", max_length=10_000)
    note: str | None = Field(default=None, max_length=5_000)
    fields: dict[str, str] = Field(default={}, description="What a correction sets.", max_length=10)
    value: str = Field(default="", description="Of rule the status, of forget the document.", max_length=200)


@router.get("/review/{id}", responses={code: FAULTS[code] for code in (401, 404)})
def looked_at(request: Request, user: Shown, id: Annotated[str, Path(max_length=90)]) -> Response:
    """A commitment as it is now, and `seen`: what a decision about it has to carry."""
    book = book_of(request)
    try:
        if ID.fullmatch(id) is None:
            raise UsageError("no id of a commitment looks like this")
        seen = book.seen([id])
        found = book.commitment(id)
    except (ChangedError, UsageError) as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from error
    told = {"seen": str(seen), "commitment": commitment_record(found.commitment, found.statuses)}
    return Response(encode_json(told), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/decisions", status_code=201, responses={code: FAULTS[code] for code in (401, 403, 409, 411, 413)})
def decided(request: Request, user: Shown, asked: Asked) -> Response:
    """Make a decision an entry, by the user of the token. What was seen must still be so."""
    needs_second = request.app.state.needs_second
    decision = Decision(asked.act, tuple(asked.ids), asked.seen, asked.note, asked.fields, asked.value, needs_second)
    try:
        entry = deciding.decide(book_of(request), decision, user)
    except Forbidden as error:
        raise HTTPException(HTTPStatus.FORBIDDEN, str(error)) from error
    except ChangedError as error:
        raise HTTPException(HTTPStatus.CONFLICT, str(error)) from error
    except UsageError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    told = {"entry": entry.sequence, "hash": entry.hash, "undo": f"pledgebook undo {entry.sequence}"}
    return JSONResponse(told, HTTPStatus.CREATED, {"Cache-Control": "no-store"})
