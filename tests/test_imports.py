"""The rooms import each other only downhill, and the light parts stay light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_imports_run_downhill() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_help_loads_nothing_heavy() -> None:
    heavy = "'spacy', 'numpy', 'msgspec', 'httpx', 'resiliparse', 'pypdfium2', 'yaml', 'sqlalchemy', 'lxml', 'openpyxl', 'pyarrow'"
    program = f"import pledgebook.cli, pledgebook, sys; print([m for m in ({heavy}) if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
