"""`pledgebook demo`: a ledger of the Los Angeles Declaration, from documents and figures that ship with the project."""

from __future__ import annotations

import shlex
import shutil
import sys
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from pledgebook.book import Book
from pledgebook.book.lists import Filters
from pledgebook.cli.output import complain, say
from pledgebook.publish.status_tables import checks_told, status_table

SEEN = "2026-11-25"
"""The day on which the figures that ship were taken from the tables that their descriptions name."""

BY = "pledgebook demo"
_VISAS = {
    "source": "h2b-visas-issued-by-month",
    "select": [("nationality", name) for name in ("El Salvador", "Guatemala", "Honduras", "Haiti")],
    "period": "2021-10-01/2022-09-30",
}
_LINKS: tuple[tuple[Filters, tuple[dict[str, object], ...]], ...] = (
    (
        {"kind": "commitment", "actor": "US", "unit": "refugee"},
        (
            {
                "source": "refugees-admitted-by-month",
                "select": [("region", "Latin America and the Caribbean")],
                "period": "2022-10-01/2024-09-30",
            },
        ),
    ),
    (
        {"kind": "commitment", "actor": "US", "unit": "visa"},
        (
            {**_VISAS, "target": "11500", "label": "11,500"},
            {**_VISAS, "target": "22500", "label": "22,500"},
        ),
    ),
    (
        {"kind": "figure", "unit": "encounter"},
        ({"source": "southwest-border-encounters-by-month", "period": "2022-05"},),
    ),
)
"""Which records a reader confirmed for which commitments: what lists find them by, and the measures."""

_NEXT = """\
What to try next (the ledger is {place}):
  {program} list --book {place}
  {program} show {refugees} --book {place}
  {program} list --contradicted --book {place}
  {program} add YOUR-ARTICLE.txt --published 2022-07-12 --publisher "A newspaper" --book {place}
  {program} read YOUR-ARTICLE.txt --format html --output page.html     then open page.html
To see it as a site:
  {program} serve --book {place}
"""


def demo_command(
    book: Annotated[
        str,
        typer.Option(
            "--book", metavar="PATH|URL", help="The ledger to build; built once, and only read when it is there."
        ),
    ] = "pledgebook-demo.db",
    large: Annotated[
        Path | None,
        typer.Option("--large", metavar="FOLDER", help="Read every document of this folder, too; it can take long."),
    ] = None,
) -> None:
    """Build a ledger of what was promised with the Los Angeles Declaration, and say what became of it.

    Four short documents in the project's own words, and figures of the United States government (public domain), are read,
    merged, and held against each other, as `add`, `evidence add`, `evidence link` and `status` would do.

    \b
    Examples:
      pledgebook demo
      pledgebook demo --book /tmp/demo.db
      pledgebook demo --large my-documents --book large.db
    """
    with Book.open(book) as kept:
        build(kept)
        if large is not None:
            read(kept, [large])
        to_terminal = sys.stdout.isatty()
        followed = [one for one in kept.followed() if one.commitment.kind == "commitment"]
        ids = {one.commitment.id for one in followed}
        # of a large ledger, what has been followed says enough
        others = [] if large else [one for one in kept.followed(every=True) if one.commitment.id not in ids]
        figures = [one for line in kept.commitments(kind="figure") for one in kept.check(line.commitment.id)]
        told = "What became of what was promised\n\n" + status_table([*followed, *others], to_terminal=to_terminal)
        told += "\nWhat was stated, beside the official figures\n" + checks_told(figures, to_terminal=to_terminal)
        counts = kept.counts()
        told += (
            f"\n{counts.documents} documents, {counts.statements} statements, {counts.commitments} commitments and deeds; "
            f"{len(kept.snapshots())} official tables, seen on {SEEN}\n\n"
        )
        told += _NEXT.format(
            program=program(), place=shlex.quote(kept.place), refugees=followed[0].commitment.id if followed else "cm-…"
        )
        say(told)


def program() -> str:
    """How this program is called from here: by its path within this folder, else by its name where the shell finds it, else by
    its whole path."""
    whole = Path(sys.executable).with_name("pledgebook")
    if whole.is_relative_to(Path.cwd()):
        return shlex.quote(str(whole.relative_to(Path.cwd())))
    return "pledgebook" if shutil.which("pledgebook") else shlex.quote(str(whole))


def read(kept: Book, sources: list[Path]) -> None:
    """Read, keep and merge what documents say; what could not be read is told."""
    for receipt in kept.add(sources):
        for problem in receipt.problems:
            complain(problem)


def build(kept: Book) -> None:
    """Read, merge and link what ships; what the ledger has already stays as it is."""
    with resources.as_file(resources.files("pledgebook") / "demo") as folder:
        read(kept, [folder / "documents"])
        for table in sorted((folder / "evidence").glob("*.csv")):
            for problem in kept.add_evidence(table, seen=SEEN).problems:
                complain(problem)
    for wanted, measures in _LINKS:
        for line in kept.commitments(**wanted)[:1]:
            if not kept.links(line.commitment.id):
                for measure in measures:
                    kept.link(line.commitment.id, by=BY, **measure)  # type: ignore[arg-type]
