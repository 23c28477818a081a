"""The back-test: series as the files have them, nothing known from later, and the method better than what is plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from evals.measure.backtest import LAST, LINE, METHOD, figures, table, trials
from evals.measure.series import Series, official_series
from pledgebook.assess import Forecast, forecast
from pledgebook.model import Delivery, Measure, Step

PAGE = (Path(__file__).resolve().parents[2] / "docs/forecast.md").read_text(encoding="utf-8")
MADE = Series("made", "one", 2019 * 12, tuple(float(100 + 20 * (month % 12) + month) for month in range(40)))


def test_a_plain_pattern_is_foretold_better_than_by_a_line() -> None:
    rows = list(trials(MADE))
    brier = {who: sum(row.brier for row in rows if row.who == who) for who in (METHOD, LINE)}
    assert brier[METHOD] < brier[LINE]
    assert {row.inside for row in rows if row.who == LAST} == {None}


def test_what_comes_later_changes_no_earlier_forecast() -> None:
    other = replace(MADE, values=(*MADE.values[:30], *(9.0 for _ in range(10))))
    early = [[row for row in trials(series) if row.months_known + row.horizon <= 30] for series in (MADE, other)]
    assert early[0]
    assert early[0] == early[1]


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Series]:
    return official_series(shared / "evidence")


@pytest.mark.shared
def test_the_series_are_those_of_the_files(real: list[Series]) -> None:
    refugees = {series.name: series for series in real if series.source == "refugees"}
    americas = refugees["Latin America/Caribbean"]
    october = 2023 * 12 + 9 - americas.first
    assert sum(americas.values[october : october + 12]) == 25358  # the yearly table says so, too
    assert sum(americas.values[october - 12 : october]) == 6312
    assert sum(refugees["all"].values[october : october + 12]) == 100034
    assert len(refugees["all"].values) == 291  # October 2000 to December 2024
    visas = {series.name: series for series in real if series.source == "visas"}
    assert sum(visas["northern group"].values[2023 * 12 + 9 - visas["all"].first :][:12]) == 25428
    encounters = next(series for series in real if (series.source, series.name) == ("encounters", "all"))
    assert encounters.values[2022 * 12 + 4 - encounters.first] == 241136


@pytest.mark.shared
def test_the_promise_on_the_page_is_foretold_so(real: list[Series]) -> None:
    americas = next(series for series in real if series.name == "Latin America/Caribbean")
    for until, told in ((2023 * 12 + 3, "10.1 %"), (2023 * 12 + 9, "17.4 %"), (2024 * 12 + 3, "81.8 %")):
        steps = [
            Step(f"{month // 12}-{month % 12 + 1:02}", Decimal(int(value)), Decimal(0))
            for month, value in enumerate(americas.values, americas.first)
            if month < until
        ]
        measure = Measure("us-refugee-admissions", (), "value", "refugee")
        made = forecast(
            Delivery(measure, Decimal(0), "refugee", tuple(steps), "", "2024-12-31"),
            deadline=date(2024, 9, 30),
            start=date(2022, 10, 1),
            target=Decimal(20000),
        )
        assert isinstance(made, Forecast)
        assert told in made.words
        assert told in PAGE
    assert f"> {made.words}" in PAGE


@pytest.mark.shared
def test_the_method_beats_both_baselines(shared: Path) -> None:
    found = figures(shared, step=6)
    assert found["forecast_brier"] < 0.9 * found["forecast_brier_last_year"]
    assert found["forecast_brier"] < 0.9 * found["forecast_brier_straight_line"]
    assert found["forecast_brier"] < found["forecast_brier_last_year_with_errors"]
    assert found["forecast_brier"] < found["forecast_brier_straight_line_with_errors"]
    assert 0.76 <= found["forecast_coverage_80"] <= 0.86


@pytest.mark.shared
def test_the_page_shows_the_figures(real: list[Series]) -> None:
    rows = [row for series in real if series.source == "encounters" for row in trials(series)]
    line = next(line for line in table(rows).splitlines() if line.startswith("| encounters |"))
    assert line in PAGE
