"""Amounts in running text: tables of cases, the examples of the lexicon, offsets on any text, work in proportion to
length, and reach on the annotated documents."""

from __future__ import annotations

import itertools
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extract.amounts import bounds, cardinals, money, numbers, percents, prose, shapes
from pledgebook.extract.amounts import digits as numerals
from pledgebook.extract.amounts import find as amounts_module
from pledgebook.extract.amounts import fractions as word_fractions
from pledgebook.extract.amounts import lexicon as amount_lexicon
from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.amounts.shapes import name_patterns
from pledgebook.language.lexicon import lexicon_table
from pledgebook.model.amount import Amount

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "amounts.toml").read_text(encoding="utf-8"))
MODULES = (
    amount_lexicon, amounts_module, bounds, cardinals, money, numbers, numerals, percents, prose, shapes, word_fractions,
)  # fmt: skip


def written(amount: Amount) -> list[str]:
    ends = ["" if value is None else str(value) for value in (amount.low, amount.high)]
    flags = [
        *(["multiple"] if amount.measure == "multiple" else []),
        *(["additional"] if amount.additional else []),
        *(["about"] if amount.approximate else []),
        *([f"per:{amount.per}"] if amount.per else []),
    ]
    return [amount.text, *ends, amount.unit or "", *flags]


@pytest.mark.parametrize("case", [c for group in CASES.values() for c in group], ids=lambda case: case["text"][:50])
def test_amounts_have_their_span_value_unit_and_flags(case: dict[str, Any]) -> None:
    found = [written(amount) for amount in amounts(case["text"])]
    assert found == case["found"]


def test_the_publisher_says_whose_dollar_it_is() -> None:
    text = "It gave $5 million, 3 million dollars, 20 cents and US$7."
    assert [a.unit for a in amounts(text, dollar="AUD")] == ["AUD", "AUD", "AUD", "USD"]


@pytest.mark.parametrize("entry", lexicon_table("numbers")["names"], ids=lambda entry: entry["name"])
def test_the_examples_of_names_hold(entry: dict[str, Any]) -> None:
    pattern = dict(name_patterns())[entry["name"]]
    assert [text for text in entry["yes"] if not pattern.search(text)] == []
    assert [text for text in entry["yes"] if amounts(text)] == []
    assert [text for text in entry["no"] if pattern.search(text)] == []


def holds(side: str, found: list[Amount]) -> bool:
    if side in ("above", "at_least"):
        return any(a.high is None and a.low is not None for a in found)
    if side in ("below", "at_most"):
        return any(a.low is None for a in found)
    if side == "about":
        return any(a.approximate for a in found)
    if side == "additional":
        return any(a.additional for a in found)
    if side == "change":
        return len(found) == 2
    return any(a.low != a.high or a.approximate or a.additional for a in found)


@pytest.mark.parametrize("side", sorted(lexicon_table("bounds")))
def test_the_examples_of_bounds_hold(side: str) -> None:
    entry = lexicon_table("bounds")[side]
    assert [text for text in entry["yes"] if not holds(side, amounts(text))] == []
    assert [text for text in entry["no"] if holds(side, amounts(text))] == []


WORDS = """
$ € US$ 5 1,000 20 000 1.5 M bn % percent of and a half million billion two thirds hundreds over more than up to
an additional about between to – - ( ) . , : / 2:14:04 2022 June th per year dollars Rs crore 😀 é § < > one in
three fold minus + st May א
"""
PIECES = st.sampled_from([*WORDS.split(), "\u0301", "\r\n", "\u00a0", "\x00", "\n\n"])
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=24).map(" ".join), st.lists(PIECES, max_size=24).map("".join)
)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_spans_with_its_own_words(text: str) -> None:
    found = amounts(text)
    assert all(text[a.start : a.end] == a.text and a.start < a.end for a in found)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    assert all(a.low is not None or a.high is not None for a in found)
    assert all(a.low <= a.high for a in found if a.low is not None and a.high is not None)
    assert found == amounts(text)


@given(TEXTS, st.text(alphabet="xyz \n", max_size=20))
@settings(max_examples=100, deadline=None)
def test_words_before_a_paragraph_only_move_the_spans(text: str, before: str) -> None:
    moved = f"{before}.\n\n"
    alone, behind = amounts(f"\n\n{text}"), amounts(f"{moved}\n\n{text}")
    shift = len(moved)
    assert [(a.start + shift, a.end + shift, a.low, a.high, a.unit) for a in alone] == [
        (a.start, a.end, a.low, a.high, a.unit) for a in behind
    ]


HOSTILE = [
    "1,", "1,000", "9", "1 ", "1.", "1/2 ", "$", "$1 ", "million ", "one ", "twenty ", "hundred and ", "hundreds of ",
    "half a ", "and a half ", "more than ", "an additional ", "5 to ", "5-", "between 5 and ", "in one ", "(", "<",
    "a ", "per ", "5 per ", "June 1 ", "Section 1, ", "www.", "x@", "1:00:", "-", "½", "5 dollars and ",
    "rise from 5 to ",
]  # fmt: skip


def work(text: str) -> int:
    """How many calls reading a text takes: the same on every machine, unlike time."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    previous = sys.getprofile()
    sys.setprofile(count)
    try:
        amounts(text)
    finally:
        sys.setprofile(previous)
    return calls


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_length_alone(piece: str) -> None:
    amounts(piece * 20)
    short, long = work(piece * 200), work(piece * 800)
    assert long <= 5 * short + 200


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression of the grammars, also those made from the lexicon."""

    def inside(name: str, value: object) -> Iterator[tuple[str, re.Pattern[str]]]:
        if isinstance(value, re.Pattern):
            yield name, value
        elif isinstance(value, dict):
            for key, item in value.items():
                yield from inside(f"{name}.{key}", item)
        elif isinstance(value, tuple):
            for item in value:
                yield from inside(name, item)

    for module in MODULES:
        assert isinstance(module, ModuleType)
        for name, value in vars(module).items():
            made = value() if name.endswith(("_pattern", "_patterns", "_glued_scale")) else value
            yield from inside(f"{module.__name__}.{name}", made)


def test_no_expression_repeats_without_bound() -> None:
    """Repetition without bound is what makes an expression slow on hostile text; none of ours has it."""
    seen = list(patterns())
    assert len(seen) > 40
    loose = []
    for name, pattern in seen:
        plain = re.sub(r"\[(?:\\.|[^\]\\])*\]", "c", re.sub(r"\(\?#.*?\)", "", pattern.pattern))
        plain = re.sub(r"\\.", "e", plain)
        if re.search(r"[*+]", plain):
            loose.append(name)
    assert loose == []


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    inner = min(a[1], b[1]) - max(a[0], b[0])
    return 0.0 if inner <= 0 else inner / (max(a[1], b[1]) - min(a[0], b[0]))


def reads(amount: Amount, quantity: dict[str, Any]) -> bool:
    """Same place (the annotation may go on to the counted noun), same ends, and where we name a unit the same one."""

    def close(theirs: float | None, ours: object) -> bool:
        if theirs is None or ours is None:
            return theirs is None and ours is None
        return abs(float(theirs) - float(str(ours))) <= 1e-3 * max(1.0, abs(float(theirs)))

    span, own = (quantity["start"], quantity["end"]), (amount.start, amount.end)
    placed = overlap(span, own) > 0.5 or (span[0] <= own[0] and own[1] <= span[1])
    unit = amount.unit is None or amount.unit.lower() == quantity["unit"].lower()
    return placed and unit and close(quantity["low"], amount.low) and close(quantity["high"], amount.high)


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "floor"), [("gold", 1.0), ("gold/train", 0.98)])
def test_reach_on_the_annotated_documents(shared: Path, folder: str, floor: float) -> None:
    reached, missed = 0, []
    for file in sorted((shared / folder).glob("*.gold.json")):
        name = file.name.removesuffix(".gold.json")
        with file.with_name(f"{name}.txt").open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        meta = json.loads(file.with_name(f"{name}.meta.json").read_text(encoding="utf-8"))
        publisher = str(meta.get("publisher") or "")
        found = amounts(text, dollar="AUD" if "Australia" in publisher or "australia" in name else "USD")
        for statement in json.loads(file.read_text(encoding="utf-8"))["statements"]:
            quantity = statement.get("quantity")
            if not quantity or "start" not in quantity:
                continue
            if any(reads(amount, quantity) for amount in found):
                reached += 1
            else:
                missed.append(f"{name}: {quantity['text']}")
    assert reached / (reached + len(missed)) >= floor, missed
