"""What an entry says, in a line for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pledgebook.ledger.bodies import (
    Correction,
    Erased,
    JudgementBody,
    JudgementsBody,
    Link,
    MergeBody,
    RecordsBody,
    Removal,
    Ruled,
    SnapshotBody,
    Undo,
    decode,
    decode_document,
    decode_review,
    is_erased,
    read,
)
from pledgebook.model import Entry, Imprint, Statement


def describe(entry: Entry) -> str:
    """What an entry adds, in a few words: "fact-sheet.txt: 12 statements", "R. Diaz: st-… and st-… are the same"."""
    if entry.kind in _REVIEWS:
        return _reviewed(entry)
    if entry.kind == "document" and is_erased(entry.body):
        gone = decode(entry.body, Erased)
        return f"{gone.erased.source}: erased, with {_counted(len(gone.statements), 'statement')}"
    if entry.kind == "document":
        found = decode_document(entry.body)
        if isinstance(found, Imprint):
            return f"{found.source}: the same text as another source"
        document, statements, _ = found
        return f"{document.source}: {_counted(len(statements), 'statement')}{_by_readers(statements)}"
    if entry.kind == "merge":
        body = decode(entry.body, MergeBody)
        sets = sum(len(component.commitments) for component in body.components)
        joined = sum(len(members) for component in body.components for members in component.commitments)
        return f"{body.rule}: {_counted(joined, 'statement')} in {_counted(sets, 'commitment or deed', 'commitments and deeds')}"
    if entry.kind == "judgement" and isinstance(several := read(entry), JudgementsBody):
        first = several.judgements[0]
        pairs = _counted(len(several.judgements), "pair")
        return f"{first.by}: {pairs} of statements are {_VERDICTS[first.verdict]}{_why(several.note)}"
    if entry.kind == "judgement":
        said = decode(entry.body, JudgementBody)
        one = said.judgement
        if one.relation in ("delivers", "unrelated"):
            promise = one.right if one.source == one.left else one.left
            how = "delivers on" if one.relation == "delivers" else "does not deliver on"
            return f"{one.by}: {one.source} {how} {promise}{_why(said.note)}"
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


def _by_readers(statements: Sequence[Statement]) -> str:
    """How many statements each reader found, where it was not our rules alone: " (9 by rules+weights, 3 by a-model)"."""
    counts = Counter(one.extractor.name for one in statements)
    if counts.keys() <= {"rules", "rules+weights"}:
        return ""
    return f" ({', '.join(f'{count:,} by {name}' for name, count in sorted(counts.items()))})"


_REVIEWS = ("rejection", "correction", "confirmation", "removal")


def _reviewed(entry: Entry) -> str:
    body = decode_review(entry.kind, entry.body)
    if isinstance(body, Correction):
        return f"{body.by}: {body.statement}: {', '.join(body.values.fields)} set{_why(body.note)}"
    if isinstance(body, Removal):
        how = "erased" if body.erased else "taken out of every list"
        return f"{body.by}: {body.document} {how}{_why(body.note)}"
    what = "rejected" if entry.kind == "rejection" else "checked"
    return (
        f"{body.by}: {', '.join(body.statements[:3])}{' …' if len(body.statements) > 3 else ''} {what}{_why(body.note)}"
    )


_VERDICTS = {"same": "the same", "different": "different", "unsure": "not decided"}


def _why(note: str | None) -> str:
    return f" ({note})" if note else ""


def _counted(count: int, noun: str, many: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
