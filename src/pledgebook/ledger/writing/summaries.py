"""What the book works out about commitments: summaries, and what became of them. No entry holds it."""

from __future__ import annotations

from collections.abc import Sequence

from pledgebook.ledger import summaries
from pledgebook.ledger.queries.commitments import home
from pledgebook.ledger.writing.transaction import Transaction
from pledgebook.model import Commitment, Status


def put_status(writer: Transaction, commitment: str, statuses: Sequence[Status]) -> None:
    """Write what became of a commitment, so that lists can show it and filter by it."""
    number = home(writer, commitment)
    if number is not None:
        summaries.put_statuses(writer.connection, {number: statuses})


def put_commitments(writer: Transaction, commitments: Sequence[Commitment]) -> None:
    """Write summaries that were worked out anew; they are no longer stale."""
    inside = [member.said.statement.id for one in commitments for member in one.members]
    summaries.put(writer.connection, commitments, writer.tables.numbers(inside))
