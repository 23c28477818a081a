"""The patterns of a language: each holds on its own examples, is bounded, and is asked for."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

import pledgebook
from pledgebook.errors import SetupError
from pledgebook.language.grammar import alternatives, expression, piece
from pledgebook.language.lexicon import lexicon_table

GRAMMARS = sorted(
    path.name.removesuffix(".toml") for path in resources.files("pledgebook.language").joinpath("en/patterns").iterdir()
)
OWN_EXAMPLES = {"periods"}
"""Grammars whose examples are whole phrases with their values; the tests of the room walk them."""
OF_WHOLE_TEXTS = {"amounts", "periods"}
"""Grammars that are run over whole texts; the others look at a phrase or a line."""
PATTERNS = [
    (grammar, name)
    for grammar in GRAMMARS
    for name in lexicon_table(f"patterns/{grammar}")
    if name not in ("pieces", "case_counts")
]


@pytest.mark.parametrize(("grammar", "name"), [p for p in PATTERNS if p[0] not in OWN_EXAMPLES])
def test_a_pattern_holds_on_its_examples(grammar: str, name: str) -> None:
    pattern, entry = expression(grammar, name), lexicon_table(f"patterns/{grammar}")[name]
    assert entry["yes"]
    assert [text for text in entry["yes"] if not pattern.search(text)] == []
    assert [text for text in entry["no"] if pattern.search(text)] == []
    assert entry["no"] or pattern.search(""), "only what may be empty holds everywhere"


@pytest.mark.parametrize(("grammar", "name"), [p for p in PATTERNS if p[0] in OF_WHOLE_TEXTS])
def test_no_pattern_repeats_without_bound(grammar: str, name: str) -> None:
    """Repetition without bound is what makes an expression slow on hostile text."""
    plain = re.sub(r"\[(?:\\.|[^\]\\])*\]", "c", expression(grammar, name).pattern)
    assert not re.search(r"[*+]", re.sub(r"\\.", "e", plain))


def test_every_pattern_is_asked_for() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(pledgebook.__file__).parent.rglob("*.py"))
    assert [name for _, name in PATTERNS if f'"{name}"' not in sources] == []


def test_blanks_words_and_pieces_are_put_in() -> None:
    assert piece("amounts", "rate_word") in expression("amounts", "rate").pattern
    assert expression("amounts", "couple").search("It took a  couple\tof ")
    assert not expression("amounts", "couple").search("It took a   couple of ")
    assert re.fullmatch(alternatives(["two", "two thousand", "ten"]), "two thousand")


def test_a_pattern_that_is_none_says_so() -> None:
    with pytest.raises(SetupError, match="no pattern of-nothing"):
        expression("amounts", "of-nothing")
