"""Was it done? The status of a commitment, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from pledgebook.model.record import number_of

StatusName = Literal[
    "no_public_evidence", "in_progress", "stalled", "overdue", "kept", "partly_kept", "broken", "unverifiable"
]
RuledName = Literal["stalled", "partly_kept", "broken", "unverifiable"]
RULED: tuple[RuledName, ...] = get_args(RuledName)
"""What only a person may say; the others are computed from evidence."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A status that a person gave, with the note that says why. `ruled`: ISO date on which it was said."""

    status: StatusName
    by: str
    note: str
    ruled: str


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a commitment, as of a day.

    `target`, `delivered` in `unit`; `share`: delivered part of the target; `time_gone`: part of its period that has
    gone by, 0 to 1. `reached`: EDTF of the record with which the target was reached; `late`: whether that was after the
    deadline. `rule`: the row of the decision table that gave it. `label`: which reading of a contradicted
    commitment. `formula`: what `delivered` adds up. `ruled_by`: the person, for a ruling.
    """

    status: StatusName
    as_of: str
    reasons: tuple[str, ...]
    rule: str
    target: Decimal | None = None
    delivered: Decimal | None = None
    unit: str | None = None
    share: Decimal | None = None
    time_gone: Decimal | None = None
    reached: str | None = None
    late: bool | None = None
    label: str | None = None
    formula: str | None = None
    ruled_by: str | None = None


def status_record(status: Status) -> dict[str, Any]:
    """The status as plain values, in the order of the design."""
    return {
        "status": status.status,
        "as_of": status.as_of,
        "target": number_of(status.target),
        "delivered": number_of(status.delivered),
        "unit": status.unit,
        "share": number_of(status.share),
        "time_gone": number_of(status.time_gone),
        "reached": status.reached,
        "late": status.late,
        "label": status.label,
        "formula": status.formula,
        "rule": status.rule,
        "ruled_by": status.ruled_by,
        "reasons": list(status.reasons),
    }
