"""A scan on Ray: the bytes of a scan without it, also where a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.book.test_scanning import _wait_for, archive, files, run

pytest.importorskip("ray")


def test_a_worker_of_ray_is_killed_and_the_result_is_that_of_a_run_without_ray(tmp_path: Path) -> None:
    source, out, whole = archive(tmp_path, 60), tmp_path / "out", tmp_path / "whole"
    run(source, out=whole, shard_bytes=1048)
    at_work: list[int] = []
    mark = uuid.uuid4().hex
    command = [sys.executable, "-m", "pledgebook", "scan", str(source), "--out", str(out), "--shard-size", "0.001"]
    running = subprocess.Popen(
        [*command, "--engine", "ray", "--processes", "2"],
        env={**os.environ, "PLEDGEBOOK_TEST": mark},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(lambda: any((out / "shards").glob("*.json")) or running.poll() is not None)
        # between two shards a worker is called otherwise
        _wait_for(lambda: bool(at_work.extend(_workers(mark)) or at_work) or running.poll() is not None)
        assert at_work
        os.kill(at_work[0], signal.SIGKILL)
        assert running.wait() == 0
    finally:
        running.kill()
    assert files(out) == files(whole)


def _workers(mark: str) -> list[int]:
    """The workers of the cluster that this test started, by the variable that they inherited."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if (place / "cmdline").read_bytes().startswith(b"ray::attempt"):
                    found += [int(place.name)] if mark.encode() in (place / "environ").read_bytes() else []
            except OSError:
                continue  # it ended meanwhile
    return found
