"""Every row of the page on faults has a test that holds it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_has_its_test() -> None:
    page = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
    rows = [row for row in re.findall(r"^\| ([^|]+) \|", page, re.M) if row not in ("what goes wrong", "---")]
    tests = tomllib.loads((ROOT / "tests/docs/faults.toml").read_text(encoding="utf-8"))
    assert rows == list(tests)
    for node in tests.values():
        path, _, name = node.partition("::")
        body = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name or 'test_'}" in body, node
