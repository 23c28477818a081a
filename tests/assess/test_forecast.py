"""The forecast: its algebra on any series, its numbers on plain ones, what it refuses."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from built import delivery
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtr, stdtrit

from pledgebook.assess import Forecast, forecast
from pledgebook.assess.outlook import Fitted, student, student_quantile
from pledgebook.model import Measure, Problem, Step

FIRST = 2019 * 12 + 9  # October 2019


def months(values: Sequence[int | float], first: int = FIRST) -> list[tuple[str, Any]]:
    return [(f"{month // 12}-{month % 12 + 1:02}", Decimal(str(value))) for month, value in enumerate(values, first)]


def last_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, calendar.monthrange(month // 12, month % 12 + 1)[1])


def foretold(values: Sequence[int | float], ahead: int = 6, **rest: Any) -> Forecast:
    made = forecast(
        delivery(months(values), seen="2035-01-01"), deadline=last_day(FIRST + len(values) - 1 + ahead), **rest
    )
    assert isinstance(made, Forecast)
    return made


def test_a_steady_series_goes_on() -> None:
    made = foretold([100] * 48, target=Decimal(5400))
    assert made.delivered == 4800
    assert abs(made.median - 5400) <= 10
    assert Decimal("0.45") <= (made.probability or 0) <= Decimal("0.55")
    assert (made.months_known, made.months_ahead) == (48, 6)
    assert made.words.startswith("By 2024-03-31 about 5,4")
    assert "4,800 so far" in made.words


def test_the_season_is_known() -> None:
    year = [10, 10, 10, 10, 10, 400, 10, 10, 10, 10, 10, 10]
    quiet, loud = foretold(year * 5, 5), foretold(year * 5, 6)  # October to February, and with the March of 400
    assert 50 <= quiet.median - quiet.delivered <= 80
    assert 300 <= loud.median - loud.delivered <= 500


def test_a_wild_series_is_less_sure_than_a_calm_one() -> None:
    calm, wild = [100, 110] * 24, [20, 190] * 12 + [5, 400] * 12
    assert foretold(calm).high / foretold(calm).low < foretold(wild).high / foretold(wild).low


def test_a_short_series_is_less_sure_than_a_long_one() -> None:
    short, long = foretold([100] * 12), foretold([100] * 60)
    assert (short.high - short.low) > (long.high - long.low)
    assert any("two years" in note for note in short.notes)
    assert not long.notes


def test_only_what_the_promise_counts_is_counted() -> None:
    made = foretold([100] * 48, start=date(2022, 10, 1), target=Decimal(1))
    assert made.delivered == 1200
    assert made.probability == 1


def test_a_part_of_the_last_month_counts_for_its_days() -> None:
    series = delivery(months([300] * 48), seen="2035-01-01")
    whole, half = (forecast(series, deadline=date(2023, 11, day)) for day in (30, 15))
    assert isinstance(whole, Forecast)
    assert isinstance(half, Forecast)
    assert 100 < whole.median - half.median < 200


def test_a_month_that_was_still_running_is_foretold_anew() -> None:
    values = [*months([100] * 24), ("2021-10", 3)]
    made = forecast(
        delivery(values, seen="2021-10-05"), deadline=date(2021, 12, 31), start=date(2021, 10, 1), target=Decimal(2)
    )
    assert isinstance(made, Forecast)
    assert (made.delivered, made.months_known, made.months_ahead) == (0, 24, 3)
    assert made.probability == 1  # three had come already
    assert made.low >= 3


def test_days_are_added_up_and_gaps_are_said() -> None:
    values = [
        (f"{year}-{month:02}-{day}", 50)
        for year in (2020, 2021)
        for month in range(1, 13)
        for day in (10, 20)
        if month != 5
    ]
    made = forecast(delivery([*values, ("", 7)], seen="2022-01-31"), deadline=date(2022, 3, 31))
    assert isinstance(made, Forecast)
    assert made.months_known == 24
    assert "2 months without a record counted as 0." in made.notes
    assert "1 record without a date: not used." in made.notes


def test_corrections_and_far_deadlines_are_said() -> None:
    made = foretold([100] * 30 + [-50], 30)
    assert any("below zero" in note for note in made.notes)
    assert any("further than the 24" in note for note in made.notes)


RUNNING_TOTAL = Measure("a", (), "last", "refugee")


@pytest.mark.parametrize(
    ("records", "deadline", "rule"),
    [
        (months([1] * 11), date(2030, 1, 1), "short-series"),
        ([], date(2030, 1, 1), "short-series"),
        ([("2019", 5), ("2020", 5)], date(2030, 1, 1), "no-months"),
        (months([1] * 12), date(2020, 9, 30), "deadline-passed"),
        (months([1] * 12), date(2019, 1, 1), "deadline-passed"),
    ],
)
def test_what_cannot_be_foretold_is_a_problem(records: list[tuple[str, Any]], deadline: date, rule: str) -> None:
    made = forecast(delivery(records, seen="2035-01-01"), deadline=deadline)
    assert isinstance(made, Problem)
    assert (made.rule, made.source) == (rule, "refugee-admissions")


def test_a_promise_that_begins_later_or_a_running_total_is_a_problem() -> None:
    series = delivery(months([1] * 12), seen="2035-01-01")
    later = forecast(series, deadline=date(2025, 1, 1), start=date(2022, 1, 1))
    assert isinstance(later, Problem)
    assert later.rule == "starts-later"
    running = forecast(replace(series, measure=RUNNING_TOTAL), deadline=date(2025, 1, 1))
    assert isinstance(running, Problem)
    assert running.rule == "running-total"


def test_steps_alone_are_enough() -> None:
    steps = [Step(when, value, value) for when, value in months([100] * 24)]
    made = forecast(steps, deadline=date(2022, 1, 31))
    assert isinstance(made, Forecast)
    assert made.unit == ""
    with pytest.raises(KeyError):
        made.quantile("0.42")


@given(st.floats(-50, 50))
def test_the_distribution_is_students(value: float) -> None:
    assert math.isclose(student(value), stdtr(5, value), abs_tol=1e-12)


@given(st.floats(0.001, 0.999))
def test_the_quantile_turns_it_round(part: float) -> None:
    assert math.isclose(student_quantile(part), stdtrit(5, part), abs_tol=1e-7)


SERIES = st.lists(st.integers(0, 10**6), min_size=12, max_size=60)


@given(SERIES, st.integers(1, 30), st.lists(st.integers(0, 10**8), min_size=2, max_size=6))
def test_a_higher_target_is_never_likelier(values: list[int], ahead: int, targets: list[int]) -> None:
    chances = [foretold(values, ahead, target=Decimal(target)).probability or 0 for target in sorted(targets)]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance <= 1 for chance in chances)


@given(SERIES, st.integers(1, 30))
def test_quantiles_are_ordered_and_never_below_what_is_delivered(values: list[int], ahead: int) -> None:
    made = foretold(values, ahead)
    totals = [total for _, total in made.quantiles]
    assert totals == sorted(totals)
    assert totals[0] >= made.delivered == sum(values)
    assert made.low <= made.median <= made.high


@given(SERIES, st.integers(1, 30))
def test_the_same_series_gives_the_same_forecast(values: list[int], ahead: int) -> None:
    assert foretold(values, ahead, target=Decimal(7)) == foretold(values, ahead, target=Decimal(7))


@given(SERIES, st.integers(1, 12), st.integers(1, 11))
def test_nothing_after_the_origin_is_known(values: list[int], ahead: int, cut: int) -> None:
    cut = min(cut, len(values) - 12)
    known = values[: len(values) - cut]
    assert Fitted(known).ahead(ahead) == Fitted(tuple(known)).ahead(ahead)
    levels = Fitted(values)
    levels.ahead(ahead)
    assert levels.sums[: len(known) + 1] == Fitted(known).sums


def test_twelve_months_are_needed() -> None:
    with pytest.raises(ValueError, match="twelve"):
        Fitted([1.0] * 11)
