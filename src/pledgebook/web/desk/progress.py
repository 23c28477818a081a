"""How much is left for persons to look at, and how far they agree: with the reader, and with each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pledgebook.book import Book
from pledgebook.ledger import ReviewCounts
from pledgebook.ledger.bodies import Removal, decode_review
from pledgebook.web.books import Edition
from pledgebook.web.desk.queues import MOST, open_pairs


@dataclass(frozen=True, slots=True)
class Progress:
    """`pairs`, `contradictions`: counted up to MOST. `accepted`, `corrected`, `rejected`: statements by what persons say of them
    now. `twice`: statements of which two persons or more spoke, `agreed`: of these, where all said the same."""

    counts: ReviewCounts
    pairs: int
    contradictions: int
    accepted: int
    corrected: int
    rejected: int
    twice: int
    agreed: int

    @property
    def rows(self) -> int:
        """All commitments and deeds."""
        return self.counts.waiting + self.counts.second + self.counts.reviewed


def progress(book: Book, edition: Edition) -> Progress:
    """How far the review of a book is, at this moment."""
    with book.ledger.read() as reader:
        counts, said = reader.review_counts(), reader.persons_said()
    words: dict[int, dict[str, str]] = defaultdict(dict)  # of each statement: who said what last
    kinds: dict[int, set[str]] = defaultdict(set)
    for number, _, kind, body in said:
        review = decode_review(kind, body)
        if not isinstance(review, Removal):
            words[number][review.by] = kind
            kinds[number].add(kind)
    twice = [set(by.values()) for by in words.values() if len(by) > 1]
    rejected = sum("rejection" in found for found in kinds.values())
    corrected = sum("correction" in found and "rejection" not in found for found in kinds.values())
    return Progress(
        counts=counts,
        pairs=len(open_pairs(book, edition)),
        contradictions=book.count(kind=None, contradicted=True, reviewed=False, most=MOST + 1) or 0,
        accepted=sum(found == {"confirmation"} for found in kinds.values()),
        corrected=corrected,
        rejected=rejected,
        twice=len(twice),
        agreed=sum(len(found) == 1 for found in twice),
    )
