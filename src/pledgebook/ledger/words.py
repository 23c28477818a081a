"""What a word is, for finding: letters and digits of any script, without accents and case, stemmed by Porter's rules.

SQLite's tokenizer cuts texts so by itself. PostgreSQL's parser would keep "1.5" or "U.S.-Mexico" whole, so texts are cut
here before it sees them: the same words find the same statements on both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NO_WORD = re.compile(r"[\W_]+")
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
FINDABLE = 100_000  # characters of a quote that can be found by their words: PostgreSQL keeps no more than 1 MB of them
LONGEST = 64  # terms of one search; more say nothing more and cost time


def plain(text: str) -> str:
    """The words of a text, without accents, divided by single spaces."""
    if not text.isascii():
        marks = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))
    return _NO_WORD.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Terms:
    """What to find: every phrase of `wanted`, none of `unwanted`; a phrase is words that follow each other."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def terms(words: str) -> Terms:
    """What a person typed. Quotation marks hold a phrase together, a minus before a word or phrase leaves it out.

    Every other sign only divides words: nothing that is typed can be a fault.

    >>> terms('"southern border" Mexico -wall')
    Terms(wanted=('southern border', 'Mexico'), unwanted=('wall',))
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(words.replace("“", '"').replace("”", '"')):
        out = bool(minus) or (word.startswith("-") and len(word) > 1)
        if found := plain(phrase or word):
            (unwanted if out else wanted).append(found)
    return Terms(tuple(dict.fromkeys(wanted))[:LONGEST], tuple(dict.fromkeys(unwanted))[:LONGEST])


def sqlite_query(terms: Terms) -> str:
    """As FTS5 reads it: every phrase in quotation marks, so that no word is an operator."""
    query = " AND ".join(f'"{phrase}"' for phrase in terms.wanted)
    return query + "".join(f' NOT "{phrase}"' for phrase in terms.unwanted)


def postgres_query(terms: Terms) -> str:
    """As `websearch_to_tsquery` reads it."""
    return " ".join([f'"{phrase}"' for phrase in terms.wanted] + [f'-"{phrase}"' for phrase in terms.unwanted])
