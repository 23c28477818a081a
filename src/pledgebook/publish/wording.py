"""How values are put in words for a person: safe to print, short, the same in the table and on the page."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from pledgebook.model import Actor, Attribution, Commitment, Modality, Period, Polarity, Quantity, Statement

_JOINERS = "\u200c\u200d"  # they shape letters and emoji, and order nothing
DATE = 11  # columns of one end of an interval: "2022-10-01/"
_SIZES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))


def harmless(words: str) -> str:
    """Words of a document that a terminal will only show: white space folded to one line, control characters and
    lone surrogates replaced by U+FFFD, marks that turn the direction of text or are invisible left out."""
    return "".join(_shown(character) for character in " ".join(words.split()))


def harmless_part(words: str) -> str:
    """The same for a part of a line, whose blanks at the ends count: each stretch of white space becomes one blank."""
    return "".join(_shown(character) for character in re.sub(r"\s+", " ", words))


def _shown(character: str) -> str:
    if character.isascii() and character >= " " and character != "\x7f":
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cs"):
        return "\ufffd"
    return "" if category == "Cf" and character not in _JOINERS else character


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 statement", "2,000 statements"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def number_and_unit(quantity: Quantity | None) -> tuple[str, str]:
    """A quantity in few characters: ("1.5 bn", "USD"), ("≥ 3,000", "arrest"), ("200 m–1 bn", "USD").
    "+" stands before what comes on top of something, "≈" before what is said to be about right."""
    if quantity is None:
        return "", ""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        number = short_number(low) if low == high else f"{short_number(low)}–{short_number(high)}"
    elif low is not None:
        number = f"≥ {short_number(low)}"
    elif high is not None:
        number = f"≤ {short_number(high)}"
    else:
        number = "?"
    number = ("≈ " if quantity.approximate else "") + ("+" if quantity.additional else "") + number
    if quantity.measure == "multiple":
        number = f"× {number}"
    unit = "%" if quantity.measure == "percent" else harmless(quantity.unit)
    return number, f"{unit}/{harmless(quantity.per)}" if quantity.per else unit


def how_much(quantity: Quantity | None) -> str:
    """A quantity in few characters, number and unit together: "1.5 bn USD"."""
    return " ".join(part for part in number_and_unit(quantity) if part)


def short_number(value: Decimal) -> str:
    """A number in few characters: "1.5 bn", "4,000"."""
    for size, word in _SIZES:
        if abs(value) >= size:
            return f"{(value / size).normalize():,f} {word}"
    return f"{value.normalize():,f}"


def who(actors: tuple[Actor, ...]) -> str:
    """Names with their ids: "Mexico (MX), President Biden (US), northern Central America (SV, GT, HN)"; nobody is an
    empty string."""
    named: dict[str, list[str]] = {}
    for actor in actors:
        ids = named.setdefault(harmless(actor.name), [])
        if actor.id and actor.id not in ids and actor.id != actor.name:
            ids.append(actor.id)
    return ", ".join(f"{name} ({', '.join(map(harmless, ids))})" if ids else name for name, ids in named.items())


def who_says_so(attribution: tuple[Attribution, ...]) -> str:
    """The chain, outermost first: "Channel Four News › a source familiar with the talks"."""
    return " › ".join(harmless(link.source) for link in attribution)


def what(statement: Statement) -> str:
    """The promise of a statement, and behind it what turns its meaning: "will not build the wall [negated]"."""
    return turned(statement.promise, statement.act.polarity, statement.act.modality)


def promised(commitment: Commitment) -> str:
    """The same of a commitment; the object alone where a ledger of an older version holds no more."""
    return turned(commitment.promise or commitment.object, commitment.polarity, commitment.modality)


def turned(promise: str, polarity: Polarity, modality: Modality) -> str:
    """A promise, and behind it what turns its meaning: "[negated]", "[conditional]"."""
    turns = [word for word in (polarity, modality) if word not in ("positive", "asserted")]
    return harmless(promise) + (f" [{', '.join(turns)}]" if turns else "")


def when(period: Period | None) -> str:
    """The EDTF of a period, on two lines where it is a long interval."""
    if period is None:
        return ""
    edtf = harmless(period.edtf)
    return edtf.replace("/", "/\n") if len(edtf) > DATE else edtf
