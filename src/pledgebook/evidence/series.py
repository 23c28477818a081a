"""What a snapshot holds, in short: its series, for people to choose from and for `suggest` to compare with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pledgebook.model import Direction, Observation, Record, Rung, Snapshot, SourceSort, Transaction, days_of
from pledgebook.world.countries import place_of

MOST = 400
"""How many values of a dimension a series lists, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Series:
    """A set of records that can be added to each other: all observations of a table, all transactions of one currency,
    rung and direction.

    `dimensions`: names and the values that occur, the most frequent first, at most MOST. `first`, `last`: ISO days that
    the records span. `count`: how many records. `pairs`: who gives and where it goes, as ids of places, for transactions.
    """

    source: str
    sort: SourceSort
    unit: str
    count: int
    dimensions: tuple[tuple[str, tuple[str, ...]], ...]
    first: str | None
    last: str | None
    title: str | None = None
    publisher: str | None = None
    country: str | None = None
    notes: tuple[str, ...] = ()
    rung: Rung | None = None
    direction: Direction | None = None
    pairs: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class _Growing:
    count: int = 0
    first: str | None = None
    last: str | None = None
    values: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, name: str, values: Iterable[str]) -> None:
        held = self.values.setdefault(name, Counter())
        for value in values:
            if value in held or len(held) < 50 * MOST:
                held[value] += 1

    def span(self, period: str | None) -> None:
        start, end = days_of(period)
        if start is not None:
            self.first = min(self.first or "9999", start.isoformat())
        if end is not None:
            self.last = max(self.last or "", end.isoformat())


def series(snapshot: Snapshot, records: Iterable[Record]) -> list[Series]:
    """The series of a snapshot, the one with the most records first. Totals, budgets and results make none."""
    growing: dict[tuple[str, Rung | None, Direction | None], _Growing] = {}
    for record in records:
        if isinstance(record, Observation):
            if record.total:
                continue
            one = growing.setdefault((record.unit, None, None), _Growing())
            for name, value in record.dimensions:
                one.add(name, (value,))
            one.span(record.period)
        elif isinstance(record, Transaction) and record.rung is not None:
            one = growing.setdefault((record.currency, record.rung, record.direction), _Growing())
            one.add("provider", dict.fromkeys((*record.providers, *record.givers)))
            one.add("receiver", record.receivers)
            one.add("recipient", record.recipients)
            one.add("sector", record.sectors)
            one.span(record.date)
            givers = [place for name in (*record.providers, *record.givers) if (place := place_of(name))]
            if len(one.pairs) < 50 * MOST:
                one.pairs.update((giver, taker) for giver in givers for taker in record.recipients)
        else:
            continue
        one.count += 1
    found = [
        Series(
            source=snapshot.source,
            sort=snapshot.sort,
            unit=unit,
            count=one.count,
            dimensions=tuple(
                (name, tuple(value for value, _ in sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]))
                for name, held in one.values.items()
            ),
            first=one.first,
            last=one.last,
            title=snapshot.title,
            publisher=snapshot.publisher,
            country=snapshot.country,
            notes=snapshot.notes,
            rung=rung,
            direction=direction,
            pairs=frozenset(one.pairs),
        )
        for (unit, rung, direction), one in growing.items()
    ]
    return sorted(found, key=lambda one: (-one.count, one.unit, one.rung or "", one.direction or ""))
