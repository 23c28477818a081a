"""Monthly series of the real files in ../shared/evidence, read plainly, for the back-test of the forecast.

`official_series` gives every series as its first month and its values. The readers here know these files and nothing
else; the product reads them by descriptions (`pledgebook.evidence`).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

MONTHS = ("OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP")
REGIONS = {
    "Africa": "Africa",
    "East Asia": "East Asia",
    "Europe and Central Asia": "Europe and Central Asia",
    "Former Soviet Union": "Europe and Central Asia",  # counted apart until 2004
    "Latin America/Caribbean": "Latin America/Caribbean",
    "Near East/South Asia": "Near East/South Asia",
}
LAST_REFUGEE_MONTH = 2024 * 12 + 11  # the workbook is of 31 December 2024: the zeros after it are months to come
FIRST_H2B_MONTH = 2019 * 12 + 5  # 2019-05 is missing in the file
NORTHERN = ("El Salvador", "Guatemala", "Honduras", "Haiti")


@dataclass(frozen=True, slots=True)
class Series:
    """A month's value each, from `first` on (year × 12 + month − 1), without a gap."""

    source: str
    name: str
    first: int
    values: tuple[float, ...]


def official_series(folder: Path) -> list[Series]:
    """All series of the three sources, those with fewer than 24 months or a mean under 5 a month left out."""
    found = _refugees(folder) + _visas(folder) + _encounters(folder)
    return [series for series in found if len(series.values) >= 24 and sum(series.values) / len(series.values) >= 5]


def _refugees(folder: Path) -> list[Series]:
    from openpyxl import load_workbook

    counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    workbook = load_workbook(folder / "us-refugee-admissions-monthly.xlsx", read_only=True, data_only=True)
    for sheet in workbook:
        if not sheet.title.isdigit():
            continue
        region = None
        for row in sheet.iter_rows(min_row=9, values_only=True):
            if isinstance(row[0], str) and row[0].strip():
                region = REGIONS.get(row[0].strip())
            elif region and isinstance(row[1], str) and row[1].strip() and "Total" not in row[1]:
                for place, value in enumerate(row[4:16]):
                    month = int(sheet.title) * 12 + place - 3
                    if month <= LAST_REFUGEE_MONTH:
                        counts[region][month] += _number(value)
                        counts["all"][month] += _number(value)
    workbook.close()
    return [
        _filled("refugees", name, months, min(months), LAST_REFUGEE_MONTH) for name, months in sorted(counts.items())
    ]


def _number(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def _visas(folder: Path) -> list[Series]:
    counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    with (folder / "us-h2b-visas-by-nationality.csv").open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            month = int(line["month"][:4]) * 12 + int(line["month"][5:]) - 1
            names = [line["nationality"], "all"] + (["northern group"] if line["nationality"] in NORTHERN else [])
            for name in names:
                counts[name][month] += float(line["issuances"])
    last = max(counts["all"])
    return [_filled("visas", name, months, FIRST_H2B_MONTH, last) for name, months in sorted(counts.items())]


def _encounters(folder: Path) -> list[Series]:
    counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    with (folder / "us-southwest-border-encounters.csv").open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            month = int(line["Fiscal Year"][:4]) * 12 + MONTHS.index(line["Month (abbv)"]) - 3
            for name in (line["Citizenship Grouping"], line["Component"], "all"):
                counts[name][month] += float(line["Encounter Count"])
    last = max(counts["all"])
    return [_filled("encounters", name, months, min(counts["all"]), last) for name, months in sorted(counts.items())]


def _filled(source: str, name: str, months: dict[int, float], first: int, last: int) -> Series:
    return Series(source, name, first, tuple(months.get(month, 0.0) for month in range(first, last + 1)))
