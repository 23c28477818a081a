"""What all tests share: where the annotated and real data lie, and what to do without them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pledgebook.book import Reading

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated and real data beside the checkout; without it the test is left out by name, under CI it fails."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have the shared data beside the checkout")
        pytest.skip("needs the annotated data beside the checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def real_readings(shared: Path) -> list[Reading]:
    """The 22 documents of ../shared/merge, the article and the fact sheet, read once for all tests: that is most of their time."""
    from pledgebook.book import read, read_all

    gold = shared / "gold"
    return [
        *read_all([shared / "merge/docs"]),
        read(gold / "mexico-border-contribution.txt"),
        read(gold / "la-declaration-fact-sheet.txt"),
    ]
