"""The figures that ship are those that the tables of the US government give."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.measure import demo_figures

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.shared
def test_the_shipped_figures_are_what_the_tables_sum_up_to(shared: Path) -> None:
    assert shared / "evidence" == demo_figures.SHARED
    figures = demo_figures.figures()
    shipped = ROOT / "src/pledgebook/demo/evidence"
    assert set(figures) == {path.name for path in shipped.glob("*.csv")}
    for name, text in figures.items():
        assert (shipped / name).read_text(encoding="utf-8") == text
