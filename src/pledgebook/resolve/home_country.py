"""Whose text it is: the publisher's country, else the country of which the text says most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pledgebook.language.grammar import expression
from pledgebook.model import Document, Mention
from pledgebook.resolve.gazetteer import words_of
from pledgebook.resolve.publishers import publisher_of


def most_named(text: str, names: Sequence[Mention]) -> str | None:
    """The country that the names of a text speak of most; the first named on a tie; None where there is none.

    One to which something is given does not speak: "The Kingdom will provide $40 million to Yemen".
    """
    counts: Counter[str] = Counter()
    taken = expression("resolve", "taker-before")
    for mention in names:
        if mention.sort in ("country", "nationality", "government", "person"):
            if taken.search(text, max(0, mention.start - 20), mention.start):
                continue
            counts.update(i for i in mention.ids if len(i) == 2)
    return counts.most_common(1)[0][0] if counts else None


def country_of(document: Document, names: Sequence[Mention]) -> str | None:
    """The publisher's country (alpha-2 or `EU`), of the press too, else the country named most, else None."""
    return publisher_of(document.publisher).country or most_named(document.text, names)


def home(document: Document, names: Sequence[Mention]) -> str | None:
    """The document's country: its publisher's, else the one it names most; None where it names none.

    It gives the meaning of a bare "$" (see `dollar`), of fiscal years and of "the Government".
    """
    return country_of(document, names)


def dollar(home: str | None) -> str:
    """The ISO 4217 code that "$" means in texts of a country.

    >>> dollar("AU"), dollar("MX"), dollar(None)
    ('AUD', 'USD', 'USD')
    """
    code: str = words_of("publishers")["dollars"].get(home, "USD") if home else "USD"
    return code
