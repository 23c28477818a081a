"""What the evidence of one measure shows by a day: how much, since when, how far it reaches. Nothing seen later
counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from pledgebook.model import Delivery, Step, days_of


@dataclass(frozen=True, slots=True)
class Proof:
    """A delivery as it could be known on a day.

    `evidence`: "later" where its snapshot was seen only afterwards, "no_record" where no record fits by then, else
    "measured". `total`: in the delivery's unit, None unless measured. `reach`: the last day that the source can speak
    of. `notes`: what was not counted and why, each a sentence.
    """

    delivery: Delivery
    evidence: Literal["later", "no_record", "measured"]
    total: Decimal | None
    steps: tuple[Step, ...]
    reach: date | None
    notes: tuple[str, ...] = ()


def seen_on(delivery: Delivery) -> date:
    """The day on which its snapshot had certainly been seen."""
    return days_of(delivery.seen)[1] or date.max


def choose(deliveries: Sequence[Delivery], as_of: date) -> tuple[Delivery, ...]:
    """One delivery for each measure, in the order in which the measures come: of several snapshots the latest that had
    been seen by then, or, where none had, the first that was seen afterwards."""
    chosen: dict[object, Delivery] = {}
    for delivery in deliveries:
        held = chosen.get(delivery.measure)
        if held is None or _better(seen_on(delivery), seen_on(held), as_of):
            chosen[delivery.measure] = delivery
    return tuple(chosen.values())


def _better(new: date, held: date, as_of: date) -> bool:
    if (new <= as_of) != (held <= as_of):
        return new <= as_of
    return new >= held if new <= as_of else new < held


def prove(delivery: Delivery, as_of: date) -> Proof:
    """What a delivery shows on a day. Records whose period begins after that day do not count."""
    seen = seen_on(delivery)
    if seen > as_of:
        return Proof(delivery, "later", None, (), None)
    kept = tuple(step for step in delivery.steps if (days_of(step.period)[0] or as_of) <= as_of)
    dropped = len(delivery.steps) - len(kept)
    total = delivery.total if not dropped else (kept[-1].total if kept else None)
    notes = []
    if dropped:
        notes.append(
            f"Not counted: {dropped} record{'s' if dropped > 1 else ''} of a period that begins after {as_of}."
        )
    through = days_of(delivery.through)[1]
    reach = min(through, seen) if through else None
    return Proof(delivery, "no_record" if total is None else "measured", total, kept, reach, tuple(notes))


def reached(proof: Proof, needed: Decimal) -> Step | None:
    """The record with which the total came to `needed` and stayed there; None where it is not there now."""
    found = None
    for step in reversed(proof.steps):
        if step.total < needed:
            break
        found = step
    return found


def side(step: Step | None, deadline: date | None, seen: date) -> Literal["in_time", "late", "undated"]:
    """On which side of the deadline a record lies. A period that was still running when it was seen ends on that
    day."""
    first, last = days_of(step.period) if step else (None, None)
    if deadline is None or last is None:
        return "undated"
    if min(last, seen) <= deadline:
        return "in_time"
    return "late" if first is not None and first > deadline else "undated"


def relabelled(proofs: Sequence[Proof]) -> tuple[tuple[str | None, Proof], ...]:
    """Every proof with the label of its reading, told apart by source, then by number, where several share one."""
    labels = [proof.delivery.measure.label for proof in proofs]
    named = [
        label
        if labels.count(label) == 1
        else " · ".join(part for part in (label, proof.delivery.measure.source) if part)
        for label, proof in zip(labels, proofs, strict=True)
    ]
    told: list[tuple[str | None, Proof]] = []
    for place, (label, proof) in enumerate(zip(named, proofs, strict=True)):
        again = named[:place].count(label)
        told.append((f"{label} · {again + 1}" if again else label, replace(proof)))
    return tuple(told)
