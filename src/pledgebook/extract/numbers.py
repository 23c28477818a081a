"""Numbers in words and digits: "twenty-one", "5 lakh crore", "three-and-a-half million", "two thirds", "hundreds".

`numbers` is the grammar alone: every number counts, also a year or a number in a name. What is an amount in
running text is decided in `prose` and `amounts`. Rules of fractions in words: the shortest denominator that
leaves a numerator ("one hundred and thirty-two fifths" is 132/5), a proper fraction behind "and" is added
("one hundred and three quarters" is 100.75), and behind a scale it is a part of the scale ("a million and a
half").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from pledgebook.extract.amount_lexicon import alternatives, number_words, table, vague
from pledgebook.extract.numerals import numerals

ONE = Fraction(1)
_TAKEN = 12  # groups of one number phrase; longer chains are no number, and bound the work


@dataclass(frozen=True, slots=True)
class Number:
    """A number phrase: `value` exact; `scale` the word or sign that multiplied it ("$30–40 million" shares one).

    `high`: upper bound of a vague number ("hundreds"), None where it has none. `vague`: the number is vague,
    `value` is its lower bound. `share`: a bare part of a whole ("two thirds", "one in three"). `spelled`: begins
    with a word. `bare`: a scale with nothing before it ("million"). `plain`: digits as a year is written.
    """

    start: int
    end: int
    value: Fraction
    scale: Fraction = ONE
    high: Fraction | None = None
    vague: bool = False
    share: bool = False
    spelled: bool = False
    bare: bool = False
    plain: bool = False


_Kind = Literal["numeral", "unit", "tens", "scale", "plural", "ordinal", "ordinals"]


class _Token(NamedTuple):
    start: int
    end: int
    kind: _Kind
    value: Fraction
    scale: Fraction = ONE
    word: str = ""
    flag: bool = False  # numerals: plain digits (a year), or written as a fraction


@functools.cache
def _word_pattern() -> tuple[re.Pattern[str], dict[str, tuple[_Kind, Fraction]]]:
    words = number_words()
    kinds: dict[str, tuple[_Kind, Fraction]] = {}
    groups: tuple[tuple[_Kind, dict[str, Fraction]], ...] = (
        ("unit", dict(words.units)),
        ("tens", dict(words.tens)),
        ("scale", dict(words.scales)),
        ("plural", dict(words.plurals)),
        ("ordinal", dict(words.ordinals)),
        ("ordinals", dict(words.ordinal_plurals)),
    )
    for kind, entry in groups:
        for word, value in entry.items():
            kinds.setdefault(word, (kind, value))
    return re.compile(rf"(?<![^\W\d_])(?:{alternatives(kinds)})(?![^\W_])", re.IGNORECASE), kinds


_ORDINAL_AFTER = re.compile(r"\s?(?:<sup>)?(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])")


def _tokens(text: str, *, prose: bool, money_at: Collection[int]) -> list[_Token]:
    pattern, kinds = _word_pattern()
    found: list[_Token] = []
    for match in pattern.finditer(text):
        kind, value = kinds[match[0].lower()]
        found.append(_Token(match.start(), match.end(), kind, value, word=match[0].lower()))
    for n in numerals(text, prose=prose, money_at=money_at):
        if not _ORDINAL_AFTER.match(text, n.end):
            word = "fraction" if n.fraction else ""
            found.append(_Token(n.start, n.end, "numeral", n.value, n.scale, word, n.plain))
    return sorted(found)


_GAP = re.compile(r"[\s\-‐‑]+|^\+(?=\s)")
_ARTICLE = re.compile(r"(?:^|[^\w])(an?[\s-]{1,3})$", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:^|\W)((?:several|many|a\s{1,2}few)\s{1,2})$", re.IGNORECASE)
_COUPLE = re.compile(r"(?:^|\W)(a\s{1,2}couple\s{1,2}(?:of\s{1,2})?)$", re.IGNORECASE)
_MINUS = re.compile(r"(?:^|\W)((?:minus|negative)\s{1,2})$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s{1,2}(?:an?\s{1,2})?$", re.IGNORECASE)


@functools.cache
def _time_after() -> re.Pattern[str]:
    return re.compile(rf"[\s-]{{1,3}}(?:{alternatives(table('numbers')['time']['words'])})s?\b", re.IGNORECASE)


class _Phrase(NamedTuple):
    """A parsed cardinal: `at` is the token behind it, `last` its last scale, `first` its first."""

    value: Fraction
    at: int
    last: Fraction
    first: Fraction


class _Reader:
    """The tokens of one text and the grammar over them; holds no state that changes."""

    def __init__(self, text: str, tokens: list[_Token], prose: bool) -> None:
        self.text, self.tokens, self.prose = text, tokens, prose

    def kind(self, i: int) -> str:
        return self.tokens[i].kind if i < len(self.tokens) else ""

    def gap(self, i: int) -> str | None:
        """The words between token i and the next, "" for spaces or a hyphen, None where they do not belong together."""
        if i < 0 or i + 1 >= len(self.tokens):
            return None
        between = self.text[self.tokens[i].end : self.tokens[i + 1].start]
        if len(between) > 24 or "\n\n" in between or not between:
            return None
        return _GAP.sub(" ", between).strip().lower()

    def joined(self, i: int) -> bool:
        """Whether token i follows the one before it with nothing but a space or a hyphen between."""
        return self.gap(i - 1) == ""

    def small(self, i: int) -> tuple[Fraction, int] | None:
        """ "seven", "forty", "forty-two", "42"; the value and the next token."""
        kind = self.kind(i)
        if kind in ("unit", "numeral"):
            return self.tokens[i].value * self.tokens[i].scale, i + 1
        if kind == "tens":
            value = self.tokens[i].value
            if self.kind(i + 1) == "unit" and self.joined(i + 1) and 0 < self.tokens[i + 1].value < 10:
                return value + self.tokens[i + 1].value, i + 2
            return value, i + 1
        return None

    def is_scale(self, i: int, above: int = 0) -> bool:
        return (
            self.kind(i) in ("scale", "plural")
            and self.tokens[i].word not in ("tens", "scores")
            and self.tokens[i].value > above
        )

    def group(self, i: int) -> tuple[Fraction, int] | None:
        """A number below a thousand, or a bare scale counted as one: "two hundred and six", "hundred"."""
        first = self.small(i)
        if first is None:
            if self.kind(i) != "scale":
                return None
            value, at = ONE, i
        else:
            value, at = first
        if not (self.is_scale(at) and self.tokens[at].value == 100 and (at == i or self.joined(at))):
            return value, at
        if self.kind(at) == "plural" and self.prose:
            return value, at
        value, at = value * 100, at + 1
        link = self.gap(at - 1)
        if link not in ("", "and"):
            return value, at
        tail = self.small(at)
        if tail is None or not 0 < tail[0] < 100 or tail[0].denominator > 1:
            return value, at
        digits = self.kind(at) == "numeral"
        if digits and (self.prose or link == "" or self.tokens[at].scale != 1):
            return value, at
        if self.is_scale(tail[1]) and self.joined(tail[1]):
            if self.tokens[tail[1]].value == 100:
                return value, at
            if self.tokens[tail[1]].value == 12:
                return value + tail[0] * 12, tail[1] + 1
        if link == "and" and self.splits(at, tail[1]):
            return value, at
        return value + tail[0], tail[1]

    def splits(self, at: int, behind: int) -> bool:
        """Whether "and" at token `at` parts the two ends of "between A and B" rather than joining one number."""
        start = at - 1
        while start > 0 and self.gap(start - 1) == "":
            start -= 1
            if at - start > _TAKEN:
                return False
        lead = self.tokens[start].start
        return bool(_BETWEEN.search(self.text, max(0, lead - 16), lead)) and self.gap(behind - 1) != "and"

    def cardinal(self, i: int) -> _Phrase | None:
        """Groups with falling scales: "4 thousand 3 hundred and 21", "five lakh crore"."""
        total, limit, at = Fraction(0), None, i
        last = first_scale = ONE
        for _ in range(_TAKEN):
            read = self.group(at)
            if read is None:
                break
            value, behind = read
            own = self.tokens[behind - 1].scale if self.kind(behind - 1) == "numeral" else ONE
            multiplier = ONE
            while self.is_scale(behind) and multiplier < 10**15 and (behind == at or self.joined(behind)):
                counted = behind > at and self.kind(behind - 1) == "numeral" and self.tokens[behind].value > 100
                if (
                    self.prose
                    and self.kind(behind) == "plural"
                    and self.tokens[behind].word != "dozens"
                    and not counted
                ):
                    break
                multiplier *= self.tokens[behind].value
                behind += 1
            if behind == at:
                break
            size = value * multiplier
            if limit is not None and not 0 < size < limit:
                break
            if limit is not None and multiplier >= limit:
                break
            total, at = total + size, behind
            last = multiplier
            if i == behind - 1 or limit is None:
                first_scale = multiplier * own
            if multiplier < 100:
                break
            limit = multiplier
            if not self.continues(i, at):
                break
        return None if at == i else _Phrase(total, at, last, first_scale)

    def continues(self, i: int, at: int) -> bool:
        """Whether a smaller group may follow: "two thousand and two hundred", not "$5 million and 3 ships"."""
        link = self.gap(at - 1)
        if link == "":
            return not self.prose or self.kind(at) != "numeral" or self.is_scale(at + 1)
        if link != "and":
            return False
        if not self.prose:
            return True
        if "numeral" in (self.kind(i), self.kind(at)) or self.tokens[at - 1].value > 1000:
            return False
        tail = self.group(at)
        return tail is not None and not self.splits(at, tail[1])

    def denominator(self, i: int) -> tuple[Fraction, int, bool] | None:
        """The ordinal that a fraction names, from token i: value, next token, plural. "fifths", "twenty-fifth"."""
        if self.kind(i) in ("ordinal", "ordinals"):
            if self.tokens[i].word in ("first", "firsts", "second", "seconds"):
                return None
            return self.tokens[i].value, i + 1, self.kind(i) == "ordinals"
        value, at = Fraction(0), i
        read = self.group(i)
        if read is None:
            return None
        value, at = read
        if self.kind(at) not in ("ordinal", "ordinals") or self.gap(at - 1) not in ("", "and"):
            return None
        part = self.tokens[at].value
        if not part < (10 if self.kind(at - 1) == "tens" else 100):
            return None
        return value + part, at + 1, self.kind(at) == "ordinals"


def _article(text: str, start: int) -> int:
    match = _ARTICLE.search(text, max(0, start - 8), start)
    return match.start(1) if match else start


def _vague(reader: _Reader, i: int) -> tuple[Number, int] | None:
    """ "hundreds", "tens of thousands", "several million", "a couple of hundred"."""
    token = reader.tokens[i]
    text = reader.text
    if token.kind == "scale":
        window = max(0, token.start - 14)
        couple = _COUPLE.search(text, window, token.start)
        if couple:
            return Number(couple.start(1), token.end, token.value * 2, token.value, spelled=True), i + 1
        several = _SEVERAL.search(text, window, token.start)
        if several is None:
            return None
        low, high = vague(f"{token.word}s")
        start, word_value = several.start(1), token.value
    elif token.kind == "plural":
        low, high = vague(token.word)
        start, word_value = token.start, token.value
    else:
        return None
    at, times = i + 1, ONE
    while at < len(reader.tokens) and reader.is_scale(at) and at - i < 4:
        if reader.gap(at - 1) not in ("of", ""):
            break
        if high is None:
            high = low * 5
        times, at = times * reader.tokens[at].value, at + 1
    upper = None if high is None else high * word_value * times
    end = reader.tokens[at - 1].end
    return Number(start, end, low * word_value * times, word_value * times, upper, vague=True, spelled=True), at


def _times_scale(reader: _Reader, value: Fraction, at: int) -> tuple[Fraction, int, Fraction]:
    """A fraction of a scale: "half a million", "two thirds of a million", "three quarters billion"."""
    if reader.kind(at) == "scale" and reader.gap(at - 1) in ("", "a", "of a", "of one"):
        scale, at = reader.tokens[at].value, at + 1
        while reader.kind(at) == "scale" and reader.joined(at) and scale < 10**15:
            scale, at = scale * reader.tokens[at].value, at + 1
        return value * scale, at, scale
    return value, at, ONE


def _fraction(reader: _Reader, i: int, whole: _Phrase | None) -> tuple[Number, int] | None:
    """A fraction in words that begins at token i, whose cardinal (if any) has been read."""
    tokens, text = reader.tokens, reader.text
    if whole is None:
        lead = _article(text, tokens[i].start)
        known = reader.denominator(i)
        if known is None or known[2] or (lead == tokens[i].start and tokens[i].word not in ("half", "quarter")):
            return None
        bottom, at, _ = known
        value, behind, scale = _times_scale(reader, ONE / bottom, at)
        if scale == 1 and (bottom < 2 or (lead == tokens[i].start and tokens[i].word == "quarter")):
            return None
        if reader.prose and scale == 1 and tokens[i].kind != "ordinal":
            return None
        number = Number(lead, tokens[behind - 1].end, value, scale, share=scale == 1, spelled=True)
        return number, behind
    at = whole.at
    if not reader.joined(at):
        return None
    first, last = i, at
    known = reader.denominator(at)
    if known is not None and known[2] and reader.kind(at - 1) == "tens" and reader.gap(at - 2) != "and":
        fused = tokens[at - 1].value + known[0]
        shorter = reader.cardinal(i) if at - 1 == i else _cardinal_until(reader, i, at - 1)
        if known[0] < 10 and at - 1 > i and shorter is not None:
            known, last, whole = (fused, at + 1, True), at - 1, shorter
    if known is None:
        return None
    bottom, behind, plural = known
    top = whole.value
    if (plural and top == 1 and first + 1 == last) or (not plural and top != 1 and reader.gap(last - 2) != "and"):
        return None
    if bottom < 2 or (reader.kind(first) == "numeral" and bottom > 10):
        return None
    whole_part, whole_scale = Fraction(0), ONE
    for k in range(last - 1, first, -1):
        if reader.gap(k - 1) == "and":
            tail = _cardinal_until(reader, k, last)
            before = _cardinal_until(reader, first, k)
            if tail is not None and before is not None and tail.value < bottom:
                whole_part, top, whole_scale = before.value, tail.value, before.last
            break
    if not plural and top != 1:
        return None
    value, behind, scale = _times_scale(reader, top / bottom, behind)
    end = tokens[behind - 1].end
    share = scale == 1 and not whole_part and value < 1
    if scale == 1 and whole_scale >= 1000:
        value, scale = value * whole_scale, whole_scale
    start = tokens[first].start
    return Number(start, end, whole_part + value, scale, share=share, spelled=tokens[first].kind != "numeral"), behind


def _cardinal_until(reader: _Reader, i: int, end: int) -> _Phrase | None:
    """The cardinal of exactly the tokens i to end, as if nothing stood behind them."""
    if end <= i:
        return None
    phrase = _Reader(reader.text, reader.tokens[i:end], reader.prose).cardinal(0)
    return phrase._replace(at=end) if phrase is not None and phrase.at == end - i else None


def _and_fraction(reader: _Reader, whole: _Phrase) -> tuple[Fraction, int, Fraction] | None:
    """A mixed number: "three and a half million", "twenty and three fifths", "a million and a half"."""
    at, link = whole.at, reader.gap(whole.at - 1)
    if link in ("and a", "and an"):
        known = reader.denominator(at)
        if known is None or known[2] or known[0] < 2:
            return None
        if reader.prose and reader.tokens[at].word not in ("half", "quarter"):
            return None
        part, behind = ONE / known[0], known[1]
    elif link == "and":
        top = reader.cardinal(at)
        known = None if top is None or not reader.joined(top.at) else reader.denominator(top.at)
        if top is None or known is None or known[0] < 2 or top.value >= known[0] or known[2] == (top.value == 1):
            return None
        part, behind = top.value / known[0], known[1]
    else:
        return None
    end = reader.tokens[behind - 1].end
    if reader.prose and reader.text[end : end + 4].lower() == " of ":
        return None
    scaled, after, scale = _times_scale(reader, part, behind)
    if whole.last >= 1000:
        return (whole.value + (scaled if scale > 1 else part * whole.last)), after, whole.last
    if scale > 1:
        return whole.value * scale + scaled, after, scale
    return whole.value + part, behind, ONE


def _point(reader: _Reader, whole: _Phrase) -> tuple[Fraction, int] | None:
    """Decimals in words: "nine point nought four", "two hundred point seventy-one"."""
    if reader.gap(whole.at - 1) != "point" or reader.kind(whole.at) not in ("unit", "tens"):
        return None
    at, digits = whole.at, ""
    while len(digits) < 18 and reader.kind(at) in ("unit", "tens") and (not digits or reader.joined(at)):
        read = reader.small(at)
        if read is None or (digits and (read[0] > 9 or len(digits) != at - whole.at)):
            break
        digits, at = digits + str(read[0]), read[1]
    return whole.value + Fraction(f"0.{digits}"), at


def _ratio(reader: _Reader, i: int, whole: _Phrase) -> tuple[Fraction, int] | None:
    """ "one in three", "two out of five hundred", "1 over 20"; in running text no places and no times."""
    link = reader.gap(whole.at - 1)
    if link not in ("in", "in every", "over", "out of", "out of every"):
        return None
    bottom = reader.cardinal(whole.at)
    if bottom is None or bottom.value == 0 or bottom.value.denominator > 1:
        return None
    if _time_after().match(reader.text, reader.tokens[bottom.at - 1].end):
        return None
    if link != "over" and not 0 < whole.value < bottom.value:
        return None
    if reader.prose:
        one_of = whole.value == 1 or bottom.value in (10, 100, 1000, 10000, 100000)
        if link == "over" or (link == "in" and not one_of) or 1900 <= bottom.value <= 2100:
            return None
    elif reader.tokens[i].start and reader.text[reader.tokens[i].start - 1] in "$€£¥":
        return None
    return whole.value / bottom.value, bottom.at


def _compound_ordinal(reader: _Reader, i: int, whole: _Phrase) -> int | None:
    """The token behind an ordinal in words ("twenty-first", "one hundred and fifth"), which is no number."""
    at = whole.at
    if (
        reader.kind(at) != "ordinal"
        or reader.gap(at - 1) not in ("", "and")
        or reader.tokens[at].word in ("half", "quarter")
    ):
        return None
    before = reader.tokens[at - 1]
    if before.kind == "tens" and reader.gap(at - 1) == "" and reader.tokens[at].value < 10:
        return at + 1
    hundredth = before.kind == "scale" and before.value == 100 and reader.tokens[at].value < 100
    return at + 1 if hundredth and reader.kind(i) != "numeral" else None


def _number(reader: _Reader, i: int) -> tuple[Number | None, int]:
    """The number that begins at token i, if any, and the token from which to go on."""
    tokens, text = reader.tokens, reader.text
    token = tokens[i]
    loose = _vague(reader, i)
    if loose is not None:
        return loose
    whole = reader.cardinal(i)
    if whole is None:
        part = _fraction(reader, i, None) if token.kind == "ordinal" else None
        return part if part is not None else (None, i + 1)
    if token.kind in ("tens", "scale") or whole.value != 1:
        lead = _article(text, token.start)
        known = reader.denominator(i)
        if lead < token.start and known is not None and known[1] > whole.at and not known[2] and not reader.prose:
            return Number(lead, tokens[known[1] - 1].end, ONE / known[0], share=True, spelled=True), known[1]
    start, spelled = token.start, token.kind != "numeral"
    bare = False
    if token.kind == "scale":
        start = _article(text, token.start)
        bare = start == token.start and whole.at == i + 1
    ratio = _ratio(reader, i, whole)
    mixed = _and_fraction(reader, whole)
    decimal = _point(reader, whole) if spelled else None
    if decimal is not None:
        value, at, scale = _times_scale(reader, *decimal)
        return Number(start, tokens[at - 1].end, value, scale, spelled=True), at
    if ratio is not None:
        return Number(start, tokens[ratio[1] - 1].end, ratio[0], share=ratio[0] < 1, spelled=spelled), ratio[1]
    if mixed is not None:
        return Number(start, tokens[mixed[1] - 1].end, mixed[0], mixed[2], spelled=spelled), mixed[1]
    part = _fraction(reader, i, whole)
    if part is None and whole.value == 1 and spelled:
        part = _one_of_compound(reader, i, whole)
    if part is None and spelled:
        part = _twice_said(reader, i, whole)
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


def _one_of_compound(reader: _Reader, i: int, whole: _Phrase) -> tuple[Number, int] | None:
    """ "one twenty-fifth", "one one hundred fifth"."""
    if not reader.joined(whole.at):
        return None
    known = reader.denominator(whole.at)
    if known is None or known[2] or known[0] < 2:
        return None
    tokens = reader.tokens
    return Number(tokens[i].start, tokens[known[1] - 1].end, ONE / known[0], share=True, spelled=True), known[1]


def _twice_said(reader: _Reader, i: int, whole: _Phrase) -> tuple[Number, int] | None:
    """ "twenty twenty fifths": two numbers side by side are numerator and denominator where an ordinal ends them."""
    if not reader.joined(whole.at) or reader.kind(whole.at) in ("ordinal", "ordinals"):
        return None
    known = reader.denominator(whole.at)
    if known is None or not known[2]:
        return None
    tokens = reader.tokens
    return Number(tokens[i].start, tokens[known[1] - 1].end, whole.value / known[0], share=True, spelled=True), known[1]


_PRONOUN = re.compile(r"\b(?:the|this|that|which)\s{1,2}$", re.IGNORECASE)


def numbers(text: str, *, prose: bool = False, money_at: Collection[int] = frozenset()) -> list[Number]:
    """All numbers of a text, in order, none overlapping.

    `prose`: read as running text, where "and" joins less ("$5 million and 3 ships"), a dash before digits opens a
    list, and a letter behind them is a name; bare scales are marked. Without it every number counts. `money_at`:
    offsets at which signs of currency end, for short scales such as "£5m".
    """
    reader = _Reader(text, _tokens(text, prose=prose, money_at=money_at), prose)
    found: list[Number] = []
    i = 0
    while i < len(reader.tokens):
        number, following = _number(reader, i)
        i = max(following, i + 1)
        if number is None:
            continue
        pronoun = number.spelled and number.value == 1 and text[number.start : number.end].lower() == "one"
        if pronoun and _PRONOUN.search(text, max(0, number.start - 8), number.start):
            continue
        minus = _MINUS.search(text, max(0, number.start - 12), number.start)
        if minus is not None and number.value > 0:
            number = _negative(number, minus.start(1))
        if found and number.start < found[-1].end:
            continue
        found.append(number)
    return found


def _negative(number: Number, start: int) -> Number:
    return Number(start, number.end, -number.value, number.scale, spelled=True)
