"""docs/evidence.md: its example runs, and every key of a description is on it."""

from __future__ import annotations

import re
from pathlib import Path

from gathered import gather

from pledgebook.evidence import shipped
from pledgebook.evidence.codes import transaction_types
from pledgebook.evidence.formats.description import _KEYS
from pledgebook.evidence.select import _FIELDS

PAGE = (Path(__file__).resolve().parents[2] / "docs/evidence.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def test_the_example_gives_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "permits.csv").write_text(block("csv"), encoding="utf-8")
    (tmp_path / "permits.toml").write_text(block("toml"), encoding="utf-8")
    read = gather(tmp_path / "permits.csv")
    lines = []
    for one in read.observations:
        who = ", ".join(value for _, value in one.dimensions)
        lines.append(f"{one.period}  {who:<24}{int(one.value):>6}{'  total' if one.total else ''}")
    assert "\n".join(lines) + "\n" == block("text")
    assert read.rules == ["later"]


def test_every_key_of_a_description_is_on_the_page() -> None:
    for keys in _KEYS.values():
        for key in keys - {"table", "period", "value", "dimension", "rows", "skip", "keep", "total", "end"}:
            assert f"`{key}`" in PAGE or f"`{key} = " in PAGE, key
    for name in ("table", "period", "value", "rows", "[dimension]", "[skip]", "[keep]", "[total]", "[end]"):
        assert f"`[{name}]`" in PAGE, name


def test_every_name_of_a_selection_and_every_shipped_description_is_on_the_page() -> None:
    for name in (*_FIELDS, *(layout.source for layout in shipped())):
        assert f"`{name}`" in PAGE, name


def test_the_table_of_rungs_is_that_of_the_data() -> None:
    rows = {
        cells[0]: cells[1:]
        for line in PAGE.splitlines()
        if line.startswith("| IATI") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
    }
    columns = ("pledged", "committed", "disbursed", "spent", None)
    for code, sort in transaction_types().items():
        row = rows["IATI, coming in" if sort.direction == "incoming" else "IATI, going out"]
        assert code in re.split(r",\s*", row[columns.index(sort.rung)]), code
