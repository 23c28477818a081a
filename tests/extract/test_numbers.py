"""The raw grammars: numbers, sums of money, percentages and ranges; their tables, and the public specifications."""

from __future__ import annotations

import importlib
import tomllib
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extract.amounts.bounds import ranges
from pledgebook.extract.amounts.find import amounts
from pledgebook.extract.amounts.lexicon import currency_names, currency_signs
from pledgebook.extract.amounts.money import money
from pledgebook.extract.amounts.numbers import Number, numbers
from pledgebook.extract.amounts.percents import percents
from pledgebook.extract.periods.find import periods
from pledgebook.language.lexicon import lexicon_table
from pledgebook.world.currencies import active_codes, codes

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases" / "numbers.toml").read_text(encoding="utf-8"))


def written(number: Number) -> str:
    if number.vague:
        return f"{number.value}..{'' if number.high is None else number.high}"
    return str(number.value)


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: case["text"][:40])
def test_every_number_has_its_span_and_value(case: dict[str, Any]) -> None:
    text = case["text"]
    found = {text[n.start : n.end]: written(n) for n in numbers(text)}
    assert found == {k: v if ".." in v else str(Fraction(v)) for k, v in case["found"].items()}


def test_a_number_of_any_length_ends() -> None:
    assert numbers("9" * 5000) == []
    assert [n.value for n in numbers("1" + ",000" * 8)] == [Fraction(10) ** 24]


def test_powers_keep_to_what_can_be_written() -> None:
    assert numbers("9^999999999")[0].value == 9
    assert [n.value for n in numbers("1e10 and 2.5^-1")] == [Fraction(10) ** 10, Fraction(2, 5)]


def test_codes_are_three_capitals_and_known_once() -> None:
    withdrawn = lexicon_table("currencies")["codes"]["withdrawn"]
    every = [*active_codes(), *withdrawn]
    assert len(every) == len(set(every))
    assert set(every) <= codes()
    assert all(len(code) == 3 and code.isupper() for code in every)
    used = {unit.code for unit in (*currency_signs().values(), *currency_names().values())}
    assert used <= set(every) | {"$", "XXX", "BTC"}


@pytest.mark.parametrize("name", sorted(lexicon_table("currencies")["names"]))
def test_every_name_of_money_is_read_behind_millions(name: str) -> None:
    entry = lexicon_table("currencies")["names"][name]
    for word in entry["words"]:
        (found,) = money(f"It cost 5 million {word}.")
        assert found.value == 5_000_000
        code = entry["alone"].partition("/")[0]
        assert found.currency == ("USD" if code == "$" else code)
    for adjective, code in entry.get("of", {}).items():
        (found,) = money(f"It cost 5 million {adjective} {entry['words'][0]}.")
        assert found.currency == code.partition("/")[0]


@pytest.fixture(scope="module")
def specs() -> ModuleType:
    return importlib.import_module("evals.measure.specs")


FLOORS = {"currency": 0.98, "number": 0.99, "percent": 1.0, "range": 0.96}
"""The least share of all cases, those left out included, that pass."""


@pytest.mark.shared
def test_the_public_specifications_pass(shared: Path, specs: ModuleType) -> None:
    scores = specs.score_numbers(shared / "specs")
    assert {name: score.rate >= FLOORS[name] for name, score in scores.items()} == dict.fromkeys(FLOORS, True)


@pytest.mark.shared
def test_what_is_left_out_is_few_has_a_reason_and_would_fail(shared: Path, specs: ModuleType) -> None:
    for name, reasons in specs.left_out().items():
        inputs = {case["Input"]: case for case in specs.cases(shared / "specs", name)}
        assert set(reasons) <= set(inputs)
        assert len(reasons) <= 0.05 * len(inputs)
        assert all(len(reason) > 30 for reason in reasons.values())
        assert not [text for text in reasons if specs.passes(name, inputs[text])]


SCRIPTS = st.sampled_from("0123456789０９５٣٩९୧๕²³½⅓")


@settings(deadline=None)  # the patterns are compiled in the first run
@given(
    st.lists(
        st.one_of(
            SCRIPTS,
            st.sampled_from([*"^/.,:%$€-+ex×'’ ", " million ", " to ", " of ", "Rs. ", " June ", " per cent", "th"]),
        ),
        max_size=14,
    )
)
def test_digits_of_other_scripts_are_no_fault(pieces: list[str]) -> None:
    text = "".join(pieces)
    for found in (
        numbers(text),
        money(text),
        percents(text),
        ranges(text),
        amounts(text),
        periods(text, "2024-05-06", "US"),
    ):
        assert all(0 <= one.start < one.end <= len(text) for one in found)
