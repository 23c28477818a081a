"""The scale of figures: what "in millions" in a heading, a note or a column of multipliers means."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from pledgebook.world.data import table

MOST_POWER = 15
"""In a column of multipliers a number up to this is a power of ten, as SDMX's UNIT_MULT is: 6 for millions."""


@functools.cache
def _words() -> dict[str, Decimal]:
    rows = table("evidence", "data/columns.toml")["scales"]
    return {word: Decimal(10) ** int(power) for power, words in rows.items() for word in words}


@functools.cache
def _hint() -> re.Pattern[str]:
    scales = (word for word, factor in _words().items() if factor > 1)
    words = "|".join(re.escape(word) for word in sorted(scales, key=len, reverse=True))
    before = "|".join(table("evidence", "data/columns.toml")["before_scale"])
    currency = r"[A-Z]{3}|US\s?\$|[$€£¥]|(?i:euros?|dollars?|pounds?|yen)"
    return re.compile(
        rf"(?:(?<!\w)(?i:{before})\s+(?:(?i:of)\s+)?(?:(?:{currency})\s+)?|(?:{currency})\s*,?\s*|[(\[,;:]\s*)(?P<word>(?i:{words}))(?!\w)"
        rf"|(?<!\w)(?P<first>(?i:{words}))\s+(?:(?i:of)\s+)?(?:(?:{currency})|(?i:us|current|constant|u\.s\.)\s)"
    )


def scale_of(cell: str, *, powers: bool = False) -> Decimal | None:
    """The factor that a cell or a key names ("1000", "millions", "Thousands"); None where it names none.

    `powers`: whether a number up to MOST_POWER is a power of ten, as in a column of multipliers.

    >>> scale_of("millions"), scale_of("1000"), scale_of("6", powers=True), scale_of("often")
    (Decimal('1000000'), Decimal('1000'), Decimal('1000000'), None)
    """
    plain = " ".join(cell.split()).casefold()
    if plain in _words():
        return _words()[plain]
    try:
        value = Decimal(plain.replace(",", "").replace("_", ""))
    except InvalidOperation:
        return None
    if powers and value == value.to_integral_value() and 0 <= value <= MOST_POWER:
        return Decimal(10) ** int(value)
    return value if value.is_finite() and value > 0 else None


def scale_said(texts: Iterable[str]) -> tuple[str, str] | None:
    """The first words that say in which scale figures are ("USD million", "in thousands"), and the text that holds them.

    >>> scale_said(["Aid by donor", "Net ODA, USD million, current prices"])
    ('million', 'Net ODA, USD million, current prices')
    """
    for text in texts:
        found = _hint().search(text)
        if found is not None:
            return (found["word"] or found["first"]).lower(), text
    return None
