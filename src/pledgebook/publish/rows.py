"""What was found, as flat rows: for CSV, spreadsheets, Parquet and frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pledgebook.model import Commitment, Imprint, Said, Status, days_of, is_checked
from pledgebook.world.countries import place_name

Row = dict[str, str | float | int | bool | None]

_WHAT: dict[str, type] = {
    "promise": str,
    "id": str,
    "kind": str,
    "actors": str,
    "actor_names": str,
    "recipients": str,
    "recipient_names": str,
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
    "confidence": float,
    "reviewed": bool,
}
_WHERE: dict[str, type] = {
    "quote": str,
    "document": str,
    "source": str,
    "address": str,
    "title": str,
    "publisher": str,
    "published": str,
}
COMMITMENT_COLUMNS: dict[str, type] = {
    **_WHAT,
    "first_stated": str,
    "statements": int,
    "documents": int,
    "contradictions": int,
    "status": str,
    "delivered": float,
    "share": float,
    "reason": str,
    "reported_progress": int,
    "last_progress": str,
    **_WHERE,
}
"""Columns of commitments and what they hold. `reported_progress`: how many statements of later documents tell of its progress, and in
`last_progress` the words of the last; they are no official record. Several ids stand in one cell, "; " between them. Numbers are floats (exact up to
2⁵³): for exact decimals take JSON lines. `delivered`, `share` and `reason` are those of the first status; the quote and its
document are those of the statement whose wording the commitment has."""

STATEMENT_COLUMNS: dict[str, type] = {
    **_WHAT,
    "commitment": str,
    "act": str,
    "attribution": str,
    "start": int,
    "end": int,
    **_WHERE,
    "superseded": bool,
}
"""Columns of statements; `start` and `end` are the offsets of the quote in the text of the document."""
DAYS = ("first_day", "last_day", "first_stated", "published")
"""Columns that hold days, in ISO form (also months and years where no day is known)."""


def commitment_row(
    commitment: Commitment,
    statuses: Sequence[Status] = (),
    *,
    statements: int | None = None,
    documents: int | None = None,
    best: Said | None = None,
) -> Row:
    """A commitment as one row of COMMITMENT_COLUMNS. `statements`, `documents`: their numbers, where the members are not
    at hand; `best`: then the statement whose wording it has. Of several statuses, one for each reading, the words stand in one
    cell."""
    total, best = commitment.quantity, best or commitment.best
    first, last = days_of(commitment.period)
    status = statuses[0] if statuses else None
    return {
        "promise": commitment.promise or commitment.object,
        "id": commitment.id,
        "kind": commitment.kind,
        "actors": _joined(commitment.actors),
        "actor_names": _joined(map(place_name, commitment.actors)),
        "recipients": _joined(commitment.recipients),
        "recipient_names": _joined(map(place_name, commitment.recipients)),
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
        "confidence": commitment.confidence,
        "reviewed": commitment.reviewed,
        "first_stated": commitment.first_stated,
        "statements": len(commitment.members) if statements is None else statements,
        "documents": len({one.said.imprint.id for one in commitment.members}) if documents is None else documents,
        "contradictions": len(commitment.contradictions),
        "status": "; ".join(dict.fromkeys(status.status for status in statuses)) or None,
        "delivered": _float(status.delivered) if status else None,
        "share": _float(status.share) if status else None,
        "reason": status.reasons[0] if status and status.reasons else None,
        "reported_progress": len(commitment.progress),
        "last_progress": commitment.progress[-1].said.statement.quote.text if commitment.progress else None,
        "quote": best.statement.quote.text if best else None,
        **_where(best.imprint if best else None),
    }


def statement_row(said: Said, commitment: str | None = None) -> Row:
    """A statement as one row of STATEMENT_COLUMNS. `commitment`: the id of the one it belongs to."""
    statement, imprint = said.statement, said.imprint
    quantity = statement.quantity
    first, last = days_of(statement.period.edtf) if statement.period else (None, None)
    return {
        "promise": statement.promise,
        "id": statement.id,
        "kind": statement.kind,
        "actors": _joined(actor.id or actor.name for actor in statement.actors),
        "actor_names": _joined(actor.name for actor in statement.actors),
        "recipients": _joined(actor.id or actor.name for actor in statement.recipients),
        "recipient_names": _joined(actor.name for actor in statement.recipients),
        "polarity": statement.act.polarity,
        "modality": statement.act.modality,
        "object": statement.object.text,
        "low": _float(quantity.low) if quantity else None,
        "high": _float(quantity.high) if quantity else None,
        "unit": quantity.unit if quantity else None,
        "per": quantity.per if quantity else None,
        "additional": quantity.additional if quantity else None,
        "period": statement.period.edtf if statement.period else None,
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "venue": statement.venue.name if statement.venue else None,
        "strength": statement.strength,
        "rung": statement.rung,
        "confidence": statement.confidence,
        "reviewed": is_checked(said.reviews),
        "commitment": commitment,
        "act": statement.act.lemma,
        "attribution": " › ".join(link.source for link in statement.attribution) or None,
        "start": statement.quote.start,
        "end": statement.quote.end,
        "quote": statement.quote.text,
        **_where(imprint),
        "superseded": imprint.superseded,
    }


def _where(imprint: Imprint | None) -> Row:
    if imprint is None:
        return dict.fromkeys(list(_WHERE)[1:])
    address = imprint.url or (imprint.source if imprint.source.startswith(("http://", "https://")) else None)
    return {
        "document": imprint.id,
        "source": imprint.source,
        "address": address,
        "title": imprint.title,
        "publisher": imprint.publisher,
        "published": imprint.published,
    }


def _joined(words: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(one for one in words if one)) or None


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
