"""A commitment on other sites: oEmbed (https://oembed.com), and the card that it leads to."""

from __future__ import annotations

import re
from html import escape
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from lxml import etree
from pydantic import Field

from pledgebook.publish.xml import add
from pledgebook.web.api.answering import answered, not_there, tagged
from pledgebook.web.api.asking import LARGEST, AskedNothing, Nothing
from pledgebook.web.api.commitments import Id, followed
from pledgebook.web.api.shapes import ERRORS, ref
from pledgebook.web.api.site import page_of, site_of
from pledgebook.web.books import book_of, edition_of
from pledgebook.web.pages.answering import frame
from pledgebook.web.shown import drawn, sentence_of

router = APIRouter(tags=["other sites"])
WIDTH, HEIGHT = 560, 300
"""Pixels of the card where nobody asks for fewer."""
NARROWEST, LOWEST = 220, 160
"""Pixels below which it cannot be read."""
KEEP = 3600
"""Seconds that another site may keep what it was told."""
CARD_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""The card alone may be framed by others; it loads one style sheet and does nothing."""
XML = "text/xml"
_SHOWN: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "How to show it.",
        "content": {"application/json": {"schema": ref("Card")}, XML: {"schema": ref("Text")}},
    }
}
Pixels = Annotated[int, Field(ge=1, le=LARGEST)]


class Embedding(Nothing):
    """What oEmbed asks."""

    url: Annotated[str, Field(min_length=1, max_length=2000, description="The address of a page about a commitment.")]
    format: Literal["json", "xml"] = "json"
    maxwidth: Pixels | None = None
    maxheight: Pixels | None = None


@router.get("/oembed", responses={**ERRORS, **_SHOWN})
def embed(request: Request, asked: Annotated[Embedding, Query()]) -> Response:
    """How another site shows a commitment of which it knows the address."""
    site = site_of(request)
    found = re.fullmatch(r".*/commitments/((?:cm|st)-[0-9a-f]{16})", _path_here(asked.url, site))
    if found is None:
        raise not_there("that is no address of a commitment on this site")
    one = followed(book_of(request), found[1]).commitment
    width = min(WIDTH, asked.maxwidth or WIDTH)
    height = min(HEIGHT, asked.maxheight or HEIGHT)
    if width < NARROWEST or height < LOWEST:
        raise HTTPException(400, f"the card needs {NARROWEST} by {LOWEST} pixels")
    title, source = sentence_of(one), f"{site}embed/commitments/{one.id}"
    frame_ = (
        f'<iframe src="{escape(source)}" width="{width}" height="{height}" title="{escape(title)}" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0;max-width:100%"></iframe>'
    )
    told = {"version": "1.0", "type": "rich", "title": title, "html": frame_, "width": width, "height": height}
    told |= {"provider_name": "pledgebook", "provider_url": site, "cache_age": KEEP}
    return answered(request, lambda: told) if asked.format == "json" else tagged(request, XML, lambda: _xml(told))


def _xml(told: dict[str, Any]) -> bytes:
    found = etree.Element("oembed")
    for name, value in told.items():
        add(found, name, str(value))
    return etree.tostring(found, xml_declaration=True, encoding="UTF-8", standalone=True)


def _path_here(address: str, site: str) -> str:
    """The path of an address, where it is one of this site or a path alone; else nothing."""
    if address.startswith("/") and not address.startswith("//"):
        return urlsplit(address).path
    try:
        parts, here = urlsplit(address), urlsplit(site)
    except ValueError:
        return ""
    return parts.path if parts.netloc.lower() == here.netloc.lower() and parts.scheme in ("http", "https") else ""


@router.get("/embed/commitments/{id}", include_in_schema=False)
def card(request: Request, id: Id, asked: AskedNothing) -> Response:
    """A commitment on a card: who promises what, what became of it, and the words that say so."""
    book = book_of(request)
    found = followed(book, id)
    one = found.commitment

    def page() -> bytes:
        values = {
            "one": one,
            "statuses": found.statuses,
            "best": one.best,
            "page": page_of(site_of(request), one.id),
            **frame(request, edition_of(book)),
        }
        return drawn("card.html", values).encode("utf-8", "replace")

    answer = tagged(request, "text/html", page)
    answer.headers["Content-Security-Policy"] = CARD_POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
