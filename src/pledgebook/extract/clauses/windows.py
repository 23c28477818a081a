"""The parser's layers that look at neighbours, worked out without what only its training needs.

Four times each word is joined with the one before and the one behind it, multiplied, the largest of three taken, set to mean 0 and
spread 1, and added to what it was. spaCy does the same by a dozen layers, each of which keeps what it would need to learn; the
numbers are the same to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"
_PIECES = 3
"""The make of layer that is known here: thinc's name for it, and of how many numbers the largest is taken."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """`weights`: outputs by inputs, `bias` of each output; `scale` and `shift` of what comes out of the largest."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


def plain_windows(nlp: Any) -> None:
    """Let the second layer of a pipeline's vectors be worked out here; one of another make is left as it is."""
    layers: Any = nlp.get_pipe("tok2vec").model.layers if "tok2vec" in nlp.pipe_names else []
    if len(layers) != 2 or not layers[1].name.startswith("with_array(") or "pad" not in layers[1].attrs:
        return
    windows = layers[1].layers[0].layers
    made = [_made(each) for each in windows]
    known = [each for each in made if each is not None]
    if not known or len(known) != len(made):
        return
    pad = int(layers[1].attrs["pad"])

    def forward(_: Any, sentences: Sequence[Floats], is_train: bool) -> tuple[list[Floats], Any]:
        return _over_neighbours(sentences, known, pad), None

    layers[1]._func = forward


def _made(layer: Any) -> _Layer | None:
    """One layer as it is held here, None where it is of another make."""
    parts = {node.name: node for node in layer.walk()}
    if (
        layer.name != _LAYER
        or parts["maxout"].get_dim("nP") != _PIECES
        or parts["expand_window"].attrs["window_size"] != 1
    ):
        return None
    largest, norm = parts["maxout"], parts["layernorm"]
    weights, bias = (largest.get_param(name) for name in ("W", "b"))
    width = bias.size
    return _Layer(weights.reshape(width, -1), bias.reshape(width), norm.get_param("G"), norm.get_param("b"))


def _over_neighbours(sentences: Sequence[Floats], layers: Sequence[_Layer], pad: int) -> list[Floats]:
    """The vectors of the words of each sentence. Sentences stand below one another, `pad` empty rows apart."""
    width = sentences[0].shape[1]
    rows = sum(len(one) + pad for one in sentences) + pad
    x: Floats = np.zeros((rows, width), np.float32)
    starts, at = [], pad
    for one in sentences:
        x[at : at + len(one)] = one
        starts.append(at)
        at += len(one) + pad
    joined: Floats = np.zeros((rows, 3 * width), np.float32)
    times: Floats = np.empty((rows, _PIECES * width), np.float32)
    for layer in layers:
        joined[1:, :width] = x[:-1]
        joined[:, width : 2 * width] = x
        joined[:-1, 2 * width :] = x[1:]
        np.matmul(joined, layer.weights.T, out=times)
        times += layer.bias
        one, two, three = times.reshape(rows, width, _PIECES).transpose(2, 0, 1)
        best = np.maximum(np.maximum(one, two), three)
        spread = best.var(axis=1, keepdims=True) + 1e-08
        best -= best.mean(axis=1, keepdims=True)
        best *= spread ** (-1.0 / 2.0)
        best *= layer.scale
        best += layer.shift
        x += best
    return [x[start : start + len(one)] for start, one in zip(starts, sentences, strict=True)]
