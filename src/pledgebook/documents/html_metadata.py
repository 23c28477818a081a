"""The metadata that pages carry: JSON-LD, OpenGraph and other `<meta>`, `<time>`, `<title>`, the canonical link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urljoin

from pledgebook.documents.metadata import Metadata, one_line
from pledgebook.documents.published import iso_date

# Names of <meta name|property|itemprop>, in lower case, the more trusted first.
_TITLE_NAMES = ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title", "headline")
_PUBLISHER_NAMES = (
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "application-name",
)
_PUBLISHED_NAMES = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "date",
)
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|Report|PressRelease|Legislation|\w*GovernmentDocument)")
_PAGE_TYPE = re.compile(r"(?:\w*WebPage|\w*Page|CreativeWork)")
_PUBLISHED_CLASS = re.compile(r"publish|posted|entry-date|pubdate|dateline|article-?date", re.IGNORECASE)
_TITLE_TAIL = re.compile(r"\s+[|\-–—·:»]+\s+")
_TITLE_TAIL_END = re.compile(r"\s+[|\-–—·:»]+\s+$")


@dataclass(slots=True)
class Head:
    """What was found in the mark-up, in the order of the page: gathered while the tree is walked once."""

    metas: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    canonical: str | None = None
    base: str | None = None
    title: str | None = None
    heading: str | None = None
    times: list[tuple[bool, str]] = field(default_factory=list)


def note_element(head: Head, element: Any) -> None:
    """Adds to `head` what one element of the page tells about it."""
    tag = element.tag
    if tag == "meta":
        content = element.getattr("content")
        for attribute in ("property", "name", "itemprop"):
            name = element.getattr(attribute)
            if name and content:
                head.metas.setdefault(name.strip().lower(), content)
    elif tag == "script":
        if (element.getattr("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            head.scripts.append(element.text)
    elif tag == "link":
        if "canonical" in (element.getattr("rel") or "").lower().split():
            head.canonical = head.canonical or element.getattr("href")
    elif tag == "base":
        head.base = head.base or element.getattr("href")
    elif tag == "title":
        head.title = head.title or _words(element.text)
    elif tag == "h1":
        head.heading = head.heading or _words(element.text)
    elif tag == "time":
        words = element.getattr("datetime") or element.text
        telling = " ".join(element.getattr(name) or "" for name in ("class", "itemprop", "id"))
        head.times.append((bool(_PUBLISHED_CLASS.search(telling)) or element.hasattr("pubdate"), words))


def page_metadata(head: Head, address: str | None) -> Metadata:
    """Title, publisher, date and address of a page, each from the most trusted place that states it.

    `address`: where the page was fetched, None for a file; relative links are resolved against it.
    """
    linked = _linked_data(head.scripts)
    publisher = linked.publisher or _first(_words(head.metas.get(name)) for name in _PUBLISHER_NAMES)
    title = linked.title or _first(_words(head.metas.get(name)) for name in _TITLE_NAMES) or head.title or head.heading
    published = linked.published or _first(iso_date(head.metas.get(name, "")) for name in _PUBLISHED_NAMES)
    published = published or _published_time(head.times)
    links = (head.canonical, head.metas.get("og:url"), linked.url)
    return Metadata(
        title=_without_publisher(title, publisher),
        publisher=publisher,
        published=published,
        url=_first(_absolute(link, head.base, address) for link in links) or address,
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _words(value: object) -> str | None:
    return one_line(unescape(value)) if isinstance(value, str) else None


def _absolute(link: str | None, base: str | None, address: str | None) -> str | None:
    if not link:
        return None
    try:
        whole = urljoin(urljoin(address or "", base or ""), link.strip())
    except ValueError:
        return None
    return whole if re.match(r"https?://[^\s/]+\S*\Z", whole, re.IGNORECASE) else None


def _without_publisher(title: str | None, publisher: str | None) -> str | None:
    """ "Aid for the region | The Daily" is "Aid for the region" when The Daily publishes it."""
    if not title or not publisher:
        return title
    *_, tail = _TITLE_TAIL.split(title)
    if tail == title or tail.casefold() != publisher.casefold():
        return title
    return _TITLE_TAIL_END.sub("", title[: -len(tail)]) or title


def _published_time(times: list[tuple[bool, str]]) -> str | None:
    """The `<time>` that says it is the publication's; else that of a page that has but one day."""
    for telling, words in times:
        day = iso_date(words)
        if telling and day:
            return day
    days = {day for _, words in times if (day := iso_date(words))}
    return days.pop() if len(days) == 1 else None


def _linked_data(scripts: list[str]) -> Metadata:
    things: list[Mapping[str, Any]] = []
    for script in scripts:
        try:
            value = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        things.extend(_top_things(value))
    by_id = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and "@type" in thing}
    found = Metadata()
    for pattern in (_ARTICLE_TYPE, _PAGE_TYPE):
        for thing in things:
            if any(pattern.fullmatch(name) for name in _types(thing)):
                found = found.over(_thing_metadata(thing, by_id))
                break
    if found.publisher is None:
        sites = (thing for thing in things if "WebSite" in _types(thing))
        found = found.over(Metadata(publisher=_first(_name(site, by_id) for site in sites)))
    return found


def _top_things(value: object) -> Iterator[Mapping[str, Any]]:
    """Objects that describe the page itself: at the top, in a list there, in `@graph`, and main entities.
    Those further down are other pages that this one links to."""
    waiting = [value]  # a stack, so turned round
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting.extend(reversed(thing))
        elif isinstance(thing, Mapping):
            yield thing
            waiting.extend(thing[key] for key in ("mainEntity", "@graph") if key in thing)


def _types(thing: Mapping[str, Any]) -> list[str]:
    stated = thing.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def _thing_metadata(thing: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Metadata:
    stated = thing.get("datePublished")
    link = thing.get("url")
    return Metadata(
        title=_words(thing.get("headline")) or _words(thing.get("name")),
        publisher=_name(thing.get("publisher"), by_id),
        published=iso_date(stated) if isinstance(stated, str) else None,
        url=link if isinstance(link, str) else None,
    )


def _name(value: object, by_id: Mapping[str, Mapping[str, Any]]) -> str | None:
    if isinstance(value, list):
        return _first(_name(entry, by_id) for entry in value if not isinstance(entry, list))
    if isinstance(value, Mapping):
        reference = value.get("@id")
        target = by_id.get(reference, {}) if isinstance(reference, str) else {}
        return _words(value.get("name")) or _words(target.get("name"))
    return _words(value)
