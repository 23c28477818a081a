"""Sign-ins are limited: who fails too often waits, for one account, from one address, and for both together.

An attempt is counted before the password is looked at, and struck out when it was right: so a hundred attempts at once are
counted as a hundred.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from pledgebook.web.accounts.store import attempts
from pledgebook.web.accounts.users import key_of

WINDOW = 15 * 60
"""Seconds for which a failed attempt counts."""
LIMITS = {"both": 5, "address": 30, "account": 50}
"""Failed attempts at the most: for one account from one address; from one address, where many may sit behind one; for one
account from anywhere, high enough that nobody is kept out by somebody who fails in their name for fun."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An attempt that may go on. `id`: to strike it out by."""

    id: str


@dataclass(frozen=True, slots=True)
class Wait:
    """An attempt that may not. `seconds`: until the next may."""

    seconds: int


def count_attempt(connection: Connection, name: str, address: str, now: int) -> Counted | Wait:
    """Count an attempt, or say how long to wait. `name`: what was typed, of a user or not; `address`: of the browser."""
    table = attempts.c
    connection.execute(delete(attempts).where(table.time <= now - WINDOW))
    subjects = _subjects(name, address)
    waits = []
    for sort, subject in subjects.items():
        query = select(table.time).where(table.subject == subject).order_by(table.time.desc()).limit(LIMITS[sort])
        times = list(connection.execute(query).scalars())
        if len(times) == LIMITS[sort]:
            waits.append(times[-1] + WINDOW - now)
    if waits:
        return Wait(max(waits))
    attempt = secrets.token_hex(8)
    rows = [{"attempt": attempt, "subject": subject, "time": now} for subject in subjects.values()]
    connection.execute(insert(attempts), rows)
    return Counted(attempt)


def strike_out(connection: Connection, attempt: Counted, name: str, address: str) -> None:
    """The password was right: the attempt does not count, nor do those before it for this account from this address."""
    connection.execute(delete(attempts).where(attempts.c.attempt == attempt.id))
    connection.execute(delete(attempts).where(attempts.c.subject == _subjects(name, address)["both"]))


def _subjects(name: str, address: str) -> dict[str, str]:
    # digests: people type passwords where a name belongs
    account = hashlib.sha256(key_of(name).encode("utf-8", "surrogatepass")).hexdigest()
    network = _network(address)
    return {"both": f"{account} {network}", "address": network, "account": account}


def _network(address: str) -> str:
    """What one sender can choose its address from: of IPv6 a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
