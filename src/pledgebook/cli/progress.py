"""How far a long command is, on standard error, only where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console

T = TypeVar("T")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A spinner with a count. Yields what to tell the count."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    with Console(stderr=True).status(f"{what}…") as status:
        yield lambda count: status.update(f"{what}… {count:,}")


def spinning(items: Iterator[T], what: str) -> Iterator[T]:
    """The same items, with a spinner and a count while each is waited for; it is out of the way while others print."""
    if not sys.stderr.isatty():
        yield from items
        return
    status = Console(stderr=True).status(f"{what}…")
    done = 0
    while True:
        with status:
            item = next(items, None)
        if item is None:
            return
        done += 1
        status.update(f"{what}… {done} done")
        yield item
