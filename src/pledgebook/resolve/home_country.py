"""Whose text it is: the publisher's country, else the country of which the text says most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from pledgebook.language.grammar import expression
from pledgebook.model import Document, Mention
from pledgebook.resolve.gazetteer import slug, words_of
from pledgebook.resolve.publishers import publisher_names, publisher_of
from pledgebook.resolve.search import title_names

LAND, TITLE = 2, 2
"""How often the name of a country counts beside that of a city, and a name in the title beside one of the text."""
PLACES = 10_000
"""Titles and publishers whose countries are remembered, those asked for last."""


def spoken_of(document: Document, names: Sequence[Mention]) -> Counter[str]:
    """How much the names of a text, of its title and of its publisher speak of each country; a city speaks of its country.

    One to which something is given does not speak: "The Kingdom will provide $40 million to Yemen".
    """
    counts = _spoken_of(document.text, names)
    counts.update(dict(_around(document.title, document.publisher)))
    return counts


def country_of(document: Document, names: Sequence[Mention]) -> str | None:
    """The publisher's country (alpha-2 or `EU`), of the press too, else the country that the text speaks of most, the first named on a
    tie, else None."""
    own = publisher_of(document.publisher).country
    return own or next((country for country, _ in spoken_of(document, names).most_common(1)), None)


def is_sure(document: Document, names: Sequence[Mention]) -> bool:
    """A text is surely of one country: its publisher is (a paper tells of others), or it speaks more of it than of all others
    together."""
    publisher, counts = publisher_of(document.publisher), spoken_of(document, names)
    most = max(counts.values(), default=0)
    return (publisher.country is not None and not publisher.press) or (
        2 * most > sum(counts.values()) and counts[country_of(document, names) or ""] == most
    )


def _spoken_of(text: str, names: Sequence[Mention]) -> Counter[str]:
    counts: Counter[str] = Counter()
    taken = expression("resolve", "taker-before")
    for mention in names:
        if mention.sort in ("country", "nationality", "government", "person"):
            if taken.search(text, max(0, mention.start - 20), mention.start):
                continue
            counts.update({i: LAND for i in mention.ids if len(i) == 2})
        elif mention.sort == "organisation":
            counts.update(land for i in mention.ids if (land := _of_city(i)))
    return counts


@lru_cache(maxsize=PLACES)
def _around(title: str | None, publisher: str | None) -> tuple[tuple[str, int], ...]:
    """The countries that a title and the name of a publisher speak of, each with how much that counts."""
    counts = _spoken_of(title or "", [m for m in title_names(title) if m.sort != "organisation"])
    named = _spoken_of(publisher or "", publisher_names(publisher))
    return tuple((named + Counter({i: TITLE * n for i, n in counts.items()})).items())


@cache
def _cities() -> dict[str, str]:
    cities: dict[str, list[str]] = words_of("cities")["names"]
    return {f"org:city-of-{slug(name)[4:]}": land for land, names in cities.items() for name in names}


def _of_city(identity: str) -> str | None:
    return _cities().get(identity) if identity.startswith("org:city-of-") else None


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
