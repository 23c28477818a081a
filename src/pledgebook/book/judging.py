"""What persons say of which statements: the pairs that a judgement about commitments means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pledgebook.book.as_of import known_one
from pledgebook.errors import UsageError

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger, Reader

Pairs = list[tuple[str, str]]
"""Ids of statements, two by two."""


def statement_meant(ledger: Ledger, reader: Reader, id: str) -> str:
    """The statement that an id names; of a commitment the one that its id is made from, also where the commitment has been
    merged into another since. Raises UsageError where the ledger holds neither."""
    known_one(ledger, reader, id, None)
    return "st-" + id.removeprefix("cm-").removeprefix("st-")


def joined(ledger: Ledger, reader: Reader, ids: Sequence[str]) -> Pairs:
    """The pairs that are the same where commitments are one: each statement of them with the first, so that no rule parts
    them again. Raises UsageError where they are one commitment already."""
    found = [known_one(ledger, reader, id, None) for id in ids]
    if len({one.id for one in found}) < 2:
        raise UsageError(f"{' and '.join(ids)} are one commitment already")
    first, *others = dict.fromkeys(member.said.statement.id for one in found for member in one.members)
    return [(first, other) for other in others]


def parted(ledger: Ledger, reader: Reader, left: str, right: str) -> Pairs:
    """The pairs that are different where `right` does not belong with `left`: a statement, or all others of a commitment.
    Raises UsageError where there is nothing to split."""
    away = statement_meant(ledger, reader, right)
    if left.startswith("st-"):
        others = [statement_meant(ledger, reader, left)]
    else:
        whole = known_one(ledger, reader, left, None)
        others = [member.said.statement.id for member in whole.members]
        if right.startswith("cm-") and away in others:
            raise UsageError(
                f"{right} is {left} itself: name the statement (st-…) that does not belong, or undo the entry that merged them "
                f"(pledgebook history {left})"
            )
    pairs = [(one, away) for one in others if one != away]
    if not pairs:
        raise UsageError(f"{left} holds nothing but {right}: there is nothing to split")
    return pairs
