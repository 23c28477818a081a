"""`Tables`: all derived tables, and what any entry means for them."""

from __future__ import annotations

from pledgebook.ledger.bodies import (
    Confirmation,
    Correction,
    Erased,
    JudgementBody,
    JudgementsBody,
    Link,
    MergeBody,
    Rejection,
    Removal,
    Ruled,
    SnapshotBody,
    Undo,
    decode,
    decode_document,
    encode,
    is_erased,
    read,
)
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import insert as insert_rows
from pledgebook.ledger.store.values import origin, short
from pledgebook.ledger.tables.persons import PersonTables
from pledgebook.model import Entry, Imprint


class Tables(PersonTables):
    """The derived tables, within one transaction."""

    def snapshot(self, entry: Entry, body: SnapshotBody) -> None:
        """A new snapshot of a source of evidence."""
        self.flush()
        one = body.snapshot
        row = (entry.sequence, short(one.source), one.seen, one.hash, body.records, False, encode(one))
        insert_rows(self.connection, schema.snapshots, [row])

    def chunk(self, entry: Entry, of: int) -> None:
        """Some records of a snapshot: they stay in their entry."""
        self.rows.of[schema.chunks].append((entry.sequence, of))

    def apply(self, entry: Entry) -> None:
        """Everything that an entry means, from its body."""
        if entry.kind == "document" and is_erased(entry.body):
            self.erased(entry, decode(entry.body, Erased))
            return
        if entry.kind == "document":
            found = decode_document(entry.body)
            if isinstance(found, Imprint):
                self.look_up((found.id,), (origin(found.source, found.url),))
                self.copy(entry, found)
            else:
                document, statements, lengths = found
                self.look_up((document.id,), (origin(document.source, document.url),))
                self.document(entry, document, statements, lengths)
            return
        body = read(entry)
        if isinstance(body, MergeBody):
            self.merge(entry, body)
        elif isinstance(body, JudgementBody):
            self.judgement(entry, (body.judgement,))
        elif isinstance(body, JudgementsBody):
            self.judgement(entry, body.judgements)
        elif isinstance(body, Rejection | Confirmation):
            self.review(entry, self.numbers(body.statements).values())
        elif isinstance(body, Correction):
            self.review(entry, self.numbers((body.statement,)).values())
        elif isinstance(body, Removal):
            self.review(entry, self.statements_of(body.document))
        elif isinstance(body, Undo):
            self.undo(entry, body.entry)
        elif isinstance(body, Link | Ruled):
            self.note(entry, body)
        elif isinstance(body, SnapshotBody):
            self.snapshot(entry, body)
        else:
            self.chunk(entry, body.of)
