"""No rule of extraction or resolution spells an English word: words stand in the lexicon, where another language can have
its own. What the program calls things by (kinds, moods, rules, signs) is no word of a text."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pledgebook
from pledgebook.language.lexicon import words_of

PACKAGE = Path(pledgebook.__file__).parent
ROOMS = ("extract", "resolve")
MODULES = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py"))

TEXT = frozenset(
    {"lower_", "lemma_", "text", "norm_", "orth_", "lower", "casefold", "group", "split", "strip", "rstrip"}
)
"""Attributes and methods that give words of the text; what is compared with them is one, too."""
CUTTING = frozenset({"startswith", "endswith", "removeprefix", "removesuffix", "replace", "find", "rfind", "index", "partition",
                     "rpartition", "split", "count"})  # fmt: skip
"""Methods of a string that look for the words of another."""
PATTERN = re.compile(r"\\[bswdZ]|\(\?|\[\^|\[A-Z|\[a-z|\{[0-9]")
"""Marks of a regular expression."""
PATTERN_WORD = re.compile(r"(?<![\\(?<\w])[A-Za-z]{2,}(?![\w>=])")
"""A literal word in a regular expression: no escape, no name of a group, no flag."""
CHARACTER_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
"""One character of several in a regular expression ("[ivx]"): no word."""
PROTOCOLS = frozenset({"http", "https", "www"})
"""Words of the network, in every language."""
NAMES_OF_OURS = frozenset({"purpose", "purpose-purpose", "purpose-p", "pronoun", "owner", "pronoun-we", "speaker", "unstated",
                           "lead", "sentence", "paragraph"})  # fmt: skip
"""Moods and rules by whose beginning a rule asks."""


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    bodies = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    return {line.value for body in bodies for line in body if isinstance(line, ast.Expr)}


def _strings(node: ast.AST) -> Iterator[str]:
    """The strings of an expression, but for the arguments of calls and the keys of tables, which are names of ours."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Call | ast.Subscript):
        yield from _strings(node.func if isinstance(node, ast.Call) else node.value)
    else:
        for inner in ast.iter_child_nodes(node):
            yield from _strings(inner)


def english_in(source: str) -> list[str]:
    """The words that a module writes into a regular expression, or compares with words of a text."""
    tree = ast.parse(source)
    told = _docstrings(tree)
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
            found += _in_pattern(node.value)
        elif isinstance(node, ast.Compare):
            found += _compared(node)
        elif isinstance(node, ast.Set | ast.List):
            found += [word for word in _strings(node) if word in _small_words()]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CUTTING:
            found += [word for argument in node.args for word in _strings(argument) if _is_word(word)]
    return found


def _in_pattern(written: str) -> list[str]:
    if not PATTERN.search(written):
        return []
    words = PATTERN_WORD.findall(CHARACTER_CLASS.sub("", re.sub(r"\(\?P<\w+>", "(", written)))
    return [word for word in words if word not in PROTOCOLS]


def _is_word(argument: str) -> bool:
    """Letters alone, but no sign or id ("verb:", "org:state"), nor what the program calls a mood or a rule."""
    words = argument.strip(" '’-")
    return len(words) > 1 and words.replace(" ", "").replace("-", "").isalpha() and argument not in NAMES_OF_OURS


def _compared(comparison: ast.Compare) -> list[str]:
    sides = [comparison.left, *comparison.comparators]
    asked = [n for side in sides for n in ast.walk(side) if isinstance(n, ast.Attribute) and n.attr in TEXT]
    words = [word for side in sides for word in _strings(side)]
    return [w for w in words if (asked and any(c.isalpha() for c in w)) or w in _small_words()]


@functools.cache
def _small_words() -> frozenset[str]:
    """Pronouns and articles; of ours only a form of subject is called so ("we")."""
    pronouns = ("first-person", "third-person", "one-person", "one-body", "several", "own-doing")
    own = frozenset[str]().union(*(words_of("references", name) for name in pronouns), words_of("documents", "we"))
    return (own | {"the", "an", "and", "or"}) - {"i", "who", "we"}


def test_the_search_finds_words() -> None:
    assert english_in('token.lower_ in ("if", "unless")') == ["if", "unless"]
    assert english_in('words.lower() == "they"') == ["they"]
    assert english_in('low in ("he", "she")') == ["he", "she"]
    assert english_in('X = r"\\b(?:the|our)\\s+region"') == ["the", "our", "region"]
    assert english_in('token.lemma_.lower() == "give"') == ["give"]
    assert english_in('words.startswith("The ") or noun.endswith(("ies", "es"))') == ["The ", "ies", "es"]
    assert not english_in('token.dep_ in ("nsubj", "dobj") and identity.startswith("org:state")')
    assert not english_in("re.compile(rf\"\\\\b{pattern_of('speech', 'laws')}\\\\b\")")
    assert not english_in('def f(): "Whether [A-Z] stands before the name."')


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(PACKAGE))) for p in MODULES])
def test_no_rule_spells_a_word(path: Path) -> None:
    assert english_in(path.read_text(encoding="utf-8")) == []
