"""`pledgebook judge`: what rules are unsure about, decided by a person."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pledgebook.book import Book
from pledgebook.cli.options import BookPlace, By, Note, opened, person
from pledgebook.cli.output import say
from pledgebook.model import Verdict
from pledgebook.publish.commitment_tables import pair


def judge_command(
    left: Annotated[str | None, typer.Argument(metavar="A", help="A statement (st-…) or commitment (cm-…).")] = None,
    right: Annotated[str | None, typer.Argument(metavar="B", help="Another one.")] = None,
    verdict: Annotated[Verdict | None, typer.Argument(metavar="VERDICT", help="What you say.")] = None,
    book: BookPlace = None,
    by: By = None,
    note: Note = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many pairs.")] = 20,
) -> None:
    """Decide whether two statements are of one commitment; without ids, go through the pairs that rules are unsure about.

    In a terminal each pair is asked about (s same, d different, Enter later, q stop); elsewhere the pairs are printed.

    \b
    Examples:
      pledgebook judge
      pledgebook judge st-0a1b2c3d4e5f6071 st-8192a3b4c5d6e7f0 different --by "R. Diaz" --note "two programmes"
    """
    if (left is None) != (verdict is None):
        raise typer.BadParameter("give two ids and a verdict, or none of them")
    with opened(book) as kept:
        if left is not None and right is not None and verdict is not None:
            entry = kept.judge(left, right, verdict, by=person(by), note=note)
            say(f"entry {entry.sequence}: {verdict} (undo with: pledgebook undo {entry.sequence})\n")
            return
        _go_through(kept, limit, by, note)


def _go_through(kept: Book, limit: int, by: str | None, note: str | None) -> None:
    asking = sys.stdin.isatty() and sys.stdout.isatty()
    pairs = kept.unsure(limit=limit)
    if not pairs:
        say("there is nothing that rules are unsure about\n")
        return
    for place, found in enumerate(pairs, 1):
        say(f"{place} of {len(pairs)}\n{pair(found)}")
        if not asking:
            say(f"    pledgebook judge {found.judgement.left} {found.judgement.right} same|different\n\n")
            continue
        answer = typer.prompt("same commitment? [s/d/Enter/q]", default="", show_default=False).strip().lower()
        if answer.startswith("q"):
            return
        if answer[:1] in ("s", "d"):
            said: Verdict = "same" if answer[0] == "s" else "different"
            entry = kept.judge(found.judgement.left, found.judgement.right, said, by=person(by), note=note)
            say(f"    entry {entry.sequence}: {said}\n\n")
