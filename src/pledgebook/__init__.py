"""pledgebook: find, keep and follow public commitments.

>>> import pledgebook
>>> reading = pledgebook.read("article.txt", published="2022-07-12", publisher="A newspaper")  # doctest: +SKIP
>>> reading.statements[0]  # doctest: +SKIP
<commitment MX: 'will contribute $1.5 billion toward …'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from pledgebook.book import Book, Reading

__version__ = "0.1.0"
__all__ = ["Book", "__version__", "read", "read_all"]


def read(
    source: str | PathLike[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    allow_private_network: bool = False,
) -> Reading:
    """Read one file, "-" (standard input) or http(s) address and find every statement in it.

    `published`: ISO date (2022-07-12, 2022-07 or 2022) from which relative dates are worked out; it, `publisher`
    and `title` override what the source says of itself. `encoding`: in which a text is written whose bytes do not tell;
    without it, it is guessed, and a problem with the rule "guessed-encoding" says which was taken. Addresses that lead into private or loopback networks
    are refused unless `allow_private_network`.

    Returns a `pledgebook.book.Reading` with `.document` (None where the source could not be read), `.statements`
    (a tuple of frozen `pledgebook.model.Statement`, in the order of the text) and `.problems` (a tuple of
    `pledgebook.model.Problem`). A source that cannot be read gives a problem, not an exception.

    Raises `pledgebook.errors.UsageError` where `published` is not a date or the source is a folder of several
    documents, `pledgebook.errors.SetupError` where the language model is not installed.
    """
    from pledgebook.book import read as read_source

    return read_source(
        source,
        published=published,
        publisher=publisher,
        title=title,
        encoding=encoding,
        allow_private_network=allow_private_network,
    )


def read_all(
    sources: Sequence[str | PathLike[str]],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    encoding: str | None = None,
    allow_private_network: bool = False,
) -> Iterator[Reading]:
    """Read files, folders and addresses: one `pledgebook.book.Reading` for each document, made when it is asked for.

    A folder is read in the order of its names. The other arguments and the errors are those of `read`.
    """
    from pledgebook.book import read_all as read_sources

    return read_sources(
        sources,
        published=published,
        publisher=publisher,
        title=title,
        encoding=encoding,
        allow_private_network=allow_private_network,
    )


def __getattr__(name: str) -> object:
    """`pledgebook.Book`, imported when it is first asked for."""
    if name == "Book":
        from pledgebook.book import Book

        return Book
    raise AttributeError(f"module 'pledgebook' has no attribute {name!r}")
