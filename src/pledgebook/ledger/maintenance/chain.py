"""Faults of the entries themselves: missing, changed, exchanged, and quotes that do not stand in their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import Connection

from pledgebook.errors import UsageError
from pledgebook.ledger.bodies import Erased, Removal, decode, decode_document, is_erased, read
from pledgebook.ledger.seals import Seal
from pledgebook.ledger.store import entries
from pledgebook.model import GENESIS, Entry, Imprint, Problem, document_id, entry_hash

MOST = 100
"""Problems that are named: who has a hundred needs no more."""
Progress = Callable[[int], None]


def chain_faults(
    connection: Connection, head: str | None, progress: Progress | None = None, seals: Sequence[Seal] = ()
) -> list[Problem]:
    """What is wrong with the entries, the earliest first. `head`: the hash of an entry that the book must still hold, or the
    first 12 digits of it and more. `seals`: taken of the book before."""
    if head is not None:
        head = head.strip().lower()
        if not re.fullmatch("[0-9a-f]{12,64}", head):
            raise UsageError("the hash of an entry is noted down with at least 12 of its 64 hexadecimal digits")
    sealed: dict[int, list[Seal]] = {}
    for seal in seals:
        sealed.setdefault(seal.number, []).append(seal)
    problems: dict[int, Problem] = {}

    def fault(sequence: int, what: str, rule: str) -> None:
        if len(problems) < MOST:
            problems.setdefault(sequence, Problem(f"entry {sequence}", what, rule))

    last, line, whole, seen = 0, GENESIS, False, head is None
    erased: dict[int, str] = {}  # entries whose text is gone, until the entry comes that says so
    for one in entries.stream(connection):
        for gone in range(last + 1, min(one.sequence, last + 1 + MOST)):
            fault(gone, "is missing", "missing-entry")
        recomputed = entry_hash(one.previous, one.sequence, one.time, one.run, one.kind, one.body)
        if recomputed != one.hash and is_erased(one.body):
            erased[one.sequence] = one.hash
        elif recomputed != one.hash:
            fault(one.sequence, "was changed: what it says is not what its hash was made from", "changed-entry")
        elif one.sequence == last + 1 and one.previous != line:
            # this line is what it was; so the one before is not the one that it was chained to
            if last == 0 or not whole:
                fault(one.sequence, "is not chained to the line before it", "broken-chain")
            else:
                fault(last, f"is not the line that entry {one.sequence} was chained to", "changed-entry")
        elif what := _content(one):
            fault(one.sequence, what, "content")
        if one.kind == "removal" and one.sequence not in problems:
            gone_with = decode(one.body, Removal).erased
            if gone_with is not None and erased.get(gone_with[0]) == gone_with[1]:
                del erased[gone_with[0]]
        last, line, whole = one.sequence, one.hash, recomputed == one.hash or one.sequence in erased
        seen = seen or (head is not None and str(one.hash).startswith(head))
        for seal in sealed.pop(one.sequence, ()):
            if seal.hash != one.hash:
                fault(one.sequence, f"is not the one that was sealed on {seal.time} ({seal.where})", "seal")
        if progress and last % 1000 == 0:
            progress(last)
    for sequence in erased:
        fault(sequence, "was erased, and no entry says by whom", "erased-entry")
    for number in sorted(sealed):
        seal = sealed[number][0]
        fault(
            last + 1, f"is missing: entry {number} was there when it was sealed on {seal.time} ({seal.where})", "seal"
        )
    if not seen:
        fault(last + 1, f"is missing, or one before it: no line has the hash {head}", "head")
    return [problems[sequence] for sequence in sorted(problems)]


def _content(entry: Entry) -> str | None:
    """What is wrong with what a line says, None when nothing is."""
    try:
        if entry.kind == "document" and is_erased(entry.body):
            decode(entry.body, Erased)
            return None
        if entry.kind != "document":
            read(entry)
            return None
        found = decode_document(entry.body)
    except (UsageError, msgspec.DecodeError) as error:
        return f"cannot be read: {error}"
    if isinstance(found, Imprint):
        return None
    document, statements, _ = found
    if document_id(document.text) != document.id:
        return "holds a text that is not the one of its id"
    for statement in statements:
        for quote in (statement.quote, statement.object, statement.act):
            if document.text[quote.start : quote.end] != quote.text:
                return f"holds a quote of {statement.id} that does not stand in its text"
    return None
