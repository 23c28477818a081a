"""No rule of extraction spells an English word: words stand in the lexicon, where another language can have its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pledgebook.extract

ROOM = Path(pledgebook.extract.__file__).parent
UNCONVERTED = ("decide", "readers")
"""Folders whose words are still to be moved; to be emptied."""
UNCONVERTED_MODULES = ("cues.py", "explain.py", "gate.py", "layout.py", "statements.py")
WORD_OF_TEXT = frozenset({"lower_", "lemma_", "text", "norm_"})
"""Attributes of a token that hold a word of the text; everything that is compared with them is one, too."""
PATTERN_WORD = re.compile(r"(?<![\\(?<\w])[a-z]{2,}(?![\w>=])")
"""A literal word in a regular expression: no escape, no name of a group, no flag."""
PROTOCOLS = frozenset({"http", "https", "www"})
"""Words of the network, in every language."""
CHARACTER_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
"""One character of several in a regular expression ("[ivx]"): no word."""


def _modules() -> Iterator[Path]:
    for path in sorted(ROOM.rglob("*.py")):
        inner = path.relative_to(ROOM)
        if inner.parts[0] not in UNCONVERTED and inner.name not in UNCONVERTED_MODULES:
            yield path


def _strings(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def english_in(source: str) -> list[str]:
    """The words of a module that a rule compares with a token's words or writes into a regular expression."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            found += _compared(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            own = [n for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            literal = [str(n.value) for n in own if not _names_a_table(node.args[0], n)]
            words = [word for text in literal for word in PATTERN_WORD.findall(CHARACTER_CLASS.sub("", text))]
            found += [word for word in words if word not in PROTOCOLS]
    return found


def _compared(comparison: ast.Compare) -> list[str]:
    sides = [comparison.left, *comparison.comparators]
    asked = [n for side in sides for n in ast.walk(side) if isinstance(n, ast.Attribute) and n.attr in WORD_OF_TEXT]
    words = [word for side in sides for word in _strings(side)] if asked else []
    return [word for word in words if any(c.isalpha() for c in word)]


def _names_a_table(pattern: ast.AST, constant: ast.Constant) -> bool:
    """The string is an argument of a call, such as `pattern_of`, or the key of a table."""
    for node in ast.walk(pattern):
        if isinstance(node, ast.Call) and constant in [*node.args, *(k.value for k in node.keywords)]:
            return True
        if isinstance(node, ast.Subscript) and constant is node.slice:
            return True
    return False


def test_the_search_finds_words() -> None:
    assert english_in('token.lower_ in ("if", "unless")') == ["if", "unless"]
    assert english_in('re.compile(r"\\b(?:the|our)\\s+region")') == ["the", "our", "region"]
    assert english_in('token.lemma_.lower() == "give"') == ["give"]
    assert not english_in('token.dep_ in ("nsubj", "dobj")')
    assert not english_in("re.compile(rf\"\\\\b{pattern_of('speech', 'laws')}\\\\b\")")


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(ROOM))) for p in _modules()])
def test_no_rule_spells_a_word(path: Path) -> None:
    assert english_in(path.read_text(encoding="utf-8")) == []
