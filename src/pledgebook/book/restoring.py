"""A new book from the file that `export --format jsonl` wrote of another one."""

from __future__ import annotations

from pathlib import Path

from pledgebook.book.days import today
from pledgebook.book.merging import derive
from pledgebook.book.status import write_statuses
from pledgebook.errors import UsageError
from pledgebook.ledger import Writer, open_ledger
from pledgebook.publish.entry_lines import entries_of


def restore(source: Path, place: str) -> str:
    """Make a book with the same entries, hashes and commitments; where it lies then, for people.

    `place`: a new file, or an empty database. All of it is kept or nothing. Raises UsageError where the file is not such an
    export, was changed or cut, or where the place holds something already.
    """

    def derived(writer: Writer) -> None:
        derive(writer)
        write_statuses(writer, today())

    try:
        lines = source.open("rb")
    except OSError as error:
        raise UsageError(f"{source}: cannot be read ({error.strerror or error})") from error
    with lines, open_ledger(place) as ledger:
        ledger.restore(entries_of(lines, source.name), derived)
        return ledger.place
