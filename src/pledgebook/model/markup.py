"""Mark-up that stands in a text and is not said: addresses of links, signs of emphasis, left-over tags."""

from __future__ import annotations

import re

_TARGET = r"\]\((?:https?://|mailto:|www\.|[/#.])[^\s()]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,2000})?(?:\s{1,5}\"[^\"]{0,300}\")?\)"
_LINK = re.compile(rf"(?:!?\[(?P<words>[^\[\]]{{0,1000}}))?{_TARGET}")
"""A link of Markdown, `[words](address)`, or its second half; with a title or a pair of brackets in the address."""
_OPENED = re.compile(r"!?\[(?=[^\[\]]*\Z)")
"""Where a link begins whose end lies beyond the text."""
_EMPHASIS = re.compile(r"(?<![\w*\\])\*{1,3}(?=[^\s*])|(?<=[^\s*\\])\*{1,3}(?![\w*])")
_TAG = re.compile(r"</?(?:u|b|i|em|strong|sup|sub|span|small|br|p)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_BLANK = "\u00a0"


def without_markup(text: str) -> str:
    """The same number of characters, no-break spaces in the place of mark-up: every offset holds, and no blank at the end of
    a line is made that could be taken for a line break of Markdown.

    >>> without_markup("**up to** [$17](https://example.org) by 2025").split()
    ['up', 'to', '$17', 'by', '2025']
    """
    return _exchanged(text, _BLANK)


def plain_words(text: str) -> str:
    """The words of a text on one line, without mark-up.

    >>> plain_words("[$17 billion](https://example.org/a), **or more**,\\n by 2025")
    '$17 billion, or more, by 2025'
    """
    return " ".join(_OPENED.sub("", _exchanged(text, "")).split())


def _exchanged(text: str, blank: str) -> str:
    def link(found: re.Match[str]) -> str:
        start, end = found.span("words")
        if start < 0:
            return blank * len(found.group())
        return blank * (start - found.start()) + found["words"] + blank * (found.end() - end)

    def mark(found: re.Match[str]) -> str:
        return blank * len(found.group())

    if "](" in text:
        text = _LINK.sub(link, text)
    if "*" in text:
        text = _EMPHASIS.sub(mark, text)
    return _TAG.sub(mark, text) if "<" in text else text
