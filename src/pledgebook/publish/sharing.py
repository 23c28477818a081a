"""What leaves the house: of a file its name alone, never where it lies on somebody's disk. The ledger keeps what it has."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from pledgebook.model import Commitment, Document, Imprint, Said
from pledgebook.publish.answers import Commitments, Listed, Statements

D = TypeVar("D", bound=Document | Imprint)


def source_name(source: str) -> str:
    """Where a document came from, for the public: an address as it is, of a file its name alone."""
    return source if source.startswith(("http://", "https://")) else re.split(r"[/\\]", source)[-1] or source


def shared_document(document: D) -> D:
    """A document or its imprint, for the public."""
    return replace(document, source=source_name(document.source))


def shared_said(said: Said) -> Said:
    """A statement with its imprint, for the public."""
    return replace(said, imprint=shared_document(said.imprint))


def shared(commitment: Commitment) -> Commitment:
    """A commitment with its statements and progress, for the public."""
    return replace(
        commitment,
        members=tuple(replace(one, said=shared_said(one.said)) for one in commitment.members),
        progress=tuple(replace(one, said=shared_said(one.said)) for one in commitment.progress),
    )


def shared_list(page: Commitments) -> Commitments:
    """A page of commitments, for the public."""
    return Commitments([_listed(one) for one in page], page.cursor)


def _listed(one: Listed) -> Listed:
    best = None if one.best is None else shared_said(one.best)
    return replace(one, commitment=shared(one.commitment), best=best)


def shared_statements(page: Statements) -> Statements:
    """A page of statements, for the public."""
    return Statements([shared_said(one) for one in page], page.cursor, page.commitments)
