"""Results of IATI activities: for each indicator and period, what was to be reached and what was."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pledgebook.evidence.codes import iati
from pledgebook.evidence.formats.iati_elements import iso_day, line_of, narrative
from pledgebook.evidence.formats.numerals import NotANumber, number
from pledgebook.model import Problem, Result

if TYPE_CHECKING:
    from lxml.etree import _Element


def results_of(source: str, activity: str, element: _Element) -> Iterator[Result | Problem]:
    """The results of an activity. `source`: the file, for problems. Indicators that no number measures give none."""
    for i, result in enumerate(element.findall("result"), 1):
        for j, indicator in enumerate(result.findall("indicator"), 1):
            unit = iati()["measures"].get((indicator.get("measure") or "1").strip(), "unit")
            if not unit:
                continue
            title = narrative(indicator.find("title")) or narrative(result.find("title")) or ""
            for k, period in enumerate(indicator.findall("period"), 1):
                yield from _period(source, activity, f"{activity}#result-{i}-{j}-{k}", title, unit, period)


def _period(source: str, activity: str, id: str, title: str, unit: str, period: _Element) -> Iterator[Result | Problem]:
    line = line_of(period)
    stretch = "/".join(_iso(period.find(name)) for name in ("period-start", "period-end"))
    if ".." in stretch:
        what = f"line {line}: a result of activity {activity} has no period; it is left out"
        yield Problem(source, what, "no-date")
        return
    problems: list[Problem] = []
    targets = _values(source, activity, period, "target", problems)
    actuals = _values(source, activity, period, "actual", problems)
    yield from problems
    for place, parts in enumerate(dict.fromkeys((*targets, *actuals))):
        yield Result(
            id=id + (f"-{place + 1}" if parts else ""),
            activity=activity,
            indicator=title + (f" [{parts}]" if parts else ""),
            period=stretch,
            target=targets.get(parts),
            actual=actuals.get(parts),
            unit=unit,
            line=line,
        )


def _values(source: str, activity: str, period: _Element, name: str, problems: list[Problem]) -> dict[str, Decimal]:
    """The numbers by what they are broken down by ("sex = female"): the whole under "", which alone counts where it is."""
    found: dict[str, Decimal] = {}
    for entry in period.findall(name):
        parts = [f"{part.get('name')} = {part.get('value')}" for part in entry.findall("dimension")]
        parts += [f"location = {part.get('ref')}" for part in entry.findall("location")]
        try:
            value = number(entry.get("value") or "")
        except NotANumber as error:
            what = f"line {line_of(entry)}: the {name} of a result of activity {activity} is no number ({error})"
            problems.append(Problem(source, what, "amount"))
            continue
        if value is not None:
            found.setdefault(", ".join(parts), value)
    return {"": found[""]} if "" in found else found


def _iso(element: _Element | None) -> str:
    return iso_day((element.get("iso-date") if element is not None else None) or "") or ".."
