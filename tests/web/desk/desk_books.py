"""Two short texts that share a promise, and how to find what a book made of them."""

from __future__ import annotations

from functools import cache

from pledgebook.book import Book, Reading, statements_of
from pledgebook.model import Commitment, Document

TEXTS = (
    (
        "sheet.txt",
        "2022-06-10",
        "The United States will resettle 20,000 refugees from the Americas during fiscal years 2023 and 2024.\n\n"
        "Norway will give $5 million to Haiti by 2030.\n",
    ),
    (
        "paper.txt",
        "2022-07-14",
        "The United States has pledged to resettle 20,000 refugees from the Americas in the fiscal years 2023 and 2024. "
        "Peru will build 300 wells by 2031.\n",
    ),
)


@cache
def readings() -> list[Reading]:
    """What the texts say, read once."""
    found = []
    for source, published, words in TEXTS:
        document = Document(source, words, published=published)
        found.append(Reading(source, document, statements_of(document)))
    return found


def of(book: Book, words: str) -> Commitment:
    """The commitment that has these words in its object."""
    found = [one.commitment for page in book.pages(kind=None) for one in page if words in one.commitment.object]
    assert len(found) == 1, [one.object for one in found]
    return found[0]
