"""The encoders of the second opinion: as published, in whole numbers, and which of them did not learn from a document.

`evals/learn/tune.py` makes them. The weights of all-MiniLM-L6-v2 are Apache-2.0; docs/decisions/0019 tells why it is taken.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.learn.publishers import group_of
from pledgebook.errors import SetupError
from pledgebook.extract.opinion.encoder import LONGEST, Encoder, encoder_of, load_encoder

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/pledgebook/extract/opinion"
FOLDER = ROOT / ".cache/encoders"
"""Where the encoders of cross-validation are: 0.npz did not learn from the first group of kinds, and so on."""
HEAD = "head"
INPUTS = {384: 127, 1536: 63}
"""Inputs of a product → the largest weight: with activations up to 127 each sum stays below 2²⁴."""

Held = dict[str, NDArray[Any]]


def unlearned(name: str) -> Encoder:
    """The encoder that did not learn from documents like the annotated document `name` ("world/uk-20"): of those in `GROUPS` the
    one without its group, for others the one that ships. Raises SetupError where it was not made yet."""
    group = None if name.startswith("gold/") else group_of(name)
    if group is None:
        return load_encoder()
    path = FOLDER / f"{group}.npz"
    if not path.is_file():
        raise SetupError(f"{path.relative_to(ROOT)} is missing; make it with: scripts/tune")
    return _held(path)


_held = functools.cache(encoder_of)


def tensors(path: Path) -> Held:
    """The tensors of a safetensors file: eight bytes with the length of a JSON head, the head, the numbers."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    head = json.loads(raw[8 : 8 + size])
    body = memoryview(raw)[8 + size :]
    kinds = {"F32": np.float32, "F16": np.float16}
    return {
        name: np.frombuffer(body[slice(*one["data_offsets"])], kinds[one["dtype"]]).reshape(one["shape"])
        for name, one in head.items()
        if name != "__metadata__" and one["dtype"] in kinds
    }


def product(name: str, weights: NDArray[Any], bias: NDArray[Any]) -> Held:
    """A product in whole numbers. `weights`: outputs by inputs, as they are published."""
    most = INPUTS[weights.shape[1]]
    scale = np.abs(weights).max(axis=1) / most
    whole = np.rint(weights / scale[:, None]).astype(np.int8).T
    return {
        f"{name}.weights": np.ascontiguousarray(whole),
        f"{name}.scale": scale.astype(np.float32),
        f"{name}.bias": bias.astype(np.float32),
    }


def whole(at: Held, heads: int, layers: int) -> Held:
    """All that the encoder holds, of tensors by their published names and a last product HEAD."""
    head = np.vstack([at[f"{HEAD}/weight"].T, at[f"{HEAD}/bias"]])
    words = at["embeddings.word_embeddings.weight"]
    scale = np.abs(words).max(axis=1) / 127
    places = at["embeddings.position_embeddings.weight"] + at["embeddings.token_type_embeddings.weight"][0]
    held: Held = {
        "pieces": np.rint(words / scale[:, None]).astype(np.int8),
        "pieces.scale": scale.astype(np.float32),
        "places": places[:LONGEST].astype(np.float16),
        "norm.scale": at["embeddings.LayerNorm.weight"],
        "norm.bias": at["embeddings.LayerNorm.bias"],
        "layers": np.array(layers),
        "heads": np.array(heads),
        "head": np.rint(10_000 * (head[:, 1:] - head[:, :1])).astype(np.int32),
    }
    for n in range(layers):
        layer = f"encoder.layer.{n}"
        asked = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        held |= product(
            f"{n}.asked",
            np.concatenate([at[f"{one}.weight"] for one in asked]),
            np.concatenate([at[f"{one}.bias"] for one in asked]),
        )
        parts = {"mixed": "attention.output.dense", "wide": "intermediate.dense", "narrow": "output.dense"}
        for name, part in parts.items():
            held |= product(f"{n}.{name}", at[f"{layer}.{part}.weight"], at[f"{layer}.{part}.bias"])
        for name, part in {"norm1": "attention.output", "norm2": "output"}.items():
            held[f"{n}.{name}.scale"] = at[f"{layer}.{part}.LayerNorm.weight"]
            held[f"{n}.{name}.bias"] = at[f"{layer}.{part}.LayerNorm.bias"]
    return held
