"""The parser's first layer, worked out once a word.

What the parser makes of a word before it looks at its neighbours depends on the word alone: on six numbers that spaCy takes
from it (its form, its ends, its shape). It is a third of the products, so it is kept in a table.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 60_000
"""Words after which the table begins anew: 23 MB."""


def remember_words(nlp: Any) -> None:
    """Let a pipeline keep what its first layer makes of words; one of another make is left as it is."""
    first = _first_layer(nlp)
    if first is not None:
        _remember(first)


def _first_layer(nlp: Any) -> Any:
    """The layer that looks at words one by one: numbers of words, a list, vectors, their products, a list again."""
    layers: Any = nlp.get_pipe("tok2vec").model.layers if "tok2vec" in nlp.pipe_names else []
    steps = layers[0].layers if layers else []
    made = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
    return layers[0] if [step.name.partition("(")[0] for step in steps] == made else None


def _remember(layer: Any) -> None:
    columns = len(layer.layers[0].attrs["columns"])
    factors = 2 * np.random.default_rng(0).integers(2**62, size=columns, dtype=np.uint64) + np.uint64(1)
    places: dict[int, int] = {}
    table: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def of_words(numbers: NDArray[np.uint64]) -> NDArray[np.float32]:
        found: Any = [numbers]
        for step in layer.layers[1:]:
            found = step.predict(found)
        return np.asarray(found[0])

    def forward(_: Any, docs: Any, is_train: bool) -> tuple[list[NDArray[np.float32]], Any]:
        nonlocal table
        parts = layer.layers[0].predict(docs)
        numbers = np.concatenate(parts)
        if not len(numbers):
            return [of_words(part) for part in parts], None
        keys = (numbers * factors).sum(axis=1, dtype=np.uint64)  # modulo 2**64: no two words fall together
        distinct, at, where = np.unique(keys, return_index=True, return_inverse=True)
        if len(places) > MOST:
            places.clear()
        new = [k for k, key in enumerate(distinct.tolist()) if key not in places]
        if new:
            made = of_words(numbers[at[new]])
            start, end = len(places), len(places) + len(new)
            if end > len(table):
                table = np.concatenate(
                    [table[:start].reshape(start, made.shape[1]), np.zeros((end, made.shape[1]), np.float32)]
                )
            table[start:end] = made
            places.update(zip(distinct[new].tolist(), range(start, end), strict=True))
        rows = np.fromiter((places[key] for key in distinct.tolist()), dtype=np.intp, count=len(distinct))
        return np.split(table[rows[where]], np.cumsum([len(part) for part in parts])[:-1]), None

    layer._func = forward
