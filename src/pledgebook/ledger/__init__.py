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
from pledgebook.ledger.ledger import Counts, Ledger, Reader, Writer, open_ledger

__all__ = [
    "Added",
    "Component",
    "Counts",
    "JudgementBody",
    "Ledger",
    "Link",
    "Merge",
    "Reader",
    "Ruled",
    "Undo",
    "Version",
    "Writer",
    "open_ledger",
]
