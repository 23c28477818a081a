"""Kill scans at random moments, again and again: is the result that of an undisturbed run?

    python -m evals.kill_scans [--times 20] [--seed 1] [--ray]

Each time a worker or the whole run is killed with SIGKILL, and the same command is given again until it ends by itself. Ends
with exit code 1 where the files differ, `log.jsonl` apart, which tells times.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from evals.bench.scan import SHARED


def files(out: Path) -> dict[str, bytes]:
    """Every file of a result but the log."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in ("log.jsonl", "lock")
    }


def started(command: list[str], out: Path, mark: str) -> subprocess.Popen[bytes]:
    """The scan, in an environment by which what it starts is known."""
    return subprocess.Popen(
        [*command, str(out)], env={**os.environ, "PLEDGEBOOK_TEST": mark}, stdout=subprocess.DEVNULL
    )


def family(mark: str) -> list[int]:
    """The workers that bear the mark."""
    found = []
    for place in Path("/proc").iterdir():
        try:
            words = (place / "cmdline").read_bytes() if place.name.isdigit() else b""
            if (b"spawn_main" in words or words.startswith(b"ray::")) and mark.encode() in (
                place / "environ"
            ).read_bytes():
                found.append(int(place.name))
        except OSError:
            continue  # it ended meanwhile
    return found


def main() -> None:
    """Kill, compare, tell."""
    parser = argparse.ArgumentParser(description="Kill scans at random moments.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ray", action="store_true")
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    source = SHARED / "gold/train"
    command = [sys.executable, "-m", "pledgebook", "scan", str(source), "--shard-size", "0.01", "--processes", "2"]
    command += ["--engine", "ray"] if asked.ray else []
    command += ["--out"]
    differ = 0
    with tempfile.TemporaryDirectory(prefix="pledgebook-kill-") as folder:
        whole = Path(folder) / "whole"
        begun = time.monotonic()
        started(command, whole, "none").wait()
        usual, expected = time.monotonic() - begun, files(whole)
        for number in range(asked.times):
            out, mark = Path(folder) / f"out-{number}", uuid.uuid4().hex
            running = started(command, out, mark)
            time.sleep(dice.uniform(0, usual))
            workers = family(mark)
            victim = "run" if dice.random() < 0.5 or not workers else "worker"
            os.kill(running.pid if victim == "run" else dice.choice(workers), signal.SIGKILL)
            if running.wait() != 0:
                started(command, out, mark).wait()
            same = files(out) == expected
            differ += not same
            print(f"{number + 1}: {victim} killed, {'the same' if same else 'DIFFERENT'}", flush=True)
    print(f"{asked.times} times killed, {differ} results differ")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
