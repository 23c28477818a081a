"""What may be asked of a book, by subject: each function takes a view of it first, and is a method of the reader."""

from pledgebook.ledger.queries import (
    commitments,
    documents,
    entries,
    evidence,
    history,
    lists,
    merging,
    reviews,
    search,
    statements,
    tallies,
)

__all__ = [
    "commitments",
    "documents",
    "entries",
    "evidence",
    "history",
    "lists",
    "merging",
    "reviews",
    "search",
    "statements",
    "tallies",
]
