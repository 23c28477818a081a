"""What may be asked of a book, by subject: each function takes a view of it first, and is a method of the reader."""

from pledgebook.ledger.queries import (
    catalogue,
    commitments,
    documents,
    entries,
    evidence,
    history,
    lists,
    merging,
    recent,
    reviews,
    search,
    statements,
    tallies,
)

__all__ = [
    "catalogue",
    "commitments",
    "documents",
    "entries",
    "evidence",
    "history",
    "lists",
    "merging",
    "recent",
    "reviews",
    "search",
    "statements",
    "tallies",
]
