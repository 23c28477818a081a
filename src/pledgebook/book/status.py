"""From commitments to what became of them: official records, confirmed measures, rulings, status.

Everything here speaks as of a day: snapshots seen by then, statements made by then, rulings made by then.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from pledgebook.assess import (
    Conversion,
    Forecast,
    assess,
    check_figure,
    convert,
    forecast,
    read_rate_file,
    shipped_rates,
)
from pledgebook.book.snapshots import records_of, snapshots
from pledgebook.errors import UsageError
from pledgebook.evidence import deliver
from pledgebook.model import Commitment, Delivery, Problem, Snapshot, Status, days_of
from pledgebook.publish.answers import Checked, Followed

if TYPE_CHECKING:
    from pledgebook.ledger import Link, Noted, Reader, Writer


def _seen_by(reader: Reader, source: str, day: datetime.date) -> Snapshot | None:
    """The latest snapshot of a source that was seen by a day. If there was none, the first one after it, so that a reader
    learns when evidence came."""
    found = [one for one, _ in snapshots(reader, source)]
    by_then = [one for one in found if one.seen <= day.isoformat()]
    return by_then[-1] if by_then else found[0] if found else None


def deliveries(
    reader: Reader, commitment: Commitment, day: datetime.date, *, whole_series: bool = False
) -> list[Delivery]:
    """What each confirmed measure of a commitment adds up to, by the latest snapshot that had been seen by a day; nothing
    where the first was seen only afterwards.

    `whole_series`: all that the source holds, before the promise, too: what a forecast learns from.
    """
    links = [link for _, link in reader.links(commitment.id)]
    return _added_up(links, _Seen(reader, day), whole_series=whole_series)


class _Seen:
    """The snapshots and records that had been seen by a day, each looked up once however many commitments ask."""

    def __init__(self, reader: Reader, day: datetime.date) -> None:
        self.day = day
        self.snapshot = functools.cache(lambda source: _seen_by(reader, source, day))
        self.records = functools.lru_cache(maxsize=4)(lambda snapshot: tuple(records_of(reader, snapshot)))


def _added_up(links: Iterable[Link], seen: _Seen, *, whole_series: bool = False) -> list[Delivery]:
    found = []
    for link in links:
        snapshot = seen.snapshot(link.measure.source)
        if snapshot is not None:
            measure = replace(link.measure, period=None) if whole_series else link.measure
            found.append(deliver(measure, snapshot, seen.records(snapshot), as_of=seen.day))
    return found


def statuses_of(reader: Reader, commitment: Commitment, day: datetime.date) -> tuple[Status, ...]:
    """What became of a commitment by a day. A figure promises nothing, so nothing became of it: see `check`."""
    return statuses_of_all(reader, [commitment], day)[commitment.id]


def statuses_of_all(
    reader: Reader, commitments: Sequence[Commitment], day: datetime.date
) -> dict[str, tuple[Status, ...]]:
    """The same of many, by their ids: what they share is looked up once."""
    told = reader.notes([one.id for one in commitments if one.kind != "figure"])
    return became(reader, commitments, told, day)


def became(
    reader: Reader, commitments: Sequence[Commitment], told: Mapping[str, Noted], day: datetime.date
) -> dict[str, tuple[Status, ...]]:
    """The same where it is known what is noted of them (`Reader.notes`)."""
    seen, found = _Seen(reader, day), {}
    for one in commitments:
        links, ruled = told.get(one.id, ([], []))
        delivered, rulings = _added_up([link for _, link in links], seen), [said.ruling for _, said in ruled]
        found[one.id] = () if one.kind == "figure" else assess(one, delivered, rulings, as_of=day)
    return found


def write_statuses(writer: Writer, day: datetime.date, *, among: Collection[str] | None = None) -> None:
    """Write beside the summaries what became of commitments by a day, so that lists can filter by it. Written are those
    about which evidence or a ruling says something, and those about which something was written before.

    It belongs into the transaction that changes what became of them. `among`: of these alone, by their ids.
    """
    ids = sorted(id for id in {*writer.followed(), *writer.assessed()} if among is None or id in among)
    whole = writer.in_full(ids)
    for id, found in statuses_of_all(writer, list(whole.values()), day).items():
        writer.put_status(id, found)


def unfollowed(commitment: Commitment, day: datetime.date) -> tuple[Status, ...]:
    """The same for a commitment of which no evidence and no ruling speaks."""
    return () if commitment.kind == "figure" else assess(commitment, [], [], as_of=day)


def check(reader: Reader, commitment: Commitment, day: datetime.date) -> list[Checked]:
    """Each stated figure against each confirmed measure."""
    return [
        Checked(member.said, check_figure(member.said.statement, delivery))
        for delivery in deliveries(reader, commitment, day)
        for member in commitment.members
        if member.said.statement.quantity is not None
    ]


def foretell(reader: Reader, commitment: Commitment, day: datetime.date) -> list[Forecast | str]:
    """For each measure how much will have been delivered by the deadline, or why that cannot be said."""
    found: list[Forecast | str] = []
    start, deadline = days_of(commitment.period)
    if deadline is None:
        return ["the commitment has no deadline"]
    for delivery in deliveries(reader, commitment, day, whole_series=True):
        told = forecast(delivery, deadline=deadline, target=delivery.measure.target, start=start)
        found.append(told.what if isinstance(told, Problem) else told)
    return found or ["no evidence is linked to it (pledgebook evidence suggest)"]


def in_currency(followed: Followed, currency: str, rates: Path | None, day: datetime.date) -> list[Conversion]:
    """What was promised and what was delivered, in another currency: each with the rate, its day and its source.

    `rates`: a table of the user's, else the one that ships. Raises UsageError where a rate is missing or the table is wrong.
    """
    if rates is None:
        table = shipped_rates()
    else:
        try:
            text = rates.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise UsageError(f"{rates}: cannot be read ({error.strerror or error})") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{rates}: is not UTF-8") from error
        table, problems = read_rate_file(text, rates.name)
        if problems:
            raise UsageError(str(problems[0]))
    stated = days_of(followed.commitment.first_stated)[1] or day
    total = followed.commitment.quantity
    amounts: list[tuple[Decimal, str, datetime.date]] = []
    if total is not None and len(total.unit) == 3 and total.unit.isupper():
        amounts += [
            (value, total.unit, stated) for value in dict.fromkeys((total.low, total.high)) if value is not None
        ]
    amounts += [
        (status.delivered, status.unit, day)
        for status in followed.statuses
        if status.delivered is not None and status.unit and len(status.unit) == 3 and status.unit.isupper()
    ]
    return [convert(amount, unit, currency, on, table) for amount, unit, on in amounts]
