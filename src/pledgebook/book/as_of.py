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
    texts = {member.said.imprint.id for one in found.values() for member in one.members}
    known = reader.known_days(texts | {told.said.imprint.id for one in found.values() for told in one.progress})
    was_said = {one.id for one in found.values() if any(known[member.said.imprint.id] <= day for member in one.members)}
    beside = {relation.commitment for one in found.values() for relation in one.relations} - was_said
    was_said |= {id for id, first in reader.first_known(beside).items() if first <= day}
    return {id: _by_then(reader, one, day, known, was_said) for id, one in found.items() if one.id in was_said}


def _by_then(
    reader: Reader, found: Commitment, day: datetime.date, known: dict[str, datetime.date], was_said: Collection[str]
) -> Commitment:
    relations = tuple(one for one in found.relations if one.commitment in was_said)
    progress = tuple(told for told in found.progress if known[told.said.imprint.id] <= day)
    kept = [member.said for member in found.members if known[member.said.imprint.id] <= day]
    if len(kept) == len(found.members):
        return replace(found, relations=relations, progress=progress)
    judgements = reader.judgements(reader.numbers([one.statement.id for one in kept]).values())
    return replace(reconcile.commitment(kept, judgements, relations), progress=progress)


def known_one(ledger: Ledger, reader: Reader, id: str, day: Day) -> Commitment:
    """The same of one that must be there. Raises UsageError where it is not."""
    found = as_known(reader, [id], day).get(id)
    if found is None:
        raise UsageError(f"{ledger.place} holds no commitment {id!r}{f' as of {day}' if day else ''}")
    return found
