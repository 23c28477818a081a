"""What the formats for other programs are made of: commitments with their statements, texts, and what persons reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pledgebook.model import Commitment, Document, Ruling, Said, Status
from pledgebook.world.countries import place_name

URN = "urn:pledgebook:"
"""What ids begin with where no address of a site is known."""


@dataclass(frozen=True, slots=True)
class Told:
    """A commitment with all its statements, what became of it, and the person's ruling that says so, if one does."""

    commitment: Commitment
    statuses: tuple[Status, ...] = ()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class ReviewedDocument:
    """A document of which persons reviewed statements: all that it says, each with the id of its commitment, if it has one.
    What persons rejected is among them and has no commitment."""

    document: Document
    statements: tuple[tuple[Said, str | None], ...]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who publishes an IATI file. `ref`: the id of the organisation, as registered with IATI. `type`: of the codelist
    OrganisationType; "90" is "other"."""

    ref: str = "pledgebook"
    name: str = "pledgebook (set --reporter-name and --reporter-ref)"
    type: str = "90"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What these formats take. `commitments`: all that are exported, one by one. `text`: the text of a document by its id, None
    where the book no longer has it. `reviewed`: documents with reviewed statements. `base`: what ids begin with, the address of
    a site ended by "/", or URN."""

    commitments: Callable[[], Iterable[Told]]
    text: Callable[[str], str | None]
    reviewed: Callable[[], Iterable[ReviewedDocument]]
    base: str = URN
    reporter: Reporter = field(default_factory=Reporter)


def actor_names(commitment: Commitment) -> dict[str, str]:
    """A name for each actor and recipient of a commitment, by id: of a country or region its own, of others the one that the
    first statement gives."""
    found: dict[str, str] = {}
    for member in commitment.members:
        statement = member.said.statement
        for actor in (*statement.actors, *statement.recipients):
            found.setdefault(actor.id or actor.name, actor.name)
    ids = (*commitment.actors, *commitment.recipients)
    return {id: name if (name := place_name(id)) != id else found.get(id, id) for id in ids}
