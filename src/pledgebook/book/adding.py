"""Documents into a ledger, each wholly or not at all, with a receipt as soon as it is safe."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Literal

from pledgebook.book.barrier import behind_barrier
from pledgebook.book.bulk.results import is_scan, readings_of
from pledgebook.book.reading import Given, ReadDocument, document_of, read_document, sources_of
from pledgebook.errors import LedgerError, SetupError, UsageError
from pledgebook.model import Document, Problem, Reading

if TYPE_CHECKING:
    from pledgebook.ledger import Added, Ledger

SCANNED_AT_ONCE = 100
"""Documents of a scan in one transaction."""

Outcome = Literal["new", "known", "version", "copy", "failed"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one source that was to be added.

    `outcome`: "new"; "known", the same text from the same source was there already; "version", the source is there with an
    older text; "copy", the text is there from another source; "failed", it could not be read. `document`: its id, None
    where it failed. `statements`: how many it makes.
    """

    source: str
    outcome: Outcome
    document: str | None
    statements: int
    problems: tuple[Problem, ...] = ()


def adding(
    ledger: Ledger,
    run: str,
    sources: Sequence[str | PathLike[str]],
    given: Given,
    reader: ReadDocument,
) -> Iterator[Receipt]:
    """Read sources and keep each document, one transaction each; see `Book.adding`. The results of a scan are kept as they
    are."""
    if not sources:
        raise UsageError("no source is given")
    for scanned, some in itertools.groupby(sources, is_scan):
        if not scanned:
            yield from _adding_read(ledger, run, list(some), given, reader)
            continue
        for place in some:
            yield from keep(ledger, run, readings_of(place), SCANNED_AT_ONCE)


def _adding_read(
    ledger: Ledger, run: str, sources: Sequence[str | PathLike[str]], given: Given, reader: ReadDocument
) -> Iterator[Receipt]:
    for item in sources_of(sources, given.published):
        notes: list[Problem] = []
        document = document_of(item, given, notes.append)
        if isinstance(document, Problem):
            yield Receipt(document.source, "failed", None, 0, (document,))
        else:
            receipt = _keep(ledger, run, document, reader)
            yield replace(receipt, problems=(*notes, *receipt.problems))


def _keep(ledger: Ledger, run: str, document: Document, reader: ReadDocument) -> Receipt:
    """Reading is costly and a known text adds nothing: so it is looked up first."""
    with ledger.read() as book:
        known = book.knows(document)
    found = ((), ()) if known else read_document(document, reader)
    if isinstance(found, Problem):
        return Receipt(document.source, "failed", None, 0, (found,))
    statements, problems = found

    def added() -> Added:
        with ledger.write(run) as writer:
            return writer.add_document(document, statements)

    kept = behind_barrier(document.source, added, raised=(SetupError, LedgerError))
    if isinstance(kept, Problem):  # a quote that does not stand in the text: nothing of the document was kept
        return Receipt(document.source, "failed", None, 0, (*problems, kept))
    return Receipt(document.source, kept.outcome, document.id, kept.statements, problems)


def keep(ledger: Ledger, run: str, readings: Iterable[Reading], batch: int) -> Iterator[Receipt]:
    """Keep what was read elsewhere, `batch` documents a transaction; see `Book.keep`."""
    left = iter(readings)
    while some := list(itertools.islice(left, batch)):
        whole = [(one.document, one.statements) for one in some if one.document is not None]
        with ledger.write(run) as writer:
            added = iter(writer.add_documents(whole))
        for one in some:
            if one.document is None:
                yield Receipt(one.source, "failed", None, 0, one.problems)
            else:
                found = next(added)
                yield Receipt(one.source, found.outcome, one.document.id, found.statements, one.problems)
