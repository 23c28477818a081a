"""Reading: bytes to statements.

read → mentions → statements → actors → confidence: bytes become a document, its names are found, its statements are found,
"we", "he" or "the administration" become those named before, and each statement says how sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from os import PathLike, fspath

from pledgebook import documents
from pledgebook.book.barrier import behind_barrier, too_long
from pledgebook.book.days import check_date
from pledgebook.config import ReadingLimits, reading_limits
from pledgebook.documents import Item
from pledgebook.errors import UsageError
from pledgebook.extract import BATCH, Explanation, statements, with_confidence
from pledgebook.extract import explain as explain_sentence
from pledgebook.model import Document, Problem, Reading, Statement
from pledgebook.resolve import chosen, dollar, home, mentions, remember

ReadDocument = Callable[[Document], tuple[tuple[Statement, ...], tuple[Problem, ...]]]
"""How a document is read: its statements in the order of the text, and what was wrong."""


def statements_of(document: Document, *, batch: int | None = None) -> tuple[Statement, ...]:
    """The statements of a document, in the order of its text.

    `batch`: sentences parsed at a time; it changes the speed and nothing else. Raises SetupError where the
    language model is not installed.
    """
    named = mentions(document)
    country = home(document, named)
    found = statements(document, named, dollar=dollar(country), home=country, batch=batch or BATCH)
    return tuple(with_confidence(chosen(found, remember(document, named))))


def by_rules(document: Document) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Read with the reader that ships."""
    return statements_of(document), ()


def read_all(
    sources: Sequence[str | PathLike[str]],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    allow_private_network: bool = False,
    reader: ReadDocument = by_rules,
) -> Iterator[Reading]:
    """A reading for every document of the sources, in order, each made when it is asked for.

    `sources`: files, folders (in the order of their names), "-" for standard input, http(s) addresses; nothing but
    an address touches the network. `published` (ISO date), `publisher` and `title` override what the sources say
    of themselves. `encoding`: in which texts are written whose bytes do not tell. `reader`: who reads the documents,
    another one of `pledgebook.book.readers`. A source that cannot be read gives a reading with a problem and no document.

    Raises UsageError, at the call, where `published` is not a date or no source is given.
    """
    items = sources_of(sources, published)
    given = Given(published, publisher, title, encoding, allow_private_network)
    return (reading_of(item, given, reader) for item in items)


def sources_of(sources: Sequence[str | PathLike[str]], published: str | None) -> list[Item | Problem]:
    """What is to be read, in order. Raises UsageError where `published` is not a date or no source is given."""
    if published is not None:
        check_date(published)
    if not sources:
        raise UsageError("no source is given")
    return documents.expand([fspath(source) for source in sources])


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of all sources: see `read_all`."""

    published: str | None = None
    publisher: str | None = None
    title: str | None = None
    encoding: str | None = None
    allow_private_network: bool = False


def document_of(item: Item | Problem, given: Given, note: Callable[[Problem], None]) -> Document | Problem:
    """One item as a document, or what was wrong with it. `note`: told what the caller should know of a text that is read."""
    if isinstance(item, Problem):
        return item

    def opened() -> Document | Problem:
        return documents.open(
            item,
            published=given.published,
            publisher=given.publisher,
            title=given.title,
            encoding=given.encoding,
            allow_private_network=given.allow_private_network,
            note=note,
        )

    return behind_barrier(item.source, opened, reading_limits().seconds)


def read_document(
    document: Document, reader: ReadDocument = by_rules, limits: ReadingLimits | None = None
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]] | Problem:
    """The statements of a document and what was wrong; or the one problem that kept it from being read: a text beyond the
    limits (of `pledgebook.toml`, where none are given), a fault of the program. The time of a language model is not limited
    here: it has its own.
    """
    limits = limits or reading_limits()
    long = too_long(document.source, document.text, limits)
    if long is not None:
        return long
    return behind_barrier(document.source, lambda: reader(document), limits.seconds if reader is by_rules else None)


def reading_of(item: Item | Problem, given: Given, reader: ReadDocument = by_rules) -> Reading:
    """One item with its statements."""
    notes: list[Problem] = []
    document = document_of(item, given, notes.append)
    if isinstance(document, Problem):
        return Reading(document.source, None, (), (document,))
    found = read_document(document, reader)
    if isinstance(found, Problem):
        return Reading(document.source, None, (), (found,))
    statements, problems = found
    return Reading(document.source, document, statements, (*notes, *problems))


def read(
    source: str | PathLike[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    allow_private_network: bool = False,
    reader: ReadDocument = by_rules,
) -> Reading:
    """Read one document and find every statement in it.

    >>> reading = read("article.txt", published="2022-07-12")  # doctest: +SKIP
    >>> reading.statements[0].quantity.low  # doctest: +SKIP
    Decimal('1500000000')

    Raises UsageError where `published` is not a date, or `source` is a folder of several documents (`read_all`
    takes those).
    """
    items = sources_of([source], published)
    problems = tuple(item for item in items if isinstance(item, Problem))
    found = [item for item in items if not isinstance(item, Problem)]
    if len(found) > 1:
        raise UsageError(f"{fspath(source)} holds {len(found)} documents: pledgebook.read_all gives a reading for each")
    if not found:
        return Reading(fspath(source), None, (), problems)
    given = Given(published, publisher, title, encoding, allow_private_network)
    reading = reading_of(found[0], given, reader)
    return replace(reading, problems=problems + reading.problems)


def explain(reading: Reading, offset: int) -> tuple[Explanation, tuple[Statement, ...]]:
    """Why the sentence at a character offset of a reading gave its statements, and those statements.

    Raises UsageError where the reading has no document or the offset lies outside its text.
    """
    document = reading.document
    if document is None:
        raise UsageError(f"{reading.source}: nothing was read")
    if not 0 <= offset < len(document.text):
        raise UsageError(f"an offset into {reading.source} lies from 0 to {len(document.text) - 1}, not {offset}")
    named = mentions(document)
    country = home(document, named)
    why = explain_sentence(document, offset, named, dollar=dollar(country), home=country)
    span = why.sentence or (offset, offset)
    return why, tuple(s for s in reading.statements if span[0] <= s.object.start < span[1])
