"""What a word is, for finding: letters and digits of any script, without accents and case, stemmed by Porter's rules.

SQLite's tokenizer cuts texts so by itself. PostgreSQL's parser would keep "1.5" or "U.S.-Mexico" whole, so texts are cut
here before it sees them: the same words find the same statements on both.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass

from pledgebook.world.words import plain

_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')
TOKENIZER = "tokenize='porter unicode61 remove_diacritics 2'"
"""How SQLite cuts and stems words."""
FINDABLE = 100_000  # characters of a quote that can be found by their words: PostgreSQL keeps no more than 1 MB of them
LONGEST = 64  # terms of one search; more say nothing more and cost time


_MOST = (
    200_000  # words whose stems are remembered: more than a language has, less than tables of hostile words would take
)
_stems: dict[str, str] = {}


def stems(words: Collection[str]) -> dict[str, str]:
    """The stem of each word as the full text has it: told by the tokenizer of SQLite, for books on both engines.

    `words`: as `plain` cuts them. One that the tokenizer does not take for a word is left out.

    >>> stems(["Shelters", "sheltered", "1"])
    {'Shelters': 'shelter', 'sheltered': 'shelter', '1': '1'}
    """
    known = {word: stem for word in words if (stem := _stems.get(word)) is not None}
    if unknown := [word for word in dict.fromkeys(words) if word not in known]:
        fresh = _stemmed(unknown)
        if len(_stems) + len(fresh) > _MOST:
            _stems.clear()
        _stems.update(fresh)
        known |= fresh
    return {word: stem for word, stem in known.items() if stem}


def _stemmed(words: list[str]) -> dict[str, str]:
    found = dict.fromkeys(words, "")
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE forms USING fts5(word, {TOKENIZER})")
        memory.execute("CREATE VIRTUAL TABLE cut USING fts5vocab(forms, instance)")
        memory.executemany("INSERT INTO forms(rowid, word) VALUES (?, ?)", enumerate(words))
        for stem, place in memory.execute('SELECT term, doc FROM cut WHERE "offset" = 0'):
            found[words[place]] = stem
    return found


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
