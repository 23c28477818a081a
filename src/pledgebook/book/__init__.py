"""The story of the product: the only room that knows the order of the steps.

    asking      `ReadableBook`: a ledger that is held open, and what may be asked of it
    book        `Book`: the same with what may be said about it and kept in it
    reading     bytes → document → names → statements → antecedents: what `pledgebook read` does
    adding      documents with their statements → ledger
    merging     statements of the ledger → commitments
    lists       commitments, filtered and in an order
    as_of       commitments as they could be known on a day
    judging     which statements a person's word about commitments means
    evidence    official records, and which of them count towards what
    status      what became of commitments
    days        days as persons write them
    settled     a process that reads one document after another

docs/decisions/0007-the-book-is-a-room.md says why the one file of the design became a room. What a book answers with are
values of `pledgebook.publish.answers`.
"""

from typing import TYPE_CHECKING

from pledgebook.book.adding import Receipt
from pledgebook.book.days import check_date
from pledgebook.book.evidence import EvidenceReceipt
from pledgebook.book.reading import explain, read, read_all, statements_of
from pledgebook.model import Reading
from pledgebook.publish.answers import Checked, Commitments, Followed, Listed, Pair, Statements

if TYPE_CHECKING:
    from pledgebook.book.book import Book
    from pledgebook.ledger import Hit

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


def __getattr__(name: str) -> object:
    """`Book` and `Hit`, imported when they are first asked for: they load SQLAlchemy, which those who only read do without."""
    if name == "Book":
        from pledgebook.book.book import Book

        return Book
    if name == "Hit":
        from pledgebook.ledger import Hit

        return Hit
    raise AttributeError(f"module 'pledgebook.book' has no attribute {name!r}")
