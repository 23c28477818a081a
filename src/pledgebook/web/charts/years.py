"""When promises were made, and when they are due."""

from __future__ import annotations

from collections.abc import Mapping

from pledgebook.web.charts.drawn import Drawn, specification

SPAN = 40
"""Years that are drawn at most: the latest, by deadline."""


def years_chart(announced: Mapping[int, int], due: Mapping[int, int]) -> Drawn | None:
    """The years with how many commitments were first stated in each, and how many have their deadline in it; None without any."""
    if not announced and not due:
        return None
    last = max((*announced, *due))
    first = max(min((*announced, *due)), last - SPAN + 1)
    years = range(first, last + 1)
    values = [
        {"year": f"{year}", "what": what, "count": sign * counts.get(year, 0)}
        for year in years
        for what, counts, sign in (("announced", announced, 1), ("due", due, -1))
    ]
    busiest = max(announced, key=lambda year: (announced[year], -year), default=None)
    nearest = max(due, key=lambda year: (due[year], -year), default=None)
    finding = " ".join(
        part
        for part in (
            f"Most were announced in {busiest} ({announced[busiest]:,})." if busiest is not None else "",
            f"Most fall due in {nearest} ({due[nearest]:,})." if nearest is not None else "None has a deadline.",
        )
        if part
    )
    layer = {
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {
                "field": "count",
                "type": "quantitative",
                "title": None,
                "axis": {"format": "~s", "labelExpr": "format(abs(datum.value), '~s')", "tickMinStep": 1},
            },
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": ["announced", "due"]},
                "legend": {"title": None, "orient": "top"},
            },
        },
    }
    return Drawn(
        finding,
        "Promises by the year in which they were first stated (above) and the year of their deadline (below).",
        f"{finding} The table beneath has the number of each year.",
        specification([layer], 220),
        ("year", "announced", "due"),
        tuple((f"{year}", f"{announced.get(year, 0):,}", f"{due.get(year, 0):,}") for year in reversed(years)),
    )
