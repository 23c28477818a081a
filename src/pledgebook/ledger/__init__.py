"""The append-only book: entries chained by hash, and ordinary tables derived from them.

    with open_ledger("pledgebook.db") as ledger:
        with ledger.write("add 2026-11-25") as writer:
            writer.add_document(document, statements)
        with ledger.read() as reader:
            reader.pending(100)

`entries` is the book; `tables` says what each entry means for every other table, on adding and on rebuilding alike.
"""

from pledgebook.ledger.bodies import Component, JudgementBody, Link, Merge, Ruled, Undo
from pledgebook.ledger.documents import Added, Version
from pledgebook.ledger.evidence import EvidenceAdded
from pledgebook.ledger.ledger import Counts, Ledger, Reader, Writer, open_ledger
from pledgebook.ledger.search import Hit
from pledgebook.ledger.telling import told
from pledgebook.ledger.wanted import Line, Lines, Sayings, Sort, Wanted

__all__ = [
    "Added",
    "Component",
    "Counts",
    "EvidenceAdded",
    "Hit",
    "JudgementBody",
    "Ledger",
    "Line",
    "Lines",
    "Link",
    "Merge",
    "Reader",
    "Ruled",
    "Sayings",
    "Sort",
    "Undo",
    "Version",
    "Wanted",
    "Writer",
    "open_ledger",
    "told",
]
