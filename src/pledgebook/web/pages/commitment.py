"""One commitment: what was said, what became of it and why, and every word on which that stands."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from pledgebook.assess import Forecast
from pledgebook.book import Book
from pledgebook.book.whole import Whole
from pledgebook.errors import UsageError
from pledgebook.ledger import Link, Stamp
from pledgebook.model import Commitment, Contradiction, Delivery, Member, Relation, Snapshot, Total, days_of
from pledgebook.publish.exchange import Told
from pledgebook.publish.jsonld import claim_in_page
from pledgebook.publish.wording import counted
from pledgebook.web.books import book_of
from pledgebook.web.charts.delivery import delivery_chart
from pledgebook.web.charts.drawn import Drawn
from pledgebook.web.pages.answering import Values, answered, root_of
from pledgebook.web.shown import amount_words, cited, in_script, sentence_of, told_of

router = APIRouter()
ID = re.compile(r"(?:cm|st)-[0-9A-Za-z-]{1,80}")


@dataclass(frozen=True, slots=True)
class Measured:
    """What official records say of a commitment by one measure: who tied them to it, the sum, the file, the chart."""

    entry: int
    link: Link
    delivery: Delivery | None
    snapshot: Snapshot | None
    forecast: Forecast | str | None
    chart: Drawn | None


@router.get("/commitments/{id}")
def commitment(request: Request, id: str, as_of: str | None = None) -> Response:
    """The page of a commitment; the address of one of its statements leads to the same page, at its quote."""
    book = book_of(request)
    if as_of:
        day = datetime.date.fromisoformat(as_of) if _is_day(as_of) else None
        if day is None:
            raise UsageError(f"as of takes a day such as 2023-06-30, not {as_of!r}")
        book = book.as_of(day)
    try:
        if ID.fullmatch(id) is None:
            raise UsageError("no id of a commitment looks like this")
        if id.startswith("st-"):
            return RedirectResponse(f"{root_of(request)}commitments/{book.commitment(id).commitment.id}#{id}", 307)
        return answered(request, lambda: view(book, id, as_of))
    except UsageError as error:
        what = f"nothing of it had been said by {as_of}" if as_of else "the book holds no such commitment"
        raise HTTPException(404, what) from error


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def view(book: Book, id: str, as_of: str | None = None) -> tuple[str, Values]:
    """What the page of a commitment shows. Raises UsageError where the book does not hold it."""
    told = book.whole(id)
    found = told.followed.commitment
    members = {member.said.statement.id: member for member in found.members}
    stated = sorted(one.said.imprint.published for one in found.members if one.said.imprint.published)
    first = days_of(stated[0])[1] if stated else None
    return "commitment.html", {
        "here": "commitments",
        "title": sentence_of(found),
        "one": found,
        "statuses": told.followed.statuses,
        "quotes": sorted(found.members, key=lambda one: one.said.imprint.published or "9999"),
        "cite_of": {id: cited(one.said.imprint, one.said.statement) for id, one in members.items()},
        "claim": _claim(told),
        "against": [_sides(one, members) for one in found.contradictions],
        "related": told.related,
        "parts": _parts(found, told.related),
        "measured": _measured(book, told),
        "history": _history(book, told.history),
        "as_of": as_of or "",
        "first_day": first.isoformat() if first else "",
        "today": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }


def _history(book: Book, found: Sequence[Stamp]) -> list[tuple[Stamp, str]]:
    """The entries that touched a commitment, the latest first, each with what it says.

    What a round of merging says is long, and never changes: it is read once and remembered.
    """
    unread = [one.sequence for one in found if one.hash not in _merges]
    told = {}
    if unread:
        with book.ledger.read() as reader:
            told = {entry.hash: told_of(entry) for entry in reader.entries_at(unread)}
    _merges.update((one.hash, told[one.hash]) for one in found if one.kind == "merge" and one.hash in told)
    return [(one, told.get(one.hash) or _merges[one.hash]) for one in reversed(found)]


_merges: dict[str, str] = {}


def _claim(whole: Whole) -> Callable[[str], Markup]:
    """What search engines are told of a commitment, given the address of its page."""
    told = Told(whole.followed.commitment, whole.followed.statuses, whole.ruling)
    return lambda address: in_script(claim_in_page(told, address))


def _sides(found: Contradiction, members: dict[str, Member]) -> dict[str, Any]:
    """A contradiction with the statements that make it, the better supported first."""
    sides = [members[id] for id in found.statements if id in members]
    return {
        "type": found.type,
        "reasons": found.reasons,
        "sides": [(one, one.said.statement.id == found.better) for one in sides],
    }


def _parts(whole: Commitment, related: Sequence[tuple[Relation, Commitment]]) -> str:
    """What the parts of a sum add up to beside it, as a sentence; empty where the book knows none in its unit."""
    total = whole.quantity
    if total is None or total.low is None:
        return ""
    parts = {
        other.id: other.quantity.low
        for relation, other in related
        if (relation.type, relation.inverse) in (("part_of", True), ("total_of", False))
        and other.quantity is not None
        and other.quantity.unit == total.unit
        and other.quantity.low is not None
    }
    if not parts:
        return ""
    told = Total(sum(parts.values(), Decimal()), sum(parts.values(), Decimal()), total.unit)
    return f"{counted(len(parts), 'part')} of it named in the book: together {amount_words(told)} of {amount_words(total)}."


def _measured(book: Book, whole: Whole) -> list[Measured]:
    links, found = whole.links, whole.followed.commitment
    deliveries = {one.measure: one for one in book.deliveries(found.id)} if links else {}
    forecasts: Sequence[Forecast | str] = book.forecasts(found.id) if deliveries else []
    seen = {(one.source, one.seen): one for one, _ in book.snapshots()} if deliveries else {}
    ahead = dict(zip(deliveries, forecasts, strict=False))  # one for each, or a single reason why there is none
    told = []
    for entry, link in links:
        delivery = deliveries.get(link.measure)
        forecast = ahead.get(link.measure)
        snapshot = seen.get((link.measure.source, delivery.seen)) if delivery else None
        chart = (
            delivery_chart(found, delivery, forecast if isinstance(forecast, Forecast) else None) if delivery else None
        )
        told.append(Measured(entry, link, delivery, snapshot, forecast, chart))
    return told
