"""The same decisions for programs, with an API token instead of a session."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends, HTTPException, Path, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from pledgebook.errors import ChangedError, UsageError
from pledgebook.model import commitment_record, encode_json
from pledgebook.publish.sharing import shared
from pledgebook.web.accounts import User, door
from pledgebook.web.api.shapes import faults, says
from pledgebook.web.books import book_of
from pledgebook.web.desk import deciding
from pledgebook.web.desk.answering import SmallForms
from pledgebook.web.desk.deciding import ACTS, Decision, Forbidden

router = APIRouter(tags=["decisions"], route_class=SmallForms)
Shown = Annotated[User, Depends(door.bearer)]
FAULTS = faults(
    {
        400: "What was sent is no JSON.",
        401: "No token, or one that opens nothing.",
        403: "The user of the token may not do that.",
        404: "The book holds no such commitment.",
        409: "It is no longer what was seen: somebody else decided, or documents came.",
        411: "The request does not say how large it is.",
        413: "The request is too large.",
        422: "A value that there is not, or a decision that makes no sense.",
        503: "The book cannot be read or written just now.",
    }
)


def picked(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Some of the faults."""
    return {code: FAULTS[code] for code in codes}


TOKEN: dict[str, Any] = {"security": [{"token": []}]}
Act = Literal["accept", "reject", "correct", "same", "different", "merge", "split", "count", "rule", "forget"]
assert set(get_args(Act)) == set(ACTS)
Id = Annotated[str, Path(pattern="^(cm|st)-[0-9a-f]{16}$", description="Of a commitment, or of one of its statements.")]


class Asked(BaseModel):
    """A decision, as a program sends it."""

    model_config = ConfigDict(extra="forbid")
    act: Act = Field(description="What is decided; `rule` and `forget` are for editors.")
    ids: list[Annotated[str, Field(pattern="^(cm|st)-[0-9a-f]{16}$")]] = Field(
        description="What it is about; the first is what was looked at.", min_length=1, max_length=2
    )
    seen: str = Field(
        description="What `GET /api/v1/review/ID` gave as `seen`.",
        max_length=10_000,
        pattern="^[0-9]{1,18}:[0-9]{1,18}(,[0-9]{1,18})*$",
    )
    note: str | None = Field(default=None, max_length=5_000)
    fields: dict[str, str] = Field(default={}, description="What a correction sets.", max_length=10)
    value: str = Field(default="", description="Of rule the status, of forget the document.", max_length=200)


@router.get(
    "/review/{id}",
    responses=says("Seen", "The commitment, and what a decision has to carry.") | picked(401, 404, 422, 503),
    openapi_extra=TOKEN,
)
def looked_at(request: Request, user: Shown, id: Id) -> Response:
    """A commitment as it is now, and `seen`: what a decision about it has to carry."""
    book = book_of(request)
    try:
        seen = book.seen([id])
        found = book.commitment(id)
    except (ChangedError, UsageError) as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from error
    told = {"seen": str(seen), "commitment": commitment_record(shared(found.commitment), found.statuses)}
    return Response(encode_json(told), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post(
    "/decisions",
    status_code=201,
    responses=says("Decided", "The entry that was written.", status=201) | FAULTS,
    openapi_extra=TOKEN,
)
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
