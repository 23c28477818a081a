"""Atom feeds of what changed: of the whole book, of one actor, of one commitment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from pledgebook.ledger import document_of
from pledgebook.model import Commitment, Entry
from pledgebook.publish.atom import News, atom_feed
from pledgebook.web.api.answering import tagged
from pledgebook.web.api.asking import AskedNothing
from pledgebook.web.api.commitments import Id, followed
from pledgebook.web.api.shapes import ERRORS, says
from pledgebook.web.api.site import page_of, site_of
from pledgebook.web.books import book_of
from pledgebook.web.shown import person_name, promise_of, sentence_of, told_of

router = APIRouter(prefix="/feeds", tags=["feeds"], responses=ERRORS)
MOST = 50
"""Changes that a feed tells."""
ATOM = "application/atom+xml"
Pairs = list[tuple[Entry, Commitment]]


@router.get("/changes.atom", responses=says("Text", "The feed.", ATOM))
def feed_of_all(request: Request, asked: AskedNothing) -> Response:
    """What changed in the book."""
    book = book_of(request)
    return _answered(request, "What changed: promises and what became of them", "", lambda: book.recent(limit=MOST))


@router.get("/actors/{actor}.atom", responses=says("Text", "The feed.", ATOM))
def feed_of_actor(
    request: Request, actor: Annotated[str, Path(min_length=1, max_length=200)], asked: AskedNothing
) -> Response:
    """What changed of what somebody promises; `actor` is an id or a name. Of somebody unknown there are no news."""
    book = book_of(request)
    title = f"What changed: {person_name(actor)}"
    return _answered(request, title, f"actors/{quote(actor, safe='')}", lambda: book.recent(limit=MOST, actor=actor))


@router.get("/commitments/{id}.atom", responses=says("Text", "The feed.", ATOM))
def feed_of_commitment(request: Request, id: Id, asked: AskedNothing) -> Response:
    """What changed of one commitment: new statements, and what persons said."""
    book = book_of(request)
    one = followed(book, id).commitment

    def pairs() -> Pairs:
        entries = [entry for entry in book.history(one.id) if entry.kind != "merge"]
        return [(entry, one) for entry in entries[: -MOST - 1 : -1]]

    return _answered(request, sentence_of(one), f"commitments/{one.id}", pairs)


def _answered(request: Request, title: str, page: str, pairs: Callable[[], Pairs]) -> Response:
    site = site_of(request)
    address = f"{site}{request.url.path.lstrip('/')}"

    def feed() -> bytes:
        return atom_feed(title, address, f"{site}{page}", [_news(entry, one, site) for entry, one in pairs()])

    return tagged(request, ATOM, feed)


def _news(entry: Entry, one: Commitment, site: str) -> News:
    """One change of one commitment: who says it, in which words; or what a person said."""
    said = [member.said for member in one.members if member.said.imprint.id == document_of(entry)]
    if said:
        imprint = said[0].imprint
        source = ", ".join(part for part in (imprint.publisher, imprint.title, imprint.published) if part)
        told = f"“{said[0].statement.quote.text}” ({source or 'a document without a title'})"
    else:
        told = told_of(entry)
    title = sentence_of(one) if one.actors else promise_of(one)
    return News(f"{entry.hash[:32]}:{one.id}", title, told, page_of(site, one.id), entry.time)
