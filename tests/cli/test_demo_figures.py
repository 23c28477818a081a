"""The figures that ship are those that the tables of the US government give."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.shared
def test_the_shipped_figures_are_what_the_tables_sum_up_to(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("demo_figures", ROOT / "evals/demo_figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert shared / "evidence" == module.SHARED
    figures = module.figures()
    shipped = ROOT / "src/pledgebook/demo/evidence"
    assert set(figures) == {path.name for path in shipped.glob("*.csv")}
    for name, text in figures.items():
        assert (shipped / name).read_text(encoding="utf-8") == text
