"""Processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TypeVar

from pledgebook.engines.attempt import ONE_THREAD, TRIES, Lost, Outcome, attempt, result

S = TypeVar("S")
R = TypeVar("R")


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    shard: int


def map(
    function: Callable[[S], R], shards: Sequence[S], *, processes: int | None = None
) -> Iterator[tuple[int, R | Lost]]:
    """Run `function` over `shards` in processes of this machine: see `pledgebook.engines.Engine`.

    `processes`: how many; all cores where it is not given. The function must be one that can be pickled. A worker that
    dies is followed by another; its shard is tried again, and lost at the third death.
    """
    waiting = deque(range(len(shards)))
    tries = [0] * len(shards)
    packed = pickle.dumps(function)
    workers: list[_Worker] = []
    try:
        while waiting or workers:
            while waiting and len(workers) < min(processes or cores(), len(shards)):
                workers.append(_started(packed, shards, waiting.popleft()))
            ready = wait([worker.pipe for worker in workers])
            for worker in [one for one in workers if one.pipe in ready]:
                shard = worker.shard
                outcome = _received(worker)
                if outcome is None:
                    workers.remove(worker)
                    tries[shard] += 1
                    if tries[shard] < TRIES:
                        waiting.append(shard)
                        continue
                    outcome = Outcome(lost=f"{TRIES} workers died over it ({_ended(worker.process)})")
                elif waiting:
                    _send(worker, shards, waiting.popleft())
                else:
                    workers.remove(worker)
                    _stop(worker)
                yield shard, result(outcome)
    finally:
        for worker in workers:
            worker.process.kill()
        for worker in workers:
            worker.process.join()
            worker.pipe.close()


def _started(packed: bytes, shards: Sequence[S], shard: int) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, packed), daemon=True)
    with _environment(ONE_THREAD):
        process.start()
    theirs.close()
    worker = _Worker(process, ours, shard)
    _send(worker, shards, shard)
    return worker


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Variables that a process started meanwhile inherits; libraries look at them when they are loaded."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _send(worker: _Worker, shards: Sequence[S], shard: int) -> None:
    worker.shard = shard
    with suppress(OSError):  # it died meanwhile: whoever waits for its answer meets the end of the pipe
        worker.pipe.send(shards[shard])


def _received(worker: _Worker) -> Outcome | None:
    """What a worker answers; None where it died."""
    try:
        outcome: Outcome = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        worker.pipe.close()
        return None
    return outcome


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join()


def _ended(process: SpawnProcess) -> str:
    code = process.exitcode or 0
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _serve(pipe: Connection, packed: bytes) -> None:
    """The life of a worker: shards come, outcomes go, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends its workers
    threading.Thread(target=_die_with_parent, daemon=True).start()
    function = pickle.loads(packed)
    while True:
        try:
            shard = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(attempt(function, shard))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
