"""The append-only book: entries chained by hash, and ordinary tables derived from them.

    with open_ledger("pledgebook.db") as ledger:
        with ledger.write("add 2026-11-25") as writer:
            writer.add_document(document, statements)
        with ledger.read() as reader:
            reader.pending(100)

`entries` is the book; `tables` says what each entry means for every other table, on adding and on rebuilding alike.

    ledger, reader, writer   a book; all that may be asked of it; all that may be added to it
    queries/, writing/       the same by subject, one function each
    bodies, tables           what entries say; what each means for the tables: the only interpreter
    summaries                the rows of commitments, which the book works out from the tables
    store/                   connections, tables, migrations, the chain, rows on their way
    maintenance/             verifying, rebuilding, copying
"""

from pledgebook.ledger.bodies import (
    Component,
    Confirmation,
    Correction,
    JudgementBody,
    JudgementsBody,
    Link,
    Merge,
    Rejection,
    Removal,
    Ruled,
    Undo,
    document_of,
)
from pledgebook.ledger.derivation import Derivation
from pledgebook.ledger.ledger import Ledger, copy_ledger, open_ledger
from pledgebook.ledger.queries.catalogue import Catalogued
from pledgebook.ledger.queries.describe import describe
from pledgebook.ledger.queries.documents import Version
from pledgebook.ledger.queries.entries import Counts, Stamp
from pledgebook.ledger.queries.evidence import Noted
from pledgebook.ledger.queries.merging import Doubt
from pledgebook.ledger.queries.query import LARGEST_PAGE, Line, Page, Query, Sort
from pledgebook.ledger.queries.reviews import ReviewCounts, Waiting
from pledgebook.ledger.queries.search import Hit
from pledgebook.ledger.queries.tallies import Money, Part, Sum, Totals
from pledgebook.ledger.reader import Reader
from pledgebook.ledger.seals import Seal, make_key, read_key, read_public_key, read_seals, seal_of
from pledgebook.ledger.writer import Writer
from pledgebook.ledger.writing.documents import Added
from pledgebook.ledger.writing.evidence import EvidenceAdded

__all__ = [
    "LARGEST_PAGE",
    "Added",
    "Catalogued",
    "Component",
    "Confirmation",
    "Correction",
    "Counts",
    "Derivation",
    "Doubt",
    "EvidenceAdded",
    "Hit",
    "JudgementBody",
    "JudgementsBody",
    "Ledger",
    "Line",
    "Link",
    "Merge",
    "Money",
    "Noted",
    "Page",
    "Part",
    "Query",
    "Reader",
    "Rejection",
    "Removal",
    "ReviewCounts",
    "Ruled",
    "Seal",
    "Sort",
    "Stamp",
    "Sum",
    "Totals",
    "Undo",
    "Version",
    "Waiting",
    "Writer",
    "copy_ledger",
    "describe",
    "document_of",
    "make_key",
    "open_ledger",
    "read_key",
    "read_public_key",
    "read_seals",
    "seal_of",
]
