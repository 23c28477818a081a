"""Numbers as tables and files write them: thousands separated, negatives in parentheses, signs of footnotes behind them."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

BLANK = frozenset(
    {"", "-", "–", "—", "−", "..", "...", "…", ".", ":", "na", "n/a", "n.a.", "null", "none", "nan", "#n/a"}
)
"""What stands for "no figure" in a cell, in lower case: nothing was measured, or nothing was there."""
HIDDEN = frozenset({"*", "**", "x", "(x)", "d", "(d)", "s", "(s)", "c", "(c)", "[c]", "[x]", "suppressed"})
"""What stands for "there is a figure, and it is not given" (too few, confidential), in lower case."""

_SPACES = "[ \u00a0\u2009\u202f'’]"
_SHAPES = {
    ".": re.compile(
        rf"(?P<sign>[-−–+]?)(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+|[0-9]+)?(?:\.(?P<part>[0-9]+))?"
    ),
    ",": re.compile(
        rf"(?P<sign>[-−–+]?)(?P<whole>[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+|[0-9]+)?(?:,(?P<part>[0-9]+))?"
    ),
}
# what may stand behind a number: signs, "[1]", "(a)", "r" for revised, "p" for preliminary, "e" for estimated
_FOOTNOTES = re.compile(r"(?:\s*(?:[*†‡§¶#¹²³⁰-⁹]+|\[[0-9a-z]{1,2}\]|\([0-9a-z]\))|(?<=[0-9])\s?[pre])*", re.IGNORECASE)
_EXPONENT = re.compile(r"[-+]?[0-9]{1,20}(?:\.[0-9]{1,20})?[eE][-+][0-9]{2}")
_LONGEST = 60  # characters; no amount is longer


class NotANumber(ValueError):
    """A cell that should hold a number holds something else; the message shows it."""


class Hidden(NotANumber):
    """The figure exists and the publisher does not give it."""


def number(text: str, *, decimal: str = ".", blank: Collection[str] = (), percent: bool = False) -> Decimal | None:
    """The value of a number as written; None where the cell stands for no figure.

    `decimal`: the sign before the fraction, "." or ",". `blank`: further words for "no figure". `percent`: a percent sign
    behind the number is part of it. Raises NotANumber, Hidden where the figure is there and withheld.

    >>> number("1,234*"), number("(12.5)"), number("1.234,5", decimal=","), number("–")
    (Decimal('1234'), Decimal('-12.5'), Decimal('1234.5'), None)
    """
    plain = text.strip().strip("\u00a0\ufeff")
    low = plain.lower()
    if low in BLANK or plain in blank:
        return None
    if low in HIDDEN:
        raise Hidden(_shown(plain))
    if len(plain) > _LONGEST:
        raise NotANumber(_shown(plain))
    if _EXPONENT.fullmatch(plain):  # as programs write large numbers
        return Decimal(f"{Decimal(plain):f}")
    if percent:
        plain = plain.replace("%", "", 1).rstrip()
    negative = False
    if plain.startswith("(") and ")" in plain:
        inside, _, behind = plain[1:].partition(")")
        plain, negative = inside.strip() + behind, True
    found = _SHAPES[decimal].match(plain)
    if found is None or not (found["whole"] or found["part"]) or not _FOOTNOTES.fullmatch(plain, found.end()):
        raise NotANumber(_shown(text))
    digits = re.sub(r"\D", "", found["whole"] or "0")
    value = Decimal(digits + ("." + found["part"] if found["part"] else ""))
    return -value if negative or found["sign"] in ("-", "−", "–") else value


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= 40 else flat[:39] + "…")
