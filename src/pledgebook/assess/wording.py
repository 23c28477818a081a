"""How numbers, units and days are put in a sentence for a reader."""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, Decimal

from pledgebook.model import Delivery

_CURRENCY = re.compile(r"[A-Z]{3}")
_UNCOUNTED = ("percent", "people", "aid", "funding", "personnel", "staff")


def number(value: Decimal) -> str:
    """A number with its thousands apart and no needless zeros: "31,670", "0.5"."""
    return f"{value.normalize():,f}" if value else "0"


def unit_name(value: Decimal | None, unit: str) -> str:
    """The unit as it stands behind a value: "refugees" behind 2, "refugee" behind 1, currencies as they are."""
    if value == 1 or _CURRENCY.fullmatch(unit) or unit in _UNCOUNTED or not unit or unit.endswith("s"):
        return unit
    if unit.endswith("person"):
        return unit.removesuffix("person") + "people"
    if re.search(r"[^aeiou]y$", unit):
        return unit[:-1] + "ies"
    return unit + ("es" if re.search(r"(?:x|z|ch|sh)$", unit) else "s")


def amount(value: Decimal, unit: str) -> str:
    """A value with its unit: "31,670 refugees", "1,500,000,000 USD"."""
    return f"{number(value)} {unit_name(value, unit)}".rstrip()


def floored(value: Decimal, places: int) -> Decimal:
    """A value cut to so many decimals, towards minus infinity; of any size."""
    return value.scaleb(places).to_integral_value(ROUND_FLOOR).scaleb(-places)


def percent(share: Decimal) -> str:
    """A share as a percentage, never rounded up, whole from 10 on, with one decimal below: "158 %", "99 %", "0.4 %"."""
    hundredfold = share * 100
    return f"{number(floored(hundredfold, 0 if abs(hundredfold) >= 10 else 1))} %"


def when(edtf: str | None) -> str:
    """A period with its preposition: "in 2024-06", "on 2024-06-03", "between 2023-10-01 and 2024-09-30"."""
    if not edtf:
        return "on a day that the records do not give"
    start, slash, end = edtf.partition("/")
    if slash:
        return f"between {start} and {end}"
    return f"{'on' if len(edtf) == len('2024-06-03') else 'in'} {edtf}"


def beside(delivery: Delivery) -> list[str]:
    """What must stand beside a sum: the notes of its source and measure, and what was not counted; a sentence each."""
    note = delivery.measure.note
    notes = delivery.notes if delivery.notes or not note else (note,)
    return [*(f"Note: {words}" for words in notes), *(f"Not counted: {words}" for words in delivery.left_out)]
