"""Linked data: quotes that can be found again, ids that lead somewhere, and no ruling that nobody gave."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from told import TEXT, made

from pledgebook.model import Review, Ruling
from pledgebook.publish.exchange import Exchange, Told
from pledgebook.publish.jsonld import claim_in_page, jsonld_file, script_text

RULING = Ruling("broken", "R. Diaz", "The minister took it back.", "2022-11-01")


def graph(*told: Told, base: str = "https://pledges.example/", text: str | None = TEXT) -> list[dict[str, Any]]:
    exchange = Exchange(lambda: told, lambda id: text, lambda: (), base)
    found = json.loads(b"".join(jsonld_file(exchange)))
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    nodes: list[dict[str, Any]] = found["@graph"]
    return nodes


def of_type(nodes: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [node for node in nodes if name in node["type"]]


def named_in(value: object) -> set[str]:
    """Every id that a value refers to."""
    if isinstance(value, dict):
        alone = {value["id"]} if set(value) == {"id"} else set()
        source = {value["source"]} if isinstance(value.get("source"), str) else set()
        return alone | source | {id for one in value.values() for id in named_in(one)}
    if isinstance(value, list):
        return {id for one in value for id in named_in(one)}
    return set()


def test_a_quote_can_be_found_by_its_words_and_by_its_place() -> None:
    (annotation,) = of_type(graph(made()), "Annotation")
    words, place = annotation["target"]["selector"]
    assert words["type"] == "TextQuoteSelector"
    assert place["type"] == "TextPositionSelector"
    assert TEXT[place["start"] : place["end"]] == words["exact"]
    assert words["prefix"] + words["exact"] + words["suffix"] in TEXT
    assert words["prefix"] == "Before.\n\n"
    assert words["suffix"] == "\n\nAfter."


def test_without_a_text_the_quote_still_stands_there() -> None:
    (annotation,) = of_type(graph(made(), text=None), "Annotation")
    assert set(annotation["target"]["selector"][0]) == {"type", "exact"}


def test_every_id_that_is_named_is_a_node() -> None:
    nodes = graph(made(ruling=RULING), made())
    ids = [node["id"] for node in nodes]
    assert len([id for id in ids if "sha256:" in id]) == 1  # a document stands there once
    assert named_in(nodes) - {"https://example.org/a"} <= set(ids)


def test_ids_on_a_site_are_addresses_of_its_pages() -> None:
    nodes = graph(made(ruling=RULING))
    (claim,), (document,) = of_type(nodes, "schema:Claim"), of_type(nodes, "schema:CreativeWork")
    assert claim["id"] == f"https://pledges.example/commitments/{made().commitment.id}"
    assert document["id"].startswith("https://pledges.example/documents/sha256:")
    named = graph(made(), base="urn:pledgebook:")
    assert of_type(named, "schema:Claim")[0]["id"] == f"urn:pledgebook:{made().commitment.id}"


def test_a_claim_says_what_it_was_derived_from_and_why() -> None:
    (claim,) = of_type(graph(made()), "schema:Claim")
    (derived,) = claim["prov:qualifiedDerivation"]
    assert derived["rdfs:comment"] == ["judged by same-amount/1", "the same amount"]
    assert claim["schema:author"] == [
        {"type": "schema:GovernmentOrganization", "schema:name": "Norway", "schema:identifier": "NO"}
    ]


def test_what_persons_reviewed_is_told() -> None:
    told = made()
    member = told.commitment.members[0]
    said = replace(member.said, reviews=(Review("confirmation", "R. Diaz", "Read it.", 3),))
    told = replace(told, commitment=replace(told.commitment, members=(replace(member, said=said),)))
    (annotation,) = of_type(graph(told), "Annotation")
    (review,) = annotation["prov:wasInfluencedBy"]
    assert review["prov:wasAssociatedWith"]["schema:name"] == "R. Diaz"


def test_only_a_person_makes_a_review() -> None:
    assert of_type(graph(made()), "schema:ClaimReview") == []
    (review,) = of_type(graph(made(ruling=RULING)), "schema:ClaimReview")
    assert review["schema:author"]["schema:name"] == "R. Diaz"
    assert review["schema:reviewRating"]["schema:alternateName"] == "broken"
    assert claim_in_page(made(), "https://x/1")["@type"] == "Claim"
    page = claim_in_page(made(ruling=RULING), "https://x/1")
    assert page["@type"] == "ClaimReview"
    assert page["itemReviewed"]["@type"] == "Claim"
    assert page["itemReviewed"]["text"] == "will give $5 million to Haiti"
    assert page["itemReviewed"]["appearance"][0]["url"] == "https://example.org/a"


def test_only_web_addresses_become_links() -> None:
    page = claim_in_page(made(address="javascript:alert(1)"), "https://x/1")
    assert "url" not in page["appearance"][0]


@given(st.recursive(st.text() | st.none(), lambda inner: st.dictionaries(st.text(), inner, max_size=3)))
def test_nothing_in_a_page_ends_its_script(value: object) -> None:
    written = script_text(value)
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == value


def test_words_that_would_end_a_script() -> None:
    written = script_text(claim_in_page(made(promise="</script><script>alert(1)</script>"), "https://x/1"))
    assert "</" not in written
    assert json.loads(written)["text"] == "</script><script>alert(1)</script>"
