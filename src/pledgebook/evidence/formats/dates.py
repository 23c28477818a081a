"""Which form the dates of a column have: told by all of its cells, since one alone may be read in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pledgebook.evidence.formats.layout import PeriodShape
from pledgebook.evidence.formats.periods import EXCEL, in_form, whole

MOST_CELLS = 20_000
"""How many different cells of a column are looked at."""
_DIGITS = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?:[T ].*)?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_SHORT_MONTH = re.compile(r"[^\W\d]{3,9}[-\s'’][0-9]{2}")
_FISCAL = re.compile(r"(?:fy|fiscal year)\b|(?:fy|fiscal year)\s*[0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a column of periods says of its form.

    `form`: for the description, None where every cell can be read without one. `because`: a cell that shows it. `doubt`: what a
    person has to say, where the column does not: a sentence.
    """

    form: str | None = None
    because: str = ""
    doubt: str | None = None


def recognised(cells: Iterable[str], shape: PeriodShape) -> Recognised:
    """The form of the periods in a column. `cells`: its different words; what is no date at all does not count."""
    texts = [cell for cell in cells if cell]
    digits = [cell for cell in texts if _DIGITS.fullmatch(cell)]
    if digits:
        return _day_and_month(digits, shape)
    serials = [cell for cell in texts if _SERIAL.fullmatch(cell)]
    if serials and len(serials) * 10 >= len(texts) * 9 and all(in_form(cell, EXCEL, shape) for cell in serials):
        return Recognised(EXCEL, serials[0])
    short = [cell for cell in texts if _SHORT_MONTH.fullmatch(cell) and whole(cell, shape) is None]
    if short:
        form = "{month}" + re.sub(r"[^\W\d]|[0-9]", "", short[0])[:1] + "{year}"
        if any(in_form(cell, form, shape) for cell in short):
            return Recognised(form, short[0])
    fiscal = next((cell for cell in texts if _FISCAL.match(cell)), None)
    if fiscal is not None and not shape.fiscal:
        return Recognised(
            doubt=f'{fiscal!r} is a fiscal year: say the month in which it begins ([period] starts = "October")'
        )
    return Recognised()


def _day_and_month(digits: list[str], shape: PeriodShape) -> Recognised:
    """Whether the day or the month comes first in "10/24/2013"."""
    sign = next(sign for sign in digits[0] if not sign.isdigit())
    day_first, month_first = f"{{day}}{sign}{{month}}{sign}{{year}}", f"{{month}}{sign}{{day}}{sign}{{year}}"
    exact = replace(shape, grain="day")
    only_day = next(
        (cell for cell in digits if not in_form(cell, month_first, exact) and in_form(cell, day_first, exact)), None
    )
    only_month = next(
        (cell for cell in digits if not in_form(cell, day_first, exact) and in_form(cell, month_first, exact)), None
    )
    if only_day and only_month:
        doubt = f"{only_day!r} is a day only as day/month/year and {only_month!r} only as month/day/year: the column mixes both"
        return Recognised(doubt=f"{doubt} ([period] form)")
    if only_day or only_month:
        return Recognised(day_first if only_day else month_first, only_day or only_month or "")
    example = digits[0]
    readings = " or ".join(str(in_form(example, form, exact)) for form in (day_first, month_first))
    doubt = f'{example!r} may be {readings}, and no cell of the column decides it: say [period] form = "{day_first}" or "{month_first}"'
    return Recognised(doubt=doubt)
