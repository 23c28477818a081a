"""Kinds of publisher: which annotated documents are alike because the same house, or the same sort of house, wrote them.

What was learned from one kind flatters its other documents, so folds are dealt kind by kind, and a second
cross-validation leaves one kind out at a time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

KINDS: dict[str, tuple[str, ...]] = {
    "White House": ("wh", "fact-sheet", "deal", "joint", "order", "readout", "remarks", "briefing"),
    "Australian prime ministers": ("australia", "au"),
    "Wikinews": ("wikinews",),
    "UK ministries": ("uk",),
    "US senators": ("senate",),
    "parliaments": ("southafrica", "ireland"),
    "state of the union or state": ("sotu", "governor"),
    "speeches and letters": ("gumspeech", "gumletter"),
    "digital services": ("digitalgov", "cds", "letsencrypt", "publiccode"),
    "written by us": ("written",),
}
"""Kind → how the names of its documents begin. Houses with fewer than ten documents are joined with the likest."""

FOLDS = 8

GROUPS: tuple[tuple[str, ...], ...] = (
    ("White House",),
    ("Australian prime ministers", "US senators"),
    ("Wikinews", "speeches and letters"),
    ("UK ministries", "state of the union or state"),
    ("parliaments", "digital services"),
)
"""Kinds in groups of like size: for each an encoder is tuned without it (`evals/learn/tune.py`)."""


class Named(Protocol):
    """Anything with the name of an annotated document."""

    @property
    def name(self) -> str: ...


_Document = TypeVar("_Document", bound=Named)


def is_written(name: str) -> bool:
    """Whether the annotated document `name` is one that we wrote ("written/bodies-1-04")."""
    return name.startswith("written/")


def publisher_of(name: str) -> str:
    """The kind of publisher of the document `name` ("world/uk-20"); what the name begins with where the kind is not known."""
    stem = "written" if is_written(name) else name.rsplit("/", 1)[-1].rstrip("0123456789").rstrip("-")
    return next((kind for kind, stems in KINDS.items() if stem in stems), stem)


def group_of(name: str) -> int | None:
    """The place in `GROUPS` of the kind of publisher of the document `name`; None where it is in none, so that every encoder
    may have learned from it."""
    kind = publisher_of(name)
    return next((place for place, kinds in enumerate(GROUPS) if kind in kinds), None)


def by_publisher(documents: Sequence[_Document]) -> dict[str, list[_Document]]:
    """Kind → its documents by name, the largest kind first."""
    groups: dict[str, list[_Document]] = {}
    for one in sorted(documents, key=lambda d: d.name):
        groups.setdefault(publisher_of(one.name), []).append(one)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))


def stratified(documents: Sequence[_Document], shuffle: int = 0) -> list[list[_Document]]:
    """The documents dealt into folds after a fixed shuffle, kind after kind, so that every fold has its share of each;
    a document is never split."""
    dealt: list[list[_Document]] = [[] for _ in range(FOLDS)]
    place = 0
    for group in by_publisher(documents).values():
        shuffled = list(group)
        random.Random(shuffle).shuffle(shuffled)
        for one in shuffled:
            dealt[place % FOLDS].append(one)
            place += 1
    return dealt
