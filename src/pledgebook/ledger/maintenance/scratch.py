"""Folders for what a command makes on its way: gone when it ends, and when it was killed, gone with its next run."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = "in-use"
_YOUNG = 60.0  # seconds in which a folder may still be without its lock


@contextmanager
def scratch_folder(purpose: str, within: Path | None = None) -> Iterator[Path]:
    """A folder of one's own, with those removed that killed runs for the same purpose left behind.

    `within`: the folder that it stands in, hidden there; the system's for temporary files where it is None. A folder whose
    lock nobody holds is left behind: that holds whatever number a process has had and however long it ran.
    """
    parent = Path(tempfile.gettempdir()) if within is None else within
    prefix = f"{'' if within is None else '.'}pledgebook-{purpose}-"
    for old in parent.glob(f"{prefix}*"):
        _remove_if_left(old)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    held = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _remove_if_left(folder: Path) -> None:
    """Remove a folder that no running program holds. One that is another user's is left alone."""
    try:
        held = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        try:
            if time.time() - folder.stat().st_mtime > _YOUNG:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass
        return
    except OSError:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        pass
    finally:
        os.close(held)
