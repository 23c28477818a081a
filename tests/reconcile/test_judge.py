"""What the rules say of pairs, case by case, and that every table of data does what its examples say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sayings import say

from pledgebook.reconcile import RULE, compare, features, judge
from pledgebook.reconcile.describe import cues_of
from pledgebook.reconcile.features import ADDITIONAL, OWN, PART, REVISE, TOTAL
from pledgebook.reconcile.numbers import units
from pledgebook.reconcile.places import APART, CONTAINED, EQUAL, OVERLAPPING, UNSTATED, ground, recipients
from pledgebook.reconcile.weigh import opposite
from pledgebook.reconcile.words import bits, pieces, readable, words_of
from pledgebook.world.countries import members
from pledgebook.world.data import table
from pledgebook.world.words import stem

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


def _saying(given: dict[str, Any]) -> Any:
    amount = given.get("amount")
    if isinstance(amount, dict):
        amount = {name: None if value == "none" else value for name, value in amount.items()}
    return features(say(**{**given, "amount": amount}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    one, other = _saying(case["one"]), _saying(case["other"])
    found = judge(one, other)
    assert judge(other, one) == found
    assert (found.verdict if found else "nothing") == case["verdict"]
    if found is None:
        return
    assert found.reasons
    assert found.left < found.right
    assert not found.person
    if "rule" in case:
        assert found.by.rpartition("/")[0] == case["rule"]
    assert found.relation == case.get("relation")
    if "source" in case:
        assert found.source == {"one": one.id, "other": other.id}[case["source"]]


@pytest.mark.parametrize("name", ["definite", "amounts"])
def test_patterns_do_what_their_examples_say(name: str) -> None:
    rule = table("reconcile", "data/rules.toml")[name]
    pattern = re.compile(rule["pattern"], re.IGNORECASE)
    assert all(pattern.search(text) for text in rule["yes"])
    assert not any(pattern.search(text) for text in rule["no"])


def test_every_rule_and_relation_has_a_case() -> None:
    found = [judge(_saying(case["one"]), _saying(case["other"])) for case in CASES]
    rules = {one.by.rpartition("/")[0] for one in found if one is not None}
    assert rules >= {name for name in table("reconcile", "data/rules.toml")["rules"] if name != "related"}
    assert {one.relation for one in found if one} >= {"restates", "tops_up", "part_of", "total_of", "replaces"}


def test_a_comparison_says_every_feature() -> None:
    one = features(
        say(
            "$25 million for rural cholera clinics", amount=25_000_000, recipients=["HT"], period="2024", venue="Summit"
        )
    )
    other = features(
        say(
            "$25 million for cholera clinics",
            amount=25_000_000,
            recipients=["M49:029"],
            period="2024",
            venue="Summit",
            source="b.txt",
        )
    )
    found = compare(one, other)
    assert found.rule == "same-amount/6"
    assert {point.feature for point in found.features} == {
        "actors", "lands", "object", "number", "recipients", "period", "venue", "act", "published",
    }  # fmt: skip
    assert all(point.agrees or point.feature == "lands" for point in found.features)
    assert f"reconcile/{table('reconcile', 'data/rules.toml')['version']}" == RULE


_CUES = {"part": PART, "total": TOTAL, "revise": REVISE, "additional": ADDITIONAL, "own": OWN}


@pytest.mark.parametrize("name", sorted(_CUES))
def test_cues_do_what_their_examples_say(name: str) -> None:
    cue = table("reconcile", "data/rules.toml")["cues"][name]
    assert cue["yes"]
    assert cue["no"]
    for text in cue["yes"]:
        assert cues_of(text) & _CUES[name], text
    for text in cue["no"]:
        assert not cues_of(text) & _CUES[name], text


def test_opposites_do_what_their_examples_say() -> None:
    for left, right in table("reconcile", "data/rules.toml")["opposites"]["yes"]:
        assert opposite(stem(left), stem(right))
        assert opposite(stem(right), stem(left))
    for left, right in table("reconcile", "data/rules.toml")["opposites"]["no"]:
        assert not opposite(stem(left), stem(right))


def test_nouns_stand_for_one_another_only_through_a_general_one() -> None:
    assert units("refugee", "person")
    assert units("person", "refugee")
    assert not units("refugee", "soldier")
    assert not units("USD", "CAD")


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (("M49:013", "HT"), ("SV", "GT", "HN", "HT"), CONTAINED),
        (("M49:019",), ("M49:419",), CONTAINED),
        (("M49:002",), ("KE",), CONTAINED),
        (("HT",), ("HT",), EQUAL),
        (("HT", "CU"), ("HT", "GT"), OVERLAPPING),
        (("HT",), ("GT",), APART),
        (("org:unhcr",), ("HT",), APART),
        ((), ("HT",), UNSTATED),
    ],
)
def test_recipients(left: tuple[str, ...], right: tuple[str, ...], found: int) -> None:
    assert recipients(left, right) == recipients(right, left) == found


def test_regions_hold_each_country_once() -> None:
    continents = ("M49:002", "M49:019", "M49:142", "M49:150", "M49:009")
    countries = [code for continent in continents for code in members()[continent]]
    assert len(countries) == len(set(countries)) > 240
    assert ground(("M49:001",)) == frozenset(countries)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$1.5 billion toward infrastructure at the southern border", {"infrastructur", "southern", "border"}),
        ("22,500 H-2B non-agricultural visas", {"h2b", "nonagricultur", "visa"}),
        ("Executive Order 13288 of 2003", {"executiv", "order", "13288"}),
        ("the", set()),
        ("—“’”😀 \x00", set()),
    ],
)
def test_words(text: str, found: set[str]) -> None:
    assert words_of(text) == found


def test_stems_are_read_as_words() -> None:
    assert stem("resettlement") == stem("resettle") == stem("resettled")
    assert stem("policies") == stem("policy") != stem("police")
    assert readable(stem("infrastructure")) == "infrastructure"
    assert pieces("clean-energy") == (stem("clean"), stem("energy"))
    assert bits("infrastructur") < bits("zyx")
