"""Numbers over all commitments, against a plain twin that looks at every one of them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest
from made_book import made, merge
from shelf import Books

from pledgebook.ledger import Money, Part, Query, open_ledger
from pledgebook.model import Commitment, Status, days_of


def test_tallies_are_what_counting_every_commitment_gives(books: Books) -> None:
    with open_ledger(books.new()) as ledger:
        with ledger.write("add") as writer:
            writer.add_documents([made(number, 5) for number in range(40)])
            merge(writer, writer.pending(1000))
            ids = [line.commitment.id for line in writer.commitments(Query(limit=500)).lines]
            dice = random.Random("statuses")
            for id in dice.sample(ids, 12):
                names = dice.choice((("kept",), ("overdue",), ("overdue", "kept")))
                writer.put_status(id, [Status(name, "2026-01-01", (), "made") for name in names])  # type: ignore[arg-type]
        with ledger.read() as reader:
            lines = reader.commitments(Query(limit=500)).lines
            every: list[tuple[Commitment, str | None]] = [
                (line.commitment, " ".join(sorted({one.status for one in line.statuses})) or None) for line in lines
            ]
            promised = [(one, status) for one, status in every if one.kind == "commitment"]
            assert len(promised) > 10
            assert reader.status_counts() == Counter(status for _, status in promised)
            for sort, names_of in (
                ("actor", lambda one: one.actors),
                ("venue", lambda one: [one.venue.casefold()] if one.venue else []),
            ):
                found = Counter((name, one.kind, status) for one, status in every for name in names_of(one))
                assert sorted(map(repr, reader.parts_by(sort))) == sorted(
                    repr(Part(*key, count)) for key, count in found.items()
                )
                assert found
            sums: dict[tuple[str | None, str], list[float]] = {}
            for one, _ in promised:
                if one.quantity is not None and one.quantity.unit in ("USD", "EUR") and one.quantity.low is not None:
                    sums.setdefault((one.rung, one.quantity.unit), []).append(float(one.quantity.low))
            told = reader.money(("USD", "EUR"))
            assert {(one.rung, one.unit): one for one in told} == {
                key: Money(*key, len(values), pytest.approx(sum(values))) for key, values in sums.items()
            }
            assert [one.count for one in told] == sorted((one.count for one in told), reverse=True)
            assert reader.venue_names() == {"summit of oslo": "Summit of Oslo"}
            assert reader.announced_by_year() == years(days_of(one.first_stated)[0] for one, _ in promised)
            assert reader.due_by_year() == years(days_of(one.period)[1] for one, _ in promised)


def years(days: object) -> dict[int, int]:
    """How many of these days are in each year."""
    return dict(sorted(Counter(day.year for day in days if isinstance(day, date)).items()))  # type: ignore[attr-defined]
