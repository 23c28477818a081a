"""Signing in: a name and a password for the secret of a session, or a refusal that tells nothing of who has an account."""

from __future__ import annotations

from dataclasses import dataclass

from pledgebook.web.accounts import passwords
from pledgebook.web.accounts.attempts import Wait, count_attempt, strike_out
from pledgebook.web.accounts.sessions import begin_session
from pledgebook.web.accounts.store import Accounts
from pledgebook.web.accounts.users import User, set_password, user_and_hash

WRONG = "That name and password do not fit each other."
"""The same for a name that nobody has and for a wrong password."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`secret`: what the browser is to hold."""

    user: User
    secret: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nobody was signed in, in words. `wait`: seconds until the next attempt may be made, 0 where it may be at once."""

    why: str
    wait: int = 0


def sign_in(accounts: Accounts, name: str, password: str, address: str, now: int) -> SignedIn | Refused:
    """Sign somebody in. `address`: of the browser; `now`: seconds since 1970.

    It takes as long, and says the same, whether the name or the password is wrong. Raises LedgerError where the accounts
    cannot be written.
    """
    with accounts.write() as connection:
        counted = count_attempt(connection, name, address, now)
        user, hash = user_and_hash(connection, name)
    if isinstance(counted, Wait):
        return Refused(f"Too many attempts failed. Wait {_minutes(counted.seconds)}, then try again.", counted.seconds)
    if not passwords.fits(password, hash) or user is None or hash is None:
        return Refused(WRONG)
    fresh = passwords.hashed(password) if passwords.is_old(hash) else None
    with accounts.write() as connection:
        still, held = user_and_hash(connection, name)
        if still is None or held != hash:  # removed, or given another password, while this one was looked at
            return Refused(WRONG)
        strike_out(connection, counted, name, address)
        if fresh is not None:
            set_password(connection, name, fresh)
        return SignedIn(still, begin_session(connection, still, now))


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
