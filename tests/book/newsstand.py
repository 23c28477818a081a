"""Short texts that speak of each other, the readings of them, and books that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pledgebook.book import Book, Reading, statements_of
from pledgebook.model import Commitment, Document

TEXTS: dict[str, tuple[str | None, str | None, str]] = {
    "sheet": (
        "2022-06-10",
        "The White House",
        "The United States will resettle 20,000 refugees from the Americas during fiscal years 2023 and 2024. "
        "The United States will provide 11,500 H-2B visas for workers from northern Central America and Haiti.\n",
    ),
    "paper": (
        "2022-07-14",
        "A newspaper",
        "The United States is committing to offer 22,500 H-2B visas to workers from Central America and Haiti, the White "
        "House announced. The United States will resettle 20,000 refugees from the Americas in fiscal years 2023 and 2024.\n",
    ),
    "joint": (
        "2022-07-12",
        "The presidents",
        "Mexico has committed to spend $1.5 billion on border infrastructure between 2022 and 2024.\n",
    ),
    "leak": (
        "2022-07-15",
        "Channel Four",
        "A source familiar with the talks said that Mexico will put $1.5 billion into border infrastructure.\n",
    ),
    "fund": (
        "2023-02-01",
        "Norway",
        "Norway will give $5 million to Haiti by 2028 for clean water. "
        "Norway will give an additional $2 million to Haiti for schools.\n",
    ),
    "clinics": (
        "2023-03-01",
        "Mexico",
        "Mexico and the United States will provide US$25 million for rural cholera clinics.\n",
    ),
    "hospitals": (
        "2023-03-02",
        "Canada",
        "Canada and Mexico will provide US$25 million for rural cholera clinics.\n",
    ),
    "wells": (
        None,
        None,
        "Peru will build 300 wells in Haiti by 2030. More than 239,000 encounters were recorded in May 2022.\n",
    ),
}
"""Name → day of publication, publisher, words."""


@cache
def reading(name: str) -> Reading:
    """What one text says, read once."""
    published, publisher, words = TEXTS[name]
    document = Document(f"{name}.txt", words, publisher=publisher, published=published)
    return Reading(document.source, document, statements_of(document))


def filled(place: Path, names: Iterable[str] = TEXTS, *, merge_every: int = 0) -> Book:
    """A book of these texts in this order; `merge_every`: merged after so many documents, too."""
    book = Book.open(place)
    for number, name in enumerate(names, 1):
        assert [one.outcome for one in book.keep([reading(name)])] == ["new"]
        if merge_every and number % merge_every == 0:
            book.merge()
    book.merge()
    return book


def commitments(book: Book) -> list[Commitment]:
    """Everything that a book groups, of all kinds, with all statements, by id."""
    return sorted((one.commitment for page in book.pages(kind=None) for one in page), key=lambda one: one.id)


def of(book: Book, words: str, source: str | None = None) -> Commitment:
    """The commitment of which a statement has these words in its object (in a text of this name)."""
    found = [
        one
        for one in commitments(book)
        if any(
            words in member.said.statement.object.text
            and source in (None, member.said.imprint.source.removesuffix(".txt"))
            for member in one.members
        )
    ]
    assert len(found) == 1, [one.object for one in found]
    return found[0]


def sources(commitment: Commitment) -> list[str]:
    """The names of the texts that a commitment's statements stand in."""
    return sorted(member.said.imprint.source.removesuffix(".txt") for member in commitment.members)
