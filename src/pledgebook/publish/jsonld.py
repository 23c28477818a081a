"""Commitments as linked data: quotes as W3C Web Annotations, provenance in PROV-O, claims and rulings as schema.org has them.

    a commitment   schema:Claim, derived (prov:Derivation) from its statements, each with the reasons that joined it
    a statement    oa:Annotation: a TextQuoteSelector and a TextPositionSelector into its document
    a document     schema:CreativeWork
    a ruling       schema:ClaimReview, only where a person ruled what became of a commitment

Sources: https://www.w3.org/TR/annotation-model/, https://www.w3.org/TR/prov-o/, https://schema.org/ClaimReview.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from pledgebook.model import Commitment, Extractor, Imprint, Member, Ruling, encode_jsonl
from pledgebook.model.version import program_version
from pledgebook.publish.exchange import URN, Exchange, Told, actor_names
from pledgebook.publish.wording import harmless

CONTEXT: tuple[object, ...] = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    },
)
"""What the names of an export mean. The first is the context that the Web Annotation model asks for by name."""
AROUND = 32
"""Characters of the text that a TextQuoteSelector holds before and after the quote, to find it in a text that has changed."""


def jsonld_file(exchange: Exchange) -> Iterator[bytes]:
    """The chunks of one JSON-LD document: a node a line, each document before the statements that quote it."""
    yield b'{"@context": %s,\n"@graph": [\n' % json.dumps(CONTEXT).encode()
    agent = {"id": f"{exchange.base}program", "type": "prov:SoftwareAgent", "schema:name": "pledgebook"}
    yield _line(agent | {"schema:softwareVersion": program_version()})
    seen: set[str] = set()
    for told in exchange.commitments():
        for node in nodes(told, exchange.base, exchange.text, seen):
            yield b",\n" + _line(node)
    yield b"\n]}\n"


def _line(node: dict[str, Any]) -> bytes:
    return encode_jsonl([node]).rstrip()


def nodes(told: Told, base: str, text: Callable[[str], str | None], seen: set[str]) -> Iterator[dict[str, Any]]:
    """The nodes of one commitment. `text`: the text of a document by its id; `seen`: ids of nodes that were given before,
    which is added to."""
    one = told.commitment
    for member in one.members:
        statement, imprint = member.said.statement, member.said.imprint
        if imprint.id not in seen:
            seen.add(imprint.id)
            yield _document(imprint, base)
        run = _run_id(statement.extractor)
        if run not in seen:
            seen.add(run)
            yield _run(statement.extractor, base)
        yield _annotation(member, one.id, base, text(imprint.id))
    yield _claim(one, base)
    if told.ruling is not None:
        yield _review(one, told.ruling, base)


_PAGES = {"cm-": "commitments/", "st-": "commitments/", "sha256:": "documents/"}


def iri(base: str, id: str) -> str:
    """What names a thing: the address of its page on a site, else a name after URN. The address of a statement leads to the page of
    its commitment."""
    if base == URN:
        return f"{base}{id}"
    return base + next((folder for start, folder in _PAGES.items() if id.startswith(start)), "") + id


def claim_in_page(told: Told, address: str) -> dict[str, Any]:
    """A commitment as a page says it to search engines: a schema.org Claim, or the ClaimReview of it where a person ruled what
    became of it. `address`: of the page."""
    one = told.commitment
    names = actor_names(one)
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": address,
        "url": address,
        "text": one.promise or one.object,
        "author": [_actor(id, names[id]) for id in one.actors],
        "appearance": [_work(member.said.imprint) for member in _first_of_each_document(one)],
    }
    if one.first_stated:
        claim["datePublished"] = one.first_stated
    claim = {name: value for name, value in claim.items() if value}
    if told.ruling is None:
        return {"@context": "https://schema.org", **claim}
    ruling = told.ruling
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": address,
        "claimReviewed": one.promise or one.object,
        "itemReviewed": claim,
        "author": {"@type": "Person", "name": ruling.by},
        "datePublished": ruling.ruled,
        "reviewBody": ruling.note,
        "reviewRating": {"@type": "Rating", "alternateName": ruling.status.replace("_", " ")},
    }


def script_text(value: object) -> str:
    """A value as JSON that may stand in `<script type="application/ld+json">`: nothing in it can end the element."""
    written = json.dumps(value, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", written)


def _claim(one: Commitment, base: str) -> dict[str, Any]:
    names = actor_names(one)
    node: dict[str, Any] = {
        "id": iri(base, one.id),
        "type": ["schema:Claim", "prov:Entity"],
        "schema:text": one.promise or one.object,
        "schema:genre": one.kind,
        "schema:author": [_actor(id, names[id], "schema:") for id in one.actors],
        "schema:dateCreated": one.first_stated,
        "schema:temporalCoverage": one.period,
        "schema:appearance": [{"id": iri(base, member.said.imprint.id)} for member in _first_of_each_document(one)],
        "prov:qualifiedDerivation": [_derivation(member, base) for member in one.members],
    }
    return {name: value for name, value in node.items() if value}


def _derivation(member: Member, base: str) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "prov:Derivation", "prov:entity": {"id": iri(base, member.said.statement.id)}}
    if member.judged_by:
        found["rdfs:comment"] = [f"judged by {member.judged_by}", *member.reasons]
    return found


def _annotation(member: Member, commitment: str, base: str, text: str | None) -> dict[str, Any]:
    statement, imprint = member.said.statement, member.said.imprint
    quote = statement.quote
    exact: dict[str, Any] = {"type": "TextQuoteSelector", "exact": quote.text}
    if text is not None:
        exact |= {
            "prefix": text[max(quote.start - AROUND, 0) : quote.start],
            "suffix": text[quote.end : quote.end + AROUND],
        }
    place = {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}
    node: dict[str, Any] = {
        "id": iri(base, statement.id),
        "type": ["Annotation", "prov:Entity"],
        "motivation": ["describing", "linking"],
        "body": [
            {"type": "TextualBody", "value": statement.promise, "format": "text/plain", "purpose": "describing"},
            {"type": "SpecificResource", "source": iri(base, commitment), "purpose": "linking"},
        ],
        "target": {"source": iri(base, imprint.id), "selector": [exact, place]},
        "prov:wasDerivedFrom": {"id": iri(base, imprint.id)},
        "prov:wasGeneratedBy": {"id": iri(base, _run_id(statement.extractor))},
    }
    if member.said.reviews:
        node["prov:wasInfluencedBy"] = [
            {
                "type": "prov:Activity",
                "rdfs:label": review.kind,
                "prov:wasAssociatedWith": {"type": "prov:Person", "schema:name": review.by},
                **({"rdfs:comment": review.note} if review.note else {}),
            }
            for review in member.said.reviews
        ]
    return node


def _run_id(extractor: Extractor) -> str:
    return f"reading-by-{extractor.name}-{extractor.version}"


def _run(extractor: Extractor, base: str) -> dict[str, Any]:
    return {
        "id": iri(base, _run_id(extractor)),
        "type": "prov:Activity",
        "rdfs:label": f"reading by {extractor.name}, version {extractor.version}",
        "prov:wasAssociatedWith": {"id": f"{base}program"},
    }


def _document(imprint: Imprint, base: str) -> dict[str, Any]:
    node = {
        "id": iri(base, imprint.id),
        "type": ["schema:CreativeWork", "prov:Entity"],
        "schema:identifier": imprint.id,
        "schema:name": imprint.title,
        "schema:publisher": {"type": "schema:Organization", "schema:name": imprint.publisher}
        if imprint.publisher
        else None,
        "schema:datePublished": imprint.published,
        "schema:url": {"id": address} if (address := address_of(imprint)) else None,
    }
    return {name: value for name, value in node.items() if value}


def _review(one: Commitment, ruling: Ruling, base: str) -> dict[str, Any]:
    return {
        "id": f"{iri(base, one.id)}#ruling",
        "type": ["schema:ClaimReview", "prov:Entity"],
        "schema:itemReviewed": {"id": iri(base, one.id)},
        "schema:claimReviewed": one.promise or one.object,
        "schema:author": {"type": "schema:Person", "schema:name": ruling.by},
        "schema:datePublished": ruling.ruled,
        "schema:reviewBody": ruling.note,
        "schema:reviewRating": {"type": "schema:Rating", "schema:alternateName": ruling.status.replace("_", " ")},
        "prov:wasDerivedFrom": {"id": iri(base, one.id)},
    }


def _work(imprint: Imprint) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "CreativeWork", "name": imprint.title, "datePublished": imprint.published}
    if imprint.publisher:
        found["publisher"] = {"@type": "Organization", "name": imprint.publisher}
    found["url"] = address_of(imprint)
    return {name: value for name, value in found.items() if value}


def address_of(imprint: Imprint) -> str | None:
    """Where a document can be read on the web, None where no address of http(s) is known."""
    address = imprint.url or imprint.source
    return address if re.match(r"https?://[^\s]+\Z", address) else None


def _first_of_each_document(one: Commitment) -> list[Member]:
    found: dict[str, Member] = {}
    for member in one.members:
        found.setdefault(member.said.imprint.id, member)
    return list(found.values())


def _actor(id: str, name: str, before: str = "") -> dict[str, Any]:
    """Who promises: a country as its government, everybody else as an organisation. `before`: the prefix of schema.org."""
    sort = "GovernmentOrganization" if len(id) == 2 and id != "EU" else "Organization"
    kind = {"type": f"{before}{sort}"} if before else {"@type": sort}
    return {**kind, f"{before}name": harmless(name), f"{before}identifier": id}
