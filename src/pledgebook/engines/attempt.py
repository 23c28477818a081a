"""What every engine does with a shard: try it, and say what came of it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from pledgebook.errors import PledgebookError

S = TypeVar("S")
R = TypeVar("R")

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
"""The environment of a worker: its matrix products are small, and every core has a worker of its own."""

TRIES = 3
"""How often a shard is given to a worker before it is lost: one death may be chance, three have a reason."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A shard that gave no result: why."""

    reason: str


class Engine(Protocol):
    """Runs a function over shards. Yields the place of each shard with what the function gave, or Lost, as soon as it is
    there. A PledgebookError of the function is raised, for every shard would meet it; any other exception loses its shard.
    """

    def __call__(self, function: Callable[[S], R], shards: Sequence[S]) -> Iterator[tuple[int, R | Lost]]: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: a value, an error that stops the run, or what went wrong with this shard alone."""

    value: Any = None
    stops: PledgebookError | None = None
    lost: str | None = None


def attempt(function: Callable[[S], R], shard: S) -> Outcome:
    """Run the function over a shard, in the worker."""
    try:
        return Outcome(function(shard))
    except PledgebookError as error:
        return Outcome(stops=error)
    except Exception as error:  # noqa: BLE001 one shard stops no other
        last = traceback.extract_tb(error.__traceback__)[-1]
        return Outcome(lost=f"{type(error).__name__} at {os.path.basename(last.filename)}:{last.lineno}")  # noqa: PTH119


def result(outcome: Outcome) -> Any:
    """The value of an outcome, or Lost. Raises the error that stops the run."""
    if outcome.stops is not None:
        raise outcome.stops
    return Lost(outcome.lost) if outcome.lost is not None else outcome.value
