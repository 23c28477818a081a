"""How far a long command is, on standard error, only where a person watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.markup import escape

from pledgebook.publish.wording import harmless

T = TypeVar("T")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A spinner with a count. Yields what to tell the count."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    with Console(stderr=True).status(f"{what}…") as status:
        yield lambda count: status.update(f"{what}… {count:,}")


def spinning(items: Iterator[T], what: str, names: Sequence[str]) -> Iterator[T]:
    """The same items, with a spinner while each is waited for: which of how many it is, its name, about how long the others take.
    It is out of the way while others print."""
    if not sys.stderr.isatty():
        yield from items
        return
    status = Console(stderr=True).status(f"{what}…")
    begun, done = time.monotonic(), 0
    while True:
        status.update(told(what, names, done, time.monotonic() - begun))
        with status:
            item = next(items, None)
        if item is None:
            return
        done += 1
        yield item


def told(what: str, names: Sequence[str], done: int, seconds: float) -> str:
    """The words beside the spinner after `done` items and so many seconds.

    >>> told("reading", ["a.txt", "b.txt", "c.txt"], 1, 20.0)
    'reading 2 of 3: b.txt, about 40 s left'
    """
    if done >= len(names):
        return f"{what}…"
    left = seconds / done * (len(names) - done) if done else 0.0
    time_left = (
        f", about {left:,.0f} s left"
        if 1 <= left < 120
        else f", about {left / 60:,.0f} min left"
        if left >= 120
        else ""
    )
    return f"{what} {done + 1:,} of {len(names):,}: {escape(harmless(names[done]))}{time_left}"
