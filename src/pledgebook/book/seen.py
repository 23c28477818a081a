"""What a person saw when they made up their mind, so that two persons at once never overwrite each other."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pledgebook.errors import ChangedError, UsageError

if TYPE_CHECKING:
    from pledgebook.ledger import Reader

_WRITTEN = re.compile(r"[0-9]{1,18}:[0-9]{1,18}(?:,[0-9]{1,18})*")


@dataclass(frozen=True, slots=True)
class Seen:
    """The book as somebody saw it: the sequence of its last entry, and the numbers of the statements that were shown."""

    entry: int
    statements: tuple[int, ...]

    def __str__(self) -> str:
        """As a form carries it: "41:3,7"."""
        return f"{self.entry}:{','.join(map(str, self.statements))}"

    @classmethod
    def read(cls, written: str) -> Self:
        """From what `str` gave. Raises UsageError for anything else."""
        if not _WRITTEN.fullmatch(written):
            raise UsageError(f"{written[:40]!r} does not say what was seen")
        entry, _, numbers = written.partition(":")
        return cls(int(entry), tuple(map(int, numbers.split(","))))


def seen_now(reader: Reader, ids: Collection[str]) -> Seen:
    """What somebody who looks at these commitments and statements now sees. Of a commitment all its statements, of a statement
    itself. Raises ChangedError where the book shows one of them no longer, UsageError where it never held it."""
    numbers: set[int] = set()
    own = {id: "st-" + id[3:] for id in ids}
    known = reader.numbers(set(own.values()))
    homes = reader.homes(known.values())
    for id, statement in own.items():
        if statement not in known:
            raise UsageError(f"the book holds nothing with the id {id!r}")
        number = known[statement]
        if number not in homes:
            raise ChangedError(f"{id} is in no list any more: somebody took it out", _last(reader, (number,)))
        numbers.update(reader.members((homes[number],))[homes[number]] if id.startswith("cm-") else (number,))
    head = reader.head()
    return Seen(head.sequence if head else 0, tuple(sorted(numbers)))


def check(reader: Reader, ids: Collection[str], seen: Seen) -> None:
    """Raises ChangedError where somebody spoke of these commitments and statements since they were seen, or they hold other
    statements now; UsageError as `seen_now`."""
    said = tuple(reader.said_since(seen.statements, seen.entry))
    if said:
        raise ChangedError("somebody else decided meanwhile: nothing was written", said)
    now = seen_now(reader, ids)
    if now.statements != seen.statements:
        meanwhile = tuple(reader.said_since(now.statements, seen.entry))
        raise ChangedError("other statements belong to it now than were shown: nothing was written", meanwhile)


def _last(reader: Reader, numbers: Collection[int]) -> tuple[int, ...]:
    return tuple(reader.said_since(numbers, 0)[-1:])
