"""The grammars of a language: patterns as data, put together from pieces.

A table `en/patterns/GRAMMAR.toml` has `pieces` and patterns, each with its own examples. In both a blank stands for the
piece `gap`, `{name}` for another piece, `{table.path}` for any word of a list of the lexicon (`{periods.months.short}`), and
`{references/owners}` for any of that class of `sets/`; `\\ ` is a blank itself, and a line break with what it indents is
nothing. Letter case does not count save within `(?-i:…)`, unless the table says `case_counts`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.language.lexicon import lexicon_table, words_of

_BREAK = re.compile(r"\n *")
_BLANK = re.compile(r"(?<!\\) ")
_PIECE = re.compile(r"\{([A-Za-z][\w./-]*)\}")


@functools.cache
def expression(grammar: str, name: str) -> re.Pattern[str]:
    """A pattern, compiled.

    Raises SetupError where the table has none of that name, or the pattern is no regular expression.
    """
    table = lexicon_table(f"patterns/{grammar}")
    case = 0 if table.get("case_counts") else re.IGNORECASE
    try:
        return re.compile(_written(grammar, table[name]["pattern"]), case)
    except (KeyError, re.error) as error:
        raise SetupError(f"patterns/{grammar}.toml has no pattern {name}, or a broken one: {error}") from error


@functools.cache
def piece(grammar: str, name: str) -> str:
    """The regular expression of a piece. Raises KeyError where the table has none of that name."""
    return _written(grammar, lexicon_table(f"patterns/{grammar}")["pieces"][name])


def _written(grammar: str, source: str) -> str:
    gap = lexicon_table(f"patterns/{grammar}")["pieces"]["gap"]
    spaced = _BLANK.sub(lambda _: gap, _BREAK.sub("", source))
    return _PIECE.sub(
        lambda m: alternatives(_words(m[1]), gap) if set("./") & set(m[1]) else piece(grammar, m[1]), spaced
    )


def _words(path: str) -> Iterable[str]:
    """The words of a class, or of a list or table of the lexicon: its keys, or the `words` of all its parts."""
    if "." not in path:
        return words_of(*path.split("/"))
    name, *keys = path.split(".")
    found: Any = lexicon_table(name)
    for key in keys:
        if key == "words" and "words" not in found:
            return [word for part in found.values() for word in part["words"]]
        found = found[key]
    return list(found)


def alternatives(words: Iterable[str], gap: str = r"\s{1,3}") -> str:
    """A pattern for any of the words, the longest first, in which a blank stands for `gap`.

    Words that begin alike share their beginning, so that the expression fails early on most of a text.
    """
    tree: dict[str, Any] = {}
    for word in set(words):
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_branch(tree, gap)})"


def _branch(node: Mapping[str, Any], gap: str) -> str:
    branches = [
        (gap if letter == " " else re.escape(letter)) + _branch(node[letter], gap)
        for letter in sorted(key for key in node if key)
    ]
    if not branches:
        return ""
    inner = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{inner}?" if "" in node else inner
