"""Delivered against promised over time: the sum, the target, the deadline, and how it may go on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pledgebook.assess import Forecast
from pledgebook.assess.wording import unit_name
from pledgebook.model import Commitment, Delivery, days_of
from pledgebook.publish.wording import short_number
from pledgebook.web.charts.drawn import Drawn, specification
from pledgebook.web.shown import day_words, number_words


def delivery_chart(commitment: Commitment, delivery: Delivery, forecast: Forecast | None = None) -> Drawn | None:
    """The chart of a measure, None where no record fits or none has a date."""
    dated = [(days_of(one.period)[1], one) for one in delivery.steps]
    steps = [(day, one) for day, one in dated if day is not None]
    if not steps or delivery.total is None:
        return None
    target = delivery.measure.target
    deadline = days_of(delivery.measure.period or commitment.period)[1] or days_of(commitment.period)[1]
    through = day_words(delivery.through or steps[-1][1].period)
    layers = [_sum(steps)]
    if forecast is not None:
        layers = [*_band(steps[-1][0], steps[-1][1].total, forecast), *layers]
    if target is not None:
        layers += _level(target, delivery.unit)
    if deadline is not None:
        layers += _deadline(deadline)
    finding = _finding(delivery, target)
    told = f"{finding} The sum grows from {number_words(steps[0][1].total)} ({day_words(steps[0][1].period)}) to {number_words(delivery.total)} ({day_words(steps[-1][1].period)})."
    if deadline is not None:
        told += f" The deadline is {day_words(deadline.isoformat())}."
    if forecast is not None:
        told += f" {forecast.words}"
    return Drawn(
        finding,
        f"Sum of official records of {delivery.measure.source}, through {through}, in {unit_name(None, delivery.unit)}.",
        told,
        specification(layers),
        ("period", "recorded", "sum"),
        tuple((day_words(one.period), number_words(one.value), number_words(one.total)) for one in delivery.steps),
    )


def _finding(delivery: Delivery, target: Decimal | None) -> str:
    done = f"{number_words(delivery.total)} {unit_name(delivery.total, delivery.unit)}"
    if target is None or delivery.total is None:
        return f"{done} on record."
    if delivery.total >= target:
        return (
            f"{done} on record, more than the {number_words(target)} promised."
            if delivery.total > target
            else f"All {done} are on record."
        )
    return f"{done} on record of {number_words(target)} promised, {number_words(target - delivery.total)} short."


def _when(day: date) -> str:
    return day.isoformat()


def _sum(steps: list[tuple[date, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": [{"day": _when(day), "sum": one.total} for day, one in steps]},
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5, "point": len(steps) < 40},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None},
            "y": {"field": "sum", "type": "quantitative", "title": None, "axis": {"format": "~s"}},
        },
    }


def _level(target: Decimal, unit: str) -> list[dict[str, Any]]:
    data = {"values": [{"target": target, "label": f"promised: {short_number(target)} {unit_name(target, unit)}"}]}
    y = {"field": "target", "type": "quantitative"}
    return [
        {"data": data, "mark": {"type": "rule", "strokeDash": [6, 4], "style": "target"}, "encoding": {"y": y}},
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "x": 4, "dy": -6, "style": "target"},
            "encoding": {"y": y, "text": {"field": "label"}},
        },
    ]


def _deadline(deadline: date) -> list[dict[str, Any]]:
    data = {"values": [{"day": _when(deadline), "label": f"deadline {day_words(deadline.isoformat())}"}]}
    x = {"field": "day", "type": "temporal"}
    return [
        {"data": data, "mark": {"type": "rule", "style": "deadline"}, "encoding": {"x": x}},
        {
            "data": data,
            "mark": {"type": "text", "align": "right", "dx": -5, "y": 10, "style": "deadline"},
            "encoding": {"x": x, "text": {"field": "label"}},
        },
    ]


def _band(last: date, total: Decimal, forecast: Forecast) -> list[dict[str, Any]]:
    """The middle 80 % of what the sum may be by the deadline, opening from the last record."""
    ends = [
        {"day": _when(last), "low": total, "median": total, "high": total},
        {"day": _when(forecast.deadline), "low": forecast.low, "median": forecast.median, "high": forecast.high},
    ]
    x = {"field": "day", "type": "temporal"}
    return [
        {
            "data": {"values": ends},
            "mark": {"type": "area", "opacity": 0.2},
            "encoding": {
                "x": x,
                "y": {"field": "low", "type": "quantitative"},
                "y2": {"field": "high"},
            },
        },
        {
            "data": {"values": ends},
            "mark": {"type": "line", "strokeDash": [2, 3]},
            "encoding": {"x": x, "y": {"field": "median", "type": "quantitative"}},
        },
    ]
