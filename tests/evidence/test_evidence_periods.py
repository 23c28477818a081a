"""Periods of tables as EDTF."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.evidence.formats.layout import PeriodShape
from pledgebook.evidence.formats.periods import day_in, month_number, month_of, quarter_of, whole, year_number, year_of
from pledgebook.evidence.formats.rows import Cell
from pledgebook.model import days_of

PLAIN = PeriodShape()
US = PeriodShape(starts=10)
UK = PeriodShape(starts=4, named="start")

WHOLE: list[tuple[Cell, PeriodShape, str | None]] = [
    ("2022-05", PLAIN, "2022-05"),
    ("2022/5", PLAIN, "2022-05"),
    ("202205", PLAIN, "2022-05"),
    ("2022M05", PLAIN, "2022-05"),
    ("May 2022", PLAIN, "2022-05"),
    ("Sept. 2022", PLAIN, "2022-09"),
    ("2022 May", PLAIN, "2022-05"),
    ("May-2022", PLAIN, "2022-05"),
    ("2022-05-17", PLAIN, "2022-05-17"),
    ("2022-05-17T00:00:00", PLAIN, "2022-05-17"),
    (date(2022, 5, 17), PLAIN, "2022-05-17"),
    (Decimal(2022), PLAIN, "2022"),
    (Decimal("2022.0"), PLAIN, "2022"),
    ("2022", US, "2021-10-01/2022-09-30"),
    ("FY2022", US, "2021-10-01/2022-09-30"),
    ("Fiscal Year 2022", US, "2021-10-01/2022-09-30"),
    ("2025 (FYTD)", US, "2024-10-01/2025-09-30"),
    ("2022/23", UK, "2022-04-01/2023-03-31"),
    ("2022–23", UK, "2022-04-01/2023-03-31"),
    ("2022-2023", UK, "2022-04-01/2023-03-31"),
    ("2011/12", UK, "2011-04-01/2012-03-31"),
    ("2011/12", US, "2011-10-01/2012-09-30"),
    ("2011/12", PLAIN, "2011-12"),
    ("1999/00", UK, "1999-04-01/2000-03-31"),
    ("2022 Q3", PLAIN, "2022-35"),
    ("Q3 2022", PLAIN, "2022-35"),
    ("2022 Q1", US, "2021-10-01/2021-12-31"),
    ("2022-13", PLAIN, None),
    ("2022-02-30", PLAIN, None),
    ("Total", PLAIN, None),
    ("", PLAIN, None),
    (None, PLAIN, None),
    ("20225", PLAIN, None),
    ("Decembruary 2022", PLAIN, None),
]


@pytest.mark.parametrize(("cell", "shape", "edtf"), WHOLE)
def test_a_whole_period_in_one_cell(cell: Cell, shape: PeriodShape, edtf: str | None) -> None:
    assert whole(cell, shape) == edtf


def test_october_of_the_us_fiscal_year_lies_in_the_year_before() -> None:
    assert [month_of(2022, month, US) for month in (10, 12, 1, 9)] == ["2021-10", "2021-12", "2022-01", "2022-09"]
    assert [month_of(2022, month, UK) for month in (4, 12, 1, 3)] == ["2022-04", "2022-12", "2023-01", "2023-03"]


@given(st.integers(1900, 2100), st.integers(1, 12), st.sampled_from(["end", "start"]))
def test_months_and_quarters_fill_the_year(year: int, starts: int, named: str) -> None:
    shape = PeriodShape(starts=starts, named=named)
    first, last = days_of(year_of(year, shape))
    assert first is not None
    assert last is not None
    assert (last - first).days in (364, 365)
    months = sorted(days_of(month_of(year, month, shape))[0] or date.min for month in range(1, 13))
    assert months[0] == first
    assert len(set(months)) == 12
    assert max(days_of(month_of(year, month, shape))[1] or date.min for month in range(1, 13)) == last
    quarters = [days_of(quarter_of(year, quarter, shape)) for quarter in (1, 2, 3, 4)]
    assert quarters[0][0] == first
    assert quarters[3][1] == last
    for before, after in itertools.pairwise(quarters):
        assert before[1] is not None
        assert after[0] is not None
        assert (after[0] - before[1]).days == 1


@pytest.mark.parametrize(
    ("cell", "month"),
    [("OCT", 10), ("october", 10), ("Sept.", 9), ("5", 5), ("05", 5), (Decimal(5), 5), ("ju", None), ("13", None), ("", None), ("x", None)],
)  # fmt: skip
def test_months_by_name_abbreviation_and_number(cell: Cell, month: int | None) -> None:
    assert month_number(cell, PLAIN) == month


def test_months_in_another_language() -> None:
    french = PeriodShape(
        months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
    )  # fmt: skip
    assert whole("août 2022", french) == "2022-08"
    assert month_number("févr.", french) == 2


@pytest.mark.parametrize(("cell", "year"), [("2022", 2022), ("FY 2022", 2022), ("0022", None), ("about 2022", None), ("20221", None)])  # fmt: skip
def test_years(cell: str, year: int | None) -> None:
    assert year_number(cell, PLAIN) == year


@pytest.mark.parametrize(
    ("text", "template", "day"),
    [
        ("as of 31-December-2024", "as of {day}-{month}-{year}", date(2024, 12, 31)),
        ("Data as of 5 Jan. 2024.", "as of {day} {month} {year}", date(2024, 1, 5)),
        ("Updated 05/01/2024", "Updated {day}/{month}/{year}", date(2024, 1, 5)),
        ("to May 2024", "to {month} {year}", date(2024, 5, 31)),
        ("as of 31-February-2024", "as of {day}-{month}-{year}", None),
        ("nothing", "as of {day}-{month}-{year}", None),
    ],
)
def test_the_day_of_a_table(text: str, template: str, day: date | None) -> None:
    assert day_in(text, template) == day


@pytest.mark.parametrize(
    "template", ["{year} to {year}", "{day}{day}", "{year", "{}", "{2,1}", "{year}}{{", "(?P<year>", "[{month}"]
)
def test_a_template_with_odd_braces_is_no_fault(template: str) -> None:
    assert day_in("as of 31-December-2024", template) is None
