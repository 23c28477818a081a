"""The story of the product: the only room that knows the order of the steps.

    reading     bytes → document → names → statements → antecedents: what `pledgebook read` does
    adding      documents with their statements → ledger
    merging     statements of the ledger → commitments
    asking      questions, as a reader of a day could have had them answered
    saying      what persons judge, confirm and rule
    following   commitments → evidence → status
    kept        `Book`: all of this on one ledger
    pages, rows what was found, also as flat rows for CSV, Arrow, pandas and polars

docs/decisions/0007-the-book-is-a-room.md says why the one file of the design became a room.
"""

from pledgebook.book.adding import Receipt
from pledgebook.book.following import Checked, EvidenceReceipt, Followed
from pledgebook.book.kept import Book
from pledgebook.book.pages import Commitments, Hit, Listed, Pair, Statements
from pledgebook.book.reading import Reading, check_date, explain, read, read_all, statements_of

__all__ = [
    "Book",
    "Checked",
    "Commitments",
    "EvidenceReceipt",
    "Followed",
    "Hit",
    "Listed",
    "Pair",
    "Reading",
    "Receipt",
    "Statements",
    "check_date",
    "explain",
    "read",
    "read_all",
    "statements_of",
]
