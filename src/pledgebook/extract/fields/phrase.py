"""The words of a participant: the noun phrase around a head, without clauses and asides."""

from __future__ import annotations

from typing import Any

from pledgebook.extract.clauses.parse import Parsed
from pledgebook.extract.clauses.roles import ADNOMINAL, APPOSITION, COORDINATE, LINK, MARK, is_verb, labels
from pledgebook.language.lexicon import words_of
from pledgebook.model import Actor

_CLAUSES = ADNOMINAL | labels("circumstance")
_LEFT_OUT = labels("relative", "circumstance", "mark", "coordinator", "conjunction")
_PARTS = labels("coordinate", "coordinator", "link", "owner", "case", "compound", "noun-modifier")
_NAME_LINKS = words_of("fields", "name-links")


def noun_phrase(token: Any) -> tuple[int, int]:
    """First and last token of the noun phrase around a head, coordinated names included, clauses and asides not."""
    left, right = token.left_edge.i, token.i
    for child in token.lefts:
        if child.dep_ in _LEFT_OUT:
            left = max(left, child.right_edge.i + 1)
    for child in token.rights:
        if child.dep_ in _PARTS or (child.dep_ in APPOSITION and child.pos_ == "PROPN"):
            if _ends_name(child):
                break
            right = max(right, _end(child))
        elif child.dep_ not in MARK and child.dep_ in _CLAUSES:
            break
    return min(left, token.i), right


def _ends_name(child: Any) -> bool:
    """A preposition that no name holds, or a coordinated clause."""
    linked = child.dep_ in LINK and child.lower_ not in _NAME_LINKS
    return linked or (child.dep_ in COORDINATE and is_verb(child))


def _end(token: Any) -> int:
    end = token.i
    for child in token.rights:
        if child.dep_ in _CLAUSES:
            break
        end = max(end, _end(child))
    return int(end)


def named(token: Any, parsed: Parsed, text: str) -> Actor:
    """The participant whose noun phrase is headed by `token`, as words."""
    first, last = noun_phrase(token)
    return words_between(first, last, parsed, text)


def words_between(first: int, last: int, parsed: Parsed, text: str) -> Actor:
    """The participant that the tokens `first` to `last` name."""
    doc, offset = parsed.doc, parsed.start
    start, end = doc[first].idx + offset, doc[last].idx + len(doc[last]) + offset
    return Actor(None, text[start:end], start, end)
