"""The gate: which sentences can hold a statement at all. Cheap, so that the costly parser sees little.

A sentence's cues, its length and its make-up are weighed (`gate_signs`, and `gate_bits`, which finds the same signs in one pass);
it passes from a threshold on. The weights are data (`gate.json`), learned from annotated documents by `evals/learn/gate.py`; what the gate loses is measured against
parsing everything (docs/decisions/0004-the-gate.md). Weights are whole hundredths, so that their sum is exact.

Sentences that the meaning of others hangs on (who speaks in a transcript, who says what a quotation holds) pass with
those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pledgebook.extract.gate_bits import Seen, bits
from pledgebook.extract.gate_signs import load_gate
from pledgebook.extract.layout import Sentence
from pledgebook.language.grammar import expression

_DIGIT = re.compile(r"[0-9]")
_SPEAKER = expression("extract", "speaker-label")
_QUOTE = re.compile(r"[“”\"]")


def scan(text: str, sentences: Sequence[Sentence], *, threshold: int | None = None) -> list[bool]:
    """For every sentence of a text whether it goes on to the parser: by its own cues, or for the sake of one that does.

    `threshold`: another than that of the gate, in hundredths (lower lets more pass).
    """
    least = load_gate().threshold if threshold is None else threshold
    seen = Seen(text, sentences)
    led = {sentence.start: found for sentence, found in zip(sentences, seen.signs, strict=True)}
    own = [
        bits().weight(found | _of_lead(sentence, led)) >= least and seen.plausible(at)
        for at, (sentence, found) in enumerate(zip(sentences, seen.signs, strict=True))
    ]
    # a lead that each of its items goes on from is parsed with them; alone it is half a sentence, which may hold a figure
    broken = {sentence.lead.start for sentence in sentences if sentence.continues and sentence.lead is not None}
    own = [
        passes and (sentence.start not in broken or _DIGIT.search(text, sentence.start, sentence.end) is not None)
        for sentence, passes in zip(sentences, own, strict=True)
    ]
    return _with_context(text, sentences, seen.signs, own)


def _of_lead(sentence: Sentence, led: Mapping[int, int]) -> int:
    """The cues of the lead that an item goes on from."""
    if not sentence.continues or sentence.lead is None:
        return 0
    return led.get(sentence.lead.start, 0) & bits().cues


def _with_context(text: str, sentences: Sequence[Sentence], signs: Sequence[int], own: Sequence[bool]) -> list[bool]:
    """The sentences that pass, with those that say who speaks: the last turn of a transcript before each of them, and
    beside a quotation the sentences of its paragraph with a verb of saying."""
    kept = list(own)
    turn: int | None = None
    start = 0
    while start < len(sentences):
        end = start
        while end < len(sentences) and sentences[end].block == sentences[start].block:
            end += 1
        low, high = sentences[start].block
        if _SPEAKER.match(text, low, high):
            turn = start
        if any(own[start:end]):
            if turn is not None:
                kept[turn] = True
            if _QUOTE.search(text, low, high):
                for at in range(start, end):
                    kept[at] = kept[at] or bool(signs[at] & bits().saying)
        start = end
    return kept
