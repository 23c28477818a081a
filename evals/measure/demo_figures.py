"""Write the figures that ship with the demonstration, summed up from the tables of the US government in ../shared.

    python evals/demo_figures.py [FOLDER]

They are facts of works of the United States government (public domain), fewer columns of fewer rows: refugees admitted
from Latin America and the Caribbean by month, H-2B visas issued to four nationalities by month, encounters at the
southwest land border by month. The tests hold the shipped files to what this writes.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from pledgebook.evidence import read_evidence
from pledgebook.model import Observation

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "evidence"
TARGET = ROOT / "src/pledgebook/demo/evidence"
FIRST, LAST = "2021-10", "2024-09"
"""The American fiscal years 2022 to 2024."""
NATIONALITIES = ("El Salvador", "Guatemala", "Honduras", "Haiti")


def observations(name: str) -> list[Observation]:
    """All observations of a table that are no totals, of the fiscal years 2022 to 2024."""
    found = read_evidence(SHARED / name).records
    return [one for one in found if isinstance(one, Observation) and not one.total and FIRST <= one.period <= LAST]


def table(columns: str, sums: Counter[tuple[str, ...]]) -> str:
    """A CSV of sums in the order of their keys."""
    return columns + "\n" + "".join(f"{','.join(key)},{value}\n" for key, value in sorted(sums.items()))


def figures() -> dict[str, str]:
    """File name → CSV."""
    refugees: Counter[tuple[str, ...]] = Counter()
    for one in observations("us-refugee-admissions-monthly.xlsx"):
        region = dict(one.dimensions)["region"]
        if "Latin America" in region:
            refugees[one.period, "Latin America and the Caribbean"] += int(one.value)
    visas: Counter[tuple[str, ...]] = Counter()
    for one in observations("us-h2b-visas-by-nationality.csv"):
        nationality = dict(one.dimensions)["nationality"]
        if nationality in NATIONALITIES:
            visas[one.period, nationality] += int(one.value)
    encounters: Counter[tuple[str, ...]] = Counter()
    for one in observations("us-southwest-border-encounters.csv"):
        encounters[(one.period,)] += int(one.value)
    return {
        "refugees-admitted-by-month.csv": table("month,region,admitted", refugees),
        "h2b-visas-issued-by-month.csv": table("month,nationality,issued", visas),
        "southwest-border-encounters-by-month.csv": table("month,encounters", encounters),
    }


def main() -> int:
    """Write the files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in figures().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10)) - 1} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
