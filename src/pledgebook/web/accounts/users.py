"""Users: who may decide, under which name it stands in the book, and in which role."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from pledgebook.errors import UsageError
from pledgebook.web.accounts.store import Role, sessions, tokens, users

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account. `name`: what entries are `by`. `added`: seconds since 1970."""

    name: str
    role: Role
    added: int

    @property
    def edits(self) -> bool:
        """Whether the user may do what only editors may."""
        return self.role == "editor"


@dataclass(frozen=True, slots=True)
class Listed:
    """A user with how often they are signed in and how many tokens they have."""

    user: User
    sessions: int
    tokens: int


def key_of(name: str) -> str:
    """A name as names are compared: two that look alike or differ in case only are one."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def checked_name(name: str) -> str:
    """A name as it is kept. Raises UsageError for one that cannot be shown beside what its owner says."""
    name = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(name) <= LONGEST_NAME or not any(one.isalnum() for one in name):
        raise UsageError(f"the name of a user has 1 to {LONGEST_NAME} characters, among them a letter or digit")
    if not name.isprintable():
        raise UsageError("the name of a user holds no control characters and none that turn the direction of writing")
    return name


def unused(connection: Connection, name: str) -> str:
    """A name for a new user, as it is kept. Raises UsageError where it is taken or unfit."""
    name = checked_name(name)
    if (held := _row(connection, name)) is not None:
        raise UsageError(f"there is a user {held.name} already")
    return name


def add_user(connection: Connection, name: str, role: Role, hash: str, now: int) -> User:
    """Add a user. `hash`: of the password, from `passwords.hashed`. Raises UsageError where the name is taken or unfit."""
    name = unused(connection, name)
    row = {"key": key_of(name), "name": name, "role": role, "password": hash, "added": now}
    connection.execute(insert(users).values(row))
    return User(name, role, now)


def list_users(connection: Connection, now: int) -> list[Listed]:
    """All users in the order of their names."""
    signed_in = select(func.count()).where(sessions.c.user == users.c.key, sessions.c.ends > now).scalar_subquery()
    held = select(func.count()).where(tokens.c.user == users.c.key).scalar_subquery()
    query = select(users, signed_in.label("sessions"), held.label("tokens")).order_by(users.c.key)
    return [Listed(User(row.name, row.role, row.added), row.sessions, row.tokens) for row in connection.execute(query)]


def remove_user(connection: Connection, name: str) -> User:
    """Take an account away, with its sessions and tokens; what the user said stays in the book. Raises UsageError where there
    is none."""
    user = known(connection, name)
    connection.execute(delete(users).where(users.c.key == key_of(name)))
    return user


def set_role(connection: Connection, name: str, role: Role) -> User:
    """Give a user another role, at once also where they are signed in. Raises UsageError where there is no such user."""
    user = known(connection, name)
    connection.execute(update(users).where(users.c.key == key_of(name)).values(role=role))
    return User(user.name, role, user.added)


def set_password(connection: Connection, name: str, hash: str) -> User:
    """Give a user another password; wherever they were signed in, they are no longer. Raises UsageError where there is no such
    user."""
    user = known(connection, name)
    connection.execute(update(users).where(users.c.key == key_of(name)).values(password=hash))
    connection.execute(delete(sessions).where(sessions.c.user == key_of(name)))
    return user


def known(connection: Connection, name: str) -> User:
    """A user by name. Raises UsageError where there is none."""
    row = _row(connection, name)
    if row is None:
        raise UsageError(f"there is no user {name!r}: `pledgebook user list` names them")
    return User(row.name, row.role, row.added)


def user_and_hash(connection: Connection, name: str) -> tuple[User | None, str | None]:
    """A user with the hash of the password; None and None where there is no such user."""
    row = _row(connection, name)
    return (None, None) if row is None else (User(row.name, row.role, row.added), row.password)


def _row(connection: Connection, name: str) -> Row[Any] | None:
    key = key_of(name)
    # a server refuses to be asked for what is no text
    return connection.execute(select(users).where(users.c.key == key)).first() if key.isprintable() else None
