"""The story of the product: the only room that knows the order of the steps.

    reading     bytes → document → names → statements → antecedents: what `pledgebook read` does
    merging     statements of the ledger → commitments
    kept        `Book`: a ledger on disk, with what may be asked of it and said about it
    following   commitments → evidence → status
    rows        what was found, as flat rows for CSV, Arrow, pandas and polars

docs/decisions/0007-the-book-is-a-room.md says why the one file of the design became a room.
"""

from pledgebook.book.reading import Reading, check_date, explain, read, read_all, statements_of

__all__ = ["Reading", "check_date", "explain", "read", "read_all", "statements_of"]
