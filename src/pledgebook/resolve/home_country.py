"""Whose text it is: the publisher's country or organisation, else the country of which the text says most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from pledgebook.language.grammar import expression
from pledgebook.model import Document, Mention
from pledgebook.resolve.gazetteer import slug, words_of
from pledgebook.resolve.proper import organisation_words
from pledgebook.resolve.search import base
from pledgebook.world.names import given_names

PUBLISHERS = 10_000
"""Publishers that are remembered, those asked for last: a crawl has millions."""


@cache
def _patterns(table: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\s*(?:{pattern})\s*", re.IGNORECASE), country)
        for country, patterns in words_of("publishers")[table].items()
        for pattern in patterns
    )


def _country_by(table: str, publisher: str | None) -> str | None:
    """The country under which a table of publishers lists this one ("" for none in particular), None where it does not."""
    return next((country for p, country in _patterns(table) if p.fullmatch(publisher or "")), None)


def represented(publisher: str | None) -> str | None:
    """The country of a publisher who is a member of its parliament, else None."""
    return _country_by("legislators", publisher)


def is_press(publisher: str | None) -> bool:
    """A newspaper, broadcaster or agency: its own "we" is no government's."""
    return bool(publisher) and _country_by("press", publisher) is not None


@lru_cache(maxsize=PUBLISHERS)
def publisher_ids(publisher: str | None) -> tuple[str, ...]:
    """Whom a publisher speaks for: a country for its ministries and heads, an organisation's own id, () for the press,
    for members of a parliament, and for persons whom no gazetteer knows."""
    if not publisher or is_press(publisher) or represented(publisher):
        return ()
    government = _country_by("governments", publisher)
    if government:
        return (government,)
    own = publisher_names(publisher)
    if own:
        return (slug(own[0]),)
    found = [
        m
        for m in base(publisher, 0, len(publisher))
        if m.ids != ("home",) and (m.sort != "nationality" or _official(publisher))
    ]
    ranked = [m for m in found if m.sort in ("country", "government", "nationality")] or found
    return ranked[0].ids if ranked else ()


_BRACKETED = re.compile(r"([^()]+?)\s*\(([^()]+)\)")


@lru_cache(maxsize=PUBLISHERS)
def publisher_names(publisher: str | None) -> tuple[str, ...]:
    """The names of a publisher that is an organisation of its own, the one it goes by first: of "Internet Security
    Research Group (Let's Encrypt)" the one in brackets. () where it names a place or somebody the gazetteers know, or
    where nothing says that it is an organisation."""
    if not publisher or is_press(publisher) or base(publisher, 0, len(publisher)):
        return ()
    names = _BRACKETED.fullmatch(publisher.strip())
    whole, short = names.groups() if names else (publisher.strip(), "")
    words = set(re.findall(r"[\w&-]+", whole))
    forms = {form.replace(".", "") for form in words_of("offices")["legal-forms"]}
    if not words & (organisation_words() | forms):
        return ()
    return (short, whole) if short[:1].isupper() else (whole,)


def is_person(publisher: str | None) -> bool:
    """A person whom no gazetteer knows gives his name to the text: a speech, a letter."""
    words = (publisher or "").split()
    return 2 <= len(words) <= 4 and words[0] in given_names() and all(word[0].isupper() for word in words)


def _official(publisher: str) -> bool:
    return expression("resolve", "of-a-government").search(publisher) is not None


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
    own = next((i for i in publisher_ids(document.publisher) if len(i) == 2), None)
    if own:
        return own
    return (
        _country_by("press", document.publisher) or represented(document.publisher) or most_named(document.text, names)
    )


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
