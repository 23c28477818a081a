"""How this room puts numbers in its sentences."""

from __future__ import annotations

from decimal import Decimal


def shorn(value: Decimal) -> str:
    """A number for people: thousands parted, no zeros behind the last digit.

    >>> shorn(Decimal("31670.00")), shorn(Decimal("12.50"))
    ('31,670', '12.5')
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def counted(count: int, noun: str = "record") -> str:
    """A number of things.

    >>> counted(1), counted(2000)
    ('1 record', '2,000 records')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
