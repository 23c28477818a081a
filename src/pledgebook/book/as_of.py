"""Commitments as they could be known on a day."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from pledgebook import reconcile
from pledgebook.errors import UsageError
from pledgebook.model import Commitment

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger, Reader

Day = datetime.date | None
"""The day as of which is asked; None for everything that the ledger holds."""


def as_known(reader: Reader, ids: Collection[str], day: Day) -> dict[str, Commitment]:
    """Commitments with their statements, by the ids asked for, as they could be known on a day; those of which nothing had
    been said by then are left out."""
    if not ids:
        return {}
    found = reader.in_full(ids)
    if day is None:
        return found
    beside = reader.in_full(
        {relation.commitment for one in found.values() for relation in one.relations} - found.keys()
    )
    known = reader.known_days(
        {member.said.imprint.id for one in (*found.values(), *beside.values()) for member in one.members}
    )
    was_said = {
        one.id
        for one in (*found.values(), *beside.values())
        if any(known[member.said.imprint.id] <= day for member in one.members)
    }
    return {id: _by_then(reader, one, day, known, was_said) for id, one in found.items() if one.id in was_said}


def _by_then(
    reader: Reader, found: Commitment, day: datetime.date, known: dict[str, datetime.date], was_said: Collection[str]
) -> Commitment:
    relations = tuple(one for one in found.relations if one.commitment in was_said)
    kept = [member.said for member in found.members if known[member.said.imprint.id] <= day]
    if len(kept) == len(found.members):
        return replace(found, relations=relations)
    judgements = reader.judgements(reader.numbers([one.statement.id for one in kept]).values())
    return reconcile.commitment(kept, judgements, relations)


def known_one(ledger: Ledger, reader: Reader, id: str, day: Day) -> Commitment:
    """The same of one that must be there. Raises UsageError where it is not."""
    found = as_known(reader, [id], day).get(id)
    if found is None:
        raise UsageError(f"{ledger.place} holds no commitment {id!r}{f' as of {day}' if day else ''}")
    return found
