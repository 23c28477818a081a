"""Texts → spaCy's parses, through its parts one after the other.

spaCy's parser gives up the interpreter's lock for all its steps, and its maxout takes it back for every number of every step: a
quarter of the time of the parse. So its steps are taken from Python, for all sentences of a batch at once, by the same methods that
its training uses; its words, tags and arcs are the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

LEARNED = ("tok2vec", "tagger", "parser")
"""The parts of a pipeline that are learned, in their order."""
_TOGETHER = 64
"""Sentences whose steps are taken together, of like length."""


def parses(nlp: Any, texts: Sequence[str], batch: int) -> Iterator[Any]:
    """The parse of each text in order, by a pipeline that begins with `LEARNED` and by no other part of it. `batch`: texts that
    go through a part at a time."""
    words, tags, arcs = (nlp.get_pipe(name) for name in LEARNED)
    waiting = iter(texts)
    while docs := [nlp.make_doc(text) for text in itertools.islice(waiting, batch)]:
        for part in (words, tags):
            part.set_annotations(docs, part.predict(docs))
        by_length = sorted(docs, key=len)
        for start in range(0, len(docs), _TOGETHER):
            some = by_length[start : start + _TOGETHER]
            arcs.set_annotations(some, _states(arcs, some))
        yield from docs


def _states(parser: Any, docs: Sequence[Any]) -> Any:
    """The states at which the parser ends; those of its own `predict`."""
    if parser.cfg["beam_width"] != 1 or not any(map(len, docs)):
        return parser.predict(docs)
    steps = parser.model.predict(docs)
    if not steps.attrs["has_upper"] or not steps._class_mask.all():
        return parser.predict(docs)
    states = parser.moves.init_batch(docs)
    weights, bias = (steps.vec2scores.get_param(name) for name in ("W", "b"))
    going = [state for state in states if not state.is_final()]
    while going:
        scores = steps.state2vec.predict(steps.get_token_ids(going)) @ weights.T
        scores += bias
        going = parser.transition_states(going, scores)
    steps.clear_memory()
    return states
