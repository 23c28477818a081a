"""Sentences → a vector for every word piece, by the lower layers of a small pretrained encoder, in numpy.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), of which `evals/learn/tune.py` tunes the layers that help and rounds the
weights to whole numbers. Activations are rounded to whole numbers before each product as well, row by row, small enough
for every sum to be exact in single precision: so the products are the same in any order, on any kernel, with any
number of threads, and a sentence has the same vectors in any company.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pledgebook.errors import SetupError
from pledgebook.extract.opinion.pieces import Pieces, pieces
from pledgebook.extract.opinion.products import STEPS, Floats, product_by
from pledgebook.extract.threads import one_thread

LONGEST = 256
"""Word pieces of a sentence that are read; the encoder was trained on no more."""
TOGETHER = 512
"""Word pieces that are multiplied at once, so few that what lies between two products stays in the processor's cache; the
result does not depend on it."""
FINE = 512
"""Steps of one in the table of the curve between the two products of a layer; beyond ±16 it is flat or a straight line."""
REACH = 16 * FINE


@dataclass(frozen=True)
class Product:
    """A product with whole-numbered weights: `times` multiplies by them and scales each output; `bias` of each."""

    times: Callable[[Floats], Floats]
    bias: Floats


@dataclass(frozen=True)
class Layer:
    """One layer: attention (`asked`: query, key and value side by side), then two products, each with its norm."""

    asked: Product
    mixed: Product
    wide: Product
    narrow: Product
    norms: tuple[tuple[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Encoder:
    """The encoder as it is held: word pieces and places as vectors, its layers, `heads` of attention."""

    pieces: NDArray[np.int8]
    piece_scale: Floats
    places: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    heads: int
    head: NDArray[np.float64]
    """The last product, of the means of a candidate: for each input what it counts for each kind against none, and a last row for
    what is always added, in whole ten-thousandths."""


@dataclass(frozen=True)
class Encoded:
    """A sentence as the encoder sees it: for each word piece a vector, and its half-open offsets in the sentence."""

    vectors: Floats
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


@functools.cache
def load_encoder() -> Encoder:
    """The encoder that ships with the package. Raises SetupError where its files are missing or broken."""
    with resources.as_file(resources.files(__package__).joinpath("encoder.npz")) as path:
        return encoder_of(path)


def encoder_of(path: Path) -> Encoder:
    """The encoder of a file. Raises SetupError where it is missing or broken."""
    try:
        with np.load(path) as file:
            held = {name: file[name] for name in file.files}
        layers = tuple(_layer(held, number) for number in range(int(held["layers"])))
        head = held["head"].astype(np.float64)
        norm = (held["norm.scale"], held["norm.bias"])
        places = held["places"].astype(np.float32)
        return Encoder(held["pieces"], held["pieces.scale"], places, norm, layers, int(held["heads"]), head)
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"{path.name}: the encoder's weights are missing or broken ({error}); install pledgebook again"
        ) from error


def _layer(held: dict[str, Any], number: int) -> Layer:
    def product(name: str) -> Product:
        at = f"{number}.{name}"
        return Product(product_by(held[f"{at}.weights"], held[f"{at}.scale"]), held[f"{at}.bias"])

    norms = tuple((held[f"{number}.{name}.scale"], held[f"{number}.{name}.bias"]) for name in ("norm1", "norm2"))
    return Layer(product("asked"), product("mixed"), product("wide"), product("narrow"), (norms[0], norms[1]))


def encode(sentences: Sequence[str], encoder: Encoder) -> list[Encoded]:
    """Every sentence in its order, read no further than LONGEST word pieces."""
    found: list[Encoded] = []
    batch: list[Pieces] = []
    size = 0
    with one_thread():
        for sentence in sentences:
            batch.append(pieces(sentence, LONGEST))
            size += len(batch[-1].numbers)
            if size >= TOGETHER:
                found += _together(encoder, batch)
                batch, size = [], 0
        return found + _together(encoder, batch) if batch else found


def _together(encoder: Encoder, batch: Sequence[Pieces]) -> list[Encoded]:
    cuts = np.cumsum([0, *(len(one.numbers) for one in batch)])
    ids = np.concatenate([np.asarray(one.numbers) for one in batch])
    places = np.concatenate([np.arange(len(one.numbers)) for one in batch])
    x = encoder.pieces[ids].astype(np.float32) * encoder.piece_scale[ids, None] + encoder.places[places]
    x = _normed(x, encoder.norm)
    for layer in encoder.layers:
        seen = _times(x, layer.asked)
        mixed = np.concatenate([_attended(seen[low:high], encoder.heads) for low, high in itertools.pairwise(cuts)])
        added = _times(mixed, layer.mixed, mixed)
        added += x
        x = _normed(added, layer.norms[0])
        wide = _curved(_times(x, layer.wide))
        added = _times(wide, layer.narrow, wide)
        added += x
        x = _normed(added, layer.norms[1])
    found = []
    for one, (low, high) in zip(batch, itertools.pairwise(cuts), strict=True):
        spans = np.asarray(one.spans, dtype=np.int64)
        found.append(Encoded(x[low:high], spans[:, 0], spans[:, 1]))
    return found


def _times(x: Floats, by: Product, room: Floats | None = None) -> Floats:
    """A product in whole numbers: rows are rounded to STEPS of their largest value. `room`: an array of the same shape, `x` itself
    where it is not needed any more, that is written over; memory that lies in the cache already is half of the cost."""
    largest = np.maximum(x.max(axis=1, keepdims=True), -x.min(axis=1, keepdims=True))
    largest[largest == 0] = 1
    whole = np.multiply(x, np.float32(STEPS) / largest, out=room)
    found = by.times(np.rint(whole, out=whole))
    found *= largest / np.float32(STEPS)
    found += by.bias
    return found


FLAT = 600.0
"""Logarithms of weights of attention up to which their exponentials stay within double precision; those of text lie within 30."""


def _attended(seen: Floats, heads: int) -> Floats:
    """What each word piece takes from the others of its sentence, in double precision: what the order of its sums changes
    is far below a step."""
    length = len(seen)
    asked, key, value = seen.astype(np.float64).reshape(length, 3, heads, -1).transpose(1, 2, 0, 3)
    # copies side by side are multiplied twice as fast as every third stretch of a row
    weighed = (asked / np.sqrt(asked.shape[-1])) @ key.transpose(0, 2, 1).copy()
    if max(weighed.max(), -weighed.min()) > FLAT:
        weighed -= weighed.max(axis=-1, keepdims=True)
    np.exp(weighed, out=weighed)
    taken = weighed @ value.copy()
    taken /= np.einsum("hij->hi", weighed)[..., None]
    return np.asarray(taken.transpose(1, 0, 2).reshape(length, -1), dtype=np.float32)


def _normed(x: Floats, norm: tuple[Floats, Floats]) -> Floats:
    """Rows with mean 0 and spread 1, then scaled and shifted."""
    wide = x.astype(np.float64)
    width = wide.shape[1]
    wide -= wide @ np.full((width, 1), 1 / width)
    wide /= np.sqrt(np.vecdot(wide, wide) / width + 1e-12)[:, None]
    found: Floats = wide.astype(np.float32)
    found *= norm[0]
    found += norm[1]
    return found


@functools.cache
def _curve() -> Floats:
    """x · Φ(x) on a grid of FINE steps of one (Hendrycks and Gimpel 2016, GELU)."""
    from math import erf, sqrt

    grid = np.arange(-REACH, REACH + 1) / FINE
    return np.array([x * (1 + erf(x / sqrt(2))) / 2 for x in grid], dtype=np.float32)


def _curved(x: Floats) -> Floats:
    """The curve of each number; what `x` holds is written over."""
    end = np.float32(REACH / FINE)
    if max(x.max(initial=0), -x.min(initial=0)) > end:
        return np.where(x > end, x, _curved(np.clip(x, -end, end)))
    x *= np.float32(FINE)
    x += np.float32(REACH + 0.5)  # cut off behind the point, that is rounded
    places = x.astype(np.int32).astype(np.intp)  # in two steps, each of which processors do many at a time
    _curve().take(places, mode="wrap", out=x)  # none lies outside: of all modes this is the fastest
    return x
