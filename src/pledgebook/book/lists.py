"""Lists of commitments, filtered, in an order, page by page, as a reader of a day could have had them."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

from pledgebook.book.as_of import Day, as_known
from pledgebook.book.days import check_date
from pledgebook.book.naming import id_of, unit_of
from pledgebook.book.status import statuses_of, unfollowed
from pledgebook.errors import UsageError
from pledgebook.ledger import LARGEST_PAGE, Query, Sort
from pledgebook.model import ContradictionType, Kind, Said, Status, StatusName, Strength, days_of
from pledgebook.publish.answers import Commitments, Listed

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger, Line, Reader

PAGE = 500
"""Commitments of a page where all are asked for."""


class Filters(TypedDict, total=False):
    """What a list can be asked for; everything that is given must fit.

    `actor`, `recipient`: an id or a name ("MX", "Mexico", "org:usaid"). `kind`: None for all kinds. `unit`: a code or a word
    ("USD", "dollars", "refugee"). `period`: EDTF; what overlaps it fits. `text`: words that the statements hold. `venue`: where it was said. `contradicted`:
    True or False, or a type of contradiction. `reviewed`: whether a person has checked it. `min_confidence`: 0 to 1. `since`,
    `until`: days of the first statement. `after`: the cursor of the page before.
    """

    actor: str | None
    recipient: str | None
    kind: Kind | None
    unit: str | None
    status: StatusName | None
    period: str | None
    text: str | None
    strength: Strength | None
    publisher: str | None
    venue: str | None
    contradicted: bool | ContradictionType | None
    reviewed: bool | None
    min_confidence: float | None
    since: datetime.date | str | None
    until: datetime.date | str | None
    sort: Sort
    descending: bool
    limit: int
    after: str | None


def query_of(filters: Mapping[str, Any], day: Day) -> Query:
    """Filters as the ledger takes them; `since` and `until` may be days, months or years in ISO form.

    Raises UsageError for a filter that does not exist or has no such value.
    """
    strange = sorted(set(filters) - Filters.__annotations__.keys())
    if strange:
        near = difflib.get_close_matches(strange[0], Filters.__annotations__, n=1)
        hint = f"; do you mean {near[0]}?" if near else ""
        raise UsageError(f"there is no filter {strange[0]!r}{hint}")
    values = {**filters, "as_of": day}
    for place, name in enumerate(("since", "until")):
        if isinstance(said := values.get(name), str):
            values[name] = days_of(check_date(said, name))[place]
    for name, read in (("actor", id_of), ("recipient", id_of), ("unit", unit_of)):
        if values.get(name) is not None:
            values[name] = read(values[name])
    return Query(**values)


def page(reader: Reader, asked: Query, today: datetime.date, *, whole: bool = False) -> Commitments:
    """A page of commitments; `whole`: each with its statements."""
    if asked.status is None and asked.min_confidence is None and (asked.as_of is None or asked.contradicted is None):
        found = reader.commitments(asked)
        spoken = set(reader.followed()) if whole else set()
        lines = _listed(reader, found.lines, asked.as_of, today, whole, spoken)
        return Commitments([one for one in lines if one is not None], found.cursor)
    return _sifted(reader, asked, today, whole)


def _sifted(reader: Reader, asked: Query, today: datetime.date, whole: bool) -> Commitments:
    """A page by what changes with the day: the status, and as of an earlier day contradictions. The ledger has written down
    how these were when it last changed; so more is taken from it, and each is looked at as it was on the day."""
    spoken = set(reader.followed())
    # evidence and rulings alone give any other status, and few commitments of a large ledger have some
    followed = asked.status not in (None, "no_public_evidence")
    lines: list[Listed] = []
    step = asked.limit
    loose = replace(
        asked, status=None, min_confidence=None, contradicted=asked.contradicted if asked.as_of is None else None
    )
    while True:
        found = reader.commitments(replace(loose, limit=step), followed=followed)
        kept = _listed(reader, found.lines, asked.as_of, today, whole, spoken)
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
    sure = one.commitment.confidence
    if asked.min_confidence is not None and sure is not None and sure < asked.min_confidence:
        return False
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
    reader: Reader, lines: Sequence[Line], day: Day, today: datetime.date, whole: bool, spoken: Collection[str]
) -> list[Listed | None]:
    """Lines as of a day, None for what had not been said by then. `spoken`: the commitments that evidence or a ruling speaks
    of; of the others nothing is looked up."""
    parted = [one.commitment.id for one in lines if whole or (day is not None and one.last_known > day)]
    known = as_known(reader, parted, day)
    whose = {one.commitment.wording for one in lines if one.commitment.id not in parted}
    said = _said(reader, whose - {""})
    found: list[Listed | None] = []
    for line in lines:
        commitment, statements, documents = line.commitment, line.statements, line.documents
        best = said.get(commitment.wording)
        if commitment.id in parted:
            if commitment.id not in known:
                found.append(None)
                continue
            commitment = known[commitment.id]
            statements = len(commitment.members)
            documents = len({member.said.imprint.id for member in commitment.members})
            best = commitment.best
        statuses: tuple[Status, ...] = ()
        if line.statuses or commitment.id in spoken:
            statuses = statuses_of(reader, commitment, day or today)
        elif whole:
            statuses = unfollowed(commitment, day or today)
        found.append(Listed(commitment, statuses, statements, documents, best))
    return found


def _said(reader: Reader, ids: Collection[str]) -> dict[str, Said]:
    return {one.statement.id: one for one in reader.said(reader.numbers(ids).values()).values()} if ids else {}


def pages(
    ledger: Ledger, filters: Mapping[str, Any], day: Day, today: datetime.date, limit: int | None
) -> Iterator[Commitments]:
    """All that fits, page by page, each commitment with its statements; each page is read for itself. `limit`: at most so many
    in all."""

    def one(asked: Query) -> Commitments:
        with ledger.read() as reader:
            return page(reader, asked, today, whole=True)

    return _all_pages(one, filters, day, limit)


def pages_of_one_view(
    reader: Reader, filters: Mapping[str, Any], day: Day, today: datetime.date, limit: int | None
) -> Iterator[Commitments]:
    """The same, all of it as the ledger was at one moment."""
    return _all_pages(lambda asked: page(reader, asked, today, whole=True), filters, day, limit)


def _all_pages(
    one: Callable[[Query], Commitments], filters: Mapping[str, Any], day: Day, limit: int | None
) -> Iterator[Commitments]:
    left, after = limit, filters.get("after")
    while True:
        size = PAGE if left is None else min(left, PAGE)
        found = one(query_of({**filters, "limit": size, "after": after}, day))
        yield found
        left = None if left is None else left - len(found)
        if found.cursor is None or left == 0:
            return
        after = found.cursor
