"""Where words stand in a text: exactly, but for white space, quotation marks and dashes of another make."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
_SPACE = r"\s+"


def spans_of(words: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Every place in `text[start:end]` where the words stand, as half-open offsets; nothing fuzzier than another kind of
    white space, quotation mark or dash, and never a part of a longer word."""
    pattern = _pattern(words)
    if pattern is not None:
        for found in pattern.finditer(text, start, end):
            yield found.span()


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = words.split()
    if not parts or len(words) > 5_000:
        return None
    written = _SPACE.join("".join(_character(c) for c in part) for part in parts)
    before = r"(?<!\w)" if parts[0][0].isalnum() else ""
    behind = r"(?!\w)" if parts[-1][-1].isalnum() else ""
    return re.compile(before + written + behind)


def _character(c: str) -> str:
    plain = _MARKS.get(c, c)
    alike = [mark for mark, meant in _MARKS.items() if meant == plain]
    if not alike:
        return re.escape(c)
    return "[" + "".join(re.escape(mark) for mark in (plain, *alike)) + "]"


def nearest(words: str, text: str, start: int, end: int, to: tuple[int, int]) -> tuple[int, int] | None:
    """Of the places where the words stand, the one nearest to another stretch; of two as near, the earlier."""
    places = list(spans_of(words, text, start, end))
    return min(places, key=lambda s: (max(s[0] - to[1], to[0] - s[1], 0), s[0]), default=None)
