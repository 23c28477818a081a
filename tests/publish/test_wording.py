"""Values in words: short, exact, and nothing that a terminal would act on."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.model import Actor, Quantity
from pledgebook.publish.wording import harmless, how_much, who


def quantity(low: str | None, high: str | None, unit: str, measure: Any, **fields: Any) -> Quantity:
    return Quantity(
        0,
        1,
        "1",
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        unit,
        measure,
        **fields,
    )


@pytest.mark.parametrize(
    ("given_quantity", "shown"),
    [
        (None, ""),
        (quantity("1500000000", "1500000000", "USD", "money"), "1.5 bn USD"),
        (quantity("26900000", "26900000", "CAD", "money"), "26.9 m CAD"),
        (quantity("200000000", "1000000000", "USD", "money"), "200 m–1 bn USD"),
        (quantity("3000", None, "arrest", "count"), "≥ 3,000 arrest"),
        (quantity(None, "4000", "refugee", "count"), "≤ 4,000 refugee"),
        (quantity("15000", "20000", "worker", "count", per="year"), "15,000–20,000 worker/year"),
        (quantity("5", "5", "percent", "percent"), "5 %"),
        (quantity("3", "3", "increase", "multiple"), "× 3 increase"),
        (quantity("25000000", "25000000", "USD", "money", additional=True), "+25 m USD"),
        (quantity("5", "5", "ship", "count", approximate=True), "≈ 5 ship"),
        (quantity("1234567890", "1234567890", "USD", "money"), "1.23456789 bn USD"),
        (quantity("0.5", "0.5", "percent", "percent"), "0.5 %"),
    ],
)
def test_how_much(given_quantity: Quantity | None, shown: str) -> None:
    assert how_much(given_quantity) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("a\r\nb\tc  d", "a b c d"),
        ("safe\u202eevil", "safeevil"),
        ("\x9b31m", "\ufffd31m"),
        ("bell\x07", "bell\ufffd"),
        ("[bold]kept[/bold]", "[bold]kept[/bold]"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("العربية", "العربية"),
    ],
)
def test_harmless(words: str, shown: str) -> None:
    assert harmless(words) == shown


@given(st.text(alphabet=st.characters()))
def test_nothing_that_a_terminal_acts_on(words: str) -> None:
    shown = harmless(words)
    assert "\n" not in shown
    assert all(unicodedata.category(c) not in ("Cc", "Cs") for c in shown)
    assert all(unicodedata.category(c) != "Cf" or c in "\u200c\u200d" for c in shown)
    shown.encode("utf-8")


def test_who_names_each_once() -> None:
    actors = (
        Actor("MX", "Mexico", 0, 6),
        Actor("US", "US", 9, 11),
        Actor(None, "villagers", 12, 21),
        Actor("MX", "Mexico", 30, 36),
    )
    assert who(actors) == "Mexico (MX), US, villagers"


def test_who_names_a_group_once_with_all_its_ids() -> None:
    group = tuple(Actor(code, "northern Central America", 3, 27) for code in ("SV", "GT", "HN"))
    assert who(group) == "northern Central America (SV, GT, HN)"
