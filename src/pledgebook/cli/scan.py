"""`pledgebook scan`: read archives and crawls into files of statements and problems."""

from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from pledgebook.book import check_date
from pledgebook.book.bulk import Plan, Progress, Settings, Summary, plan_of, scan
from pledgebook.book.bulk.scan import Runner, done_already
from pledgebook.cli.options import Encoding, Published, Publisher
from pledgebook.cli.output import complain, say
from pledgebook.config import reading_limits
from pledgebook.documents.bulk import FIELDS, PIECE_BYTES
from pledgebook.engines import local, on_ray
from pledgebook.errors import UsageError
from pledgebook.model import Problem
from pledgebook.publish.wording import counted, harmless


def scan_command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="A WARC, JSON lines, Parquet or CSV file, a folder, a pattern, or an address of fsspec.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder that the results go into.")],
    published: Published = None,
    publisher: Publisher = None,
    encoding: Encoding = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="Which column of a table holds a field, as text=body."),
    ] = None,
    sample: Annotated[
        float, typer.Option("--sample", metavar="SHARE", min=0.0, max=1.0, help="Read this share of the documents.")
    ] = 1.0,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="NUMBER", min=1, help="Read at most so many documents.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read, and read nothing.")] = False,
    engine: Annotated[Literal["local", "ray"], typer.Option("--engine", help="Where the work runs.")] = "local",
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="ADDRESS", help="Of a running Ray cluster, as auto or ray://host:10001."),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option("--processes", metavar="NUMBER", min=1, help="How many processes (default: every core)."),
    ] = None,
    shard_size: Annotated[
        float, typer.Option("--shard-size", metavar="MB", min=0.001, help="How much of a file goes into one shard.")
    ] = PIECE_BYTES / 2**20,
    twins: Annotated[bool, typer.Option("--twins/--no-twins", help="Read near-duplicates once.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what went wrong.")] = False,
) -> None:
    """Read archives and crawls into Parquet files of statements, problems and documents.

    The input is cut into shards. A run that was killed goes on where it was, a finished one that is started again does
    nothing, and what a changed file, lexicon or program makes out of date is read anew.

    \b
    Examples:
      pledgebook scan crawl/*.warc.gz --out results/
      pledgebook scan archive.jsonl press/ --out results/ --dry-run
      pledgebook scan s3://bucket/news/*.parquet --out results/ --engine ray --address auto
      pledgebook add results/ --book news.db

    \b
    Exit code: 0 every document was read, 1 some were not (they are in the
    files of problems), 2 the call was wrong.
    """
    if published is not None:
        check_date(published)
    if address is not None and engine != "ray":
        raise UsageError("--address is for --engine ray")
    settings = Settings(
        published, publisher, encoding, _columns(column or ()), sample, twins, reading_limits(), int(shard_size * 2**20)
    )
    plan = plan_of(sources, settings)
    for problem in plan.problems:
        complain(problem)
    if dry_run:
        _print_plan(plan, out)
        raise typer.Exit(1 if plan.problems else 0)
    run: Runner = (
        functools.partial(local.map, processes=processes)
        if engine == "local"
        else functools.partial(on_ray.map, address=address, processes=processes)
    )
    with _Shown(quiet) as shown:
        summary = scan(plan, out, run, limit=limit, progress=shown)
    for problem in summary.problems_of_run[len(plan.problems) :]:
        complain(problem)
    if not quiet:
        _print_summary(summary, out)
    if summary.counts.problems or summary.problems_of_run or summary.unfinished:
        raise typer.Exit(1)


def _columns(given: list[str] | tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, column = one.partition("=")
        if not sign or name not in FIELDS or not column:
            raise UsageError(f"--column takes FIELD=NAME with one of the fields {', '.join(FIELDS)}, not {one!r}")
        found[name] = column
    return found


def _print_plan(plan: Plan, out: Path) -> None:
    done, stale = done_already(plan, out)
    size = sum(shard.size for shard in plan.shards)
    say(
        f"{counted(plan.files, 'file')}, {size / 1e6:,.1f} MB, {counted(len(plan.shards), 'shard')}: "
        f"{done:,} done, {len(plan.shards) - done:,} to read\n"
    )
    if stale:
        say(
            f"{counted(stale, 'shard')} in {out} were made by another program, lexicon or input: they would be removed\n"
        )


class _Shown:
    """A line that tells how far a run is, where a person watches."""

    def __init__(self, quiet: bool) -> None:
        self._status = Console(stderr=True).status("reading…") if sys.stderr.isatty() and not quiet else None

    def __enter__(self) -> _Shown:
        if self._status:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()

    def __call__(self, progress: Progress) -> None:
        if self._status:
            self._status.update(told(progress))


def told(progress: Progress) -> str:
    """How far a run is, in words.

    >>> told(Progress(3, 10, 1200, 4_000_000, 90, 2, 9_000_000, 60.0))
    'shard 3 of 10: 1,200 documents (20.0/s, 0.07 MB/s), 90 statements, 2 problems, about 2 min left'
    """
    begin = f"shard {progress.done:,} of {progress.shards:,}"
    if not progress.seconds or progress.seconds_left is None:
        return f"{begin}…"
    left = progress.seconds_left
    time_left = f"{left:,.0f} s" if left < 120 else f"{left / 60:,.0f} min" if left < 7200 else f"{left / 3600:,.1f} h"
    return (
        f"{begin}: {progress.documents:,} documents ({progress.documents / progress.seconds:,.1f}/s, "
        f"{progress.bytes / progress.seconds / 1e6:,.2f} MB/s), {counted(progress.statements, 'statement')}, "
        f"{counted(progress.problems, 'problem')}, about {time_left} left"
    )


def _print_summary(summary: Summary, out: Path) -> None:
    counts = summary.counts
    twins = f" ({counts.twins:,} of them near-duplicates)" if counts.twins else ""
    say(
        f"{counted(counts.documents, 'document')}{twins}, {counted(counts.statements, 'statement')}, "
        f"{counted(counts.problems, 'problem')} in {counted(summary.shards, 'shard')}\n"
    )
    for rule, number in sorted((counts.rules or {}).items(), key=lambda one: -one[1]):
        say(f"  {number:,} {rule}\n")
    if summary.read:
        documents = sum(done.counts.documents for _, done in summary.read)
        say(
            f"read now: {counted(len(summary.read), 'shard')}, {counted(documents, 'document')} in {summary.seconds:,.1f} s "
            f"({documents / max(summary.seconds, 1e-9):,.1f}/s)\n"
        )
    else:
        say("everything had been read already\n")
    for title, shards in (("slowest", summary.slowest(3)), ("most faulty", summary.most_faulty(3))):
        for shard, done in shards:
            say(
                f"  {title}: {shard.name} from {harmless(shard.pieces[0].name)}: {done.seconds:,.1f} s, "
                f"{counted(done.counts.documents, 'document')}, {counted(done.counts.problems, 'problem')}\n"
            )
    if summary.unfinished:
        complain(
            Problem(str(out), f"{counted(summary.unfinished, 'shard')} not finished: start the same command again", "")
        )
