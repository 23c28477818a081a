"""The pages of the desk: what waits, one row or pair at a time, and what somebody decided."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from pledgebook.book import Book
from pledgebook.book.correcting import FIELDS
from pledgebook.errors import ChangedError, UsageError
from pledgebook.ledger import describe
from pledgebook.model import RULED, Commitment, Kind, Member
from pledgebook.web.accounts import door
from pledgebook.web.accounts.door import Visitor
from pledgebook.web.accounts.users import key_of
from pledgebook.web.books import book_of, edition_of
from pledgebook.web.desk import deciding, queues
from pledgebook.web.desk.answering import SmallForms
from pledgebook.web.desk.context import context_of
from pledgebook.web.desk.deciding import ACTS, ID, Decision, Forbidden
from pledgebook.web.desk.progress import progress
from pledgebook.web.desk.queues import MOST, TITLES
from pledgebook.web.pages.answering import OWN, own_page, root_of

router = APIRouter(include_in_schema=False, route_class=SmallForms)
Here = Annotated[Visitor, Depends(door.signed_in)]
Sent = Annotated[Visitor, Depends(door.sender)]
LATELY = 20
"""Decisions that the first page of the desk shows."""
REJECTED = 100
"""Rejected statements that are shown."""
PERSONS = ("confirmation", "rejection", "correction", "judgement", "ruling", "link", "removal", "undo")


@router.get("/desk")
def desk(request: Request, here: Here, done: int | None = None) -> Response:
    """How much is left, how far persons agree, and what was decided lately."""
    book = book_of(request)
    values = {
        "title": "Review desk",
        "progress": progress(book, edition_of(book)),
        "evidence": len(queues.suggested.of(book, edition_of(book))[1]),
        "most": MOST,
        "titles": TITLES,
        "second": request.app.state.needs_second,
        "lately": _lately(book, here),
        **_just_done(book, here, done),
    }
    return _page(request, "desk/desk.html", here, values)


@router.get("/desk/rejected")
def rejected(request: Request, here: Here) -> Response:
    """What persons rejected, the latest first, each to be taken back."""
    found = []
    for one in book_of(request).rejected(limit=REJECTED):
        if one.best is not None:
            said = next(review for review in reversed(one.best.reviews) if review.kind == "rejection")
            found.append((one.best, said, here.user.edits or key_of(said.by) == key_of(here.user.name)))
    return _page(request, "desk/rejected.html", here, {"title": "What was rejected", "found": found, "most": REJECTED})


@router.get("/desk/{queue}")
def queue(request: Request, here: Here, queue: str, after: str = "", done: int | None = None) -> Response:
    """The next of what waits. `done`: the entry that was just written, to be taken back if it was a slip."""
    book = book_of(request)
    try:
        name = queues.queue_named(queue)
    except UsageError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from error
    values = {"queue": name, "title": TITLES[name], "after": after, **_just_done(book, here, done)}
    if name == "pairs":
        pair, on = queues.next_pair(book, after, edition_of(book))
        if pair is not None:
            ids = (pair.left.statement.id, pair.right.statement.id)
            sides = [(one, _context(book, one)) for one in (pair.left, pair.right)]
            values |= {"pair": pair, "seen": book.seen(ids), "sides": sides, "skip": _link(name, on)}
            return _page(request, "desk/pair.html", here, values)
    else:
        found = queues.next_row(book, name, after, here.user.name, edition_of(book))
        if found.id is not None:
            values |= _row(book, found.id, here) | {"skip": _link(name, found.after)}
            return _page(request, "desk/row.html", here, values)
    return _page(request, "desk/empty.html", here, values)


@router.get("/desk/row/{id}")
def row(request: Request, here: Here, id: str, done: int | None = None) -> Response:
    """One commitment, to be decided about."""
    book = book_of(request)
    if ID.fullmatch(id) is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no id of a commitment looks like this")
    try:
        found = _row(book, id, here)
    except (ChangedError, UsageError) as error:
        raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from error
    values = {"queue": "", "title": "Review a row", "after": "", "skip": "", **found}
    return _page(request, "desk/row.html", here, values | _just_done(book, here, done))


@router.post("/desk/decide")
def decide(
    request: Request,
    here: Sent,
    act: Annotated[str, Form()] = "",
    id: Annotated[str, Form()] = "",
    other: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
    field: Annotated[str, Form()] = "",
    set: Annotated[str, Form()] = "",
    unit: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    queue: Annotated[str, Form()] = "",
    after: Annotated[str, Form()] = "",
) -> Response:
    """Make a decision an entry, and go on."""
    fields = {field: set.strip()} if field else {}
    if unit.strip() and field == "quantity":
        fields["unit"] = unit.strip()
    decision = Decision(
        act=act,
        ids=tuple(one.strip() for one in (id, other) if one.strip()),
        seen=seen,
        note=note.strip() or None,
        fields=fields,
        value=value,
        needs_second=request.app.state.needs_second,
    )
    book = book_of(request)
    try:
        entry = deciding.decide(book, decision, here.user)
    except Forbidden as error:
        raise HTTPException(HTTPStatus.FORBIDDEN, str(error)) from error
    except ChangedError as error:
        return _changed(request, book, here, decision, error)
    except UsageError as error:
        return _wrong(request, here, str(error), decision.ids[0] if decision.ids else "")
    return _go_on(request, book, queue, after, decision.ids[0], entry.sequence)


@router.post("/desk/undo")
def undo(
    request: Request,
    here: Sent,
    entry: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Take a decision back, and show what it was about."""
    book = book_of(request)
    number = int(entry) if entry.isascii() and entry.isdecimal() and len(entry) < 19 else 0
    try:
        done = deciding.undo(book, number, here.user, note.strip() or None)
    except Forbidden as error:
        raise HTTPException(HTTPStatus.FORBIDDEN, str(error)) from error
    except UsageError as error:
        return _wrong(request, here, str(error), "")
    about = deciding.about(book, number)
    path = f"desk/row/{about}" if about else "desk"
    return RedirectResponse(f"{root_of(request)}{path}?done={done.sequence}", HTTPStatus.SEE_OTHER, OWN)


def _page(request: Request, template: str, here: Visitor, values: dict[str, Any], status: int = 200) -> Response:
    return own_page(request, template, {"visitor": here, "form_token": here.form_token, **values}, status)


def _row(book: Book, id: str, here: Visitor) -> dict[str, Any]:
    """What the page of a row shows. Raises ChangedError or UsageError where the book shows no such row."""
    seen = book.seen([id])  # before anything is read: what is said meanwhile is then noticed
    followed = book.commitment(id)
    found = followed.commitment
    if found.id != id:
        seen = book.seen([found.id])
    by_id = {one.said.statement.id: one for one in found.members}
    history = [entry for entry in reversed(book.history(found.id)) if entry.kind in PERSONS]
    return {
        "one": found,
        "seen": seen,
        "statuses": followed.statuses,
        "quotes": [(one, _context(book, one.said)) for one in found.members],
        "against": [(one, [by_id[id] for id in one.statements if id in by_id]) for one in found.contradictions],
        "suggested": _suggested(book, found),
        "documents": {one.said.imprint.id: one.said.imprint for one in found.members},
        "fields": FIELDS,
        "kinds": get_args(Kind),
        "ruled": RULED,
        "history": [(one, describe(one), deciding.may_undo(one, here.user)) for one in history],
        "set_by_hand": _set_by_hand(found.members),
    }


def _suggested(book: Book, found: Commitment) -> list[tuple[Any, str]]:
    if found.kind == "figure" or not book.snapshots() or book.links(found.id):
        return []
    return [(one, f"{at} {deciding.digest_of(one.measure)}") for at, one in enumerate(book.suggest(found.id)[:5], 1)]


def _set_by_hand(members: tuple[Member, ...]) -> list[str]:
    return sorted({name for one in members for review in one.said.reviews for name in review.fields})


def _context(book: Book, said: Any) -> Any:
    document = book.document(said.statement.document)
    return None if document is None else context_of(said.statement, document)


def _lately(book: Book, here: Visitor) -> list[tuple[Any, str, bool]]:
    found = [entry for kind in PERSONS for entry in book.log(limit=LATELY, kind=kind)]  # type: ignore[arg-type]
    last = sorted(found, key=lambda entry: -entry.sequence)[:LATELY]
    return [(one, describe(one), deciding.may_undo(one, here.user)) for one in last]


def _just_done(book: Book, here: Visitor, done: int | None) -> dict[str, Any]:
    """The entry that was just written, if it is the visitor's own."""
    found = deciding.in_words(book, (done,)) if done is not None and 0 < done < 1 << 62 else []
    return {"done": next(((one, told) for one, told in found if deciding.may_undo(one, here.user)), None)}


def _changed(request: Request, book: Book, here: Visitor, asked: Decision, error: ChangedError) -> Response:
    values = {
        "title": "Somebody else decided" if error.entries else "It is no longer what you saw",
        "why": str(error),
        "entries": deciding.in_words(book, error.entries),
        "id": asked.ids[0],
        "act": ACTS[asked.act].done.lower(),
    }
    return _page(request, "desk/changed.html", here, values, HTTPStatus.CONFLICT)


def _wrong(request: Request, here: Visitor, why: str, id: str) -> Response:
    values = {"title": "That cannot be kept", "why": why, "id": id if ID.fullmatch(id) else ""}
    return _page(request, "desk/wrong.html", here, values, HTTPStatus.UNPROCESSABLE_ENTITY)


def _go_on(request: Request, book: Book, queue: str, after: str, id: str, done: int) -> Response:
    """To the next of the queue; where there was none, back to the row if it is still in a list. Always with the way to take it
    back."""
    known = queue in TITLES
    path = f"desk/{queue}" if known else f"desk/row/{id}" if _is_shown(book, id) else "desk"
    told = {"done": done} | ({"after": after} if known and after else {})
    return RedirectResponse(f"{root_of(request)}{path}?{urlencode(told)}", HTTPStatus.SEE_OTHER, OWN)


def _is_shown(book: Book, id: str) -> bool:
    try:
        book.seen([id])
    except ChangedError:
        return False
    return True


def _link(queue: str, after: str) -> str:
    return f"desk/{queue}?{urlencode({'after': after})}"
