"""What became of the records of a source between two snapshots: what shrank, grew, moved, vanished and came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pledgebook.model import Observation, Record, Rung, Transaction

ChangeSort = Literal["shrank", "grew", "moved", "vanished", "came"]


@dataclass(frozen=True, slots=True)
class Change:
    """One record that two snapshots of a source hold differently.

    `sort`: "shrank" or "grew" (its value), "moved" (same value, another rung: from pledged to disbursed), "vanished" (only
    the older has it), "came" (only the newer). `id`: the record's. `what`: a few words for a reader. `before`, `after` in
    `unit`, None where there is none. `difference`: after less before.
    """

    sort: ChangeSort
    id: str
    what: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    difference: Decimal


@dataclass(frozen=True, slots=True)
class _Kept:
    value: Decimal
    unit: str
    rung: Rung | None
    what: str


def changes(older: Iterable[Record], newer: Iterable[Record]) -> list[Change]:
    """What differs between two snapshots of one source, the largest difference first.

    A record that stands twice in a snapshot counts once; one whose currency changed vanished in the one and came in the other.
    """
    before: dict[str, _Kept] = {}
    for record in older:
        before.setdefault(record.id, _kept(record))
    after: dict[str, _Kept] = {}
    for record in newer:
        after.setdefault(record.id, _kept(record))
    found = [change for id, new in after.items() for change in _changed(id, before.get(id), new)]
    found += [_gone(id, old) for id, old in before.items() if id not in after]
    return sorted(found, key=lambda change: (-abs(change.difference), change.id, change.sort))


def _changed(id: str, old: _Kept | None, new: _Kept) -> list[Change]:
    """What became of a record that the newer snapshot has."""
    if old is None or old.unit != new.unit:
        gone = [] if old is None else [_gone(id, old)]
        return [*gone, Change("came", id, new.what, new.unit, None, new.value, new.value)]
    if old.value == new.value and old.rung == new.rung:
        return []
    sort: ChangeSort = "moved" if old.value == new.value else "grew" if new.value > old.value else "shrank"
    return [Change(sort, id, _moved(old, new), new.unit, old.value, new.value, new.value - old.value)]


def _gone(id: str, old: _Kept) -> Change:
    return Change("vanished", id, old.what, old.unit, old.value, None, -old.value)


def _kept(record: Record) -> _Kept:
    if isinstance(record, Observation):
        sides = ", ".join(value for _, value in record.dimensions if value)
        return _Kept(record.value, record.unit, None, f"{sides} {record.period}".strip())
    if isinstance(record, Transaction):
        names = (" + ".join(part) or "?" for part in (record.providers, record.receivers))
        return _Kept(record.amount, record.currency, record.rung, f"{record.type}: {' to '.join(names)}")
    value = record.actual if record.actual is not None else Decimal(0)
    return _Kept(value, record.unit, None, f"{record.indicator} {record.period}")


def _moved(old: _Kept, new: _Kept) -> str:
    return new.what if old.rung == new.rung else f"{new.what} (from {old.rung or 'no rung'} to {new.rung or 'no rung'})"
