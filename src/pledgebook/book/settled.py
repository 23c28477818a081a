"""A process that reads one document after another, set up for that."""

from __future__ import annotations

import ctypes
import functools
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_KEPT, _APART = 1 << 27, 1 << 26
"""Bytes of free memory that the process keeps, and from which a piece of memory is fetched from the system by itself."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Numbers of the settings in malloc.h of the GNU C library."""


@functools.cache
def settle() -> None:
    """Let this process keep the memory of one document for the next, and look for circles of objects more rarely: a tenth of the
    time of reading goes into giving pages back and fetching them again. For programs of our own; who uses pledgebook as a
    library decides for himself. Once is enough; without the GNU C library only the second."""
    gc.set_threshold(50_000, 20, 50)
    choose = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if choose is not None:
        choose(_TRIM_THRESHOLD, _KEPT)
        choose(_MMAP_THRESHOLD, _APART)


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for circles of objects as long as this is open: for work that makes many objects at once, all of which it needs to the end
    and none of which is a circle. The search goes through all that are alive each time: a third of the time of merging."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
