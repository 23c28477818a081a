"""Which records a measure speaks of, and how much of each counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from pledgebook.model import Measure, Observation, Record, Result, Transaction
from pledgebook.world.countries import lies_in, place_of

_SHARED = ("recipient", "sector")
_FIELDS = ("rung", "direction", "currency", "type", "flow", "year", "provider", "receiver", "activity", *_SHARED)
MOST_VALUES = 20_000
"""How many values of a name are looked at to say why a selection fits nothing."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a record fits: `share` of its amount, 1 for all of it; `fault` why it cannot be counted though it fits."""

    share: Decimal = Decimal(1)
    fault: str | None = None


def fit(record: Record, select: Iterable[tuple[str, tuple[str, ...]]]) -> Fit | None:
    """Whether a record fits a measure's selection: None where it does not.

    Case does not count. A country's id also takes the names of the country and of its government; a region's takes the
    countries that lie in it. Money that goes to several recipients or sectors counts by the publisher's shares.
    """
    share, fault = Decimal(1), None
    for name, values in select:
        if isinstance(record, Transaction) and name in _SHARED:
            part = _part(record, name, values)
            if part is None:
                return None
            share *= part.share
            fault = fault or part.fault
        elif not any(_same(held, value) for held in _held(record, name) for value in values):
            return None
    return Fit(share, fault)


def names_of(record: Record) -> tuple[str, ...]:
    """The names that a selection can use for records of this sort."""
    if isinstance(record, Observation):
        return tuple(name for name, _ in record.dimensions)
    return _FIELDS if isinstance(record, Transaction) else ("activity", "indicator")


def _held(record: Record, name: str) -> tuple[str, ...]:
    if isinstance(record, Observation):
        return tuple(value for dimension, value in record.dimensions if dimension == name)
    if isinstance(record, Result):
        return {"activity": (record.activity,), "indicator": (record.indicator,)}.get(name, ())
    single = {
        "rung": record.rung,
        "direction": record.direction,
        "currency": record.currency,
        "type": record.type,
        "flow": record.flow,
        "activity": record.activity,
    }
    if name in single:
        value = single[name]
        return () if value is None else (value,)
    several = {"provider": record.providers + record.givers, "receiver": record.receivers, "year": record.years}
    return several.get(name, ())


def _same(held: str, value: str) -> bool:
    if held.casefold() == value.casefold():
        return True
    return len(value) == 2 and value.isupper() and place_of(held) == value


def _part(record: Transaction, name: str, values: tuple[str, ...]) -> Fit | None:
    names, shares = (
        (record.recipients, record.recipient_shares) if name == "recipient" else (record.sectors, record.sector_shares)
    )
    fitting = [i for i, held in enumerate(names) if any(_covers(value, held, name) for value in values)]
    if not fitting:
        return None
    if len(fitting) == len(names):
        return Fit()
    if len(shares) == len(names):
        return Fit(min(Decimal(1), sum((shares[i] for i in fitting), Decimal(0)) / 100))
    return Fit(fault=f"for several {name}s, and nobody says how much for each")


def _covers(value: str, held: str, name: str) -> bool:
    return _same(held, value) or (name == "recipient" and lies_in(held, value))


def nothing_selected(measure: Measure, records: Iterable[Record]) -> str | None:
    """Why a measure selects nothing of a source at all, whatever the period; None where it selects something."""
    names: dict[str, Counter[str]] = {}
    units: Counter[str] = Counter()
    for record in records:
        for name in names_of(record):
            values = names.setdefault(name, Counter())
            if len(values) < MOST_VALUES:
                values.update(_values(record, name))
        if isinstance(record, Transaction) == (measure.sum == "amount") and fit(record, measure.select) is not None:
            units[record.currency if isinstance(record, Transaction) else record.unit] += 1
            if isinstance(record, Transaction) and record.usd is not None:
                units["USD"] += 1
    return _why_nothing(measure, names, units)


def _why_nothing(measure: Measure, names: Mapping[str, Counter[str]], units: Counter[str]) -> str | None:
    if measure.unit in units:
        return None
    for name, wanted in measure.select:
        if name not in names:
            return f"no record of {measure.source} has {name!r}; they have: {', '.join(sorted(names)) or 'nothing'}"
        if (
            not units
            and len(names[name]) < MOST_VALUES
            and not any(_any_fits(name, value, names[name]) for value in wanted)
        ):
            near = get_close_matches(wanted[0], names[name], n=3, cutoff=0.5) or [
                v for v, _ in names[name].most_common(5)
            ]
            return f"no record of {measure.source} has {name} = {wanted[0]}; it has, for example: {', '.join(near) or 'nothing'}"
    if units:
        listed = " and ".join(f"{unit} ({count:,})" for unit, count in units.most_common(5))
        return f"the records of {measure.source} that fit are in {listed}, none in {measure.unit} (--unit)"
    return f"no record of {measure.source} fits the whole selection; show what it holds: pledgebook evidence show {measure.source}"


def _values(record: Record, name: str) -> tuple[str, ...]:
    if isinstance(record, Transaction) and name in _SHARED:
        return record.recipients if name == "recipient" else record.sectors
    return _held(record, name)


def _any_fits(name: str, value: str, held: Iterable[str]) -> bool:
    return any(_covers(value, one, name) for one in held)
