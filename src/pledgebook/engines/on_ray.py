"""A Ray cluster: one that runs already, or one that is started on this machine for the time of the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from pledgebook.engines.attempt import ONE_THREAD, TRIES, Lost, Outcome, attempt, result
from pledgebook.errors import SetupError

S = TypeVar("S")
R = TypeVar("R")

_AT_ONCE = 4
"""Shards that are handed out for each core, so that no core waits; the rest stay here, however many there are."""


def map(
    function: Callable[[S], R], shards: Sequence[S], *, address: str | None = None, processes: int | None = None
) -> Iterator[tuple[int, R | Lost]]:
    """Run `function` over `shards` on Ray: see `pledgebook.engines.Engine`.

    `address`: of a running cluster ("auto" for the one of this machine, "ray://host:10001"), whose machines have the same
    pledgebook and see the same files; one is started here where it is not given. `processes`: cores to use of that one.
    A shard whose worker or machine died is tried again elsewhere, and lost at the third death.

    Raises SetupError where Ray is not installed or the cluster cannot be reached.
    """
    if not shards:
        return
    ray = _started(address, processes)
    try:
        yield from _run(ray, function, shards)
    finally:
        ray.shutdown()


def _started(address: str | None, processes: int | None) -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would send figures to its makers
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise SetupError("--engine ray needs Ray: pip install 'pledgebook[bulk,ray]'") from error
    settings: dict[str, Any] = {
        "log_to_driver": False,
        "logging_level": "ERROR",
        "runtime_env": {"env_vars": ONE_THREAD},
    }
    if address is None:
        settings |= {"num_cpus": processes, "include_dashboard": False}
    else:
        settings |= {"address": address}
    try:
        ray.init(**settings)
    except Exception as error:  # Ray raises the plainest one where a cluster does not start in time
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SetupError(f"the Ray cluster {address or 'of this machine'} cannot be reached: {words}") from error
    return ray


def _run(ray: Any, function: Callable[[S], R], shards: Sequence[S]) -> Iterator[tuple[int, R | Lost]]:
    task = ray.remote(num_cpus=1, max_retries=TRIES - 1)(attempt)
    shared = ray.put(function)
    cores = int(ray.cluster_resources().get("CPU", 1))
    running: dict[Any, int] = {}
    coming = iter(range(len(shards)))
    while True:
        for place in coming:
            running[task.remote(shared, shards[place])] = place
            if len(running) >= _AT_ONCE * cores:
                break
        if not running:
            return
        ready, _ = ray.wait(list(running), num_returns=1)
        for reference in ready:
            yield running.pop(reference), result(_outcome(ray, reference))


def _outcome(ray: Any, reference: Any) -> Outcome:
    try:
        outcome: Outcome = ray.get(reference)
    except ray.exceptions.RayError as error:
        return Outcome(lost=f"{TRIES} workers died over it ({type(error).__name__})")
    return outcome
