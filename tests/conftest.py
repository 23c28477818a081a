"""What all tests share: where the annotated and real data lie, and what to do without them."""

from __future__ import annotations

import fcntl
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pledgebook.book import Reading

SHARED = Path(__file__).resolve().parents[2] / "shared"
SLOW = Path(__file__).with_name("slow.txt")
"""Tests that took about a second or more when they were last timed (`scripts/test --durations=60`), a line each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `scripts/test --quick` leaves out: the tests and files of `slow.txt`."""
    named = {line for line in SLOW.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    for item in items:
        file, _, rest = item.nodeid.partition("::")
        if named & {file, f"{file}::{rest}", f"{file}::{rest.partition('[')[0]}"}:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated and real data beside the checkout; without it the test is left out by name, under CI it fails."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("CI must have the shared data beside the checkout")
        pytest.skip("needs the annotated data beside the checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def real_readings(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Reading]:
    """The 22 documents of ../shared/merge, the article and the fact sheet, read once for all tests and all processes
    that run them: that is most of their time."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # what the processes of one run share
    with (folder / "readings.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes first reads, the others wait for it
        store = folder / "readings.pickle"
        if not store.exists():
            store.write_bytes(pickle.dumps(_read_them(shared)))
        found: list[Reading] = pickle.loads(store.read_bytes())
        return found


def _read_them(shared: Path) -> list[Reading]:
    from pledgebook.book import read, read_all

    gold = shared / "gold"
    return [
        *read_all([shared / "merge/docs"]),
        read(gold / "mexico-border-contribution.txt"),
        read(gold / "la-declaration-fact-sheet.txt"),
    ]
