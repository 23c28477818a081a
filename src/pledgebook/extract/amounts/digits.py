"""Numbers written in digits: groups of three, Indian groups, decimal points and commas, fractions, powers, "1.5M".

Every pattern is bounded in length, and a number never starts inside a run of digits, so the time to read a
text grows with its length alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from pledgebook.extract.amounts.lexicon import bound_words, currency_signs, number_words, plural
from pledgebook.language.grammar import alternatives
from pledgebook.language.lexicon import lexicon_table

ONE = Fraction(1)
VULGAR = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6),
    "⅐": Fraction(1, 7),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
    "⅑": Fraction(1, 9),
    "⅒": Fraction(1, 10),
}
_VULGAR = "".join(VULGAR)
_SPACE = "[ \u00a0\u2009\u202f]"
_NUMERAL = re.compile(
    rf"""(?=[\d.{_VULGAR}])(?:(?<!\d)(?:
      (?<!\d/)(?P<mixed>(?:[0-9]{{1,6}}\s{{1,2}})?[0-9]{{1,4}}/[0-9]{{1,4}})(?![\d/]|[.,]\d)
    | (?P<vulgar>(?:[0-9]{{1,6}}\s?)?[{_VULGAR}])
    | (?P<power>[0-9]{{1,12}}(?:\.[0-9]{{1,12}})?\^[+-]{{0,2}}[0-9]{{1,2}})(?!\d)
    | (?P<science>[0-9]{{1,12}}(?:\.[0-9]{{1,12}})?(?:\s?[x×]\s?10\^|[eE])[+-]?[0-9]{{1,2}})(?!\w)
    | (?P<european>[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,8}},[0-9]{{1,12}}|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,8}})(?![\d]|[.,]\d)
    | (?P<version>[0-9]{{1,20}}(?:\.[0-9]{{1,20}}){{2,12}})(?!\d)
    | (?P<grouped>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,8}}(?:\.[0-9]{{1,20}})?|[0-9]{{1,3}}(?:,[0-9]{{2}}){{1,6}},[0-9]{{3}}(?:\.[0-9]{{1,20}})?
        |[0-9]{{1,3}}(?:['’][0-9]{{3}}){{1,8}}(?:\.[0-9]{{1,20}})?|[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}}){{1,8}}(?:\.[0-9]{{1,20}})?)(?!\d|,\d)
    | (?<!\d,)(?P<comma>[0-9]{{1,20}},[0-9]{{1,2}})(?![\d]|[.,]\d)
    | (?P<plain>[0-9]{{1,30}}(?:\.[0-9]{{1,20}})?)(?!\d)
    )|(?<![\w.)\]])(?P<point>\.[0-9]{{1,20}})(?!\d|\.\d))""",
    re.VERBOSE,
)
_LETTERS_BEFORE = re.compile(r"[^\W\d_]{1,14}$")
_LETTERS_AFTER = re.compile(r"(\s{0,2})([^\W\d_]{1,4})(?![^\W_])")
_SIGN = re.compile(r"(?:^|[\s(<>=~/])([-−])(\s{0,2})$")
_LEFT_OF_DASH = re.compile(r"\w\s$")
_PHONE_BEFORE = re.compile(r"[0-9/][-/]$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in digits: `value` without its short scale, `scale` that scale ("1.5M": 3/2 and 10**6).

    `plain`: written as bare digits, as a year would be. `fraction`: written as a fraction ("3/4").
    """

    start: int
    end: int
    value: Fraction
    scale: Fraction = ONE
    plain: bool = False
    fraction: bool = False


@functools.cache
def _glued_scale() -> re.Pattern[str]:
    """A word of scale glued to its number: "$16million"."""
    scales = number_words().scales
    return re.compile(
        rf"(?:{alternatives(form for word in scales if scales[word] >= 1000 for form in (word, plural(word)))})(?![^\W\d_])",
        re.IGNORECASE,
    )


def _suffix(text: str, end: int, prose: bool, money: bool) -> tuple[int, Fraction] | None:
    """Where the short scale or unit behind digits ends and its worth; None where letters make it no number."""
    following = text[end : end + 1]
    if not (following.isalnum() or following.isspace()) or _glued_scale().match(text, end):
        return end, ONE
    match = _LETTERS_AFTER.match(text, end)
    if match is None:
        return None if following.isalpha() and following not in "元円원" else (end, ONE)
    space, letters = match.groups()
    raw = lexicon_table("numbers")
    suffixes, spaced = raw["suffixes"], len(space)
    tables = [suffixes["words"]]
    if not spaced or not prose or money:
        tables.append(suffixes["letters"])
    if money and spaced <= 1:
        tables.append(suffixes["money"])
    if not prose:
        tables.append(suffixes["bare"])
    for entry in tables:
        if letters in entry and (money or not prose or letters not in suffixes["careful"]):
            return match.end(), Fraction(entry[letters])
    if spaced:
        return end, ONE
    if letters in currency_signs() or letters == "x" or (prose and letters in raw["measures"]["glued"]):
        return end, ONE
    return None


def _allowed_before(text: str, start: int) -> bool:
    """Digits glued to letters are a name ("H1N1"), unless the letters are money or a bound run together with them."""
    if not start or not text[start - 1].isalpha():
        return True
    match = _LETTERS_BEFORE.search(text, max(0, start - 14), start)
    if match is None:
        return False
    letters = match[0]
    sign = currency_signs().get(letters)
    return bool(sign and sign.before) or (len(letters) > 3 and letters.lower() in bound_words("before"))


def _mixed(written: str) -> Fraction | None:
    """ "3/4", "1 1/2"; nothing is divided by 0."""
    whole, _, part = written.rpartition(" ")
    top, bottom = part.split("/")
    return None if int(bottom) == 0 else Fraction(int(whole or 0)) + Fraction(int(top), int(bottom))


def _power(written: str) -> Fraction | None:
    """ "10^6", "2^-3"."""
    base, _, exponent = written.partition("^")
    signs = exponent.rstrip("0123456789")
    power = int(exponent[len(signs) :]) * (-1) ** signs.count("-")
    return None if Fraction(base) == 0 and power < 0 else Fraction(base) ** power


@functools.lru_cache(maxsize=4096)
def _split(kind: str, written: str) -> Fraction | None:
    """The value of digits as written, for all kinds but versions."""
    if written.isdigit() and written.isascii():
        return Fraction(int(written))
    if kind == "mixed":
        return _mixed(written)
    if kind == "vulgar":
        return Fraction(int(written[:-1].strip() or 0)) + VULGAR[written[-1]]
    if kind == "power":
        return _power(written)
    if kind == "science":
        mantissa, exponent = re.split(r"\s?[x×]\s?10\^|[eE]", written, maxsplit=1)
        return Fraction(mantissa) * Fraction(10) ** int(exponent)
    if kind == "european":
        return Fraction(written.replace(".", "").replace(",", "."))
    if kind == "comma":
        return Fraction(written.replace(",", "."))
    return Fraction(re.sub(f"{_SPACE}|[,'’]", "", written))


_OPENING = re.compile(f"[0-9.{_VULGAR}]")


def _written(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern of numbers in digits, tried only where one can begin."""
    opening = _OPENING.search(text)
    while opening is not None:
        found = _NUMERAL.match(text, opening.start())
        if found is not None:
            yield found
        opening = _OPENING.search(text, opening.end() if found is None else found.end())


def numerals(text: str, *, prose: bool, money_at: Collection[int] = frozenset()) -> Iterator[Numeral]:
    """All numbers in digits, in order.

    `prose`: True for running text, where a dash before a number is no sign and "5 G" no number. `money_at`:
    offsets at which a sign of currency ends, behind which "5m" is five million.
    """
    for match in _written(text):
        kind = match.lastgroup or "plain"
        start, end = match.span()
        written = " ".join(match[0].split()) if kind == "mixed" else match[0]
        if not _allowed_before(text, start):
            continue
        if kind == "version":
            position = start
            for part in written.split("."):
                yield Numeral(position, position + len(part), Fraction(part), plain=True)
                position += len(part) + 1
            continue
        if kind == "mixed" and _PHONE_BEFORE.search(text, max(0, start - 2), start):
            position = start
            for part in re.split(r"[\s/]+", written):
                at = text.index(part, position)
                yield Numeral(at, at + len(part), Fraction(part), plain=True)
                position = at + len(part)
            continue
        money = start in money_at or start - 1 in money_at or start - 2 in money_at
        if kind == "comma" and prose and not money:
            continue
        value = _split(kind, written)
        suffix = _suffix(text, end, prose, money)
        if value is None or suffix is None:
            continue
        near = text[max(0, start - 4) : start]
        sign = _SIGN.search(text, max(0, start - 4), start) if "-" in near or "−" in near else None
        if sign is not None and not (
            sign[2] and (prose or _LEFT_OF_DASH.search(text, max(0, sign.start(1) - 2), sign.start(1)))
        ):
            start, value = sign.start(1), -value
        yield Numeral(start, suffix[0], value, suffix[1], kind in ("plain", "comma"), kind in ("mixed", "vulgar"))
