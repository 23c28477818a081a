"""`pledgebook evidence …`: official records of delivery, and which commitment they speak of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pledgebook.cli.commands import COMMANDS, SETTINGS
from pledgebook.cli.describe import describe_command
from pledgebook.cli.options import AsOf, BookPlace, By, Id, Note, opened, person
from pledgebook.cli.output import complain, say
from pledgebook.cli.progress import counting
from pledgebook.model import Addition, SourceSort
from pledgebook.publish.evidence_tables import changed, measure_told, snapshots, source_told, suggested
from pledgebook.publish.wording import harmless

evidence_command = typer.Typer(
    name="evidence",
    help=COMMANDS["evidence"],
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings=SETTINGS,
)


@evidence_command.command("add", short_help="Keep files of official records.")
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="IATI XML, an FTS export, or a table (CSV, XLSX, Parquet, JSON)."),
    ],
    book: BookPlace = None,
    description: Annotated[
        str | None,
        typer.Option(metavar="FILE|NAME", help="The TOML that describes a table, or the name of one that ships."),
    ] = None,
    seen: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day on which the file was fetched (default: today).")
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name that all files of this source share.")
    ] = None,
    sort: Annotated[
        SourceSort | None, typer.Option(help="Which reader, where the content alone shall not decide.")
    ] = None,
) -> None:
    """Read files of official records and keep them as snapshots. A later file of a source adds another; nothing is overwritten.

    IATI activity files, exports of OCHA's Financial Tracking Service, and tables (CSV, XLSX, Parquet, JSON) that a small TOML
    file describes (pledgebook evidence describe drafts it). A record that cannot be read is a line on standard error; the others are kept.

    \b
    Examples:
      pledgebook evidence add iati-activities.xml fts-flows.csv --seen 2024-06-30
      pledgebook evidence add visas.csv --description us-h2b-visas-by-nationality

    \b
    Exit code: 0 all is kept, 1 some files or records were not, 2 the call was wrong.
    """
    failed = False
    with opened(book, create=True) as kept:
        for path in files:
            with counting(f"reading {path.name}") as tell:
                receipt = kept.add_evidence(
                    path,
                    description=description,
                    seen=seen,
                    source=source,
                    sort=sort,
                    progress=tell,
                )
            for problem in receipt.problems:
                failed = True
                complain(problem)
            if receipt.snapshot is None:
                continue
            told = f"{receipt.records:,} records of" if receipt.outcome == "new" else "already there as"
            say(f"{harmless(str(path))}: {told} {receipt.snapshot.source}, seen on {receipt.snapshot.seen}\n")
            for remark in receipt.remarks:
                say(f"    {harmless(remark.what)}\n")
            for note in receipt.snapshot.notes:
                say(f"    note: {harmless(note)}\n")
    if failed:
        raise typer.Exit(1)


evidence_command.command("describe", short_help="Draft the description of a table.")(describe_command)


@evidence_command.command("list", short_help="The snapshots of a ledger.")
def list_(book: BookPlace = None, as_of: AsOf = None) -> None:
    """List the snapshots of official records that a ledger holds, the latest of each source last.

    \b
    Examples:
      pledgebook evidence list --book summit.db
    """
    with opened(book, as_of=as_of) as kept:
        found = kept.snapshots()
    say(snapshots(found) if found else "there is no evidence in this ledger yet\n")


@evidence_command.command("show", short_help="What a source holds.")
def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The name of a source, as evidence list prints it.")],
    book: BookPlace = None,
    as_of: AsOf = None,
) -> None:
    """Show what the latest snapshot of a source holds: its series, their dimensions and values, and what its publisher warns of.

    \b
    Examples:
      pledgebook evidence show us-refugee-admissions-by-region
    """
    with opened(book, as_of=as_of) as kept:
        snapshot, found = kept.series(source)
    say(source_told(snapshot, found))


@evidence_command.command("changes", short_help="What shrank or vanished between snapshots.")
def changes(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The name of a source, as evidence list prints it.")],
    book: BookPlace = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 50,
) -> None:
    """Show what differs between the two latest snapshots of a source, the largest difference first.

    \b
    Examples:
      pledgebook evidence changes fts-flows
    """
    with opened(book, as_of=as_of) as kept:
        older, newer, found = kept.changes(source)
    say(changed(older, newer, found, limit))


@evidence_command.command("suggest", short_help="Which records may speak of a commitment.")
def suggest(
    id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="A commitment (cm-…) or statement (st-…), unless --all is given."),
    ] = None,
    book: BookPlace = None,
    as_of: AsOf = None,
    every: Annotated[
        bool, typer.Option("--all", help="The best for each commitment of the ledger of which no record counts yet.")
    ] = False,
) -> None:
    """Propose which official records speak of a commitment, the likeliest first, with score and reasons.

    Nothing counts before a person confirms it: pledgebook evidence link ID --suggestion 1.

    \b
    Examples:
      pledgebook evidence suggest cm-0a1b2c3d4e5f6071
      pledgebook evidence suggest --all
    """
    if (id is None) != every:
        raise typer.BadParameter("it takes the ID of a commitment, or --all for those of the whole ledger")
    with opened(book, as_of=as_of) as kept:
        if id is not None:
            commitment = kept.commitment(id).commitment
            say(suggested(commitment, kept.suggest(id)))
            return
        count = 0
        for commitment, found in kept.suggest_all():
            count += 1
            say(suggested(commitment, found[:1]))
    say("" if count else "no record of this ledger seems to speak of a commitment that none counts for yet\n")


@evidence_command.command("link", short_help="Confirm which records count towards a commitment.")
def link(
    id: Id,
    book: BookPlace = None,
    suggestion: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Take the Nth of evidence suggest.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="The source whose records count.")] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="NAME=VALUE",
            help="Only records with this value; again for others: alternatives of one name, all names must fit.",
        ),
    ] = None,
    sum_: Annotated[
        Addition | None,
        typer.Option("--sum", help="value adds observations, last takes the latest, amount adds transactions."),
    ] = None,
    period: Annotated[str | None, typer.Option(metavar="EDTF", help="Only records of this stretch of time.")] = None,
    target: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="What is to be reached (default: the commitment's number).")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help="The unit of the target and the sum (default: the commitment's).")
    ] = None,
    label: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Which reading of a contradicted commitment this is.")
    ] = None,
    warning: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the sum does not say; shown beside every total.")
    ] = None,
    by: By = None,
    note: Note = None,
) -> None:
    """Confirm that certain records tell the delivery of a commitment: which source, which filter, which sum, which target.

    A suggestion can be taken whole or with parts of it set anew. The link is an entry of the ledger; undo takes it back.

    \b
    Examples:
      pledgebook evidence link cm-0a1b2c3d4e5f6071 --suggestion 1
      pledgebook evidence link cm-0a1b2c3d4e5f6071 --source us-h2b-visas-by-nationality \\
        --select nationality=Haiti --select nationality=Honduras --period 2021-10/2022-09 --target 11500 --unit visa \\
        --warning "issuances are not the allocation"
    """
    with opened(book) as kept:
        entry, measure = kept.link(
            id,
            suggestion=suggestion,
            source=source,
            select=[one.partition("=")[::2] for one in select or ()],
            sum=sum_,
            period=period,
            target=target,
            unit=unit,
            label=label,
            note=warning,
            by=person(by),
            why=note,
        )
    say(
        f"{measure_told(measure)}\nentry {entry.sequence} (undo with: pledgebook undo {entry.sequence}); see: pledgebook status {id}\n"
    )
