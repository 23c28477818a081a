"""The front page: what the book holds, what became of it, and what changed lately."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pledgebook.book import Book
from pledgebook.ledger import Counts, Money, document_of
from pledgebook.model import Entry
from pledgebook.publish.answers import Listed
from pledgebook.web.books import book_of, edition_of
from pledgebook.web.caching import Kept
from pledgebook.web.charts.years import years_chart
from pledgebook.web.pages.answering import Values, answered
from pledgebook.web.pages.names import Name, Names, ordered
from pledgebook.web.shown import parts_of, sentence_of, told_of
from pledgebook.world.currencies import codes

router = APIRouter()
ACTORS, MONEYS, LATELY, AGAINST, AHEAD = 8, 12, 8, 3, 5
"""How many lines each part has."""
RUNGS = ("pledged", "committed", "allocated", "disbursed", "spent", None)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the front page tells of the whole book. `promises`: the commitments of which `lately` tells, as sentences by their ids."""

    counts: Counts
    statuses: tuple[tuple[str, int], ...]
    money: tuple[Money, ...]
    announced: dict[int, int]
    due: dict[int, int]
    lately: tuple[tuple[Entry, str], ...]
    against: tuple[Listed, ...]
    ahead: tuple[Listed, ...]
    promises: dict[str, str]


def numbers_of(book: Book) -> Numbers:
    """Everything that the front page tells."""
    with book.ledger.read() as reader:
        statuses = reader.status_counts()
        money = reader.money(tuple(sorted(codes())))
        announced, due = reader.announced_by_year(), reader.due_by_year()
    told: dict[str, int] = {}
    for status, count in statuses.items():
        name = status or "no_public_evidence"
        told[name] = told.get(name, 0) + count
    lately = tuple(_lately(book))
    ids = {part for _, words in lately for part, path in parts_of(words) if path and part.startswith("cm-")}
    with book.ledger.read() as reader:
        promises = {id: sentence_of(one) for id, one in reader.outlines(ids).items()}
    return Numbers(
        book.counts(),
        tuple(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))),
        tuple(sorted(money[:MONEYS], key=lambda one: (RUNGS.index(one.rung), -one.count, one.unit))),
        announced,
        due,
        lately,
        tuple(book.commitments(contradicted=True, sort="statements", descending=True, limit=AGAINST)),
        tuple(book.commitments(period=f"{book.day.isoformat()}/", sort="deadline", limit=AHEAD)),
        promises,
    )


def _lately(book: Book) -> Iterator[tuple[Entry, str]]:
    """The latest entries; those that only carry the records of a snapshot are passed over."""
    with book.ledger.read() as reader:
        gone = reader.taken_out()
    kept = (entry for entry in book.log(limit=5 * LATELY) if document_of(entry) not in gone)
    told = ((entry, told_of(entry)) for entry in kept)
    return islice((pair for pair in told if " of entry " not in pair[1]), LATELY)


@router.get("/")
def overview(request: Request) -> Response:
    """The front page."""
    book = book_of(request)
    kept: Kept[Numbers] = request.app.state.numbers
    names: Kept[Names] = request.app.state.names
    edition, numbers = kept.of(book, edition_of(book))
    return answered(request, lambda: view(numbers, names.of(book, edition)[1]), edition)


def view(numbers: Numbers, names: Names) -> tuple[str, Values]:
    """What the front page shows."""
    actors: list[Name] = [one for one in ordered(names.actors.values()) if one.promised][:ACTORS]
    return "overview.html", {
        "title": "What was promised, and what became of it",
        "numbers": numbers,
        "promised": sum(count for _, count in numbers.statuses),
        "actors": actors,
        "chart": years_chart(numbers.announced, numbers.due),
    }
