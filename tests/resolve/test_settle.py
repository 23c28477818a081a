"""Phrases become ids: a table of cases, and what must hold of any text."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pledgebook.model import Act, Actor, Attribution, Document, Quote, Statement
from pledgebook.resolve import actors, dollar, home, mentions, remember

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


def statement(document: Document, kind: Any, act: tuple[int, int], **fields: Any) -> Statement:
    text = document.text
    line = text.rfind("\n", 0, act[0]) + 1
    return Statement(
        id="st-1",
        document=document.id,
        kind=kind,
        quote=Quote(line, len(text), text[line:]),
        act=Act("pay", *act, text[act[0] : act[1]]),
        object=Quote(len(text) - 1, len(text), text[-1:]),
        **fields,
    )


def settled_all(document: Document, raw: list[Statement]) -> tuple[Statement, ...]:
    return actors(raw, remember(document, mentions(document)))


def settled(case: dict[str, Any]) -> tuple[Document, Statement]:
    text = case["text"]
    document = Document(
        source="case", text=text, title=case.get("title"), publisher=case.get("publisher"), published="2022-07-12"
    )
    start = -1
    for _ in range(case.get("nth", 0) + 1):
        start = text.index(case["phrase"], start + 1)
    end = start + len(case["phrase"])
    act = text.find(case.get("act", "pay"), end)
    act_span = (act, act + len(case.get("act", "pay"))) if act >= 0 else (end, end + 1)
    raw = statement(
        document, case.get("kind", "commitment"), act_span, actors=(Actor(None, text[start:end], start, end),)
    )
    return document, settled_all(document, [raw])[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['phrase']} | {case['text'][:40]}")
def test_case(case: dict[str, Any]) -> None:
    document, done = settled(case)
    assert [actor.id for actor in done.actors] == case["ids"]
    for actor in done.actors:
        if actor.rule is None and actor.start is not None:
            assert document.text[actor.start : actor.end] == actor.name


def test_an_actor_with_an_id_stays_as_it_is() -> None:
    document = Document(source="x", text="Norway will pay.")
    kept = Actor("SE", "Sweden", 0, 6)
    raw = statement(document, "commitment", (12, 15), actors=(kept,))
    assert settled_all(document, [raw])[0].actors == (kept,)


def test_addressees_and_recipients_are_resolved_too() -> None:
    text = "The U.N. urged the Government of Chile to give Haitian families homes."
    document = Document(source="x", text=text)
    asked, given_to = text.index("the Government"), text.index("Haitian")
    raw = statement(
        document,
        "appeal",
        (text.index("urged"), text.index("urged") + 5),
        actors=(Actor(None, "The U.N.", 0, 8),),
        addressees=(Actor(None, "the Government of Chile", asked, asked + 23),),
        recipients=(Actor(None, "Haitian families", given_to, given_to + 16),),
    )
    done = settled_all(document, [raw])[0]
    assert [a.id for a in (*done.actors, *done.addressees, *done.recipients)] == ["org:un", "CL", "HT"]


def test_what_a_pronoun_stands_for_says_by_which_rule() -> None:
    document, done = settled({"text": "We will pay.", "phrase": "We", "publisher": "The White House"})
    actor = done.actors[0]
    assert (actor.rule, document.text[actor.start : actor.end]) == ("pronoun-we-publisher", "We")


def test_the_doer_of_a_passive_is_the_government_that_publishes() -> None:
    document = Document(source="x", text="A fund will be established.", publisher="Prime Minister of Australia")
    done = settled_all(document, [statement(document, "commitment", (7, 26))])[0]
    assert [(a.id, a.start, a.rule) for a in done.actors] == [("AU", None, "unstated-publisher")]


def test_in_the_press_a_doer_left_out_stays_unknown() -> None:
    document = Document(source="x", text="A fund will be established.", publisher="Fox News")
    assert settled_all(document, [statement(document, "commitment", (7, 26))])[0].actors == ()


def test_partners_in_the_doing_are_actors() -> None:
    text = "Canada, in cooperation with Japan, will pay for roads."
    document = Document(source="x", text=text)
    at = text.index("will pay")
    raw = statement(document, "commitment", (at, at + 8), actors=(Actor(None, "Canada", 0, 6),))
    assert [a.id for a in settled_all(document, [raw])[0].actors] == ["CA", "JP"]


def test_the_one_quoted_is_taken_from_the_attribution() -> None:
    text = '"We will pay," she said in Oslo, speaking as Norway\'s minister.'
    document = Document(source="x", text=text, publisher="Fox News")
    at = text.index("Norway")
    raw = statement(
        document,
        "commitment",
        (4, 12),
        actors=(Actor(None, "We", 1, 3),),
        attribution=(Attribution("Norway's minister", "said", True, at, at + 17),),
    )
    assert [a.id for a in settled_all(document, [raw])[0].actors] == ["NO"]


@pytest.mark.parametrize(
    ("publisher", "text", "country", "currency"),
    [
        ("The White House", "Mexico, Mexico, Mexico.", "US", "USD"),
        ("Prime Minister of Australia", "Japan agreed.", "AU", "AUD"),
        ("The Globe and Mail", "Chile agreed.", "CA", "CAD"),
        ("Wikinews", "New Zealand and New Zealand and Chile.", "NZ", "NZD"),
        (None, "Nobody is named here.", None, "USD"),
        ("Fox News", "Mexico will pay.", "US", "USD"),
        ("Ministry of Finance, Singapore", "Chile agreed.", "SG", "SGD"),
    ],
)
def test_home(publisher: str | None, text: str, country: str | None, currency: str) -> None:
    document = Document(source="x", text=text, publisher=publisher)
    assert home(document, mentions(document)) == country
    assert dollar(country) == currency


PIECES = st.sampled_from(
    ["Mexico", "the U.S.", "US", " ", "\n", "\r\n", "’s", "New ", "Korea", "Georgia", "President ", "Biden", "(", ")", "AU", "é", "🙂", "\u0301", "עברית",
     "\0", "-", "and ", "Ministry of Finance", "We ", "WHO", "\"", "“", "”", "May", "Brown", "said ", ".", "MEXICO", "Côte d’Ivoire", "a", "Holy Cross Energy"]
)  # fmt: skip


@given(st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join), st.integers(0, 5))
@example("İstanbul’s Mexico", 0)
@settings(deadline=None, max_examples=300)
def test_names_of_any_text_are_exact_sorted_and_apart(text: str, cut: int) -> None:
    low = min(cut, len(text))
    document = Document(source="x", text=text, body=(low, len(text)))
    end = 0
    for mention in mentions(document):
        assert document.body[0] <= mention.start
        assert document.text[mention.start : mention.end] == mention.text
        assert mention.ids
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@given(st.lists(PIECES, min_size=1, max_size=40).map("".join), st.data())
@settings(deadline=None, max_examples=200)
def test_settling_any_phrase_keeps_exact_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document(
        source="x", text=text, publisher=data.draw(st.sampled_from([None, "The White House", "Fox News"]))
    )
    raw = statement(document, "commitment", (0, 1), actors=(Actor(None, text[start:end], start, end),))
    done = settled_all(document, [raw])[0]
    for actor in done.actors:
        assert actor.id
        if actor.rule is None and actor.start is not None:
            assert text[actor.start : actor.end] == actor.name
    assert settled_all(document, [raw])[0] == done


def test_a_name_in_the_front_matter_is_not_read() -> None:
    text = "---\ntitle: Mexico\n---\nNorway will pay."
    document = Document(source="x", text=text, body=(text.index("Norway"), len(text)))
    assert [m.text for m in mentions(document)] == ["Norway"]


def test_a_possessive_matches_the_bare_name() -> None:
    assert [m.text for m in mentions(Document(source="x", text="Mexico's and Belize’s plans"))] == ["Mexico", "Belize"]


def test_names_over_a_line_break() -> None:
    assert [m.text for m in mentions(Document(source="x", text="the United\nStates paid"))] == ["United\nStates"]


def test_nobody_receives_from_himself_unless_the_words_say_so() -> None:
    text = "Chile will train farmers. Chile received $8 million. Chile will train Chilean farmers."
    document = Document(source="x", text=text, publisher="Fox News")

    def settled(subject: int, target: str, recipient: tuple[int, str]) -> list[str | None]:
        start = text.index(target)
        raw = statement(
            document, "action", (subject + 6, start - 1), actors=(Actor(None, "Chile", subject, subject + 5),)
        )
        place, word = recipient
        raw = replace(
            raw,
            object=Quote(start, start + len(target), target),
            recipients=(Actor("CL", word, place, place + len(word)),),
        )
        return [a.id for a in settled_all(document, [raw])[0].recipients]

    second = text.index("Chile received")
    assert settled(0, "farmers", (second, "Chile")) == []
    assert settled(second, "$8 million", (second, "Chile")) == ["CL"]
    third = text.index("Chile will train Chilean")
    assert settled(third, "Chilean farmers", (text.index("Chilean"), "Chilean")) == ["CL"]
