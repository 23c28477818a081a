"""What persons say: judgements, measures, rulings, and taking them back."""

from __future__ import annotations

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import BODIES, JudgementBody, Link, Ruled, Undo, convert, encode
from pledgebook.ledger.writing.transaction import Transaction
from pledgebook.model import Entry, EntryKind, Judgement


def append(writer: Transaction, kind: EntryKind, body: object) -> Entry:
    """Add what a person says: a "judgement", an "undo", a "link" or a "ruling"; the tables follow.

    `body`: a value of `pledgebook.ledger.bodies` (a `Judgement` for a judgement) or a mapping with its fields. Raises
    UsageError where it names a statement or line that the book does not hold, or undoes what cannot be undone.
    """
    if kind not in BODIES:
        raise UsageError(f"an entry of kind {kind} is not added by hand")
    if isinstance(body, Judgement):
        body = JudgementBody(body)
    value: JudgementBody | Undo | Link | Ruled = convert(body, BODIES[kind])
    if isinstance(value, Undo):
        writer.tables.check_undo(value.entry)
    elif isinstance(value, JudgementBody):
        writer.tables.check_judgement(value.judgement)
    else:
        writer.tables.numbers(("st-" + value.commitment[3:],))
    entry = writer.chain.append(kind, encode(value))
    writer.tables.apply(entry)
    return entry
