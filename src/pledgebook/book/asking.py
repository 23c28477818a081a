"""Questions to a ledger, as a reader of a day could have had them answered."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pledgebook.book import following
from pledgebook.book.reading import check_date
from pledgebook.errors import UsageError
from pledgebook.model import Commitment, Status, days_of
from pledgebook.publish.answers import Commitments, Listed, Pair, Statements

if TYPE_CHECKING:
    from pledgebook.ledger import Hit, Ledger, Line, Query, Reader

PAGE = 500
"""Commitments of a page where all are asked for."""

Day = datetime.date | None
"""The day as of which is asked; None for everything that the ledger holds."""


def wanted(filters: dict[str, Any], day: Day) -> Query:
    """Filters as the ledger takes them; `since` and `until` may be days, months or years in ISO form.

    Raises UsageError for a filter that does not exist or has no such value.
    """
    from pledgebook.ledger import Query

    strange = sorted(set(filters) - set(Query.__dataclass_fields__))
    if strange:
        raise UsageError(f"there is no filter {strange[0]!r}")
    filters = {**filters, "as_of": day}
    for place, name in enumerate(("since", "until")):
        if isinstance(said := filters.get(name), str):
            filters[name] = days_of(check_date(said, name))[place]
    return Query(**filters)


def page(ledger: Ledger, asked: Query, today: datetime.date, *, whole: bool) -> Commitments:
    """A page of commitments; `whole`: each with its statements."""
    with ledger.read() as reader:
        if asked.status is None and (asked.as_of is None or asked.contradicted is None):
            found = reader.commitments(asked)
            spoken = set(reader.followed()) if whole else set()
            lines = [one for line in found.lines if (one := _listed(reader, line, asked.as_of, today, whole, spoken))]
            return Commitments(lines, found.cursor)
        return _sifted(reader, asked, today, whole)


def _sifted(reader: Reader, asked: Query, today: datetime.date, whole: bool) -> Commitments:
    """A page by what changes with the day: the status, and as of an earlier day contradictions. The ledger has written down
    how these were when it last changed; so more is taken from it, and each is looked at as it was on the day."""
    from pledgebook.ledger import LARGEST_PAGE

    spoken = set(reader.followed())
    # evidence and rulings alone give any other status, and few commitments of a large ledger have some
    followed = asked.status not in (None, "no_public_evidence")
    lines: list[Listed] = []
    step = asked.limit
    loose = replace(asked, status=None, contradicted=asked.contradicted if asked.as_of is None else None)
    while True:
        found = reader.commitments(replace(loose, limit=step), followed=followed)
        kept = [_listed(reader, line, asked.as_of, today, whole, spoken) for line in found.lines]
        fits = [place for place, one in enumerate(kept) if one is not None and _fits(one, asked)]
        room = asked.limit - len(lines)
        if len(fits) > room or (len(fits) == room and fits[-1] + 1 < len(kept)):
            # the page ends within these lines: once more only as far as that, for the cursor
            found = reader.commitments(replace(loose, limit=fits[room - 1] + 1), followed=followed)
            fits = fits[:room]
        lines += [one for place in fits if (one := kept[place]) is not None]
        if found.cursor is None or len(lines) == asked.limit:
            return Commitments(lines, found.cursor)
        loose, step = replace(loose, after=found.cursor), min(step * 4, LARGEST_PAGE)


def _fits(one: Listed, asked: Query) -> bool:
    if asked.status is not None:
        # nothing is written down of what no evidence and no ruling speaks of
        names = {status.status for status in one.statuses} or {"no_public_evidence"}
        if one.commitment.kind == "figure" or asked.status not in names:
            return False
    if asked.contradicted is None:
        return True
    found = {contradiction.type for contradiction in one.commitment.contradictions}
    return bool(found) is asked.contradicted if isinstance(asked.contradicted, bool) else asked.contradicted in found


def _listed(
    reader: Reader, line: Line, day: Day, today: datetime.date, whole: bool, spoken: Collection[str]
) -> Listed | None:
    """A line as of a day. `spoken`: the commitments that evidence or a ruling speaks of; of the others nothing is looked up."""
    commitment, statements, documents = line.commitment, line.statements, line.documents
    if whole or (day is not None and line.last_known > day):
        found = as_known(reader, commitment.id, day)
        if found is None:
            return None
        commitment, statements = found, len(found.members)
        documents = len({member.said.imprint.id for member in found.members})
    statuses: tuple[Status, ...] = ()
    if line.statuses or line.commitment.id in spoken:
        statuses = following.follow(reader, commitment, day or today).statuses
    elif whole:
        statuses = following.unfollowed(commitment, day or today)
    return Listed(commitment, statuses, statements, documents)


def pages(
    ledger: Ledger, filters: dict[str, Any], day: Day, today: datetime.date, limit: int | None
) -> Iterator[Commitments]:
    """All that fits, page by page, each commitment with its statements. `limit`: at most so many in all."""
    left, after = limit, filters.pop("after", None)
    while True:
        size = PAGE if left is None else min(left, PAGE)
        found = page(ledger, wanted({**filters, "limit": size, "after": after}, day), today, whole=True)
        yield found
        left = None if left is None else left - len(found)
        if found.cursor is None or left == 0:
            return
        after = found.cursor


def as_known(reader: Reader, id: str, day: Day) -> Commitment | None:
    """A commitment with its statements as it could be known on a day; None where nothing of it had been said by then."""
    from pledgebook import reconcile

    found = reader.commitment(id)
    if found is None or day is None:
        return found
    known = reader.known_days({member.said.imprint.id for member in found.members})
    kept = [member.said for member in found.members if known[member.said.imprint.id] <= day]
    if not kept:
        return None
    relations = tuple(one for one in found.relations if _was_said(reader, one.commitment, day))
    if len(kept) == len(found.members):
        return replace(found, relations=relations)
    judgements = reader.judgements(reader.numbers([one.statement.id for one in kept]).values())
    return reconcile.commitment(kept, judgements, relations)


def _was_said(reader: Reader, id: str, day: datetime.date) -> bool:
    found = reader.commitment(id)
    return found is not None and any(
        known <= day for known in reader.known_days({member.said.imprint.id for member in found.members}).values()
    )


def found_in(ledger: Ledger, reader: Reader, id: str, day: Day) -> Commitment:
    """The same, where there must be one. Raises UsageError where there is none."""
    found = as_known(reader, id, day)
    if found is None:
        raise UsageError(f"{ledger.place} holds no commitment {id!r}{f' as of {day}' if day else ''}")
    return found


def statements(ledger: Ledger, asked: Query) -> Statements:
    """A page of statements."""
    with ledger.read() as reader:
        found = reader.statements(asked)
    return Statements(found.lines, found.cursor)


def search(ledger: Ledger, words: str, limit: int, day: Day) -> list[Hit]:
    """Statements that hold the words, the best first."""
    with ledger.read() as reader:
        return reader.search(words, limit=limit, as_of=day)


def unsure(ledger: Ledger, limit: int) -> list[Pair]:
    """Pairs that rules are unsure about, with both statements."""
    with ledger.read() as reader:
        judgements = reader.unsure(limit)
        numbers = reader.numbers({one for found in judgements for one in (found.left, found.right)})
        said = {one.statement.id: one for one in reader.said(numbers.values()).values()}
    return [Pair(found, said[found.left], said[found.right]) for found in judgements]
