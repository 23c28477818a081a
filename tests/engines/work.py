"""Functions that the tests of the engines send to workers."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from pledgebook.errors import ScanError


@dataclass(frozen=True, slots=True)
class Task:
    """A number, how its worker dies, and a folder in which a file says that it died once."""

    number: int
    folder: str = ""
    dies: str = "never"


def square(task: Task) -> tuple[int, int]:
    """The square and the process that worked it out; or what the task says."""
    mark = Path(task.folder) / f"died-{task.number}"
    if task.dies == "always" or (task.dies == "once" and not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if task.dies == "stops":
        raise ScanError("the disk is full")
    if task.dies == "fails":
        raise ValueError(task.number)
    return task.number**2, os.getpid()


def threads(task: Task) -> str:
    """How many threads the libraries of a worker are told to use."""
    return os.environ["OPENBLAS_NUM_THREADS"]


def slow(task: Task) -> int:
    """Writes its process, then takes its time."""
    (Path(task.folder) / f"{os.getpid()}").touch()
    time.sleep(60)
    return task.number
