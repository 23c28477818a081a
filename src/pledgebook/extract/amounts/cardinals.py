"""Cardinal numbers: the words and digits of a text as tokens, and the groups that they make.

"four thousand three hundred and twenty-one", "5 lakh crore", "1.5M". Fractions are read on top, in `fractions`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from pledgebook.extract.amounts.digits import numerals
from pledgebook.extract.amounts.lexicon import joins, links, pattern
from pledgebook.extract.amounts.shapes import Kind, word_kinds, words
from pledgebook.language.lexicon import lexicon_table

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


class Token(NamedTuple):
    start: int
    end: int
    kind: Kind
    value: Fraction
    scale: Fraction = ONE
    word: str = ""
    flag: bool = False  # numerals: plain digits (a year), or written as a fraction


def tokens_of(text: str, *, prose: bool, money_at: Collection[int]) -> list[Token]:
    kinds = word_kinds()
    found: list[Token] = []
    for match in words(text):
        kind, value = kinds[match[0].lower()]
        found.append(Token(match.start(), match.end(), kind, value, word=match[0].lower()))
    for n in numerals(text, prose=prose, money_at=money_at):
        if not pattern("ordinal_ending").match(text, n.end):
            word = "fraction" if n.fraction else ""
            found.append(Token(n.start, n.end, "numeral", n.value, n.scale, word, n.plain))
    return sorted(found)


_GAP = re.compile(r"[\s\-‐‑]{1,24}|^\+(?=\s)")


class Phrase(NamedTuple):
    """A parsed cardinal: `at` is the token behind it, `last` its last scale, `first` its first."""

    value: Fraction
    at: int
    last: Fraction
    first: Fraction


class Reader:
    """The tokens of one text and the grammar over them; holds no state that changes."""

    def __init__(self, text: str, tokens: list[Token], prose: bool) -> None:
        self.text, self.tokens, self.prose = text, tokens, prose

    def kind(self, i: int) -> str:
        return self.tokens[i].kind if i < len(self.tokens) else ""

    def gap(self, i: int) -> str | None:
        """The words between token i and the next, "" for spaces or a hyphen, None where they do not belong together."""
        if i < 0 or i + 1 >= len(self.tokens):
            return None
        between = self.text[self.tokens[i].end : self.tokens[i + 1].start]
        if not between:  # "$16million"
            return "" if self.tokens[i].kind == "numeral" and self.tokens[i + 1].kind == "scale" else None
        if len(between) > 24 or "\n\n" in between:
            return None
        return _GAP.sub(" ", between).strip().lower()

    def ends(self, i: int) -> bool:
        """Whether nothing that could go on with a number links token i and the next."""
        link = self.gap(i)
        return link is None or (link != "" and link not in links())

    def joined(self, i: int) -> bool:
        """Whether token i follows the one before it with nothing but a space or a hyphen between."""
        return self.gap(i - 1) == ""

    def follows(self, i: int) -> bool:
        """Whether token i follows the one before it directly or behind an "and"."""
        link = self.gap(i - 1)
        return link == "" or joins("and", link)

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
            and self.tokens[i].word not in lexicon_table("numbers")["groups"]
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
        if not self.follows(at):
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
        if joins("and", link) and self.splits(at, tail[1]):
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
        return bool(pattern("between_scales").search(self.text, max(0, lead - 16), lead)) and not joins(
            "and", self.gap(behind - 1)
        )

    def cardinal(self, i: int) -> Phrase | None:
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
                    and self.tokens[behind].word not in lexicon_table("numbers")["plurals"]["counted"]
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
        return None if at == i else Phrase(total, at, last, first_scale)

    def continues(self, i: int, at: int) -> bool:
        """Whether a smaller group may follow: "two thousand and two hundred", not "$5 million and 3 ships"."""
        link = self.gap(at - 1)
        if link == "":
            return not self.prose or self.kind(at) != "numeral" or self.is_scale(at + 1)
        if not joins("and", link):
            return False
        if not self.prose:
            return self.kind(at) != "numeral" or self.tokens[at].scale == 1
        if "numeral" in (self.kind(i), self.kind(at)) or self.tokens[at - 1].value > 1000:
            return False
        tail = self.group(at)
        return tail is not None and not self.splits(at, tail[1])

    def denominator(self, i: int) -> tuple[Fraction, int, bool] | None:
        """The ordinal that a fraction names, from token i: value, next token, plural. "fifths", "twenty-fifth"."""
        if self.kind(i) in ("ordinal", "ordinals"):
            if self.tokens[i].word in lexicon_table("numbers")["no_parts"]["words"]:
                return None
            return self.tokens[i].value, i + 1, self.kind(i) == "ordinals"
        value, at = Fraction(0), i
        read = self.group(i)
        if read is None:
            return None
        value, at = read
        if self.kind(at) not in ("ordinal", "ordinals") or not self.follows(at):
            return None
        part = self.tokens[at].value
        if not part < (10 if self.kind(at - 1) == "tens" else 100):
            return None
        return value + part, at + 1, self.kind(at) == "ordinals"


def article_before(text: str, start: int) -> int:
    match = pattern("article_before").search(text, max(0, start - 8), start)
    return match.start(1) if match else start
