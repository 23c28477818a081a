"""Months, fiscal years and currencies of countries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.world.currencies import active_codes, codes, codes_of
from pledgebook.world.data import table
from pledgebook.world.dates import MONTHS, fiscal_year, last_day, month_number, shifted


@pytest.mark.parametrize(
    ("name", "number"), [("MAY", 5), ("Sept.", 9), ("sep", 9), ("Ju", None), ("Ma", None), ("", None)]
)
def test_months_by_name(name: str, number: int | None) -> None:
    assert month_number(name) == number


def test_every_month_is_known_by_its_name_and_first_three_letters() -> None:
    assert [month_number(name) for name in MONTHS] == [month_number(name[:3]) for name in MONTHS] == list(range(1, 13))


@given(st.integers(1, 9000), st.integers(1, 12), st.integers(-500, 500))
def test_months_are_counted_there_and_back(year: int, month: int, months: int) -> None:
    assert shifted(*shifted(year, month, months), -months) == (year, month)


@given(st.integers(2, 9000), st.integers(1, 12), st.sampled_from(["start", "end"]))
def test_fiscal_years_follow_each_other_without_a_gap(name: int, starts: int, named_by: str) -> None:
    first, last = fiscal_year(name, starts, named_by)  # type: ignore[arg-type]
    assert (last - first).days in (364, 365)
    assert (fiscal_year(name + 1, starts, named_by)[0] - last).days == 1  # type: ignore[arg-type]


def test_the_last_day_of_a_leap_month() -> None:
    assert last_day(2024, 2) == date(2024, 2, 29)


def test_currencies_of_countries() -> None:
    assert codes_of("NO") == {"NOK"}
    assert "EUR" in codes_of("DE")
    assert codes_of("org:un") == frozenset()
    unions = table("world", "data/currencies.toml")["unions"]
    assert set(unions) <= active_codes() <= codes()
