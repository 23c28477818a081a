"""Commitments made by hand, with their statements, for the formats of other programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from readings import stated

from pledgebook.model import Commitment, Document, Imprint, Member, Ruling, Said, Status, Total, commitment_id
from pledgebook.publish.exchange import Told

TEXT = "Before.\n\nNorway will give $5 million to Haiti by 2028, a source said.\n\nAfter."


def made(
    *,
    ruling: Ruling | None = None,
    address: str | None = "https://example.org/a",
    title: str = "A sheet",
    **fields: Any,
) -> Told:
    """A pledge of Norway to Haiti of 5 million dollars, and what `fields` says otherwise."""
    document = Document("sheet.txt", TEXT)
    statement = stated(TEXT, "commitment", "will give", "$5 million")
    imprint = Imprint(document.id, "sheet.txt", title, "The ministry", "2022-07-12", address)
    wanted: dict[str, Any] = {
        "id": commitment_id(statement.id),
        "kind": "commitment",
        "actors": ("NO",),
        "recipients": ("HT",),
        "object": "$5 million",
        "promise": "will give $5 million to Haiti",
        "quantity": Total(Decimal(5_000_000), Decimal(5_000_000), "USD"),
        "period": "../2028",
        "venue": None,
        "strength": "declared",
        "rung": "pledged",
        "first_stated": "2022-07-12",
        "members": (Member(Said(statement, imprint), "same-amount/1", ("the same amount",)),),
        "wording": statement.id,
    }
    status = Status("no_public_evidence", "2022-12-31", ("Nothing is linked.",), "nothing_linked")
    if ruling is not None:
        status = Status(ruling.status, "2022-12-31", (ruling.note,), "ruled", ruled_by=ruling.by)
    return Told(Commitment(**(wanted | fields)), (status,), ruling)


def amount(low: str | None, high: str | None, unit: str = "USD", per: str | None = None) -> Total:
    return Total(None if low is None else Decimal(low), None if high is None else Decimal(high), unit, per)
