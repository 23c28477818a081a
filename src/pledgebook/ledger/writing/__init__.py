"""What is added to a book, by subject: each function takes its transaction first, and is a method of the writer."""

from pledgebook.ledger.writing import documents, erasing, evidence, merging, persons, summaries

__all__ = ["documents", "erasing", "evidence", "merging", "persons", "summaries"]
