"""A text as it reads: its paragraphs, and the pieces into which marks cut them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pledgebook.model import Statement

_BREAK = re.compile(r"\r\n|\r|\n")
_BLOCK = re.compile(r"[ \t]*(?:[-*+>|#]|\d+[.)])")
"""What begins a block of its own in Markdown: an item, a heading, a quotation, a row of a table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one statement touches the text, and the name of its record. `number`: from 1, in the order of the statements."""

    start: int
    end: int
    name: str
    number: int
    kind: str
    part: Literal["object", "act"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the same places lie. `inner`: the shortest object over it, else act; None where nothing is
    marked."""

    start: int
    end: int
    over: tuple[Place, ...]
    inner: Place | None


def places_of(statements: Sequence[Statement], prefix: str) -> list[Place]:
    """Where statements touch their text, in the order of the text; the name of the third is `prefix` and 3."""
    found = []
    for number, statement in enumerate(statements, 1):
        for part, span in (("object", statement.object), ("act", statement.act)):
            found.append(Place(span.start, span.end, f"{prefix}{number}", number, statement.kind, part))  # type: ignore[arg-type]
    return sorted(found, key=lambda place: (place.start, -place.end, place.number))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Half-open ranges of the lines that hold anything but white space, without their ends."""
    at = 0
    for found in _BREAK.finditer(text):
        if not text[at : found.start()].isspace() and found.start() > at:
            yield at, found.start()
        at = found.end()
    if at < len(text) and not text[at:].isspace():
        yield at, len(text)


def blocks(text: str, body: int) -> Iterator[tuple[int, int]]:
    """The same of Markdown: lines that are one paragraph flow together, and what stands before the body (front matter, which the
    heading says) is left out."""
    held: tuple[int, int] | None = None
    for start, end in paragraphs(text):
        if start < body:
            continue
        apart = held is not None and len(_BREAK.findall(text[held[1] : start])) > 1
        if held is not None and (
            apart or _BLOCK.match(text, start) or text[held[0] : held[1]].lstrip().startswith("#")
        ):
            yield held
            held = None
        held = (start, end) if held is None else (held[0], end)
    if held is not None:
        yield held


def is_markdown(source: str) -> bool:
    """Whether a source is a Markdown file, whose lines flow together."""
    return source.partition("?")[0].lower().endswith((".md", ".markdown"))


def pieces(start: int, end: int, places: Sequence[Place]) -> Iterator[Piece]:
    """A stretch cut wherever a mark begins or ends: marks may cross and nest."""
    cuts = sorted({start, end, *(at for p in places for at in (p.start, p.end) if start < at < end)})
    for left, right in pairwise(cuts):
        over = tuple(place for place in places if place.start <= left and place.end >= right)
        objects = [place for place in over if place.part == "object"]
        inner = min(objects or over, key=lambda place: (place.end - place.start, place.number)) if over else None
        yield Piece(left, right, over, inner)


def placed(spans: Iterator[tuple[int, int]], places: Sequence[Place]) -> Iterator[tuple[int, int, list[Place]]]:
    """Each paragraph with the places that touch it. `places`: in the order of the text."""
    waiting, first = list(places), 0
    for start, end in spans:
        while first < len(waiting) and waiting[first].start < end:
            first += 1
        yield start, end, [place for place in waiting[:first] if place.end > start]
        waiting[:first] = kept = [place for place in waiting[:first] if place.end > end]
        first = len(kept)
