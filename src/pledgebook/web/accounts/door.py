"""The door of the site: who asks, and whether what they send is theirs."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Form, HTTPException, Request, Response

from pledgebook.web.accounts.secrets import form_token, new_secret, same
from pledgebook.web.accounts.sessions import LASTS, user_of_session
from pledgebook.web.accounts.store import Accounts, open_accounts
from pledgebook.web.accounts.tokens import user_of_token
from pledgebook.web.accounts.users import User

SESSION = "pledgebook"
VISIT = "pledgebook-visit"
"""Cookies: of a session; of somebody who is about to sign in."""
GONE = "You are signed out, or were signed out meanwhile. Sign in, then do it again; nothing was written."
FOREIGN = "This form does not come from a page of yours here. Open the page again; nothing was written."


class Door:
    """The accounts of a site, opened when they are first needed: they may be made while the site is served."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._accounts: Accounts | None = None

    def accounts(self) -> Accounts | None:
        """The accounts; None where nobody has one. Raises LedgerError where they cannot be read."""
        with self._lock:
            if self._accounts is None:
                self._accounts = open_accounts(self._place)
            return self._accounts

    def close(self) -> None:
        """Let go of them."""
        with self._lock:
            if self._accounts is not None:
                self._accounts.close()
                self._accounts = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in. `secret`: of their session, which goes nowhere but into their own cookie."""

    user: User
    secret: str

    @property
    def form_token(self) -> str:
        """What every form of this session carries."""
        return form_token(self.secret)


def accounts_of(request: Request) -> Accounts | None:
    """The accounts of the site; None where nobody has one."""
    door: Door = request.app.state.door
    return door.accounts()


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


def visitor(request: Request) -> Visitor | None:
    """Who is signed in, None for a reader. Costs nothing where there is no cookie."""
    secret = request.cookies.get(cookie(request, SESSION))
    if not secret or (accounts := accounts_of(request)) is None:
        return None
    with accounts.read() as connection:
        user = user_of_session(connection, secret, now())
    return None if user is None else Visitor(user, secret)


def signed_in(request: Request) -> Visitor:
    """Who is signed in, for pages of the desk; others are sent to sign in."""
    found = visitor(request)
    if found is None:
        there = quote(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path, safe="/")
        root = request.scope.get("root_path", "").rstrip("/")
        raise HTTPException(HTTPStatus.SEE_OTHER, "Sign in first.", {"Location": f"{root}/sign-in?to={there}"})
    return found


def sender(request: Request, form_token: Annotated[str, Form()] = "") -> Visitor:
    """Who sends a form: signed in, from a page of this site, with the token of their own session.

    Raises HTTPException 401 for somebody who is not signed in, 403 for a form from elsewhere or of another session.
    """
    refuse_foreign(request)
    found = visitor(request)
    if found is None:
        raise HTTPException(HTTPStatus.UNAUTHORIZED, GONE)
    if not same(form_token, found.form_token):
        raise HTTPException(HTTPStatus.FORBIDDEN, FOREIGN)
    return found


def bearer(request: Request) -> User:
    """Whose API token a program shows (`Authorization: Bearer …`). Raises HTTPException 401 for none, or one that opens nothing."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    accounts = accounts_of(request) if scheme.lower() == "bearer" and secret else None
    if accounts is not None:
        with accounts.read() as connection:
            user = user_of_token(connection, secret.strip(), now())
        if user is not None:
            return user
    raise HTTPException(
        HTTPStatus.UNAUTHORIZED, "Show a token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"}
    )


def refuse_foreign(request: Request) -> None:
    """Raises HTTPException 403 for a form that a browser says comes from elsewhere (Origin, Sec-Fetch-Site)."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    host = request.headers.get("host", "")
    if (origin is not None and urlsplit(origin).netloc != host) or site not in ("same-origin", "none"):
        raise HTTPException(HTTPStatus.FORBIDDEN, FOREIGN)


def visit_secret(request: Request) -> str:
    """What binds the form for signing in to a browser; a new one where the browser has none."""
    return request.cookies.get(cookie(request, VISIT)) or new_secret()


def set_session(request: Request, answer: Response, secret: str) -> None:
    """Give a browser the secret of its session."""
    _set(request, answer, SESSION, secret, LASTS)


def set_visit(request: Request, answer: Response, secret: str) -> None:
    """Give a browser what binds its form for signing in."""
    _set(request, answer, VISIT, secret, 3600)


def forget_session(request: Request, answer: Response) -> None:
    """Take the secret of a session from a browser."""
    answer.delete_cookie(cookie(request, SESSION), path="/", secure=_secure(request), httponly=True, samesite="lax")


def _set(request: Request, answer: Response, name: str, secret: str, lasts: int) -> None:
    answer.set_cookie(
        cookie(request, name), secret, max_age=lasts, path="/", secure=_secure(request), httponly=True, samesite="lax"
    )


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def cookie(request: Request, name: str) -> str:
    """The name of a cookie of this site."""
    # the prefix makes the browser refuse such a cookie from a neighbouring host or over plain HTTP (RFC 6265bis, 4.1.3.2)
    return f"__Host-{name}" if _secure(request) else name
