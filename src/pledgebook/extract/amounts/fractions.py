"""Fractions in words: "two thirds", "three and a half million", "one in three", "nine point nought four".

The shortest denominator that leaves a numerator is taken ("one hundred and thirty-two fifths" is 132/5), a proper
fraction behind "and" is added ("one hundred and three quarters" is 100.75), and behind a scale it is a part of the
scale ("a million and a half").
"""

from __future__ import annotations

from fractions import Fraction

from pledgebook.extract.amounts.cardinals import ONE, Number, Phrase, Reader, article_before
from pledgebook.extract.amounts.lexicon import joins, pattern
from pledgebook.language.lexicon import lexicon_table


def times_scale(reader: Reader, value: Fraction, at: int) -> tuple[Fraction, int, Fraction]:
    """A fraction of a scale: "half a million", "two thirds of a million", "three quarters billion"."""
    if reader.kind(at) == "scale" and joins("of_scale", reader.gap(at - 1)):
        scale, at = reader.tokens[at].value, at + 1
        while reader.kind(at) == "scale" and reader.joined(at) and scale < 10**15:
            scale, at = scale * reader.tokens[at].value, at + 1
        return value * scale, at, scale
    return value, at, ONE


def _bare_part(reader: Reader, i: int) -> tuple[Number, int] | None:
    """A part with no cardinal before it: "half", "half a million", "a third of a billion"."""
    token, word = reader.tokens[i], reader.tokens[i].word in lexicon_table("numbers")["parts"]
    lead = article_before(reader.text, token.start)
    known = reader.denominator(i)
    if known is None or known[2] or (lead == token.start and not word):
        return None
    bottom, at, _ = known
    value, behind, scale = times_scale(reader, ONE / bottom, at)
    alone = bottom < 2 or (lead == token.start and bottom > 2) or (reader.prose and token.kind != "ordinal")
    if scale == 1 and alone:
        return None
    end = reader.tokens[behind - 1].end
    return Number(lead, end, value, scale, share=scale == 1, spelled=True), behind


def fraction(reader: Reader, i: int, whole: Phrase | None) -> tuple[Number, int] | None:
    """A fraction in words that begins at token i, whose cardinal (if any) has been read."""
    tokens = reader.tokens
    if whole is None:
        return _bare_part(reader, i)
    at = whole.at
    if not reader.joined(at):
        return None
    first, last = i, at
    known = reader.denominator(at)
    if known is not None and known[2] and reader.kind(at - 1) == "tens" and not joins("and", reader.gap(at - 2)):
        fused = tokens[at - 1].value + known[0]
        shorter = reader.cardinal(i) if at - 1 == i else cardinal_until(reader, i, at - 1)
        if known[0] < 10 and at - 1 > i and shorter is not None:
            known, last, whole = (fused, at + 1, True), at - 1, shorter
    if known is None:
        return None
    bottom, behind, plural = known
    top = whole.value
    if (plural and top == 1 and first + 1 == last) or (
        not plural and top != 1 and not joins("and", reader.gap(last - 2))
    ):
        return None
    if bottom < 2 or (reader.kind(first) == "numeral" and bottom > 10):
        return None
    whole_part, whole_scale = Fraction(0), ONE
    for k in range(last - 1, first, -1):
        if joins("and", reader.gap(k - 1)):
            tail = cardinal_until(reader, k, last)
            before = cardinal_until(reader, first, k)
            if tail is not None and before is not None and tail.value < bottom:
                whole_part, top, whole_scale = before.value, tail.value, before.last
            break
    if not plural and top != 1:
        return None
    value, behind, scale = times_scale(reader, top / bottom, behind)
    end = tokens[behind - 1].end
    share = scale == 1 and not whole_part and value < 1
    if scale == 1 and whole_scale >= 1000:
        value, scale = value * whole_scale, whole_scale
    start = tokens[first].start
    return Number(start, end, whole_part + value, scale, share=share, spelled=tokens[first].kind != "numeral"), behind


def cardinal_until(reader: Reader, i: int, end: int) -> Phrase | None:
    """The cardinal of exactly the tokens i to end, as if nothing stood behind them."""
    if end <= i:
        return None
    phrase = Reader(reader.text, reader.tokens[i:end], reader.prose).cardinal(0)
    return phrase._replace(at=end) if phrase is not None and phrase.at == end - i else None


def and_fraction(reader: Reader, whole: Phrase) -> tuple[Fraction, int, Fraction] | None:
    """A mixed number: "three and a half million", "twenty and three fifths", "a million and a half"."""
    at, link = whole.at, reader.gap(whole.at - 1)
    if joins("and_a", link):
        known = reader.denominator(at)
        if known is None or known[2] or known[0] < 2:
            return None
        if reader.prose and reader.tokens[at].word not in lexicon_table("numbers")["parts"]:
            return None
        part, behind = ONE / known[0], known[1]
    elif joins("and", link):
        top = reader.cardinal(at)
        known = None if top is None or not reader.joined(top.at) else reader.denominator(top.at)
        if top is None or known is None or known[0] < 2 or top.value >= known[0] or known[2] == (top.value == 1):
            return None
        part, behind = top.value / known[0], known[1]
    else:
        return None
    end = reader.tokens[behind - 1].end
    if reader.prose and pattern("of_behind").match(reader.text, end):
        return None
    scaled, after, scale = times_scale(reader, part, behind)
    if whole.last >= 1000:
        return (whole.value + (scaled if scale > 1 else part * whole.last)), after, whole.last
    if scale > 1:
        return whole.value * scale + scaled, after, scale
    return whole.value + part, behind, ONE


def point(reader: Reader, whole: Phrase) -> tuple[Fraction, int] | None:
    """Decimals in words: "nine point nought four", "two hundred point seventy-one"."""
    if not joins("point", reader.gap(whole.at - 1)) or reader.kind(whole.at) not in ("unit", "tens"):
        return None
    at, digits = whole.at, ""
    while len(digits) < 18 and reader.kind(at) in ("unit", "tens") and (not digits or reader.joined(at)):
        read = reader.small(at)
        if read is None or (digits and (read[0] > 9 or len(digits) != at - whole.at)):
            break
        digits, at = digits + str(read[0]), read[1]
    return whole.value + Fraction(f"0.{digits}"), at


def ratio_of(reader: Reader, i: int, whole: Phrase) -> tuple[Fraction, int] | None:
    """ "one in three", "two out of five hundred", "1 over 20"; in running text no places and no times."""
    link = reader.gap(whole.at - 1)
    over = joins("over", link)
    if not (over or joins("in", link) or joins("out_of", link)):
        return None
    bottom = reader.cardinal(whole.at)
    if bottom is None or bottom.value == 0 or bottom.value.denominator > 1:
        return None
    if pattern("time_after").match(reader.text, reader.tokens[bottom.at - 1].end):
        return None
    if not over and not 0 < whole.value < bottom.value:
        return None
    if reader.prose:
        one_of = whole.value == 1 or bottom.value in (10, 100, 1000, 10000, 100000)
        if over or (joins("in", link) and not one_of) or 1900 <= bottom.value <= 2100:
            return None
    elif reader.tokens[i].start and reader.text[reader.tokens[i].start - 1] in "$€£¥":
        return None
    return whole.value / bottom.value, bottom.at


def one_of_compound(reader: Reader, i: int, whole: Phrase) -> tuple[Number, int] | None:
    """ "one twenty-fifth", "one one hundred fifth"."""
    if not reader.joined(whole.at):
        return None
    known = reader.denominator(whole.at)
    if known is None or known[2] or known[0] < 2:
        return None
    tokens = reader.tokens
    return Number(tokens[i].start, tokens[known[1] - 1].end, ONE / known[0], share=True, spelled=True), known[1]


def twice_said(reader: Reader, i: int, whole: Phrase) -> tuple[Number, int] | None:
    """ "twenty twenty fifths": two numbers side by side are numerator and denominator where an ordinal ends them."""
    if not reader.joined(whole.at) or reader.kind(whole.at) in ("ordinal", "ordinals"):
        return None
    known = reader.denominator(whole.at)
    if known is None or not known[2]:
        return None
    tokens = reader.tokens
    return Number(tokens[i].start, tokens[known[1] - 1].end, whole.value / known[0], share=True, spelled=True), known[1]
