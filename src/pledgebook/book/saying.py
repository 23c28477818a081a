"""What persons say, written down: judgements about statements, confirmed measures, rulings, and taking them back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pledgebook.book.asking import found_in
from pledgebook.errors import UsageError
from pledgebook.model import RULED, Entry, Judgement, Measure, Ruling, StatusName, Verdict

if TYPE_CHECKING:
    from pledgebook.ledger import Ledger, Reader


def judge(
    ledger: Ledger, run: str, pairs: Sequence[tuple[str, str]], verdict: Verdict, by: str, note: str | None
) -> list[Entry]:
    """An entry for each pair of statements, all or none. Raises UsageError where a pair is one statement."""
    from pledgebook.ledger import JudgementBody

    with ledger.write(run) as writer:
        entries = []
        for left, right in pairs:
            if left == right:
                raise UsageError(f"{left} is one statement: there are not two to judge")
            low, high = sorted((left, right))
            judgement = Judgement(low, high, verdict, by, 1.0, (note,) if note else (), person=True)
            entries.append(writer.append("judgement", JudgementBody(judgement, note)))
        return entries


def statement_meant(ledger: Ledger, reader: Reader, id: str) -> str:
    """The statement that an id names; of a commitment the one that its id is made from, also where the commitment has been
    merged into another since. Raises UsageError where the ledger holds neither."""
    found_in(ledger, reader, id, None)
    return "st-" + id.removeprefix("cm-").removeprefix("st-")


def belonging(ledger: Ledger, reader: Reader, ids: Sequence[str]) -> set[str]:
    """All statements of commitments, by the ids of these or of single statements."""
    return {
        member.said.statement.id for id in dict.fromkeys(ids) for member in found_in(ledger, reader, id, None).members
    }


def joined(ledger: Ledger, reader: Reader, ids: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs that are the same where commitments are one: each statement of them with the first, so that no rule parts
    them again."""
    statements = dict.fromkeys(
        member.said.statement.id for id in ids for member in found_in(ledger, reader, id, None).members
    )
    first, *others = statements
    return [(first, other) for other in others]


def parted(ledger: Ledger, reader: Reader, left: str, right: str) -> list[tuple[str, str]]:
    """The pairs that are different where `right` does not belong with `left`: a statement, or all others of a commitment.
    Raises UsageError where there is nothing to split."""
    away = statement_meant(ledger, reader, right)
    if left.startswith("st-"):
        others = [statement_meant(ledger, reader, left)]
    else:
        whole = found_in(ledger, reader, left, None)
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


def undo(ledger: Ledger, run: str, entry: int, by: str, note: str | None) -> Entry:
    """An earlier entry no longer counts. Raises UsageError where it cannot be undone."""
    from pledgebook.ledger import Undo

    with ledger.write(run) as writer:
        return writer.append("undo", Undo(entry, by, note))


def link(ledger: Ledger, run: str, commitment: str, measure: Measure, by: str, why: str | None) -> Entry:
    """A measure tells the delivery of a commitment."""
    from pledgebook.ledger import Link

    with ledger.write(run) as writer:
        return writer.append("link", Link(commitment, measure, by, why))


def rule(
    ledger: Ledger, run: str, commitment: str, status: StatusName, by: str, note: str, day: datetime.date
) -> Entry:
    """A status that a person gives. Raises UsageError for one that only evidence can give, or an empty note."""
    from pledgebook.ledger import Ruled

    if status not in RULED:
        raise UsageError(f"{status} follows from evidence; a person may rule: {', '.join(RULED)}")
    if not note.strip():
        raise UsageError("a ruling needs a note that says why")
    with ledger.write(run) as writer:
        return writer.append("ruling", Ruled(commitment, Ruling(status, by, note, day.isoformat())))
