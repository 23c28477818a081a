"""How values become columns: days as numbers, words short enough for an index, names of facets."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from pledgebook.ledger.store.schema import NO_DAY, UNKNOWN_DAY
from pledgebook.model import Actor, Document, days_of

LONGEST = 200  # characters of an indexed word: PostgreSQL's index rows hold 2,700 bytes


def writable(text: str) -> str:
    """A text that UTF-8 can write: a lone surrogate (a byte of a path that is no text) stands in it as "\\udce9"."""
    return text.encode("utf-8", "backslashreplace").decode()


def column(text: str | None) -> str | None:
    """A text that every engine can keep: PostgreSQL has no NUL."""
    return text.replace("\0", "\ufffd") if text else text


def short(text: str) -> str:
    """A word for an index: one that is too long keeps its beginning and a digest of the whole."""
    text = writable(text.replace("\0", "\ufffd"))
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 17]}…{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def facet(sort: str, value: str) -> str:
    """A property by which lists are filtered: "actor:MX", "publisher:a newspaper"."""
    return _facet(sort, value) if len(value) <= LONGEST else f"{sort}:{short(value)}"


@functools.lru_cache(maxsize=65_536)
def _facet(sort: str, value: str) -> str:
    return f"{sort}:{short(value)}"


def actor_facets(sort: str, actors: tuple[Actor, ...]) -> set[str]:
    """The facets of those who act or receive: by id, by name where there is no id."""
    return {facet(sort, actor.id or actor.name.casefold()) for actor in actors}


@functools.lru_cache(maxsize=65_536)
def days(edtf: str | None) -> tuple[int, int]:
    """The first and the last day of a period as ordinals. An open end reaches beyond all days; no period holds no day."""
    first, last = days_of(edtf)
    if first is None and last is None:
        return UNKNOWN_DAY, NO_DAY
    return NO_DAY if first is None else first.toordinal(), UNKNOWN_DAY if last is None else last.toordinal()


@functools.lru_cache(maxsize=65_536)
def first_day(published: str | None) -> int:
    """The first day on which something may have been published, UNKNOWN_DAY where nobody knows."""
    first, _ = days_of(published)
    return UNKNOWN_DAY if first is None else first.toordinal()


@functools.lru_cache(maxsize=65_536)
def known_day(published: str | None, written: str) -> int:
    """The day by which something had surely been said: the last that its date allows, else the day of its entry."""
    _, last = days_of(published)
    return date.fromisoformat(written).toordinal() if last is None else last.toordinal()


def origin(source: str, url: str | None) -> str:
    """What makes two documents versions of one source: a digest of the address if there is one, else of the path."""
    return hashlib.sha256((url or source).encode()).hexdigest()[:32]


def writable_document(document: Document) -> Document:
    """A document whose names UTF-8 can write: bytes of a path that are no text stand in it as "\\udce9"."""
    names = ("source", "title", "publisher", "published", "url")
    said: dict[str, str | None] = {name: getattr(document, name) for name in names}
    if all(one is None or one.isascii() for one in said.values()):
        return document
    changed: dict[str, Any] = {name: writable(one) for name, one in said.items() if one}
    return replace(document, **changed)
