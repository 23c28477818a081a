"""A commitment with everything that is told of it, of one moment of the book."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pledgebook.book.as_of import Day, as_known, known_one
from pledgebook.book.exporting import latest
from pledgebook.book.status import became
from pledgebook.model import Commitment, Relation, Ruling
from pledgebook.publish.answers import Followed

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger, Link, Reader, Stamp


@dataclass(frozen=True, slots=True)
class Whole:
    """A commitment and what became of it. `links`: its confirmed measures with the numbers of their entries; `ruling`: that of a person
    which counts; `related`: its relations, each with the other commitment (its statements left out); `history`: the entries that
    touched it, the first first."""

    followed: Followed
    links: Sequence[tuple[int, Link]]
    ruling: Ruling | None
    related: Sequence[tuple[Relation, Commitment]]
    history: Sequence[Stamp]


def whole(ledger: Ledger, reader: Reader, id: str, day: Day, today: datetime.date) -> Whole:
    """See `ReadableBook.whole`."""
    found = known_one(ledger, reader, id, day)
    noted = reader.notes([found.id])
    links, ruled = noted.get(found.id, ([], []))
    statuses = became(reader, [found], noted, day or today)[found.id]
    others = [relation.commitment for relation in found.relations]
    known = (as_known(reader, others, day) if day else reader.outlines(others)) if others else {}
    related = [(relation, known[relation.commitment]) for relation in found.relations if relation.commitment in known]
    until = (day or today).isoformat()
    history = [stamp for stamp in reader.stamps(reader.touching(found.id)) if day is None or stamp.time[:10] <= until]
    ruling = latest([said.ruling for _, said in ruled], day or today)
    return Whole(Followed(found, statuses), links, ruling, related, history)
