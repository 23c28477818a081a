"""The run of a scan: what is done already, what is left, what came of it."""

from __future__ import annotations

import datetime
import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import msgspec

from pledgebook.book.bulk.plan import Plan, Shard
from pledgebook.book.bulk.results import TABLES, Tables, problem_columns, whole_shards, write_whole
from pledgebook.book.bulk.shard import Counts, Done, Job, read_shard
from pledgebook.documents.bulk import MANIFEST, shown
from pledgebook.errors import ScanError, UsageError
from pledgebook.model import Problem
from pledgebook.model.version import program_version

RUN = "run"
"""The name of the file of the problems that belong to no shard: sources that are not there, shards that were lost."""


class Runner(Protocol):
    """An engine: `pledgebook.engines.Engine`. What it yields for a lost shard has a `reason`."""

    def __call__(self, function: Callable[[Job], Done], shards: Sequence[Job]) -> Iterator[tuple[int, Any]]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: shards done of all, and what those that this run read hold. `bytes_left`: of the shards to come.
    `seconds`: since the first of them began."""

    done: int
    shards: int
    documents: int = 0
    bytes: int = 0
    statements: int = 0
    problems: int = 0
    bytes_left: int = 0
    seconds: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """About how long it will take, by the bytes that were read; None before any were."""
        return self.seconds * self.bytes_left / self.bytes if self.bytes and self.seconds else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a scan gave. The counts are of all shards, also of those that earlier runs read. `read`: the shards that this
    run read, with their times. `lost`: those that gave nothing. `problems_of_run`: what belongs to no shard."""

    shards: int
    counts: Counts
    read: tuple[tuple[Shard, Done], ...]
    problems_of_run: tuple[Problem, ...]
    seconds: float
    unfinished: int

    def slowest(self, count: int = 5) -> list[tuple[Shard, Done]]:
        """The shards of this run that took longest."""
        return sorted(self.read, key=lambda one: -one[1].seconds)[:count]

    def most_faulty(self, count: int = 5) -> list[tuple[Shard, Done]]:
        """The shards of this run with most problems, without those that had none."""
        return sorted((one for one in self.read if one[1].counts.problems), key=lambda one: -one[1].counts.problems)[
            :count
        ]


def done_already(plan: Plan, folder: Path) -> tuple[int, int]:
    """How many shards of a plan are whole in a folder, and how many whole ones there belong to another plan."""
    whole = whole_shards(folder)
    names = {shard.name for shard in plan.shards}
    return len(whole & names), len(whole - names)


def scan(
    plan: Plan,
    folder: Path,
    engine: Runner,
    *,
    limit: int | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Read what a plan says into a folder: see `pledgebook.book.bulk.results` for its files.

    Shards that are whole are not read again; what another code, lexicon or input made is removed first, so that nothing is
    there twice. `limit`: at most so many documents, the first ones; the shards are then read one after another.

    Raises UsageError where the folder holds the scan of other sources or settings, ScanError where another run is writing
    it or the disk is full.
    """
    begun = time.monotonic()
    with _held(folder):
        _check(plan, folder, limit)
        _clear(plan, folder)
        _write_manifest(plan, folder, limit, plan.shards)
        run = _Run(plan, folder, progress)
        if limit is None:
            whole = whole_shards(folder)
            run.read([shard for shard in plan.shards if shard.name not in whole], engine)
        else:
            _write_manifest(plan, folder, limit, run.read_first(limit, engine))
        problems = [*plan.problems, *run.lost]
        with Tables(folder, RUN) as tables:
            for problem in problems:
                tables.put("problems", problem_columns(problem, problem.source, 0))
        for table in ("statements", "documents"):
            (folder / table / f"{RUN}.parquet").unlink()
        _clear_drafts(folder)  # of workers that were killed
        names = msgspec.json.decode((folder / MANIFEST).read_bytes())["shards"]
        return Summary(
            len(names),
            _total(folder, names),
            tuple(run.done),
            tuple(problems),
            time.monotonic() - begun,
            len(set(names) - whole_shards(folder)),
        )


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, made where there is none, for this run alone."""
    try:
        for name in (*TABLES, "shards", "drafts"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        lock = (folder / "drafts" / "lock").open("w")
    except OSError as error:
        raise ScanError(f"cannot write {folder}: {error.strerror or error}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ScanError(f"another scan is writing {folder}: wait for it, or name another folder") from error
        yield


def _manifest(plan: Plan, limit: int | None, shards: Sequence[Shard]) -> dict[str, Any]:
    return {
        "sources": [shown(source) for source in plan.sources],
        "settings": msgspec.to_builtins(plan.settings),
        "limit": limit,
        "pledgebook": program_version(),
        "shards": [shard.name for shard in shards],
    }


def _write_manifest(plan: Plan, folder: Path, limit: int | None, shards: Sequence[Shard]) -> None:
    body = msgspec.json.encode(_manifest(plan, limit, shards), order="deterministic")
    write_whole(folder / MANIFEST, msgspec.json.format(body, indent=1) + b"\n", folder / "drafts")


def _check(plan: Plan, folder: Path, limit: int | None) -> None:
    """One folder holds one scan: what the caller chose must be what was chosen when it was made."""
    try:
        before = msgspec.json.decode((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        return
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{folder / MANIFEST} cannot be read: name another folder") from error
    now = _manifest(plan, limit, ())
    for name in ("sources", "settings", "limit"):
        if before.get(name) != now[name]:
            raise UsageError(f"{folder} holds a scan with other {name}: name another folder, or remove that one")


def _clear(plan: Plan, folder: Path) -> None:
    """Remove what killed runs left half written, and the shards of another plan."""
    _clear_drafts(folder)
    names = {shard.name for shard in plan.shards}
    for place in ("shards", *TABLES):
        for path in (folder / place).iterdir():
            if path.stem not in names:
                path.unlink(missing_ok=True)


def _clear_drafts(folder: Path) -> None:
    for draft in (folder / "drafts").iterdir():
        if draft.name != "lock":
            draft.unlink(missing_ok=True)


class _Run:
    """The shards of one run as they are done: counted, logged, told."""

    def __init__(self, plan: Plan, folder: Path, progress: Callable[[Progress], None]) -> None:
        self._plan = plan
        self._folder = folder
        self._tell = progress
        self.done: list[tuple[Shard, Done]] = []
        self.lost: list[Problem] = []

    def read(self, shards: Sequence[Shard], engine: Runner) -> None:
        """Read these shards."""
        begun = time.monotonic()
        left = sum(shard.size for shard in shards)
        total = len(self._plan.shards)
        now = Progress(total - len(shards), total, bytes_left=left)
        self._tell(now)
        jobs = [Job(shard, self._plan.settings, str(self._folder)) for shard in shards]
        for place, result in engine(read_shard, jobs):
            left -= shards[place].size
            self._note(shards[place], result)
            counts = result.counts if isinstance(result, Done) else Counts()
            now = replace(
                now,
                done=now.done + 1,
                documents=now.documents + counts.documents,
                bytes=now.bytes + shards[place].size,
                statements=now.statements + counts.statements,
                problems=now.problems + counts.problems,
                bytes_left=left,
                seconds=time.monotonic() - begun,
            )
            self._tell(now)

    def read_first(self, limit: int, engine: Runner) -> list[Shard]:
        """Read shards one after another until they hold so many documents; those that were needed. What an earlier run with
        the same limit read is not read again."""
        needed: list[Shard] = []
        for shard in self._plan.shards:
            if limit <= 0:
                break
            needed.append(shard)
            counts = _counts(self._folder, shard.name)
            if counts is None:
                job = Job(shard, self._plan.settings, str(self._folder), limit)
                for _, result in engine(read_shard, [job]):
                    self._note(shard, result)
                    counts = result.counts if isinstance(result, Done) else None
            limit -= counts.documents if counts else 0
        return needed

    def _note(self, shard: Shard, result: Any) -> None:
        if not isinstance(result, Done):
            first = shard.pieces[0]
            what = f"a shard of {shard.size:,} bytes from byte {first.start} on was given up: {result.reason}"
            self.lost.append(Problem(first.name, what, "lost-shard"))
            return
        self.done.append((shard, result))
        line = {
            "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "shard": shard.name,
            "file": shard.pieces[0].name,
            "start": shard.pieces[0].start,
            "files": len(shard.pieces),
            **msgspec.to_builtins(result.counts),
            "seconds": round(result.seconds, 3),
            "processor": round(result.processor, 3),
        }
        try:
            with (self._folder / "log.jsonl").open("ab") as log:
                log.write(msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise ScanError(f"cannot write {self._folder}: {error.strerror or error}") from error


def _counts(folder: Path, name: str) -> Counts | None:
    """What a whole shard holds; None where it is not whole."""
    try:
        return msgspec.json.decode((folder / "shards" / f"{name}.json").read_bytes(), type=Counts)
    except FileNotFoundError:
        return None


def _total(folder: Path, names: Sequence[str]) -> Counts:
    total = Counts(rules={})
    rules: dict[str, int] = {}
    for name in names:
        one = _counts(folder, name)
        if one is None:
            continue
        for rule, number in (one.rules or {}).items():
            rules[rule] = rules.get(rule, 0) + number
        total = Counts(
            total.documents + one.documents,
            total.twins + one.twins,
            total.statements + one.statements,
            total.problems + one.problems,
            total.bytes + one.bytes,
        )
    return replace(total, rules=dict(sorted(rules.items())))
