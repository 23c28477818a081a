"""API tokens: what a program shows instead of a password. Shown once, kept as a digest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select

from pledgebook.errors import UsageError
from pledgebook.web.accounts.secrets import digest, new_secret
from pledgebook.web.accounts.store import tokens, users
from pledgebook.web.accounts.users import User, checked_name, key_of, known

PREFIX = "pledgebook_"
"""What tokens begin with, so that programs that look for leaked secrets know one."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. `id`: what it is called by. `name`: what it is for. `made`, `ends`: seconds since 1970; None
    for one without an end."""

    id: str
    user: str
    name: str
    made: int
    ends: int | None


def add_token(connection: Connection, user: str, name: str, now: int, lasts: int | None = None) -> tuple[Token, str]:
    """Make a token for a user, and the secret, which nobody can see again. `lasts`: seconds; None for no end. Raises UsageError
    where there is no such user, or the name is unfit."""
    owner = known(connection, user)
    secret = PREFIX + new_secret()
    token = Token(secrets.token_hex(4), owner.name, checked_name(name), now, None if lasts is None else now + lasts)
    row = {"id": token.id, "digest": digest(secret), "user": key_of(user), "name": token.name}
    connection.execute(insert(tokens).values(row | {"made": now, "ends": token.ends}))
    return token, secret


def list_tokens(connection: Connection, user: str | None = None) -> list[Token]:
    """The tokens of a user, or of all, the first made first. Raises UsageError where there is no such user."""
    query = select(tokens, users.c.name.label("owner")).join_from(tokens, users, tokens.c.user == users.c.key)
    if user is not None:
        known(connection, user)
        query = query.where(tokens.c.user == key_of(user))
    rows = connection.execute(query.order_by(tokens.c.made, tokens.c.id))
    return [Token(row.id, row.owner, row.name, row.made, row.ends) for row in rows]


def remove_token(connection: Connection, id: str) -> None:
    """Make a token worthless. Raises UsageError where there is none with this id."""
    if connection.execute(delete(tokens).where(tokens.c.id == id)).rowcount == 0:
        raise UsageError(f"there is no token {id!r}: `pledgebook token list` names them")


def user_of_token(connection: Connection, secret: str, now: int) -> User | None:
    """Whose token a secret is, in the role of this moment; None for one that is not known, was removed, or has ended."""
    query = (
        select(users.c.name, users.c.role, users.c.added)
        .join_from(tokens, users, tokens.c.user == users.c.key)
        .where(tokens.c.digest == digest(secret), or_(tokens.c.ends.is_(None), tokens.c.ends > now))
    )
    row = connection.execute(query).first()
    return None if row is None else User(row.name, row.role, row.added)
