"""Commitments and deliveries for tests, from few words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pledgebook.model import (
    Act,
    Commitment,
    Contradiction,
    Delivery,
    Imprint,
    Measure,
    Member,
    Quantity,
    Quote,
    Ruling,
    Said,
    Statement,
    Step,
    Total,
    statement_id,
)

Number = Decimal | int | str | None


def decimal(value: Number) -> Decimal | None:
    return None if value is None or value == "" else Decimal(value)


def quantity(
    low: Number,
    high: Number,
    unit: str = "refugee",
    *,
    text: str = "so many",
    approximate: bool = False,
    per: str | None = None,
) -> Quantity:
    return Quantity(0, len(text), text, decimal(low), decimal(high), unit, "count", approximate, per)


def member(
    said: Quantity | None,
    *,
    published: str | None = "2022-06-10",
    negated: bool = False,
    modality: str = "asserted",
    number: int = 1,
) -> Member:
    act = Act("resettle", 0, 1, "x", "negated" if negated else "positive", modality)  # type: ignore[arg-type]
    id = statement_id(f"sha256:{number}", "commitment", (0, 1), (0, 1))
    statement = Statement(id, f"sha256:{number}", "commitment", Quote(0, 1, "x"), act, Quote(0, 1, "x"), said)
    return Member(Said(statement, Imprint(statement.document, f"{number}.txt", published=published)))


def commitment(
    *members: Member,
    period: str | None = "2022-10-01/2024-09-30",
    total: Total | None = None,
    contradictions: Sequence[Contradiction] = (),
) -> Commitment:
    said = next((m.said.statement.quantity for m in members if m.said.statement.quantity), None)
    if total is None and said is not None:
        total = Total(said.low, said.high, said.unit, said.per)
    first = members[0].said.imprint.published if members else None
    return Commitment(
        "cm-1",
        "commitment",
        ("US",),
        (),
        "resettle",
        total,
        period,
        None,
        "declared",
        None,
        first,
        members,
        (),
        tuple(contradictions),
    )


def delivery(
    records: Sequence[tuple[str, Number]],
    *,
    unit: str = "refugee",
    target: Number = None,
    seen: str = "2024-12-31",
    through: str | None = None,
    label: str | None = None,
    note: str | None = None,
    period: str | None = None,
    source: str = "refugee-admissions",
    left_out: Sequence[str] = (),
    at_most: Number = None,
    doubts: Sequence[str] = (),
) -> Delivery:
    total, steps = Decimal(0), []
    for when, value in records:
        number = Decimal(value or 0)
        total += number
        steps.append(Step(when, number, total))
    formula = " + ".join(f"{step.value:,}" for step in steps) + f" = {total:,}" if steps else ""
    measure = Measure(source, (("region", ("Americas",)),), "value", unit, period, decimal(target), note, label)
    reach = through if through is not None else (steps[-1].period if steps else None)
    return Delivery(
        measure,
        total if steps else None,
        unit,
        tuple(steps),
        formula,
        seen,
        reach or None,
        tuple(left_out),
        at_most=decimal(at_most),
        doubts=tuple(doubts),
    )


def from_case(case: dict[str, Any]) -> tuple[Commitment, list[Delivery], list[Ruling]]:
    """The values of a case of cases.toml."""
    promise = case.get("promise", {})
    said = quantity(
        promise.get("low"),
        promise.get("high"),
        promise.get("unit", "refugee"),
        approximate=promise.get("approximate", False),
        per=promise.get("per"),
    )
    if said.low is None and said.high is None:
        said = None  # type: ignore[assignment]
    spoken = member(
        said,
        published=promise.get("published", "2022-06-10"),
        negated=promise.get("negated", False),
        modality=promise.get("modality", "asserted"),
    )
    contradictions = [Contradiction(sort, ("st-1", "st-2"), "st-1") for sort in promise.get("contradictions", [])]
    made = commitment(
        spoken, period=promise.get("period", "2022-10-01/2024-09-30") or None, contradictions=contradictions
    )
    deliveries = [
        delivery([(when, value) for when, value in given.pop("records", [])], **given)
        for given in (dict(raw) for raw in case.get("evidence", []))
    ]
    return made, deliveries, [Ruling(**ruling) for ruling in case.get("ruling", [])]
