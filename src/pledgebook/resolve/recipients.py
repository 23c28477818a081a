"""Recipients that the words of an object give away by themselves, whatever its clause does with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pledgebook.model import Actor, Mention, Statement
from pledgebook.resolve.dossier import Dossier
from pledgebook.resolve.standing import region
from pledgebook.resolve.strangers import Named, stranger

_PEOPLE = (
    r"(?:migrants?|refugees?|immigrants?|nationals|citizens|people|famil(?:y|ies)|farmers|workers|women|children|students|asylum seekers|patients"
    r"|communities|households|youth|civilians|parolees|individuals|residents|deportees|evacuees|entrepreneurs)"
)
_OF_PEOPLE = re.compile(rf"\s+(?:[\w-]+\s+)?{_PEOPLE}\b", re.IGNORECASE)
_FROM = re.compile(rf"{_PEOPLE}\s+(?:[\w-]+\s+)?from\s+(?:the\s+)?$", re.IGNORECASE)
_REGION = re.compile(
    rf"\b(?:in|to|for|across|throughout|within|{_PEOPLE}\s+from)\s+(?P<who>(?:the|our)\s+(?:entire\s+|whole\s+)?(?:region|hemisphere))\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r",?\s+(?:and|as well as|or)\s+(?:the\s+)?|,\s+(?:the\s+)?")
_INTO = re.compile(r"\binto\s+(?:the\s+)?(?=[A-Z0-9])")


def completed(
    facts: Dossier, statement: Statement, recipients: Sequence[Actor], actors: Sequence[Actor]
) -> tuple[Actor, ...]:
    """The recipients and those that the object names beside them.

    A people ("Haitian families", "Cubans"), the country that people come from ("refugees from Venezuela"), the company
    that money goes into ("$8 million into Acme"), and, where nobody else is named, "the region". Never the actor, and
    not the people of the document's own country. An agreement has no recipients of its own.
    """
    if statement.kind == "agreement":
        return tuple(recipients)
    start, end = statement.object.start, statement.object.end
    found = list(recipients)
    others = {actor.id for actor in (*actors, *recipients)} | {facts.home}
    for mention in facts.within(start, end):
        peoples = mention.sort == "nationality" and (
            mention.text.endswith("s") or _OF_PEOPLE.match(facts.text, mention.end, min(len(facts.text), end + 30))
        )
        origin = mention.sort in ("country", "region") and _FROM.search(facts.text[start : mention.start])
        if (peoples or origin) and not set(mention.ids) & others:
            found += [Actor(i, mention.text, mention.start, mention.end) for i in mention.ids]
            others |= set(mention.ids)
    for mention in _listed(facts, found, statement.quote.end):
        if not set(mention.ids) & others:
            found += [Actor(i, mention.text, mention.start, mention.end) for i in mention.ids]
            others |= set(mention.ids)
    into = _INTO.search(facts.text, start, end)
    if into and statement.quantity is not None and statement.quantity.measure == "money":
        name = _organisation(facts, into.end(), end)
        if name and name.id not in others:
            found = [a for a in found if not (a.id or "").startswith(("org:state", "org:city"))]
            found.append(Actor(name.id, name.name, name.start, name.end))
    place = _REGION.search(facts.text, start, end)
    if not found and place:
        ids, rule = region(facts, place.start("who"))
        found = [Actor(n.id, n.name, place.start("who"), place.end("who"), rule) for n in ids if n.id not in others]
    return tuple(found)


def _listed(facts: Dossier, found: Sequence[Actor], end: int) -> list[Mention]:
    """The other members of a list of places of which one is a recipient: "Guatemala, Honduras, and El Salvador"."""
    starts = {actor.start for actor in found if actor.start is not None and actor.rule is None}
    if not starts:
        return []
    places = [m for m in facts.within(min(starts) - 120, end) if m.sort in ("country", "nationality", "region")]
    chains: list[list[Mention]] = []
    for mention in places:
        gap = facts.text[chains[-1][-1].end : mention.start] if chains else ""
        if chains and chains[-1][-1].sort == mention.sort and _COMMA.fullmatch(gap):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    # two names with only a comma are a place within another ("Lima, Peru")
    return [m for chain in chains for m in chain if len(chain) > 1 and any(c.start in starts for c in chain)]


def _organisation(facts: Dossier, start: int, end: int) -> Named | None:
    """The organisation whose name begins here."""
    known = next((m for m in facts.within(start, end) if m.start == start), None)
    if known is not None:
        return Named(known.ids[0], known.text, known.start, known.end) if known.sort == "organisation" else None
    name = stranger(facts, start, end)
    return name if name and name.id.startswith("org:") and name.start - start < 5 else None
