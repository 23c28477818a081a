"""Floors under the figures: kept in a file, compared in every test run, only ever raised.

None stands on a share of what was found, so that finding more never fails a test; and each has the slack of one statement
or case, so that a neutral change does not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pledgebook.errors import UsageError

PINNED = (
    "found_f1", "record_f1", "kind_recall", "actors_recall", "quantity_recall", "recipients_recall", "period_recall",
    "gate_kept",
)  # fmt: skip
"""The figures of a folder of documents that have floors; of the specs every pass rate has one."""

ROUNDING = 1e-6
"""How far a figure may lie under its floor before it counts: less than any statement could change."""

Floors = dict[str, dict[str, float]]
"""Group ("gold", "train", "specs") → figure → the least it may be."""


@dataclass(frozen=True, slots=True)
class Below:
    """A figure under its floor; `measured` is None where the figure is no longer measured at all."""

    group: str
    figure: str
    floor: float
    measured: float | None

    def __str__(self) -> str:
        got = "is not measured any more" if self.measured is None else f"is {self.measured:.4f}"
        return f"{self.group}: {self.figure} {got}, its floor is {self.floor:.4f}"


def load(path: Path) -> Floors:
    """The floors of a file. Raises UsageError where it is not one."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {group: {figure: float(floor) for figure, floor in pinned.items()} for group, pinned in raw.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"{path} is not a file of floors ({error})") from error


def save(floors: Floors, path: Path) -> None:
    """Write the floors, groups and figures in their order."""
    path.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


def below(
    measured: Mapping[str, Mapping[str, float]], floors: Floors, counted: Mapping[str, int] | None = None
) -> list[Below]:
    """The figures under their floors, among the groups that were measured. A floor without a figure counts as one.

    `counted`: group → how many statements or cases its figures count; one of them is the slack of the group.
    """
    slack = {group: 1 / count for group, count in (counted or {}).items() if count}
    return [
        Below(group, figure, floor, measured[group].get(figure))
        for group, pinned in floors.items()
        if group in measured
        for figure, floor in pinned.items()
        if measured[group].get(figure, -1.0) < floor - slack.get(group, 0.0) - ROUNDING
    ]


def raised(measured: Mapping[str, Mapping[str, float]], floors: Floors) -> Floors:
    """The floors, each at the higher of itself and its figure cut to three decimals; none is lowered or dropped."""
    groups = [*floors, *(group for group in measured if group not in floors)]
    found: Floors = {}
    for group in groups:
        now = {figure: math.floor(value * 1000 + ROUNDING) / 1000 for figure, value in measured.get(group, {}).items()}
        old = floors.get(group, {})
        found[group] = {
            figure: max(old.get(figure, 0.0), now.get(figure, 0.0))
            for figure in [*old, *(f for f in now if f not in old)]
        }
    return found
