"""Numbers as tables write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.evidence.formats.numerals import Hidden, NotANumber, number

RIGHT = [
    ("0", "0"),
    ("1,234", "1234"),
    ("1,234,567.89", "1234567.89"),
    ("1 234", "1234"),
    ("1\u00a0234", "1234"),
    ("1\u202f234\u202f567", "1234567"),
    ("1'234", "1234"),
    ("12,345", "12345"),
    (" 42 ", "42"),
    (".5", "0.5"),
    ("+7", "7"),
    ("-7", "-7"),
    ("−7", "-7"),
    ("(7)", "-7"),
    ("(1,234.50)", "-1234.50"),
    ("( 7 )", "-7"),
    ("7*", "7"),
    ("7 **", "7"),
    ("7†", "7"),
    ("7¹", "7"),
    ("7 [1]", "7"),
    ("7 (a)", "7"),
    ("7r", "7"),
    ("7 p", "7"),
    ("(7)*", "-7"),
    ("007", "7"),
    ("1e+05", "100000"),
    ("2.5E-01", "0.25"),
]
NOTHING = ["", " ", "-", "–", "—", "..", "...", "…", "n/a", "N/A", "NA", "None", "\u00a0"]
WITHHELD = ["*", "**", "X", "(D)", "[c]"]
WRONG = [
    "1,23",
    "1,2345",
    "12,34,567",
    "1.234.567",
    "1,234 567",
    "five",
    "5 apples",
    "$5",
    "5%",
    "(5",
    "5)",
    "()",
    "--5",
    "1e9",
    "0x10",
    "NaN5",
    "Infinity",
    "1.2.3",
    "5-",
    "9" * 61,
    "٣",
    "= 1+1",
]


@pytest.mark.parametrize(("text", "value"), RIGHT)
def test_numbers_are_read(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", NOTHING)
def test_no_figure_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize("text", WITHHELD)
def test_a_withheld_figure_is_said_to_be_withheld(text: str) -> None:
    with pytest.raises(Hidden):
        number(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber) as caught:
        number(text)
    assert not isinstance(caught.value, Hidden)
    assert len(str(caught.value)) < 60


def test_the_comma_before_the_fraction() -> None:
    assert number("1.234,5", decimal=",") == Decimal("1234.5")
    assert number("1 234,5", decimal=",") == Decimal("1234.5")
    with pytest.raises(NotANumber):
        number("1,234.5", decimal=",")


def test_percent_and_further_blanks_are_asked_for() -> None:
    assert number("12.5 %", percent=True) == Decimal("12.5")
    assert number("entfällt", blank=("entfällt",)) is None


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2), st.sampled_from(["", " ", ",", "\u00a0"]))
def test_what_is_written_is_read_back(value: Decimal, separator: str) -> None:
    text = f"{value:,.2f}".replace(",", separator or "")
    assert number(text) == value
    assert number(f"{value:,.2f}".replace(",", ";").replace(".", ",").replace(";", "."), decimal=",") == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none_or_refused(text: str) -> None:
    try:
        value = number(text)
    except NotANumber:
        return
    assert value is None or value.is_finite()
