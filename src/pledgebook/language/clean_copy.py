"""A clean copy of a text, in which words are found as they were meant, with the way back to the text itself.

Typesetting gets between a reader and the words: hyphens at line ends, ligatures, soft hyphens, marks of footnotes, the
quoting of mails, page breaks in the middle of a sentence, mark-up. A clean copy has none of it, and knows for every
character where it stands in the text, so that whatever is found is quoted from there. The words that decide are data
(`language/en/sets/typesetting.toml`).
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pledgebook.language.lexicon import classes_of, lexicon_table, pattern_of, words_of
from pledgebook.language.plain import FOREIGN_DIGITS
from pledgebook.language.searching import Searching
from pledgebook.model import without_markup

_Edit = tuple[int, int, str]  # half-open offsets in the text and what stands there in the copy


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """`text`: the copy. Offsets of the copy and of the original are turned into each other by `original` and `copied`."""

    text: str
    _ours: tuple[int, ...] = ()  # starts and ends of the changed stretches in the copy, by turns
    _theirs: tuple[int, ...] = ()  # and in the original

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of the copy stands for; a changed one is taken as a whole."""
        return _across(start, self._ours, self._theirs, True), _across(end, self._ours, self._theirs, False)

    def copied(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the copy in which a stretch of the original stands."""
        return _across(start, self._theirs, self._ours, True), _across(end, self._theirs, self._ours, False)

    def changed(self, start: int, end: int) -> bool:
        """Whether anything in a stretch of the copy is not as in the original."""
        return bisect_left(self._ours, start) < bisect_right(self._ours, end)

    @property
    def same(self) -> bool:
        """Whether every offset is the same in both."""
        return not self._ours


def _across(at: int, here: tuple[int, ...], there: tuple[int, ...], start: bool) -> int:
    """An offset among `here` as one among `there`; within a changed stretch, its start or its end."""
    k = bisect_right(here, at) if start else bisect_left(here, at)
    if k % 2:  # between the start of a change and its end
        return there[k - 1] if start else there[k]
    return at if k == 0 else at - here[k - 1] + there[k - 1]


@functools.lru_cache(maxsize=8)
def clean_copy(text: str) -> CleanCopy:
    """The copy of a text without what typesetting, mails and mark-up have put among its words.

    >>> clean_copy("Norway will pro-\\nvide 20 trucks[3] to Mol-\\ndova.").text
    'Norway will provide 20 trucks to Moldova.'
    """
    base = without_markup(text)
    if ">" in base:
        base = _QUOTED.sub(lambda found: QUOTING * len(found[0]), base)
    parts: list[str] = []
    ours: list[int] = []
    theirs: list[int] = []
    at = length = 0
    for start, end, meant in sorted(_edits(base)):
        if start < at:
            continue
        parts += (base[at:start], meant)
        length += start - at
        ours += (length, length + len(meant))
        theirs += (start, end)
        length, at = length + len(meant), end
    if not ours:
        return CleanCopy(base)
    return CleanCopy("".join([*parts, base[at:]]), tuple(ours), tuple(theirs))


QUOTING = "\u2003"
"""The blank in the copy that stands where a mail or Markdown quotes a line (">")."""
_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?){1,6}", re.MULTILINE)
_ODD = re.compile("[\u00ad\u200b\u2060\ufeff\ufb00-\ufb06\uff01-\uff5e]|(?![0-9])\\d")
_MAY_BE_ODD = re.compile(f"[\u00ad\u200b\u2060\ufeff\ufb00-\ufb06\uff01-\uff5e{FOREIGN_DIGITS}\U00010000-\U0010ffff]")
"""The same and more, looked for much faster."""
_LINE_END = re.compile(
    r"(?<=[^\W\d_])[-‐\u00ad](?P<gap>[ \t]{0,3}\r?\n[ \t]{0,12})(?=[^\W\d_])|(?<=[0-9])[-–](?P<digits>\r?\n[ \t]{0,12})(?=[0-9])"
)
_WORD_BEFORE = re.compile(r"[^\W\d_]{1,30}$")
_WORD = re.compile(r"[^\W\d_]{1,30}")
_PAGE_BREAK = re.compile(
    r"(?:\r?\n[ \t]*(?:page\s)?[-–—]?[ \t]?[0-9]{1,4}[ \t]?[-–—]?[ \t]*)?(?:\r?\n)?[ \t]*\x0c\s*(?:(?:page\s)?[-–—]?[ \t]?[0-9]{1,4}[ \t]?[-–—]?[ \t]*\r?\n)?\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"(?<=[^\s\[(])\[(?:[0-9]{1,3}(?:\s?[,–-]\s?[0-9]{1,3}){0,4}|[a-z]|n(?:ote)?\.?\s?[0-9]{1,2}|citation needed)\]"
)
_SIGN = re.compile(
    r"(?<=[\w.,;%)”])[†‡§¶]+(?=[\s.,;:)]|$)|(?<=[^\W\d_][^\W\d_][.,;”)])[¹²³⁰⁴-⁹]+|(?<=[^\W\d_]{4})[¹²³⁰⁴-⁹]+"
)
_AFTER_STOP = re.compile(
    r"(?<=[a-z]{3},)[0-9]{1,2}(?=[ \t]+[a-z])|(?<=[a-z]{3}[.,;”])[0-9]{1,2}(?=[ \t]+[A-Z“\"]|[ \t]*$)", re.MULTILINE
)
_GLUED = re.compile(r"(?<![^\W_])[a-z]{2,24}(?![^\W\d_])")


@functools.cache
def _footed() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_]){pattern_of('typesetting', 'foot-of-scale')}(?P<mark>[0-9]{{1,2}})(?![\w%]|[.,][0-9])",
        re.IGNORECASE,
    )


_LETTERS_AND_MARK = re.compile(r"(?<![\w@/.#-])[a-z]{5,24}(?P<mark>[0-9]{1,2})(?=[\s,;:.)]|$)(?![.][a-z])")


@functools.cache
def _searching() -> Searching:
    """What is looked for; of the words in small letters only those that begin as words run together do."""
    patterns = (_GLUED, _LINE_END, _SIGN, _BRACKETED, _footed(), _LETTERS_AND_MARK, _AFTER_STOP, _shortened()[0])
    return Searching(patterns, [_parted()])


def _edits(text: str) -> Iterator[_Edit]:
    """The stretches of the text that are to be changed, and what each should read."""
    glued, line_ends, signs, brackets, footed, lettered, stopped, shortened = _searching()(text)
    for found in line_ends:
        if found["digits"]:
            yield found.start("digits"), found.end("digits"), ""
        else:
            yield from _line_end(text, found)
    if not text.isascii() and _MAY_BE_ODD.search(text):
        for found in _ODD.finditer(text):
            digit = unicodedata.decimal(found[0], None)
            meant = str(digit) if digit is not None else unicodedata.normalize("NFKC", found[0])
            yield found.start(), found.end(), "" if meant in "\u00ad\u200b\u2060\ufeff" else meant
    if "\x0c" in text:
        yield from _page_breaks(text)
    for found in itertools.chain(signs, brackets, stopped):
        yield found.start(), found.end(), ""
    for found in itertools.chain(footed, lettered):
        yield found.start("mark"), found.end("mark"), ""
    for found in shortened:
        yield found.start(), found.end(), _shortened()[1][found[0].lower()]
    yield from _run_together(glued)


def _line_end(text: str, found: re.Match[str]) -> Iterator[_Edit]:
    """A word cut at the end of a line is made whole; the hyphen stays where the word has one of its own."""
    before, behind = (
        _WORD_BEFORE.search(text, max(0, found.start() - 30), found.start()),
        _WORD.match(text, found.end()),
    )
    if before is None or behind is None or behind[0].lower() in words_of("typesetting", "hanging"):
        return
    own = (
        not behind[0].islower()
        or before[0].lower() in words_of("typesetting", "compound-first")
        or behind[0].lower() in words_of("typesetting", "compound-second")
    )
    yield (found.start("gap"), found.end("gap"), "") if own else (found.start(), found.end("gap"), "")


def _page_breaks(text: str) -> Iterator[_Edit]:
    """A page break in the middle of a sentence is a line break, its page number nothing."""
    for found in _PAGE_BREAK.finditer(text):
        last = text[max(0, found.start() - 24) : found.start()].split()[-1:] or [""]
        open_ended = text[found.end()].islower() or last[0].lower() in words_of("layout", "no-line-end")
        goes_on = open_ended and last[0][-1:] not in '.!?:”"'
        yield found.start(), found.end(), "\n" if goes_on else "\n\n"


@functools.cache
def _shortened() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Abbreviations before a number or a word in small letters → the word in full ("approx. 300 tents")."""
    full = lexicon_table("typesetting_short")["words"]
    known = "|".join(re.escape(short) for short in sorted(full, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?i:{known})(?=\s{{1,3}}(?:[$€£]?[0-9a-z]|[A-Z]{{2,3}}\b|Rs\b))"), full


@functools.cache
def _parted() -> dict[str, str]:
    """Words run together → as they are meant, where no English word is written so."""
    verbs = classes_of("verbs")
    found = {
        f"{first}{verb}": f"{first} {verb}" for first in words_of("typesetting", "run-together-verb") for verb in verbs
    }
    return found | {words.replace(" ", ""): words for words in words_of("typesetting", "run-together")}


def _run_together(words: Iterable[re.Match[str]]) -> Iterator[_Edit]:
    parted = _parted()
    for found in words:
        meant = parted.get(found[0])
        if meant is not None:
            at = found.start() + meant.index(" ")
            yield at, at, " "
