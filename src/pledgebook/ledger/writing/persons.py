"""What persons say: judgements, measures, rulings, and taking them back."""

from __future__ import annotations

from sqlalchemy import select

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import (
    BODIES,
    Confirmation,
    Correction,
    JudgementBody,
    JudgementsBody,
    Link,
    Rejection,
    Removal,
    Ruled,
    Undo,
    convert,
    decode,
    encode,
)
from pledgebook.ledger.store.schema import entries
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
    value = body if isinstance(body, JudgementsBody) else convert(body, BODIES[kind])
    _check(writer, value)
    entry = writer.chain.append(kind, encode(value))
    writer.tables.apply(entry)
    return entry


def _check(writer: Transaction, value: object) -> None:
    """Raises UsageError where it names what the book does not hold."""
    if isinstance(value, Undo):
        writer.tables.check_undo(value.entry)
        body = writer.connection.execute(select(entries.c.body).where(entries.c.sequence == value.entry)).scalar_one()
        if bytes(body).startswith(b'{"format":1,"document":"') and decode(bytes(body), Removal).erased is not None:
            raise UsageError(f"entry {value.entry} erased a text: it cannot come back")
    elif isinstance(value, JudgementBody):
        writer.tables.check_judgement(value.judgement)
    elif isinstance(value, JudgementsBody):
        for one in value.judgements:
            writer.tables.check_judgement(one)
    elif isinstance(value, Rejection | Confirmation):
        writer.tables.numbers(value.statements)
    elif isinstance(value, Correction):
        writer.tables.numbers((value.statement,))
    elif isinstance(value, Removal):
        writer.tables.statements_of(value.document)
    elif isinstance(value, Link | Ruled):
        writer.tables.numbers(("st-" + value.commitment[3:],))
