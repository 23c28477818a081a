"""The story of the product in one file: the only module that knows the order of the steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike, fspath

from pledgebook.errors import UsageError
from pledgebook.model import Document, Problem, Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source gave: its document (None where it could not be read), the statements in the order of the
    text, and the problems met."""

    source: str
    document: Document | None
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        if self.document is None:
            return f"<Reading {self.source!r}: {'; '.join(p.what for p in self.problems) or 'nothing read'}>"
        count = len(self.statements)
        return f"<Reading {self.source!r}: {count} statement{'' if count == 1 else 's'}, {len(self.problems)} problems>"

    def _repr_html_(self) -> str:
        from html import escape

        if self.document is None:
            return f"<p>{escape(repr(self))}</p>"
        title = escape(self.document.title or self.source)
        return f"<h3>{title}</h3>" + "".join(s._repr_html_() for s in self.statements)


_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def _check_date(published: str) -> None:
    if not _DATE.fullmatch(published):
        raise UsageError(f"--published takes an ISO date such as 2022-07-12, not {published!r}")


def statements_of(document: Document, *, batch: int | None = None) -> tuple[Statement, ...]:
    """The statements of a document: names, then acts and their words, then who is meant by them."""
    from pledgebook.extract import BATCH, statements
    from pledgebook.resolve import dollar, home, names, settle

    mentions = names(document)
    country = home(document, mentions)
    found = statements(document, mentions, dollar=dollar(country), home=country, batch=batch or BATCH)
    return settle(document, found, mentions)


def read_all(
    sources: Sequence[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    allow_private_network: bool = False,
) -> Iterator[Reading]:
    """A reading for every source, in order: files, folders (in the order of their names), "-" for standard input, addresses.

    `published` (ISO date), `publisher` and `title` override what the sources say of themselves. Nothing but an
    http(s) source touches the network. A source that cannot be read gives a reading with a problem.

    Raises UsageError where `published` is not a date.
    """
    from pledgebook.read import expand, read_item

    if published is not None:
        _check_date(published)
    for item in expand(sources):
        if isinstance(item, Problem):
            yield Reading(item.source, None, (), (item,))
            continue
        document = read_item(
            item, published=published, publisher=publisher, title=title, allow_private_network=allow_private_network
        )
        if isinstance(document, Problem):
            yield Reading(document.source, None, (), (document,))
        else:
            yield Reading(document.source, document, statements_of(document))


def read(
    source: str | PathLike[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    allow_private_network: bool = False,
) -> Reading:
    """Read one source and find every statement in it.

    >>> reading = read("article.txt", published="2022-07-12")  # doctest: +SKIP
    >>> reading.statements[0].quantity.low  # doctest: +SKIP
    Decimal('1500000000')

    A folder gives the statements of all its documents under the first document; use `read_all` to keep them apart.
    """
    readings = list(
        read_all([fspath(source)], published=published, publisher=publisher, title=title, allow_private_network=allow_private_network)
    )
    return Reading(
        fspath(source),
        next((r.document for r in readings if r.document is not None), None),
        tuple(s for r in readings for s in r.statements),
        tuple(p for r in readings for p in r.problems),
    )
