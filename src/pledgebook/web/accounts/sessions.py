"""Sessions: who is signed in. The browser holds a secret, the server its digest, the user and the end."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from pledgebook.web.accounts.secrets import digest, new_secret
from pledgebook.web.accounts.store import sessions, users
from pledgebook.web.accounts.users import User, key_of

LASTS = 12 * 3600
"""Seconds after which a session ends: a day of work, so that a browser left open overnight is signed out."""


def begin_session(connection: Connection, user: User, now: int) -> str:
    """Sign a user in; the secret that the browser is to hold. Sessions that have ended are cleared away."""
    secret = new_secret()
    connection.execute(delete(sessions).where(sessions.c.ends <= now))
    row = {"digest": digest(secret), "user": key_of(user.name), "began": now, "ends": now + LASTS}
    connection.execute(insert(sessions).values(row))
    return secret


def user_of_session(connection: Connection, secret: str, now: int) -> User | None:
    """Who is signed in with a secret, in the role of this moment; None for one that was never given out, was signed out, or has
    ended."""
    query = (
        select(users.c.name, users.c.role, users.c.added)
        .join_from(sessions, users, sessions.c.user == users.c.key)
        .where(sessions.c.digest == digest(secret), sessions.c.ends > now)
    )
    row = connection.execute(query).first()
    return None if row is None else User(row.name, row.role, row.added)


def end_session(connection: Connection, secret: str) -> None:
    """Sign out: the secret opens nothing any more, whoever holds a copy of it."""
    connection.execute(delete(sessions).where(sessions.c.digest == digest(secret)))
