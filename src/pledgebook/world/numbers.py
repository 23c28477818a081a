"""Numbers between the exact fractions in which they are reckoned and the decimals in which they are shown and stored."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

DIGITS = "0123456789"
"""The only characters that are digits here. A pattern says `[0-9]`, never `\\d`: that takes the digits of every script
("９"), with which neither the grammars nor `Fraction` agree."""

_EXACT = Context(prec=60)


def decimal_of(value: Fraction) -> Decimal:
    """The exact decimal, whole numbers without a fraction; where there is none (66.666…) the one rounded to two places.

    >>> decimal_of(Fraction(5, 2)), decimal_of(Fraction(2, 3))
    (Decimal('2.5'), Decimal('0.67'))
    """
    bottom = value.denominator
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    exact = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    result = exact if bottom == 1 else exact.quantize(Decimal("0.01"), context=_EXACT)
    return Decimal(int(result)) if result == result.to_integral_value() else result.normalize(_EXACT)
