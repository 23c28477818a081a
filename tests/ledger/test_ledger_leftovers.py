"""What a killed command leaves behind goes with its next run; a new book is its owner's alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_book import made
from shelf import Books

from pledgebook.errors import SetupError
from pledgebook.ledger import open_ledger
from pledgebook.ledger.maintenance.scratch import scratch_folder

HOLDING = "import sys, pathlib; from pledgebook.ledger.maintenance.scratch import scratch_folder\n" \
    "with scratch_folder(sys.argv[1], pathlib.Path(sys.argv[2])) as folder:\n" \
    "  (folder / 'book.db').write_text('part'); print(folder, flush=True); sys.stdin.read()"  # fmt: skip


def holder(purpose: str, within: Path) -> tuple[subprocess.Popen[str], Path]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDING, purpose, within], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    return child, Path(child.stdout.readline().strip())


def test_what_a_killed_run_left_goes_and_what_a_running_one_holds_stays(tmp_path: Path) -> None:
    killed, left = holder("backup", tmp_path)
    running, held = holder("backup", tmp_path)
    other, others = holder("verify", tmp_path)
    killed.kill()
    killed.communicate()
    assert left.exists()
    with scratch_folder("backup", tmp_path) as own:
        assert own.exists()
        assert not left.exists()
        assert held.exists()
        assert others.exists()
    assert not own.exists()
    for child in (running, other):
        child.communicate("")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_its_lock_goes_when_it_is_old(tmp_path: Path) -> None:
    for name, age in (("old", 600), ("young", 0)):
        folder = tmp_path / f".pledgebook-backup-{name}"
        folder.mkdir()
        os.utime(folder, (time.time() - age, time.time() - age))
    with scratch_folder("backup", tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".pledgebook-backup-young"]


def test_a_backup_clears_what_killed_backups_left(files: Books, tmp_path: Path) -> None:
    killed, left = holder("backup", tmp_path)
    killed.kill()
    killed.communicate()
    with open_ledger(files.new()) as ledger:
        ledger.backup(tmp_path / "backup.db")
    assert not left.exists()


def test_a_new_book_is_its_owner_s_alone(tmp_path: Path) -> None:
    place, copy = tmp_path / "book.db", tmp_path / "copy.db"
    with open_ledger(str(place)) as ledger:
        with ledger.write("add") as writer:
            writer.add_document(*made("one"))
        for path in tmp_path.glob("book.db*"):
            assert path.stat().st_mode & 0o777 == 0o600, path
        ledger.backup(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    place.chmod(0o640)
    with open_ledger(str(place)) as ledger, ledger.write("add") as writer:
        writer.add_document(*made("two"))
    assert place.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("version", ["²", "٢", "two", "99"])
def test_a_version_that_is_none(books: Books, version: str) -> None:
    place = books.new()
    books.tamper(place, f"UPDATE pledgebook_version SET version_num = '{version}'")
    with pytest.raises(SetupError, match="written by a newer pledgebook") as caught:
        open_ledger(place)
    assert "\n" not in str(caught.value)
