"""The story of the product: the only room that knows the order of the steps.

    reading     bytes → document → names → statements → antecedents: what `pledgebook read` does
    adding      documents with their statements → ledger
    merging     statements of the ledger → commitments
    asking      questions, as a reader of a day could have had them answered
    saying      what persons judge, confirm and rule
    following   commitments → evidence → status
    kept        `Book`: all of this on one ledger

docs/decisions/0007-the-book-is-a-room.md says why the one file of the design became a room. What a book answers with are
values of `pledgebook.publish.answers`.
"""

from typing import TYPE_CHECKING

from pledgebook.book.adding import Receipt
from pledgebook.book.following import EvidenceReceipt
from pledgebook.book.reading import check_date, explain, read, read_all, statements_of
from pledgebook.model import Reading
from pledgebook.publish.answers import Checked, Commitments, Followed, Listed, Pair, Statements

if TYPE_CHECKING:
    from pledgebook.book.kept import Book
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
        from pledgebook.book.kept import Book

        return Book
    if name == "Hit":
        from pledgebook.ledger import Hit

        return Hit
    raise AttributeError(f"module 'pledgebook.book' has no attribute {name!r}")
