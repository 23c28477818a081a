"""What an entry says, in a line for people."""

from __future__ import annotations

from pledgebook.ledger.bodies import (
    JudgementBody,
    Link,
    MergeBody,
    RecordsBody,
    Ruled,
    SnapshotBody,
    Undo,
    decode,
    decode_document,
)
from pledgebook.model import Entry, Imprint


def describe(entry: Entry) -> str:
    """What an entry adds, in a few words: "fact-sheet.txt: 12 statements", "R. Diaz: st-… and st-… are the same"."""
    if entry.kind == "document":
        found = decode_document(entry.body)
        if isinstance(found, Imprint):
            return f"{found.source}: the same text as another source"
        document, statements, _ = found
        return f"{document.source}: {_counted(len(statements), 'statement')}"
    if entry.kind == "merge":
        body = decode(entry.body, MergeBody)
        sets = sum(len(component.commitments) for component in body.components)
        joined = sum(len(members) for component in body.components for members in component.commitments)
        return f"{body.rule}: {_counted(joined, 'statement')} in {_counted(sets, 'commitment or deed', 'commitments and deeds')}"
    if entry.kind == "judgement":
        said = decode(entry.body, JudgementBody)
        one = said.judgement
        return f"{one.by}: {one.left} and {one.right} are {_VERDICTS[one.verdict]}{_why(said.note)}"
    if entry.kind == "undo":
        undo = decode(entry.body, Undo)
        return f"{undo.by}: entry {undo.entry} no longer counts{_why(undo.note)}"
    if entry.kind == "link":
        link = decode(entry.body, Link)
        return f"{link.by}: {link.commitment} is measured by {link.measure.source}{_why(link.note)}"
    if entry.kind == "ruling":
        ruled = decode(entry.body, Ruled)
        word = ruled.ruling.status.replace("_", " ")
        return f"{ruled.ruling.by}: {ruled.commitment} is {word}{_why(ruled.ruling.note)}"
    if entry.body.startswith(b'{"format":1,"snapshot"'):
        snapshot = decode(entry.body, SnapshotBody)
        return f"{snapshot.snapshot.source}, seen on {snapshot.snapshot.seen}: {_counted(snapshot.records, 'record')}"
    records = decode(entry.body, RecordsBody)
    return f"{_counted(len(records.records), 'record')} of entry {records.of}"


_VERDICTS = {"same": "the same", "different": "different", "unsure": "not decided"}


def _why(note: str | None) -> str:
    return f" ({note})" if note else ""


def _counted(count: int, noun: str, many: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
