"""Two readers of one document as one: where both found the same object, one statement, and surer where they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pledgebook.model import Extractor, Statement

SAME = 0.5
"""Share of the characters of both objects that they have in common from which two statements are of one object."""


def joined(ours: Sequence[Statement], theirs: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of both readers, in the order of the text. Of two about one object the surer one stays; where they
    agree on kind, actors and number, as sure as two witnesses are together, else no surer than it was alone."""
    left = list(theirs)
    found = []
    for one in ours:
        twin = max(left, key=lambda other: _shared(one, other), default=None)
        if twin is None or _shared(one, twin) < SAME:
            found.append(one)
            continue
        left.remove(twin)
        found.append(_of_two(one, twin))
    return tuple(sorted([*found, *left], key=lambda s: (s.object.start, s.object.end, s.id)))


def _shared(one: Statement, other: Statement) -> float:
    """Intersection over union of the objects, 0 to 1."""
    inter = min(one.object.end, other.object.end) - max(one.object.start, other.object.start)
    union = max(one.object.end, other.object.end) - min(one.object.start, other.object.start)
    return max(0, inter) / union if union else 0.0


def _of_two(one: Statement, other: Statement) -> Statement:
    surest = max(one, other, key=lambda s: (s.confidence or 0.0, s is one))
    names = f"{one.extractor.name}+{other.extractor.name}"
    both = Extractor(names, f"{one.extractor.version}+{other.extractor.version}")
    if not _agree(one, other):
        return replace(surest, extractor=both)
    doubt = (1.0 - (one.confidence or 0.0)) * (1.0 - (other.confidence or 0.0))
    return replace(surest, extractor=both, confidence=round(1.0 - doubt, 2))


def _agree(one: Statement, other: Statement) -> bool:
    return (one.kind, _actors(one), _number(one)) == (other.kind, _actors(other), _number(other))


def _actors(statement: Statement) -> list[str]:
    return sorted({actor.id or actor.name for actor in statement.actors})


def _number(statement: Statement) -> tuple[object, ...] | None:
    found = statement.quantity
    return None if found is None else (found.low, found.high, found.unit)
