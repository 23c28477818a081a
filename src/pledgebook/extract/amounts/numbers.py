"""Numbers in words and digits: "twenty-one", "5 lakh crore", "three-and-a-half million", "two thirds", "hundreds".

`numbers` is the grammar alone: every number counts, also a year or a number in a name. What is an amount in
running text is decided in `prose` and `find`.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from pledgebook.extract.amounts.cardinals import ONE, Number, Phrase, Reader, Token, article_before, tokens_of
from pledgebook.extract.amounts.fractions import (
    and_fraction,
    fraction,
    one_of_compound,
    point,
    ratio_of,
    times_scale,
    twice_said,
)
from pledgebook.extract.amounts.lexicon import joins, pattern, plural, vague
from pledgebook.extract.amounts.shapes import may_be_negative
from pledgebook.language.lexicon import lexicon_table

__all__ = ["Number", "numbers"]


def _vague(reader: Reader, i: int) -> tuple[Number, int] | None:
    """ "hundreds", "tens of thousands", "several million", "a couple of hundred"."""
    token = reader.tokens[i]
    text = reader.text
    if token.kind == "scale":
        window = max(0, token.start - 14)
        couple = pattern("couple").search(text, window, token.start)
        if couple:
            return Number(couple.start(1), token.end, token.value * 2, token.value, spelled=True), i + 1
        several = pattern("several").search(text, window, token.start)
        if several is None:
            return None
        low, high = vague(plural(token.word))
        start, word_value = several.start(1), token.value
    elif token.kind == "plural":
        low, high = vague(token.word)
        start, word_value = token.start, token.value
    else:
        return None
    times, at = _times(reader, i + 1)
    if high is None and at > i + 1:
        high = low * 5
    upper = None if high is None else high * word_value * times
    end = reader.tokens[at - 1].end
    return Number(start, end, low * word_value * times, word_value * times, upper, vague=True, spelled=True), at


def _times(reader: Reader, at: int) -> tuple[Fraction, int]:
    """The product of the scales from token `at` on ("tens of thousands", "hundreds of thousand million"), three at most, and
    the token behind them."""
    times, last = ONE, at + 3
    while at < last and reader.is_scale(at) and (reader.joined(at) or joins("of", reader.gap(at - 1))):
        times, at = times * reader.tokens[at].value, at + 1
    return times, at


def _compound_ordinal(reader: Reader, i: int, whole: Phrase) -> int | None:
    """The token behind an ordinal in words ("twenty-first", "one hundred and fifth"), which is no number."""
    at = whole.at
    if (
        reader.kind(at) != "ordinal"
        or not reader.follows(at)
        or reader.tokens[at].word in lexicon_table("numbers")["parts"]
    ):
        return None
    before, value = reader.tokens[at - 1], reader.tokens[at].value
    if before.kind == "tens" and reader.joined(at):
        return at + 1 if value < 10 else None
    hundredth = before.kind == "scale" and before.value == 100 and value < 100
    return at + 1 if hundredth and reader.kind(i) != "numeral" else None


def _number(reader: Reader, i: int) -> tuple[Number | None, int]:
    """The number that begins at token i, if any, and the token from which to go on."""
    tokens, text = reader.tokens, reader.text
    token = tokens[i]
    if token.kind == "numeral" and reader.ends(i):
        return _digits_alone(token), i + 1
    loose = _vague(reader, i)
    if loose is not None:
        return loose
    whole = reader.cardinal(i)
    if whole is None:
        part = fraction(reader, i, None) if token.kind == "ordinal" else None
        return part if part is not None else (None, i + 1)
    if token.kind in ("tens", "scale") or whole.value != 1:
        lead = article_before(text, token.start)
        known = reader.denominator(i)
        if lead < token.start and known is not None and known[1] > whole.at and not known[2] and not reader.prose:
            return Number(lead, tokens[known[1] - 1].end, ONE / known[0], share=True, spelled=True), known[1]
    start, spelled = token.start, token.kind != "numeral"
    bare = False
    if token.kind == "scale":
        start = article_before(text, token.start)
        bare = start == token.start and whole.at == i + 1
    ratio = ratio_of(reader, i, whole)
    mixed = and_fraction(reader, whole)
    decimal = point(reader, whole) if spelled else None
    if decimal is not None:
        value, at, scale = times_scale(reader, *decimal)
        return Number(start, tokens[at - 1].end, value, scale, spelled=True), at
    if ratio is not None:
        return Number(start, tokens[ratio[1] - 1].end, ratio[0], share=ratio[0] < 1, spelled=spelled), ratio[1]
    if mixed is not None:
        return Number(start, tokens[mixed[1] - 1].end, mixed[0], mixed[2], spelled=spelled), mixed[1]
    part = fraction(reader, i, whole)
    if part is None and whole.value == 1 and spelled:
        part = one_of_compound(reader, i, whole)
    if part is None and spelled:
        part = twice_said(reader, i, whole)
    if part is not None:
        return Number(start, part[0].end, part[0].value, part[0].scale, share=part[0].share, spelled=spelled), part[1]
    behind = _compound_ordinal(reader, i, whole)
    if behind is not None:
        return None, behind
    share = token.word == "fraction" and whole.value < 1 and whole.at == i + 1
    plain = token.flag and whole.at == i + 1 and token.scale == 1
    number = Number(
        start, tokens[whole.at - 1].end, whole.value, whole.first, share=share, spelled=spelled, bare=bare, plain=plain
    )
    return number, whole.at


def _digits_alone(token: Token) -> Number:
    """A number in digits that no word goes on from."""
    value, plain = token.value if token.scale == 1 else token.value * token.scale, token.flag and token.scale == 1
    share = token.word == "fraction" and value < 1
    return Number(token.start, token.end, value, token.scale, share=share, plain=plain)


def numbers(text: str, *, prose: bool = False, money_at: Collection[int] = frozenset()) -> list[Number]:
    """All numbers of a text, in order, none overlapping.

    `prose`: read as running text, where "and" joins less ("$5 million and 3 ships"), a dash before digits opens a
    list, and a letter behind them is a name; bare scales are marked. Without it every number counts. `money_at`:
    offsets at which signs of currency end, for short scales such as "£5m".
    """
    reader = Reader(text, tokens_of(text, prose=prose, money_at=money_at), prose)
    found: list[Number] = []
    i = 0
    while i < len(reader.tokens):
        number, following = _number(reader, i)
        i = max(following, i + 1)
        if number is None:
            continue
        if _is_pronoun(text, number):
            continue
        if may_be_negative(text, max(0, number.start - 12), number.start):
            minus = pattern("minus").search(text, max(0, number.start - 12), number.start)
            number = number if minus is None or number.value <= 0 else _negative(number, minus.start(1))
        if found and number.start < found[-1].end:
            continue
        found.append(number)
    return found


def _is_pronoun(text: str, number: Number) -> bool:
    """ "the one they chose"."""
    one = number.spelled and number.value == 1
    if not one or text[number.start : number.end].lower() not in lexicon_table("numbers")["pronouns"]["words"]:
        return False
    return pattern("pronoun").search(text, max(0, number.start - 8), number.start) is not None


def _negative(number: Number, start: int) -> Number:
    return Number(start, number.end, -number.value, number.scale, spelled=True)
