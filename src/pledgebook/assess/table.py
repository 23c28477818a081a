"""The decision table of `data/status.toml`: facts about a commitment → the row that decides its status."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from pledgebook.errors import SetupError
from pledgebook.model import StatusName
from pledgebook.world.data import table

CONDITIONS: dict[str, tuple[str, ...]] = {
    "evidence": ("none", "later", "no_record", "measured"),
    "promise": ("uncounted", "negated", "least", "most"),
    "amount": ("below_zero", "nothing", "tiny", "part", "enough", "some"),
    "deadline": ("none", "ahead", "passed"),
    "reach": ("covers", "short"),
    "sum": ("whole", "open"),
    "reached": ("in_time", "late", "undated"),
}
"""What a row may ask about, with the values there are; the head of the table explains them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the status that it gives where all conditions of `when` hold, and the sentence that says so.

    `means`: the conditions in words. `when`: pairs of a condition and the values of it that fit. `reason`: fields
    stand in braces.
    """

    name: str
    means: str
    status: StatusName
    when: tuple[tuple[str, tuple[str, ...]], ...]
    reason: str

    def fits(self, facts: dict[str, str]) -> bool:
        """Whether all conditions hold. A fact that is not given fits no condition that asks for it."""
        return all(facts.get(condition) in values for condition, values in self.when)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """The rows in their order, how near a hedged number counts as reached (a part of it, 0 to 1), and below which part of a
    number a sum is so small that its scale is in doubt."""

    rows: tuple[Row, ...]
    approximate: Decimal
    tiny: Decimal

    def decide(self, facts: dict[str, str]) -> Row:
        """The first row that fits. Raises SetupError where none does: the table has a hole."""
        for row in self.rows:
            if row.fits(facts):
                return row
        raise SetupError(f"no row of the decision table fits {facts}; reinstall pledgebook")


@functools.cache
def decision_table() -> DecisionTable:
    """The table that ships. Raises SetupError where it is missing or broken."""
    try:
        return parse_table(table("assess", "data/status.toml"))
    except (ValueError, KeyError) as fault:
        raise SetupError(
            f"the decision table assess/data/status.toml is broken ({fault}); reinstall pledgebook"
        ) from fault


def parse_table(raw: Mapping[str, Any]) -> DecisionTable:
    """A table from the values of its TOML. Raises ValueError or KeyError where a row names an unknown status, condition or value."""
    rows = []
    for entry in raw["row"]:
        if entry["status"] not in get_args(StatusName):
            raise ValueError(f"row {entry['name']}: there is no status {entry['status']!r}")
        for condition, values in entry["when"].items():
            unknown = set(values) - set(CONDITIONS[condition])
            if unknown or not values:
                raise ValueError(f"row {entry['name']}: {condition} has no value {sorted(unknown)}")
        when = tuple((condition, tuple(values)) for condition, values in entry["when"].items())
        rows.append(Row(entry["name"], entry["means"], entry["status"], when, entry["reason"]))
    return DecisionTable(tuple(rows), Decimal(raw["settings"]["approximate"]), Decimal(raw["settings"]["tiny"]))
