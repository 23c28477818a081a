"""The gate: which sentences can hold a statement at all. Cheap, so that the dear parser sees little.

A sentence passes unless it plainly cannot hold one: no lower-case word (a link or heading in capitals),
or too few words with no number among them. What it loses is measured against parsing everything.
"""

from __future__ import annotations

import re

from pledgebook.extract.sentences import Sentence

_WORD = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"\d")


def passes(text: str, sentence: Sentence) -> bool:
    """Whether a sentence goes on to the parser."""
    clause = text[sentence.start : sentence.end]
    words = _WORD.findall(clause)
    if len(words) < 3 and not (_DIGIT.search(clause) and words):
        return False
    upper = sum(word.isupper() for word in words)
    return not (len(words) >= 4 and upper / len(words) > 0.8)
