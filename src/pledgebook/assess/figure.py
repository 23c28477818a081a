"""A stated number held against a table: does it agree, and by how much does it differ?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from pledgebook.assess.table import decision_table
from pledgebook.assess.wording import amount, beside, number
from pledgebook.model import Commitment, Delivery, Quantity, Statement, Total

Verdict = Literal["agrees", "agrees_rounded", "agrees_about", "differs", "no_record", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a stated number stands to the sum of the records.

    `verdict`: "agrees" (within the stated bounds), "agrees_rounded" (the sum, rounded as the statement is, gives it),
    "agrees_about" (near enough for a number said with a hedge), "differs", "no_record" (nothing to compare with),
    "not_comparable" (other units). `stated`: the stated bound or end that the sum was held against; `found`: the sum;
    `difference`: found − stated; `share`: difference as a part of stated; all in `unit`. `words`: the comparison in a
    sentence. `reasons`: where the sum comes from and what it does not say.
    """

    verdict: Verdict
    stated: Decimal | None
    found: Decimal | None
    difference: Decimal | None
    share: Decimal | None
    unit: str
    words: str
    reasons: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the statement holds, rounding and hedges allowed for."""
        return self.verdict.startswith("agrees")


def check_figure(stated: Statement | Commitment | Quantity | Total, delivery: Delivery) -> Difference:
    """The number of a statement, or of what its sources agree on, against the sum of a delivery.

    A number without a bound agrees where it is the sum, or the sum rounded to the stated digits and no more than 1 %
    away; one that is said with a hedge agrees within the part that the decision table sets.
    """
    quantity = stated if isinstance(stated, Quantity | Total) else stated.quantity
    reasons = _reasons(delivery)
    if quantity is None or (quantity.low is None and quantity.high is None):
        return Difference(
            "not_comparable", None, delivery.total, None, None, delivery.unit, "No number is stated.", reasons
        )
    words = _stated(quantity)
    if quantity.unit != delivery.unit:
        told = f"{words} stated; the table counts {delivery.unit}: they are not compared."
        return Difference("not_comparable", None, delivery.total, None, None, quantity.unit, told, reasons)
    found = delivery.total
    if found is None:
        told = f"{words} stated; no record of the table fits."
        return Difference("no_record", None, None, None, None, quantity.unit, told, reasons)
    bound = _bound(quantity, found)
    difference = found - bound
    share = difference / bound if bound else None
    verdict = _verdict(quantity, found, bound)
    told = f"{words} stated, {number(found)} in the table: {_told(quantity, verdict, difference, share)}."
    return Difference(verdict, bound, found, difference, share, quantity.unit, told, reasons)


def _reasons(delivery: Delivery) -> tuple[str, ...]:
    told = [f"Evidence: {delivery.measure.source}, seen on {delivery.seen}."]
    if delivery.formula:
        told.append(f"Sum: {delivery.formula}")
    return (*told, *beside(delivery))


def _stated(quantity: Quantity | Total) -> str:
    low, high = quantity.low, quantity.high
    if isinstance(quantity, Quantity):
        return " ".join(quantity.text.split())
    if low is not None and high is not None:
        return amount(low, quantity.unit) if low == high else f"{number(low)} to {amount(high, quantity.unit)}"
    return (
        f"At least {amount(low, quantity.unit)}"
        if low is not None
        else f"Up to {amount(high or Decimal(0), quantity.unit)}"
    )


def _bound(quantity: Quantity | Total, found: Decimal) -> Decimal:
    """The end of the stated stretch that the sum is nearest to, the lower one where it lies within."""
    low, high = quantity.low, quantity.high
    if low is None or (high is not None and found > high):
        return high or Decimal(0)
    return low


def _verdict(quantity: Quantity | Total, found: Decimal, bound: Decimal) -> Verdict:
    low, high = quantity.low, quantity.high
    if (low is None or found >= low) and (high is None or found <= high):
        return "agrees"
    if bound and abs(found - bound) <= abs(bound) / 100 and _rounded(found, bound) == bound:
        return "agrees_rounded"
    hedged = isinstance(quantity, Quantity) and quantity.approximate
    if hedged and abs(found - bound) <= abs(bound) * (1 - decision_table().approximate):
        return "agrees_about"
    return "differs"


def _rounded(found: Decimal, like: Decimal) -> Decimal:
    """A number rounded at the place of the last digit of another that is not zero: a thousand for 239,000."""
    exponent = like.normalize().as_tuple().exponent
    place = exponent if isinstance(exponent, int) else 0
    return found.scaleb(-place).to_integral_value(ROUND_HALF_UP).scaleb(place)


def _told(quantity: Quantity | Total, verdict: Verdict, difference: Decimal, share: Decimal | None) -> str:
    exact = quantity.low is not None and quantity.low == quantity.high
    size = number(abs(difference)) + (
        "" if share is None else f" ({number((abs(share) * 1000).to_integral_value().scaleb(-1))} %)"
    )
    if verdict == "agrees":
        if exact:
            return "agrees exactly"
        if quantity.low is None:
            return f"agrees, {size} below the stated ceiling" if difference else "agrees, the stated ceiling itself"
        if quantity.high is None:
            return f"agrees, {size} above the stated floor" if difference else "agrees, the stated floor itself"
        return "agrees, within the stated range"
    way = "above" if difference > 0 else "below"
    what = "it" if exact else "the stated ceiling" if difference > 0 else "the stated floor"
    if verdict == "agrees_rounded":
        return f"agrees when rounded as stated, {size} {way} {what}"
    if verdict == "agrees_about":
        return f"agrees for a number said with a hedge, {size} {way} {what}"
    return f"differs, {size} {way} {what}"
