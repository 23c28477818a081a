"""What the readers of many documents give: each with its place, and made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pledgebook.documents.limits import LIMITS, Limits
from pledgebook.documents.metadata import UNKNOWN, Metadata
from pledgebook.model import Document, Problem

Note = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What the caller says of all documents.

    `given`: title, publisher and date that go before what a document says of itself. `encoding`: of texts that do not
    tell. `columns`: for a field of a table the name of its column where it is another one, such as {"text": "body"}.
    """

    given: Metadata = UNKNOWN
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class Found:
    """A document that stands in a file, not made yet.

    `source`: what the document is called. `offset`: the byte of the file where it begins, for Parquet the row, from 0.
    `size`: its bytes as they were read. `make`: gives the document, or the problem that keeps it from being read, and
    tells what else the reader of a report should know.
    """

    source: str
    offset: int
    size: int
    make: Callable[[Note], Document | Problem]


def fault(file: str, offset: int, what: str, rule: str) -> Found:
    """A place of a file where a document cannot be read."""
    problem = Problem(file, what, rule)
    return Found(file, offset, 0, lambda _: problem)
