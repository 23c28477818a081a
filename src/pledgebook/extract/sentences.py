"""Blocks and sentences of a text, by their offsets.

The parser is costly, so a text is cut into sentences before it, by rule. A block is a line, or lines that a mail program or
a typesetter has wrapped. A sentence ends at a full stop, question or exclamation mark that does not belong to an
abbreviation, an initial or a number; a bullet or a mark of a list ("(b)") opens one of its own. The words of the rules are
data (`language/en/sets/layout.toml`).
"""

from __future__ import annotations

import functools
import itertools
import re
import string
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pledgebook.extract.cues import cues
from pledgebook.language.clean_copy import QUOTING
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.language.searching import Searching
from pledgebook.world.dates import MONTHS

LONGEST = 800
"""Characters after which a sentence without a full stop is cut: the parser's work on a sentence, and the work on its
candidates, grow faster than its length. Of 14,899 sentences of official English three in a thousand are longer."""

Span = tuple[int, int]


class Piece(NamedTuple):
    """A sentence, its block (line or paragraph), half-open offsets both, and whether a bullet or mark of a list opens it."""

    start: int
    end: int
    block: Span
    bullet: bool


LAST_WORDS = re.compile(r"(?:(?P<before>[A-Za-z’'-]{1,30})\W{1,3})?(?P<word>[A-Za-z’'-]{1,30})[^A-Za-z0-9]*$")
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_ROUND = "•●▪◦‣∙■□♦►⁃"
BULLET = re.compile(
    rf"[ \t\u00a0]*(?P<mark>[{_ROUND}*·]|[-–—](?=\s)|\(?(?:[0-9]{{1,2}}|[a-z]|[ivx]{{1,4}})[.)](?=\s))[ \t\u00a0]*"
)
_INNERBULLET = re.compile(
    r"(?<=[.;:!?”\"’])\s+(?:[•●▪◦‣∙■]|[-–—])\s+(?=[\"“‘(]?[A-Z0-9$€£])|(?<=[.;:,])\s*[•●▪◦‣∙■]\s*(?=[a-z])"
)
_MONTH = "(?:" + "|".join(month[:3].title() for month in MONTHS) + r")[a-z]*\.?"
_DATE = rf"\(?(?:{_MONTH}\s+[0-9]{{1,2}}(?:,\s+[0-9]{{4}})?|[0-9]{{1,2}}\s+{_MONTH}(?:,?\s+[0-9]{{4}})?)\)?"
_AGENCY = r"\([A-Z][\w ./]{1,30}\)"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.'’\- ]{{2,30}}(?:,\s+[A-Z][A-Za-z.]+)?(?:,?\s+{_DATE}|\s+{_AGENCY})"
    rf"|(?:[A-Z][\w.'’-]{{1,20}}\s){{0,2}}[A-Z][\w.'’-]{{1,20}}(?:,\s+[A-Z][A-Za-z.]+)?,\s+{_DATE})"
    rf"\s*(?:{_AGENCY}\s*)?[–—-]{{1,2}}\s+"
)
"""Where and when a report was filed: a town in capitals with a date or an agency, or any town with a date."""
_STOP = re.compile(r"[.!?…]")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9$€£¥•À-Þ]|\s*$)")
_CUTS = (re.compile(r"[\r\n\u2028\u2029\x85]+"), re.compile(r";\s"), re.compile(r"[:,]\s"), re.compile(r"\s"))
"""Where a sentence that is too long is cut, the best first: at a line's end, a semicolon, a comma, a blank."""


def _hard_wrapped(lines: Sequence[Span], text: str) -> bool:
    """Lines of a mail or a telegram: of like length, most of them ending in the middle of a sentence. A few may be longer:
    an address cannot be wrapped."""
    inner = [text[a:b].rstrip() for a, b in lines if b - a > 1]
    if len(inner) < 4:
        return False
    lengths = sorted(len(line) for line in inner)
    open_ended = sum(line[-1:].isalnum() or line[-1:] == "," for line in inner)
    return (
        45 <= lengths[len(lengths) // 2] <= 100
        and lengths[(len(lengths) - 1) * 9 // 10] <= 120
        and open_ended / len(inner) > 0.5
    )


def blocks(text: str, body: Span) -> list[Span]:
    """Half-open offsets of the lines of `text[body]` that hold words; the lines of a wrapped paragraph are joined."""
    lines = [m.span() for m in _LINE.finditer(text, *body) if not m.group().isspace()]
    wrapped = _hard_wrapped(lines, text)
    joined: list[Span] = []
    for start, end in lines:
        if joined and _goes_on(text, joined[-1], (start, end), wrapped):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(text: str, above: Span, below: Span, wrapped: bool) -> bool:
    """Whether a line is the rest of the one above: it follows directly, and either all lines of the text are wrapped, or
    it begins in the middle of a sentence, or the one above cannot end there ("another/400 refugees")."""
    gap = text[above[1] : below[0]]
    if gap.count("\n") + gap.count("\r") - gap.count("\r\n") != 1 or BULLET.match(text, below[0]):
        return False
    last = text[above[0] : above[1]].rstrip()
    if last[-1:] in ".:!?" or text.endswith("  ", *above):  # as Markdown marks a line that ends there
        return last[-1:] == "." and not wrapped and _cannot_end(last)
    if wrapped or text[above[0]] == text[below[0]] == QUOTING:
        return True
    if last[-1:] == ";":
        return False
    return text[below[0] : below[1]].lstrip()[:1].islower() or last[-1:] == "," or _cannot_end(last)


@functools.cache
def _no_line_end() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){pattern_of('layout', 'no-line-end')}$", re.IGNORECASE)


def _cannot_end(line: str) -> bool:
    """Whether a line breaks off before the word that its last one belongs to."""
    if _no_line_end().search(line, max(0, len(line) - 20)) is not None:
        return True
    if not line[-1].isalpha():
        return False
    start = max(0, len(line) - 60)
    if line[-1].isascii():  # then the last word ends here, and the one before it is among the last three
        head, *last_three = line.rsplit(None, 3)
        start = max(start, len(head)) if len(last_three) == 3 else start
    last = LAST_WORDS.search(line, start)  # "Norway will send/14 trucks"
    leads = words_of("moods", "future") | words_of("moods", "would")
    return last is not None and (last["before"] or "").lower() in leads and _is_verb(last["word"])


def _is_verb(word: str) -> bool:
    return any(sign.startswith("verb:") for sign in cues().get(word.lower(), ()))


@functools.cache
def _abbreviations() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What ends in a full stop and no sentence; the part of it that may end one before a common opener; and the last letter or two
    that each has before its stop."""
    before, initials = r"(?:^|[\s(\[\"'“‘])", r"(?:[A-Z]\.)*[A-Z]"
    small, capital = words_of("layout", "abbreviation"), words_of("layout", "abbreviation-with-capital")
    known = {*small, *(form for word in (*small, *capital) for form in (word[0].upper() + word[1:], word.upper()))}
    ending = words_of("layout", "abbreviation-that-may-end")
    closing = "|".join(re.escape(w) for word in ending for w in (word, word[0].upper() + word[1:]))
    return (
        re.compile(rf"{before}(?:{initials}|{'|'.join(re.escape(word) for word in sorted(known))})\.$"),
        re.compile(rf"(?:(?:[A-Z]\.){{2}}|(?:{closing})\.)$"),
        frozenset({*string.ascii_uppercase, *(word[-2:] for word in known)}),
    )


def _is_end(text: str, block_start: int, mark: re.Match[str]) -> bool:
    if mark.group()[0] != "." or mark.group().startswith(".."):
        return True
    before = text[max(block_start, mark.start() - 12) : mark.start() + 1]
    known, closing, tails = _abbreviations()
    if not (before[-2:-1] in tails or before[-3:-1] in tails) or not known.search(before):
        return True
    # "in the U.S. The bill": an abbreviation can end a sentence when a function word opens the next
    word = re.match(r"[A-Za-z]+", text[mark.end() : mark.end() + 30].lstrip())
    opens = word is not None and word[0].istitle() and word[0].lower() in words_of("layout", "opener")
    return opens and closing.search(before) is not None


def _short_enough(text: str, start: int, end: int) -> Iterator[Span]:
    """Pieces of at most LONGEST characters, together the whole stretch; cut in the last third of each, at the best
    mark there is."""
    while end - start > LONGEST:
        stop = start + LONGEST
        for pattern in _CUTS:
            marks = [m.end() for m in pattern.finditer(text, start + LONGEST * 2 // 3, stop)]
            if marks:
                stop = marks[-1]
                break
        yield start, stop
        start = stop
    yield start, end


def cut(text: str, body: Span) -> tuple[list[Piece], list[Span]]:
    """The sentences of `text[body]` in order, and its datelines. Together they hold every character that is not white space,
    a bullet or the "and" between the items of a list."""
    found: list[Piece] = []
    datelines: list[Span] = []
    near = _searching().found(text)
    for block in blocks(text, body):
        number = BULLET.match(text, *block)  # "1. Norway will pay": the number is no sentence
        begins = block[0] if number is None else number.end()
        bounds = {block[0], block[1]}
        bounds.update(m.end() for m in _ends(text, begins, block[1]) if _is_end(text, block[0], m))
        if near.near(_BULLETS, *block):
            bounds.update(m.start() for m in _INNERBULLET.finditer(text, *block))
        if near.near(_MARKS, *block):
            bounds.update(_marks_within(text, block))
        for start, end in itertools.pairwise(sorted(bounds)):
            end = _without_conjunction(text, start, end)
            bullet = BULLET.match(text, start, end)
            dateline = _DATELINE.match(text, start, end) if start == block[0] else None
            if dateline and not bullet:
                datelines.append(dateline.span())
            inner = bullet.end() if bullet else dateline.end() if dateline else start
            for low, high in _short_enough(text, inner, end):
                rest = text[low:high].rstrip()
                words = rest.lstrip()
                if words:
                    end_of_words = low + len(rest)
                    found.append(Piece(end_of_words - len(words), end_of_words, block, bool(bullet)))
    return found, datelines


_BULLETS, _MARKS = range(2)


@functools.cache
def _searching() -> Searching:
    """What an inner bullet cannot do without, and a mark."""
    return Searching((re.compile(r"[•●▪◦‣∙■]|\s[-–—]\s"), _MARK))


def _ends(text: str, low: int, high: int) -> Iterator[re.Match[str]]:
    """The matches of `_END`, tried only where one can begin."""
    stop = _STOP.search(text, low, high)
    while stop is not None:
        found = _END.match(text, stop.start(), high)
        if found is not None:
            yield found
        stop = _STOP.search(text, stop.end() if found is None else found.end(), high)


_MARK = re.compile(r"(?<=[\s,;:])\(?(?P<name>[a-z]{1,4}|[0-9]{1,2})\)(?=\s)")
_FIRST = {"a": "b", "i": "ii", "1": "2"}


def _without_conjunction(text: str, start: int, end: int) -> int:
    """The end of an item without the "and" before the next ("…; and")."""
    low = max(start, end - 12)
    parted = text.find(",", low, end) >= 0 or text.find(";", low, end) >= 0
    found = _conjunction().search(text, low, end) if parted else None
    return end if found is None else found.start()


@functools.cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(rf"(?<=[;,])\s+{pattern_of('layout', 'list-conjunction')}\s*$", re.IGNORECASE)


def _marks_within(text: str, block: Span) -> Iterator[int]:
    """Where the items of a list begin that runs on in one paragraph: "will (a) build …; (b) train …"."""
    marks = [m for m in _MARK.finditer(text, *block) if m.group()[0] == "(" or not _within_brackets(text, block, m)]
    names = [mark["name"] for mark in marks]
    for first, second in _FIRST.items():
        if first in names and second in names[names.index(first) :]:
            known = {first, second, *_NEXT[first]}
            own = [mark for mark in marks[names.index(first) :] if mark["name"] in known]
            if all(
                later.start() - mark.end() > 12 for mark, later in itertools.pairwise(own)
            ):  # not "sections (1) and (2)"
                yield from (mark.start() for mark in own)
            return


def _within_brackets(text: str, block: Span, mark: re.Match[str]) -> bool:
    """The ")" closes a bracket that opens before it: "(page 1)"."""
    before = text[block[0] : mark.start()]
    return before.count("(") > before.count(")")


_NEXT = {
    "a": [chr(code) for code in range(ord("c"), ord("t"))],
    "i": ["iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
    "1": [str(number) for number in range(3, 30)],
}
