"""How well a statement supports what it says: strength, directness, recency; and the order that follows."""

from __future__ import annotations

from typing import Final

from pledgebook.model import Kind, Said, Strength, days_of

STRENGTHS: Final[tuple[Strength, ...]] = (
    "in_law",
    "in_policy_document",
    "declared",
    "reported",
    "reported_unattributed",
    "proposed",
)
"""Best first, as the design orders them."""

KINDS: Final[tuple[Kind, ...]] = ("commitment", "agreement", "appeal", "action", "figure")
"""What a set of statements is: a promise where any of them is one, then what was signed, asked for, done, measured."""

_RANK: Final = {strength: rank for rank, strength in enumerate(STRENGTHS)}


def published(said: Said) -> int:
    """Ordinal of the first day that the publication date covers; 0 without one."""
    first = days_of(said.imprint.published)[0]
    return 0 if first is None else first.toordinal()


def unnamed(said: Said) -> bool:
    """Whether somebody unnamed stands between the actor and the reader."""
    return any(not link.named for link in said.statement.attribution)


def support(said: Said) -> tuple[bool, int, bool, int, int, str]:
    """The better supported a statement is, the smaller: one of a version that still stands before one of a version that
    does not, then strength, then nobody unnamed between, then few who pass it on, then the later, then the id."""
    statement = said.statement
    return (
        said.imprint.superseded,
        _RANK[statement.strength],
        unnamed(said),
        len(statement.attribution),
        -published(said),
        statement.id,
    )


def why_better(better: Said, worse: Said) -> tuple[str, ...]:
    """Why one statement is better supported than another, each reason a short sentence; the first is what decides."""
    found = []
    if better.imprint.superseded != worse.imprint.superseded:
        found.append("the other stands in a version that was replaced")
    a, b = better.statement, worse.statement
    if _RANK[a.strength] < _RANK[b.strength]:
        found.append(f"stronger: {_said(a.strength)} against {_said(b.strength)}")
    if unnamed(worse) and not unnamed(better):
        found.append("more direct: the other rests on somebody unnamed")
    if len(a.attribution) < len(b.attribution):
        links = len(b.attribution)
        found.append(f"more direct: the other is passed on by {links} {'source' if links == 1 else 'sources'}")
    if published(better) > published(worse) > 0:
        found.append(f"later: {better.imprint.published} after {worse.imprint.published}")
    return tuple(found) or ("nothing tells them apart: the first by its id",)


def _said(strength: Strength) -> str:
    return strength.replace("_", " ")
