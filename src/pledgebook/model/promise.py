"""The promise of a statement: its act and its object as one legible line, in the words of the document.

An object without its verb can read as the opposite of what was said ("the bombing of towns" for "will cease the bombing of
towns"). So the line holds both, with the words that stand between them and those that lead up to the verb ("agreed to",
"will no longer"), as far as the quote of the statement shows them. Of a language it knows only
the words that join clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pledgebook.model.markup import plain_words
from pledgebook.model.parts import Act, Actor, Quote

LONGEST = 300
"""Characters of a line at the most; what is longer is cut at the end of a word."""
_LEAD = 5
"""Words between who acts and the verb, at the most: "has agreed in principle to"; more than that tells something else."""
_BETWEEN = 8
"""Words between the verb and its object, at the most; "…" stands for more."""
_BREAK = re.compile(r"[.;:,!?()\[\]{}“”\"«»—–|*\n]")
"""Signs behind which something else begins."""
JOINING = frozenset({"and", "but", "or"})
"""Words that join a clause to the one before it and say nothing of what is undertaken; a line does not begin with one.
"nor" is none of them: it negates. They stand here because statements make the line themselves, below the room of language."""
_CLOSING = {"(": ")", "[": "]", "“": "”", "‘": "’", "«": "»"}


def promise_of(act: Act, target: Quote, quote: Quote, actors: Sequence[Actor]) -> str:
    """Act and object in one line, without mark-up, cut only at the end of a word.

    `target`: the object; `quote`: the words around both; `actors`: who acts, whose names the line does without.
    """
    first, last = min(act.start, target.start), max(act.end, target.end)
    if first < quote.start or last > quote.end:  # the words around are not known
        parts = (act.text, target.text) if act.start <= target.start else (target.text, act.text)
        apart = act.end <= target.start or target.end <= act.start
        return shortened(plain_words(" … ".join(parts) if apart else max(parts, key=len)))
    words = quote.text
    start, end = _whole_words(words, first - quote.start, last - quote.start)
    if act.start <= target.start:
        ends = [one.end - quote.start for one in actors if one.end is not None]
        start = _lead(words, start, max((end for end in ends if 0 < end <= start), default=0))
    told = words[start:end]
    gap = min(act.end, target.end) - quote.start, max(act.start, target.start) - quote.start
    between = words[slice(*gap)]
    if gap[0] < gap[1] and len(between.split()) > _BETWEEN:
        told = f"{words[start : gap[0]]} … {words[gap[1] : end]}"
    return shortened(plain_words(told))


def shortened(line: str, most: int = LONGEST) -> str:
    """A line of at most so many characters, cut at the end of a word.

    >>> shortened("will plant trees", 12)
    'will plant …'
    """
    if len(line) <= most:
        return line
    kept = line[: most - 1].rsplit(None, 1)[0] if " " in line[: most - 1] else line[: most - 2]
    return f"{kept.rstrip(' ,;:—–-')} …"


def _whole_words(words: str, start: int, end: int) -> tuple[int, int]:
    """The range from the beginning of its first word to the end of its last, with the bracket that closes an open one."""
    while 0 < start < len(words) and _inside_word(words, start):
        start -= 1
    while 0 < end < len(words) and _inside_word(words, end):
        end += 1
    inside, after = words[start:end], words[end : end + 2]
    for opening, closing in _CLOSING.items():
        if closing in after and after.strip(",.") == closing and inside.count(opening) > inside.count(closing):
            return start, end + after.index(closing) + 1
    return start, end


def _inside_word(words: str, at: int) -> bool:
    return all(sign.isalnum() or sign in "'’" for sign in words[at - 1 : at + 1]) and words[at - 1].isalnum()


def _lead(words: str, start: int, named: int) -> int:
    """Where the words begin that lead up to the verb: behind who acts (`named`), or where the clause begins."""
    before = words[:start]
    at = max((found.end() for found in _BREAK.finditer(before)), default=0)
    at = max(at, named)
    while at < start and not before[at].isspace() and at > 0 and before[at - 1] not in '“"«(':
        at += 1  # "'s" or "'re" of who acts
    return _behind_joining(before, at if len(before[at:].split()) <= _LEAD else start)


def _behind_joining(before: str, at: int) -> int:
    """The same place, or that behind a word which only joins the clause to the one before it."""
    first = re.match(r"\s*(\w+)(?=\s)", before[at:])
    return at + first.end() if first and first[1].lower() in JOINING else at
