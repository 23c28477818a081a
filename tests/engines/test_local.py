"""Processes of this machine: every shard once, and no more lost than a worker had in hand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pledgebook.engines import Lost, local
from pledgebook.errors import ScanError
from tests.engines.work import Task, square, threads

ROOT = Path(__file__).resolve().parents[2]


def test_every_shard_once_in_processes_of_their_own() -> None:
    found = dict(local.map(square, [Task(number) for number in range(5)], processes=2))
    assert {place: value[0] for place, value in found.items()} == {0: 0, 1: 1, 2: 4, 3: 9, 4: 16}
    workers = {value[1] for value in found.values()}
    assert os.getpid() not in workers
    assert len(workers) <= 2
    assert list(local.map(square, [])) == []
    assert list(local.map(threads, [Task(1)])) == [(0, "1")]


def test_a_worker_that_dies_costs_its_shard_a_try(tmp_path: Path) -> None:
    folder = str(tmp_path)
    tasks = [Task(1), Task(2, folder, "once"), Task(3, folder, "always"), Task(4, folder, "fails"), Task(5)]
    found = dict(local.map(square, tasks, processes=2))
    assert [found[place][0] for place in (0, 1, 4)] == [1, 4, 25]
    assert found[2] == Lost("3 workers died over it (killed by SIGKILL)")
    assert isinstance(found[3], Lost)
    assert found[3].reason.startswith("ValueError at work.py:")


def test_an_error_that_every_shard_would_meet_ends_the_run() -> None:
    with pytest.raises(ScanError, match="the disk is full"):
        list(local.map(square, [Task(1, dies="stops"), Task(2), Task(3)], processes=2))


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    program = (
        "from pledgebook.engines import local\nfrom tests.engines.work import Task, slow\n"
        f"if __name__ == '__main__': list(local.map(slow, [Task(1, {str(tmp_path)!r})]))"
    )
    script = tmp_path / "parent.py"
    script.write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, script], env=environment, cwd=ROOT)
    try:
        worker = _waited_for(lambda: [int(path.name) for path in tmp_path.iterdir() if path.name.isdigit()])[0]
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert _waited_for(lambda: not Path(f"/proc/{worker}/cmdline").exists() or not _is_alive(worker))
    finally:
        parent.kill()


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def _waited_for(look):  # type: ignore[no-untyped-def]
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to pass within a minute")
