"""Actors and venues: what each promised, did and asked for, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from pledgebook.book import Book
from pledgebook.ledger import Part
from pledgebook.web.books import book_of, edition_of
from pledgebook.web.caching import Kept
from pledgebook.web.pages.answering import Values, answered
from pledgebook.web.pages.filters import written
from pledgebook.web.shown import person_name

router = APIRouter()
MOST = 400
"""Names of a list."""
LINES = 12
"""Commitments on the page of a name; the list of commitments has all."""


@dataclass(slots=True)
class Name:
    """What stands under a name. `kinds`: how many of each kind; `statuses`: of its commitments how many have which, several words
    where readings differ; `received`: how many commitments are for it; `asked`: how many appeals are to it."""

    id: str
    shown: str
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    statuses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    received: int = 0
    asked: int = 0

    @property
    def promised(self) -> int:
        """How many commitments."""
        return self.kinds.get("commitment", 0)

    @property
    def delivered(self) -> int:
        """How many of them were kept, by every reading."""
        return self.statuses.get("kept", 0)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a book: actors by id, venues by their name in lower case."""

    actors: dict[str, Name]
    venues: dict[str, Name]


def names_of(book: Book) -> Names:
    """Everything that is counted by name."""
    with book.ledger.read() as reader:
        actors, recipients = reader.parts_by("actor"), reader.parts_by("recipient")
        addressees = reader.parts_by("addressee")
        venues, written = reader.parts_by("venue"), reader.venue_names()
    found = _gathered(actors)
    for one in found.values():
        one.shown = person_name(one.id)
    for part in recipients:
        if part.kind == "commitment":
            name = found.setdefault(part.name, Name(part.name, person_name(part.name)))
            name.received += part.count
    for part in addressees:
        found.setdefault(part.name, Name(part.name, person_name(part.name))).asked += part.count
    places = _gathered(venues)
    for one in places.values():
        one.shown = written.get(one.id, one.id)
    return Names(found, places)


def _gathered(parts: Iterable[Part]) -> dict[str, Name]:
    found: dict[str, Name] = {}
    for part in parts:
        name = found.setdefault(part.name, Name(part.name, part.name))
        name.kinds[part.kind] += part.count
        if part.kind == "commitment":
            name.statuses[part.status or "no_public_evidence"] += part.count
    return found


def ordered(names: Iterable[Name]) -> list[Name]:
    """The names with most promises first."""
    return sorted(
        names,
        key=lambda one: (-one.promised, -sum(one.kinds.values()), -one.received, -one.asked, one.shown.casefold()),
    )


def _kept(request: Request) -> Kept[Names]:
    kept: Kept[Names] = request.app.state.names
    return kept


@router.get("/actors")
def actors(request: Request) -> Response:
    """The list of actors."""
    edition, names = _kept(request).of(book_of(request), edition_of(book_of(request)))
    return answered(request, lambda: list_view("actors", names), edition)


@router.get("/venues")
def venues(request: Request) -> Response:
    """The list of venues."""
    edition, names = _kept(request).of(book_of(request), edition_of(book_of(request)))
    return answered(request, lambda: list_view("venues", names), edition)


@router.get("/actors/{id:path}")
def actor(request: Request, id: str) -> Response:
    """The page of an actor."""
    return _one(request, "actors", id)


@router.get("/venues/{id:path}")
def venue(request: Request, id: str) -> Response:
    """The page of a venue."""
    return _one(request, "venues", id.casefold())


def _one(request: Request, sort: str, id: str) -> Response:
    book = book_of(request)
    edition, names = _kept(request).of(book, edition_of(book))
    found = getattr(names, sort).get(id)
    if found is None:
        raise HTTPException(404, f"the book knows no such {sort.removesuffix('s')}")
    return answered(request, lambda: view(book, sort, found), edition)


def list_view(sort: str, names: Names) -> tuple[str, Values]:
    """What a list of names shows. `sort`: "actors" or "venues"."""
    found = ordered(getattr(names, sort).values())
    return "names.html", {
        "here": sort,
        "title": sort.capitalize(),
        "sort": sort,
        "names": found[:MOST],
        "left": max(0, len(found) - MOST),
        "largest": max((one.promised for one in found), default=0) or 1,
    }


def view(book: Book, sort: str, name: Name) -> tuple[str, Values]:
    """What the page of a name shows."""
    asked = {sort.removesuffix("s"): name.id}
    page = book.commitments(**asked, limit=LINES, sort="statements", descending=True)  # type: ignore[arg-type]
    received = (
        book.commitments(recipient=name.id, limit=LINES, sort="statements", descending=True) if name.received else []
    )
    return "name.html", {
        "here": sort,
        "title": name.shown,
        "sort": sort,
        "name": name,
        "statuses": sorted(name.statuses.items(), key=lambda pair: (-pair[1], pair[0])),
        "page": page,
        "received": received,
        "query": written(asked),
        "received_query": written({"recipient": name.id}),
    }
