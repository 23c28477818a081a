"""What was found, as flat rows: for CSV, spreadsheets, Parquet and frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pledgebook.model import Commitment, Said, Status, days_of

Row = dict[str, str | float | int | bool | None]

COMMITMENT_COLUMNS: dict[str, type] = {
    "promise": str,
    "id": str,
    "kind": str,
    "actors": str,
    "recipients": str,
    "polarity": str,
    "modality": str,
    "object": str,
    "low": float,
    "high": float,
    "unit": str,
    "per": str,
    "additional": bool,
    "period": str,
    "first_day": str,
    "last_day": str,
    "venue": str,
    "strength": str,
    "rung": str,
    "first_stated": str,
    "statements": int,
    "documents": int,
    "contradictions": int,
    "status": str,
    "quote": str,
    "source": str,
    "publisher": str,
}
"""Columns of commitments and what they hold. Several ids stand in one cell, "; " between them. Numbers are floats
(exact up to 2⁵³): for exact decimals take JSON lines."""

STATEMENT_COLUMNS: dict[str, type] = {
    "promise": str,
    "id": str,
    "commitment": str,
    "kind": str,
    "actors": str,
    "recipients": str,
    "act": str,
    "polarity": str,
    "modality": str,
    "object": str,
    "low": float,
    "high": float,
    "unit": str,
    "per": str,
    "additional": bool,
    "period": str,
    "venue": str,
    "strength": str,
    "rung": str,
    "attribution": str,
    "quote": str,
    "start": int,
    "end": int,
    "document": str,
    "source": str,
    "publisher": str,
    "published": str,
    "superseded": bool,
}
"""Columns of statements; `start` and `end` are the offsets of the quote in the text of the document."""


def _ids(ids: Iterable[str | None]) -> str | None:
    return "; ".join(sorted({one for one in ids if one})) or None


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def commitment_row(
    commitment: Commitment,
    statuses: Sequence[Status] = (),
    *,
    statements: int | None = None,
    documents: int | None = None,
) -> Row:
    """A commitment as one row of COMMITMENT_COLUMNS. `statements`, `documents`: their numbers, where the members are not
    at hand. Of several statuses, one for each reading, the words stand in one cell."""
    total = commitment.quantity
    first, last = days_of(commitment.period)
    best = next((m.said for m in commitment.members if m.said.statement.object.text == commitment.object), None)
    held = len({member.said.imprint.id for member in commitment.members})
    return {
        "promise": commitment.promise or commitment.object,
        "id": commitment.id,
        "kind": commitment.kind,
        "actors": _ids(commitment.actors),
        "recipients": _ids(commitment.recipients),
        "polarity": commitment.polarity,
        "modality": commitment.modality,
        "object": commitment.object,
        "low": _float(total.low) if total else None,
        "high": _float(total.high) if total else None,
        "unit": total.unit if total else None,
        "per": total.per if total else None,
        "additional": total.additional if total else None,
        "period": commitment.period,
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "venue": commitment.venue,
        "strength": commitment.strength,
        "rung": commitment.rung,
        "first_stated": commitment.first_stated,
        "statements": len(commitment.members) if statements is None else statements,
        "documents": held if documents is None else documents,
        "contradictions": len(commitment.contradictions),
        "status": "; ".join(dict.fromkeys(status.status for status in statuses)) or None,
        "quote": best.statement.quote.text if best else None,
        "source": best.imprint.source if best else None,
        "publisher": best.imprint.publisher if best else None,
    }


def statement_row(said: Said, commitment: str | None = None) -> Row:
    """A statement as one row of STATEMENT_COLUMNS. `commitment`: the id of the one it belongs to."""
    statement, imprint = said.statement, said.imprint
    quantity = statement.quantity
    return {
        "promise": statement.promise,
        "id": statement.id,
        "commitment": commitment,
        "kind": statement.kind,
        "actors": _ids(actor.id or actor.name for actor in statement.actors),
        "recipients": _ids(actor.id or actor.name for actor in statement.recipients),
        "act": statement.act.lemma,
        "polarity": statement.act.polarity,
        "modality": statement.act.modality,
        "object": statement.object.text,
        "low": _float(quantity.low) if quantity else None,
        "high": _float(quantity.high) if quantity else None,
        "unit": quantity.unit if quantity else None,
        "per": quantity.per if quantity else None,
        "additional": quantity.additional if quantity else None,
        "period": statement.period.edtf if statement.period else None,
        "venue": statement.venue.name if statement.venue else None,
        "strength": statement.strength,
        "rung": statement.rung,
        "attribution": " › ".join(link.source for link in statement.attribution) or None,
        "quote": statement.quote.text,
        "start": statement.quote.start,
        "end": statement.quote.end,
        "document": imprint.id,
        "source": imprint.source,
        "publisher": imprint.publisher,
        "published": imprint.published,
        "superseded": imprint.superseded,
    }
