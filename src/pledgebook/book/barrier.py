"""One document stops nothing: what goes wrong with it becomes a problem, and the next one is read."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TypeVar

from pledgebook.config import ReadingLimits
from pledgebook.errors import LedgerError, SetupError, UsageError
from pledgebook.model import Problem

T = TypeVar("T")
_PACKAGE = Path(__file__).resolve().parents[1]


class _TooLong(BaseException):
    """The time of a document is over. No `except Exception` on the way may take it for a fault of its own."""


_RAISED: tuple[type[Exception], ...] = (UsageError, SetupError, LedgerError)


def behind_barrier(
    source: str,
    step: Callable[[], T],
    seconds: float | None = None,
    *,
    raised: tuple[type[Exception], ...] = _RAISED,
) -> T | Problem:
    """What a step gives for one document, or the problem that it ended in: "too-slow" after `seconds`, "fault" for an
    exception that nobody expected.

    What is wrong with the call, the installation or the ledger would go wrong with every document, and is raised as it is:
    UsageError, SetupError, LedgerError (`raised`). So is KeyboardInterrupt.
    """
    try:
        with _at_most(seconds):
            return step()
    except raised:
        raise
    except _TooLong:
        what = f"not read within {seconds:g} seconds, the limit (document_seconds of pledgebook.toml)"
        return Problem(source, what, "too-slow")
    except Exception as error:  # noqa: BLE001 that is what a barrier is for
        return Problem(source, _in_words(error), "fault")


def too_long(source: str, text: str, limits: ReadingLimits) -> Problem | None:
    """The problem of a text with more characters than the limit, None for one that may be read."""
    if len(text) <= limits.characters:
        return None
    what = f"{len(text):,} characters long, the limit is {limits.characters:,} (document_characters of pledgebook.toml)"
    return Problem(source, what, "too-long")


def _in_words(error: Exception) -> str:
    """Which fault it was and where, so that a report can name it, without a word of the document."""
    if isinstance(error, MemoryError):
        return "not read: there is not enough memory for it"
    places = [one for one in traceback.extract_tb(error.__traceback__) if Path(one.filename).is_relative_to(_PACKAGE)]
    where = f" at {Path(places[-1].filename).relative_to(_PACKAGE)}:{places[-1].lineno}" if places else ""
    return (
        f"not read: {type(error).__name__}{where}, a fault of pledgebook and not of the text; please report this line with "
        "the document, everything else goes on"
    )


@contextmanager
def _at_most(seconds: float | None) -> Iterator[None]:
    """Raise _TooLong after so many seconds. Only the main thread of a program can be woken so, and only where nobody else
    uses the alarm; elsewhere a document takes the time that it takes."""
    alone = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    if seconds is None or not alone or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    running = True

    def over(number: int, frame: FrameType | None) -> None:
        if running:
            raise _TooLong

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # again each second, should a library swallow the first
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
