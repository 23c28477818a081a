"""A statement in the text around it, cut where its parts begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pledgebook.model import Document, Statement
from pledgebook.web.shown import visible

AROUND = 400
"""Characters shown on each side of a sentence, up to where a paragraph ends."""
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text. `start`: the offset of the first character. `parts`: what they belong to ("quote", "object", "act",
    "quantity"). `plain`: they are shown as they are, so that a place in them is a place in the text; other pieces are a single
    character that a mark stands for."""

    start: int
    text: str
    parts: tuple[str, ...]
    plain: bool


@dataclass(frozen=True, slots=True)
class Context:
    """The text around a statement. `before`, `after`: whether there is more of it."""

    pieces: tuple[Piece, ...]
    before: bool
    after: bool


def context_of(statement: Statement, document: Document) -> Context:
    """The paragraph of a statement, or as much of it as fits."""
    start, end = bounds(statement, document)
    quote, target, act = statement.quote, statement.object, statement.act
    ranges = [
        ("quote", quote.start, quote.end),
        ("object", target.start, target.end),
        ("act", act.start, act.end),
    ]
    if statement.quantity is not None and statement.quantity.start < statement.quantity.end:
        ranges.append(("quantity", statement.quantity.start, statement.quantity.end))
    cuts = sorted({start, end, *(at for _, *both in ranges for at in both if start < at < end)})
    found: list[Piece] = []
    for left, right in pairwise(cuts):
        parts = tuple(name for name, first, last in ranges if first <= left and last >= right)
        found += _shown(document.text[left:right], left, parts)
    return Context(tuple(found), start > 0, end < len(document.text))


def bounds(statement: Statement, document: Document) -> tuple[int, int]:
    """Where the text that is shown begins and ends."""
    text, quote = document.text, statement.quote
    low = min(quote.start, statement.object.start, statement.act.start)
    high = max(quote.end, statement.object.end, statement.act.end)
    start, end = max(0, low - AROUND), min(len(text), high + AROUND)
    breaks = [found.end() for found in _BREAK.finditer(text, start, low)]
    following = _BREAK.search(text, high, end)
    return breaks[-1] if breaks else start, following.start() if following else end


def _shown(text: str, start: int, parts: tuple[str, ...]) -> Iterator[Piece]:
    """A stretch, with each character that is shown as a mark of its own apart."""
    held = 0
    for at, character in enumerate(text):
        if visible(character) != character:
            if at > held:
                yield Piece(start + held, text[held:at], parts, True)
            yield Piece(start + at, character, parts, False)
            held = at + 1
    if held < len(text):
        yield Piece(start + held, text[held:], parts, True)


def pointed_at(words: str, statement: Statement, document: Document) -> str | None:
    """Words of the text as START:END: those nearest to the statement, within the text that is shown with it first. None where the
    text does not hold them."""
    sought = words.strip()
    if not sought:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, sought.split())))
    low, high = bounds(statement, document)
    for first, last in ((statement.quote.start, statement.quote.end), (low, high), (0, len(document.text))):
        found = list(pattern.finditer(document.text, first, last))
        if found:
            nearest = min(found, key=lambda one: abs(one.start() - statement.object.start))
            return f"{nearest.start()}:{nearest.end()}"
    return None
