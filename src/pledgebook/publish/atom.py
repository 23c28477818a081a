"""What changed, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from pledgebook.publish.exchange import URN
from pledgebook.publish.wording import harmless
from pledgebook.publish.xml import add, web_address

_ATOM = "{http://www.w3.org/2005/Atom}"
_NEVER = "1970-01-01T00:00:00Z"
"""When a feed changed last of which nothing is known yet: Atom wants a time."""


@dataclass(frozen=True, slots=True)
class News:
    """One change. `id`: never the same for two; `title`, `summary`: plain words; `address`: of the page about it; `time`: ISO 8601
    with "Z"."""

    id: str
    title: str
    summary: str
    address: str
    time: str


def atom_feed(title: str, address: str, page: str, news: Sequence[News]) -> bytes:
    """A feed, the latest first. `address`: of the feed itself; `page`: of the page whose changes it tells."""
    feed = etree.Element(f"{_ATOM}feed", nsmap={None: _ATOM.strip("{}")})  # type: ignore[dict-item]  # None: without prefix
    _say(feed, "title", harmless(title))
    _say(feed, "id", web_address(address))
    _say(feed, "updated", news[0].time if news else _NEVER)
    _say(feed, "link", rel="self", type="application/atom+xml", href=web_address(address))
    _say(feed, "link", rel="alternate", type="text/html", href=web_address(page))
    _say(_say(feed, "author"), "name", "pledgebook")
    for one in news:
        entry = _say(feed, "entry")
        _say(entry, "title", harmless(one.title))
        _say(entry, "id", f"{URN}{one.id}")
        _say(entry, "updated", one.time)
        _say(entry, "link", rel="alternate", type="text/html", href=web_address(one.address))
        _say(entry, "summary", harmless(one.summary), type="text")
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8")


def _say(parent: etree._Element, name: str, words: str | None = None, **attributes: str) -> etree._Element:
    return add(parent, f"{_ATOM}{name}", words, **attributes)
