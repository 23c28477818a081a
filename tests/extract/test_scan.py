"""The gate: what passes, that the automaton sees what a plain search sees, and that its data are what they say."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgebook.extract.cues import cues
from pledgebook.extract.gate import scan
from pledgebook.extract.gate_bits import Seen, bits
from pledgebook.extract.gate_signs import SYMBOLS, hits, load_gate, lowered, plausible, signs_of
from pledgebook.extract.layout import LONGEST, Sentence, sentences
from pledgebook.extract.statements import statements
from pledgebook.extract.tallies import tallies
from pledgebook.model import Document
from pledgebook.world.words import noun_forms, verb_forms

PASSING = [
    "Norway will give $5 million to the water fund by 2030.",
    "Police arrested 40 people in the harbour.",
    "The minister urged banks to cut their fees.",
    "Twelve countries signed the treaty.",
    "Exports reached 40 million tons.",
    "Parliament approved the budget.",
    "Both sides agreed to reopen the crossing.",
]
STOPPED = [
    "Thank you very much.",
    "What do you think of that?",
    "READ MORE ABOUT THE FUND HERE",
    "How are you?",
    "Q Hi, thanks.",
    "Okay, yes.",
]


@cache
def _plain() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The slow twin: Python's own search for any cue that is a whole word, and for the symbols anywhere."""
    table = {**cues(), **{symbol: (sign,) for symbol, sign in SYMBOLS.items()}}
    words = "|".join(sorted(cues(), key=lambda w: (-len(w), w)))
    symbols = "|".join(re.escape(symbol) for symbol in SYMBOLS)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|{symbols}"), table


def plain_hits(text: str) -> list[tuple[int, str]]:
    small = "".join(c.lower() if c.isascii() else c for c in text)
    return [(m.start(), m.group()) for m in _plain()[0].finditer(small)]


@pytest.mark.parametrize("text", PASSING)
def test_passes(text: str) -> None:
    assert scan(text, sentences(text)) == [True]


@pytest.mark.parametrize("text", STOPPED)
def test_is_stopped(text: str) -> None:
    assert scan(text, sentences(text)) == [False]


_ODD = [
    "will",
    "Gave",
    "PLEDGE",
    "forgive",
    "give",
    "plan",
    "planting",
    "ll",
    "we'll",
    "$5",
    "m2",
    "_will_",
    "will2",
    "pledges",
    "a",
    "in",
    "fund",
]
PIECES = st.one_of(
    st.sampled_from([*_ODD, "é", "İ", "ſ", "K", "🤝", "\u0301", "\n", " ", " ", ". ", "“", "-", "’", "\x00"]),
    st.text(max_size=4),
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(deadline=None, max_examples=400)
def test_the_automaton_sees_what_a_plain_search_sees(text: str) -> None:
    gate = load_gate()
    assert [(place, gate.patterns[k]) for place, k in hits(text, gate)] == plain_hits(text)
    assert len(lowered(text)) == len(text)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(deadline=None, max_examples=200)
def test_each_sentence_has_the_signs_of_its_own_cues(text: str) -> None:
    gate, (_, table) = load_gate(), _plain()
    every = sentences(text)
    for sentence, signs in zip(every, signs_of(text, every, gate), strict=True):
        wanted = {s for p, w in plain_hits(text) if sentence.start <= p < sentence.end for s in table[w]}
        assert {s for s in signs if s.startswith(("verb:", "noun:", "word:")) or s in SYMBOLS.values()} == wanted


def parts(text: str, cuts: list[int]) -> list[Sentence]:
    """Stretches of a text from one cut to the next, as if they were sentences, also where a cut falls within a word."""
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return [Sentence(low, high, (low, high), low % 2 == 1) for low, high in itertools.pairwise(places)]


WORDS = st.sampled_from(
    [
        *PASSING,
        *STOPPED,
        "needed ",
        "going to ask ",
        "to ",
        "NATO ",
        ", Norway",
        "WE ARE ALL IN IT.",
        "Olsen: ",
        "É",
        "¹",
        "U.S. ",
    ]
)


@given(st.lists(st.one_of(PIECES, WORDS), max_size=30).map("".join), st.lists(st.integers(0, 10_000), max_size=6))
@settings(deadline=None, max_examples=300)
def test_signs_found_together_are_those_found_one_by_one(text: str, cuts: list[int]) -> None:
    for every in (sentences(text), parts(text, cuts)):
        seen, wanted = Seen(text, every), signs_of(text, every, load_gate())
        for at, (one, signs) in enumerate(zip(every, wanted, strict=True)):
            assert {sign for sign, bit in bits().of.items() if seen.signs[at] & bit} == signs
            assert bits().weight(seen.signs[at]) == sum(load_gate().weights.get(sign, 0) for sign in signs)
            assert seen.plausible(at) == plausible(text, one)


@given(st.lists(st.one_of(PIECES, WORDS), max_size=30).map("".join), st.lists(st.integers(0, 10_000), max_size=6))
@settings(deadline=None)
def test_tallies_are_those_of_each_sentence_by_itself(text: str, cuts: list[int]) -> None:
    every = parts(text, cuts)
    told = tallies(text, every)
    for at, one in enumerate(every):
        words = text[one.start : one.end]
        assert told.words[at] == len(re.findall(r"[A-Za-z]+", words))
        assert told.names[at] == len(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", words))
        assert bool(told.capitals[at]) == bool(re.search(r"[A-Z]{2}", words))


def test_a_lower_threshold_never_stops_more() -> None:
    text = " ".join(PASSING + STOPPED)
    every = sentences(text)
    counts = [sum(scan(text, every, threshold=at)) for at in (-1000, -300, -170, 0, 300)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[0]


def test_who_speaks_passes_with_what_he_says() -> None:
    text = "MINISTER OLSEN: Thank you.\nOkay.\nWe will give $5 million to the water fund by 2030."
    every = sentences(text)
    assert scan(text, every) == [True, False, True]
    assert scan(text[: text.index("We")], every[:2]) == [False, False]


def test_who_says_it_passes_with_the_quotation() -> None:
    text = '"We will give $5 million to the water fund." So he said. Okay, yes.'
    kept = scan(text, sentences(text))
    assert kept == [True, True, False]


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        (verb_forms("give", ("gave", "given")), {"give", "gives", "giving", "gave", "given"}),
        (verb_forms("carry"), {"carry", "carries", "carried", "carrying"}),
        (verb_forms("stop"), {"stopped", "stopping", "stops"}),
        (verb_forms("pass"), {"passes", "passed"}),
        (noun_forms("country"), {"country", "countries"}),
        (noun_forms("tax"), {"tax", "taxes"}),
    ],
)
def test_forms(forms: frozenset[str], wanted: set[str]) -> None:
    assert wanted <= forms


def test_every_irregular_form_belongs_to_a_verb_of_the_lexicon_or_to_none() -> None:
    found = cues()
    assert {"verb:give"} <= set(found["gave"])
    assert "verb:undertake" in found["pledged"]
    assert "noun:promise" in found["commitments"]
    assert all(word.isascii() and word.isalpha() and word == word.lower() for word in found)


def test_weights_speak_of_signs_that_exist() -> None:
    gate = load_gate()
    known = {sign for signs in gate.signs for sign in signs}
    assert {s for s in gate.weights if s.startswith(("verb:", "noun:", "word:"))} <= known
    assert gate.weights["word:future"] > 0 > gate.weights["question"]


def test_lines_without_a_stop_are_parsed_in_pieces() -> None:
    line = "the council will provide $5 million to the water fund for 300 new wells;\n"
    document = Document("a.txt", line * 60)
    found = statements(document, ())
    assert sum("$5 million" in s.object.text for s in found) == 60
    joined = line.replace("\n", " ") * 60
    pieces = sentences(joined)
    assert max(s.end - s.start for s in pieces) <= LONGEST
    assert all(joined[s.end - 1] == ";" for s in pieces)  # cut behind a semicolon, not inside a clause


@pytest.mark.shared
def test_the_shipped_weights_are_those_that_the_annotations_give(shared: Path) -> None:
    from evals.learn.gate import TARGET, THRESHOLD, annotated, encoded, learn

    assert encoded(learn([one.rows for one in annotated(load_gate())]), THRESHOLD) == TARGET.read_text(encoding="utf-8")
