"""The second opinion: word pieces at their places, vectors that are the same in any company, and how they are weighed in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pledgebook.errors import SetupError
from pledgebook.extract.decide.linear import KINDS, Weights, judge, judgement_of, load_weights
from pledgebook.extract.opinion.encoder import LONGEST, _attended, _curved, encode, encoder_of, load_encoder
from pledgebook.extract.opinion.opinions import Opinion
from pledgebook.extract.opinion.pieces import pieces
from pledgebook.extract.opinion.products import STEPS, product_by
from pledgebook.extract.statements import HOPELESS, examine, judged, second_look
from pledgebook.model import Document, Kind

SENTENCES = [
    "Norway will give $20 million to Sudan in 2024.",
    "The Commission rejected the plan.",
    "We will train 3,000 teachers, build 40 schools and hire nurses across the region by the end of the decade.",
    "“Zürich” pays £3bn – half of it in kind.",
    "",
]


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("Teachers", ["Teachers"]),
        ("unbelievably", ["un", "bel", "ie", "va", "bly"]),
        ("$1.5bn", ["$", "1", ".", "5", "bn"]),
        ("€105", ["€", "105"]),
        ("Zürich’s", ["Zürich", "’", "s"]),
        ("a\u200bb", ["a\u200bb"]),
        ("你好", ["你", "好"]),
        ("snow\u2603man", ["snow\u2603man"]),
        ("x" * 101, ["x" * 101]),
    ],
)
def test_words_are_cut_into_pieces_at_their_places(sentence: str, cut: list[str]) -> None:
    found = pieces(sentence, LONGEST)
    words = [sentence[start:end] for start, end in found.spans[1:-1]]
    assert "".join(words) == "".join(cut)
    if len(words) == len(cut):
        assert words == cut


@given(st.text(max_size=400))
def test_any_text_has_pieces_inside_it_in_its_order(text: str) -> None:
    found = pieces(text, 64)
    assert len(found.numbers) == len(found.spans) <= 64
    inside = found.spans[1:-1]
    assert all(0 <= start <= end <= len(text) for start, end in inside)
    assert list(inside) == sorted(inside)


def test_a_sentence_has_the_same_vectors_alone_and_in_company() -> None:
    together = encode(SENTENCES * 40, load_encoder())
    for place, sentence in enumerate(SENTENCES):
        assert np.array_equal(together[place].vectors, encode([sentence], load_encoder())[0].vectors)
        assert np.array_equal(together[place].vectors, together[place + len(SENTENCES)].vectors)


@pytest.mark.parametrize("strength", [1.0, 30.0, 1e4])
def test_attention_of_any_strength_takes_a_mixture_of_what_is_there(strength: float) -> None:
    seen = np.random.default_rng(1).standard_normal((5, 72)).astype(np.float32)
    seen[:, :48] *= strength
    taken = _attended(seen, 2)
    assert np.isfinite(taken).all()
    assert (taken <= seen[:, 48:].max(axis=0) + 1e-6).all()
    assert (taken >= seen[:, 48:].min(axis=0) - 1e-6).all()


def test_the_curve_is_flat_on_the_left_and_straight_on_the_right() -> None:
    ends = np.array([[-1e30, -40.0, -16.0, 0.0, 16.0, 40.0, 1e30]], dtype=np.float32)
    assert np.array_equal(_curved(ends.copy()), np.maximum(ends, 0))
    assert _curved(np.ones((1, 1), dtype=np.float32))[0, 0] == pytest.approx(0.841345, abs=1e-6)


def test_near_words_have_near_vectors() -> None:
    levy, tax, horse = (one.vectors[1] for one in encode(["levy", "tax", "horse"], load_encoder()))

    def near(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert near(levy, tax) > near(levy, horse)


_PRINT = """
import hashlib, sys
if sys.argv[1] == "single precision":
    sys.modules["onnxruntime"] = None
from pledgebook.extract.opinion.encoder import encode, load_encoder
print(hashlib.sha256(b"".join(one.vectors.tobytes() for one in encode(sys.argv[2:], load_encoder()))).hexdigest())
"""


def _print_of(products: str, environment: dict[str, str]) -> str:
    call = [sys.executable, "-c", _PRINT, products, *SENTENCES]
    return subprocess.run(
        call, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.parametrize(
    "kernel", [{"OPENBLAS_CORETYPE": "Nehalem"}, {"OPENBLAS_CORETYPE": "Haswell"}, {"OPENBLAS_NUM_THREADS": "2"}]
)
def test_vectors_are_the_same_on_other_kernels_and_without_products_of_bytes(kernel: dict[str, str]) -> None:
    assert _print_of("bytes", {}) == _print_of("single precision", kernel)


@given(
    arrays(np.int8, st.tuples(st.sampled_from([1, 2, 384]), st.integers(1, 9)), elements=st.integers(-127, 127)),
    st.integers(0, 5),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=30, deadline=None)
def test_products_are_those_of_whole_numbers(weights: np.ndarray, rows: int, seed: int) -> None:
    whole = np.random.default_rng(seed).integers(-STEPS, STEPS, (rows, len(weights)), endpoint=True)
    scale = np.random.default_rng(seed).random(weights.shape[1], dtype=np.float32)
    found = product_by(weights, scale)(whole.astype(np.float32))
    assert found.dtype == np.float32
    assert np.array_equal(found, (whole @ weights.astype(np.int64)).astype(np.float32) * scale)


def test_a_processor_that_saturates_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    weights = np.full((4, 2), 127, dtype=np.int8)

    class Saturating:
        def __init__(self, *_: object, **__: object) -> None:
            pass

        def run(self, _: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
            pairs = given["x"].astype(np.int64).reshape(len(given["x"]), 2, 2) @ np.full(2, 127)
            cut = np.minimum(pairs, 2**15 - 1).sum(axis=1, keepdims=True)
            return [np.repeat(cut - 128 * 4 * 127, 2, axis=1).astype(np.float32)]

    monkeypatch.setattr(onnxruntime, "InferenceSession", Saturating)
    whole = np.full((1, 4), 127, dtype=np.float32)
    assert np.array_equal(product_by(weights, np.ones(2, np.float32))(whole), [[4 * 127 * 127] * 2])


WEIGHTS = Weights("a test", 0.5, {"bias": (-300, -400, -500, -500, -500)}, {}, {})


@pytest.mark.parametrize(
    ("opinion", "kind", "statement"),
    [
        ((0, 0, 0, 0, 0), "commitment", False),
        ((0, 1200, 0, 0, 0), "action", True),
        ((0, 500, 0, 0, 0), "action", False),  # the likeliest kind, but none is likelier
        ((-900, -900, -900, -900, -900), "commitment", False),
    ],
)
def test_an_opinion_is_weighed_beside_the_signs(opinion: tuple[int, ...], kind: str, statement: bool) -> None:
    found = judge(["bias"], WEIGHTS, opinion)
    assert found.kind == kind
    assert (found.odds > 0) == statement


def test_without_an_opinion_the_signs_judge_alone() -> None:
    assert judge(["bias"], WEIGHTS).odds == judgement_of([-300, -400, -500, -500, -500]).odds


def test_where_grammar_leaves_one_kind_the_encoder_says_only_whether() -> None:
    weights = Weights("a test", 0.5, {"certain:appeal": (0, 0, 0, 400, 0), "bias": (-300,) * 5}, {}, {})
    found = judge(["certain:appeal", "bias"], weights, (900, 0, 0, 0, 0))
    assert found.kind == "appeal"
    assert found.odds > judge(["certain:appeal", "bias"], weights, (0, 0, 0, 0, 0)).odds


@given(st.lists(st.integers(-10_000, 10_000), min_size=5, max_size=5))
def test_any_opinion_gives_probabilities(opinion: list[int]) -> None:
    found = judge(["bias"], load_weights(), opinion)
    assert 0 <= found.of_kind <= found.probability <= 1


def best_opinion(text: str) -> tuple[int, Kind] | None:
    """The highest odds of any candidate, with the kind; None where there is no candidate."""
    examined = examine(Document("a.txt", text), (), gated=False)
    looks = second_look(examined)(range(len(examined.proposals)))
    return max(((max(look), KINDS[look.index(max(look))]) for look in looks), default=None)


def test_the_encoder_tells_a_promise_from_a_view() -> None:
    promise, view = (
        best_opinion("We will build 300 new clinics by 2030."),
        best_opinion("We believe that clinics help."),
    )
    assert promise is not None
    assert promise[1] == "commitment"
    assert promise[0] > 0
    assert view is None or view[0] < 0


def test_a_broken_encoder_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "encoder.npz").write_bytes(b"PK nothing")
    with pytest.raises(SetupError, match=r"encoder\.npz: the encoder's weights are missing or broken"):
        encoder_of(tmp_path / "encoder.npz")
    with pytest.raises(SetupError, match=r"none\.npz"):
        encoder_of(tmp_path / "none.npz")


def test_only_sentences_with_some_hope_are_shown_to_the_encoder() -> None:
    text = "Norway will give $5 million to the water fund by 2030. The old house at the lake was empty and cold."
    examined = examine(Document("a.txt", text), (), gated=False)
    alone = [judge(proposal.signs, load_weights()).odds for proposal in examined.proposals]
    at = [proposal.candidate.sentence for proposal in examined.proposals]
    asked: list[int] = []

    def look(places: Sequence[int]) -> list[Opinion]:
        asked.extend(places)
        return second_look(examined)(places)

    found = judged(examined, load_weights(), look)
    assert asked == [k for k, sentence in enumerate(at) if sentence == 0]
    assert max(odds for odds, sentence in zip(alone, at, strict=True) if sentence == 1) <= HOPELESS
    assert [one.odds for one, sentence in zip(found, at, strict=True) if sentence == 1] == alone[len(asked) :]
