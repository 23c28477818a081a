"""Signing in and out."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from pledgebook.web.accounts import Refused, door, sign_in
from pledgebook.web.accounts.door import Visitor
from pledgebook.web.accounts.secrets import form_token, same
from pledgebook.web.accounts.sessions import end_session
from pledgebook.web.desk.answering import SmallForms
from pledgebook.web.pages.answering import OWN, own_page, root_of

router = APIRouter(include_in_schema=False, route_class=SmallForms)


@router.get("/sign-in")
def sign_in_page(request: Request, to: str = "") -> Response:
    """The form for signing in. `to`: the page to go to then."""
    if door.visitor(request) is not None:
        return RedirectResponse(_within(request, to), HTTPStatus.SEE_OTHER, OWN)
    return _form(request, to)


@router.post("/sign-in")
def sign_in_sent(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Sign somebody in."""
    door.refuse_foreign(request)
    if not _is_own(request, form_token):
        return _form(request, to, name, "The page was open too long, or cookies are switched off. Try again.", 403)
    accounts = door.accounts_of(request)
    if accounts is None:
        return _form(request, to, name, "Nobody has an account here yet: pledgebook user add NAME gives one.", 401)
    address = request.client.host if request.client else ""
    found = sign_in(accounts, name, password, address, door.now())
    if isinstance(found, Refused):
        wait = {"Retry-After": str(found.wait)} if found.wait else {}
        return _form(request, to, name, found.why, 429 if found.wait else 401, wait)
    answer = RedirectResponse(_within(request, to), HTTPStatus.SEE_OTHER, OWN)
    door.set_session(request, answer, found.secret)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, sent: Annotated[Visitor, Depends(door.sender)]) -> Response:
    """Sign out: the session ends on the server, not in the browser alone."""
    accounts = door.accounts_of(request)
    if accounts is not None:
        with accounts.write() as connection:
            end_session(connection, sent.secret)
    answer = RedirectResponse(root_of(request), HTTPStatus.SEE_OTHER, OWN)
    door.forget_session(request, answer)
    return answer


def _form(
    request: Request,
    to: str,
    name: str = "",
    why: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    secret = door.visit_secret(request)
    values = {"title": "Sign in", "to": to[:2000], "name": name[:200], "why": why, "form_token": form_token(secret)}
    answer = own_page(request, "desk/sign-in.html", values, status, headers)
    door.set_visit(request, answer, secret)
    return answer


def _is_own(request: Request, token: str) -> bool:
    held = request.cookies.get(door.cookie(request, door.VISIT))
    return bool(held) and same(token, form_token(held or ""))


def _within(request: Request, to: str) -> str:
    """A path of this site, the desk where `to` is none: never an address that a stranger put into a link."""
    sound = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isascii() and to.isprintable()
    return to if sound and "\\" not in to else f"{root_of(request)}desk"
