"""pledgebook: find, keep and follow public commitments.

>>> import pledgebook
>>> reading = pledgebook.read("article.txt", published="2022-07-12", publisher="A newspaper")  # doctest: +SKIP
>>> reading.statements[0]  # doctest: +SKIP
<commitment MX: contribute '$1.5 billion toward …'>
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from pledgebook.book import Reading

__version__ = "0.1.0"
__all__ = ["__version__", "read"]


def read(
    source: str | PathLike[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    allow_private_network: bool = False,
) -> Reading:
    """Read a file, folder, "-" or http(s) address and find every statement in it.

    Returns a `pledgebook.book.Reading` with `.document`, `.statements` (frozen dataclasses of `pledgebook.model`)
    and `.problems`. `published`: ISO date; relative dates are worked out from it. A source that cannot be read
    gives a problem, not an exception; UsageError is raised where `published` is not a date.
    """
    from pledgebook.book import read as read_source

    return read_source(
        source, published=published, publisher=publisher, title=title, allow_private_network=allow_private_network
    )


class _Face(ModuleType):
    """Keeps `pledgebook.read` the function: the import system would put the room of the same name in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "read" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
