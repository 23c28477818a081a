"""`pledgebook add`: keep what sources say in a ledger, merged with what others said."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from pledgebook.book import Receipt
from pledgebook.book.bulk import is_scan
from pledgebook.book.settled import settle
from pledgebook.cli.options import (
    Answers,
    BookPlace,
    Encoding,
    PrivateNetwork,
    Prompts,
    Published,
    Publisher,
    Reader,
    Sources,
    Title,
    opened,
    reading_by,
)
from pledgebook.cli.output import complain, say
from pledgebook.cli.progress import counting, spinning
from pledgebook.documents import expand
from pledgebook.publish.wording import counted, harmless


def add_command(
    sources: Sources,
    book: BookPlace = None,
    published: Published = None,
    publisher: Publisher = None,
    title: Title = None,
    encoding: Encoding = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what went wrong.")] = False,
    allow_private_network: PrivateNetwork = False,
    reader: Reader = "rules",
    answers: Answers = None,
    prompts: Prompts = None,
) -> None:
    """Read sources, keep their statements in a ledger, and merge them into commitments.

    The ledger is made where there is none. The same text from the same source adds nothing; a changed page adds a new
    version linked to the old. A document is kept wholly or not at all, and once its line is printed it is safe.

    \b
    Examples:
      pledgebook add article.txt --published 2022-07-12 --publisher "A newspaper"
      pledgebook add statements/ --book summit.db
      pledgebook add https://example.org/fact-sheet --book postgresql://localhost/pledges

    \b
    Exit code: 0 every source was kept, 1 some were not (a line for each on
    standard error), 2 the call was wrong.
    """
    outcomes: Counter[str] = Counter()
    statements = 0
    settle()
    with opened(book, create=True) as kept:
        adding = kept.adding(
            sources,
            published=published,
            publisher=publisher,
            title=title,
            encoding=encoding,
            allow_private_network=allow_private_network,
            reader=reading_by(reader, answers, prompts),
        )
        names = [one.source for one in expand([source for source in sources if not is_scan(source)])]
        for receipt in spinning(adding, "reading", names):
            outcomes[receipt.outcome] += 1
            statements += receipt.statements
            for problem in receipt.problems:
                complain(problem)
            if not quiet and receipt.outcome != "failed":
                _print(receipt)
        with counting("merging") as tell:
            kept.merge(progress=tell)
        counts = kept.counts()
    if not quiet:
        parts = [f"{number:,} {_WORDS[name]}" for name, number in sorted(outcomes.items())]
        say(
            f"{', '.join(parts)}; {counted(statements, 'statement')} added\n"
            f"{kept.place} holds {counted(counts.documents, 'document')}, {counted(counts.statements, 'statement')}, "
            f"{counts.commitments:,} commitments and deeds\n"
        )
    if outcomes["failed"]:
        raise typer.Exit(1)


_WORDS = {"new": "new", "known": "already there", "version": "new versions", "copy": "copies", "failed": "failed"}


def _print(receipt: Receipt) -> None:
    told = counted(receipt.statements, "statement")
    what = {
        "new": told,
        "known": "already there",
        "version": f"a new version, {told}",
        "copy": "the same text as another source",
    }
    say(f"{harmless(receipt.source)}: {what[receipt.outcome]}\n")
