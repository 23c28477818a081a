"""Which number has to be reached, in which sense, and by when: the promise, as far as it had been said by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pledgebook.assess.wording import amount, number
from pledgebook.model import Commitment, Delivery, Measure, Member, Quantity, Total, days_of

Sort = Literal["uncounted", "negated", "least", "most"]


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to be reached.

    `sort`: "least" for a number that must be reached, "most" for a cap, "uncounted" where there is no number,
    "negated" where something is not to be done. `target`: the number in `unit`; `needed`: from where on it counts as
    reached, below `target` for a hedged one. `words`: the number as a reader is told it ("up to 4,000 refugees
    promised"). `caveats`: what speaks against computing with it, each a sentence.
    """

    sort: Sort
    target: Decimal | None
    needed: Decimal | None
    unit: str
    words: str
    caveats: tuple[str, ...] = ()


def said_by(commitment: Commitment, as_of: date) -> tuple[Member, ...]:
    """The members whose documents had certainly been published on that day; an undated document counts always."""
    return tuple(member for member in commitment.members if _published(member) <= as_of)


def _published(member: Member) -> date:
    return days_of(member.said.imprint.published)[1] or date.min


def promise_of(
    commitment: Commitment, members: Sequence[Member], delivery: Delivery | None, approximate: Decimal
) -> Promise:
    """The promise of a commitment as `members` state it, in the reading that the measure of `delivery` follows.

    `approximate`: the part of a hedged number from which on it counts as reached.
    """
    unit = delivery.unit if delivery else (commitment.quantity.unit if commitment.quantity else "")
    quantities = [said for member in members if (said := member.said.statement.quantity) is not None]
    caveats = list(_caveats(members))
    if members and all(member.said.statement.act.polarity == "negated" for member in members):
        return Promise("negated", None, None, unit, "", tuple(caveats))
    if delivery is not None and delivery.measure.target is not None:
        target = delivery.measure.target
        stated = [
            said for said in quantities if said.unit == unit and target == (said.high if said.low is None else said.low)
        ]
        if not stated:
            caveats.append(f"The number to reach, {amount(target, unit)}, was set with the link to the evidence.")
            return _counted(target, target, unit, False, approximate, tuple(caveats), " to reach")
        return _stated(_total(stated[0]), stated, unit, approximate, tuple(caveats))
    total = _total_of(commitment, quantities)
    if total is None:
        return Promise("uncounted", None, None, unit, "", tuple(caveats))
    if total.unit != unit:
        caveats.append(
            f"The promise counts {total.unit or 'something'}, the evidence counts {unit}: they are not compared."
        )
        return Promise("uncounted", None, None, unit, "", tuple(caveats))
    if total.per is not None:
        caveats.append(
            f"The promise is {_bounds(total)} for each {total.per}: a number for the whole time "
            "has to be set with the link to the evidence."
        )
        return Promise("uncounted", None, None, unit, "", tuple(caveats))
    same = [said for said in quantities if (said.low, said.high, said.unit) == (total.low, total.high, total.unit)]
    return _stated(total, same, unit, approximate, tuple(caveats))


def _caveats(members: Sequence[Member]) -> list[str]:
    moods = {member.said.statement.act.modality for member in members}
    if members and "asserted" not in moods:
        return ["It was said on a condition or as a possibility only; whether the condition was met is not computed."]
    return []


def _total_of(commitment: Commitment, quantities: Sequence[Quantity]) -> Total | None:
    """The commitment's own number, unless all who state it spoke later: then the latest number that had been said."""
    total = commitment.quantity
    stated = {(said.low, said.high, said.unit) for said in quantities}
    if total is None or (total.low, total.high, total.unit) in stated:
        return total
    everybody = [said for member in commitment.members if (said := member.said.statement.quantity) is not None]
    if not any((said.low, said.high, said.unit) == (total.low, total.high, total.unit) for said in everybody):
        return total  # a number that the members state in other words only
    return _total(quantities[-1]) if quantities else None


def _total(said: Quantity) -> Total:
    return Total(said.low, said.high, said.unit, said.per, said.additional)


def _stated(
    total: Total, stated: Sequence[Quantity], unit: str, approximate: Decimal, caveats: tuple[str, ...]
) -> Promise:
    hedged = bool(stated) and all(said.approximate for said in stated)
    return _counted(total.low, total.high, unit, hedged, approximate, caveats, " promised")


def _counted(
    low: Decimal | None,
    high: Decimal | None,
    unit: str,
    hedged: bool,
    approximate: Decimal,
    caveats: tuple[str, ...],
    ending: str,
) -> Promise:
    target = low if low is not None else high
    if target is None or target <= 0:
        return Promise("uncounted", None, None, unit, "", caveats)
    sort: Sort = "least" if low is not None else "most"
    needed = target * approximate if hedged and sort == "least" else target
    words = f"{'about ' if hedged else ''}{_bounds(Total(low, high, unit))}{ending}"
    if hedged and sort == "least":
        caveats = (*caveats, f"Said with a hedge: counted as reached from {amount(needed, unit)} on.")
    if sort == "least" and high is not None and high != low:
        caveats = (*caveats, f"Of the range, the lower end, {amount(target, unit)}, has to be reached.")
    return Promise(sort, target, needed, unit, words, caveats)


def _bounds(total: Total) -> str:
    low, high = total.low, total.high
    if low is not None and high is not None:
        return amount(low, total.unit) if low == high else f"{number(low)} to {amount(high, total.unit)}"
    if low is not None:
        return f"at least {amount(low, total.unit)}"
    return f"up to {amount(high, total.unit)}" if high is not None else "an open number"


def period_of(commitment: Commitment, measure: Measure | None) -> tuple[date | None, date | None]:
    """The first and the last day of the promise: the commitment's own, else those of the measure, which also rules
    where the commitment's statements contradict each other about the deadline and the measure follows one reading."""
    own, measured = days_of(commitment.period), days_of(measure.period) if measure else (None, None)
    contested = any(found.type == "deadline" for found in commitment.contradictions)
    if contested and measure is not None and measure.label and measured[1]:
        return measured[0] or own[0], measured[1]
    start = own[0] or measured[0] or days_of(commitment.first_stated)[0]
    return start, own[1] or measured[1]
