"""What goes wrong on documents that were not learned from, by cause: where to look for better candidates and signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.learn.annotated import Annotated, match, overlap

CAUSES = (
    "missed: no candidate",
    "missed: another object was chosen in its place",
    "missed: below the threshold, the sentence gives others",
    "missed: below the threshold, the sentence gives none",
    "false alarm: touches an annotated object",
    "false alarm: in a sentence that has others",
    "false alarm: in a sentence that has none",
    "wrong kind",
)


@dataclass(frozen=True, slots=True)
class FoldError:
    """One thing that is not as annotated. `cause`: one of CAUSES; `words`: of the object; `beside`: what was annotated
    or chosen instead; `sentence`: the words around."""

    document: str
    cause: str
    words: str
    beside: str
    sentence: str


def paired(one: Annotated, picks: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Annotation → place in `picks` (candidate and kind), one to one, best first, as the official scorer pairs them."""
    fits = []
    for i, annotation in enumerate(one.gold):
        for j, (k, kind) in enumerate(picks):
            candidate = one.examined.proposals[k].candidate
            fit = match(annotation, (candidate.start, candidate.end), one.sizes[k])
            if fit is not None:
                fits.append((fit[0] + 0.5 * (kind == annotation["kind"]) + 0.25 * fit[1], i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(fits, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def errors_of(read: Sequence[tuple[Annotated, Sequence[tuple[int, str]]]]) -> list[FoldError]:
    """The errors of documents with the candidates that were chosen in each. Optional annotations are no misses."""
    return [error for one, picks in read for error in _errors(one, picks)]


def _errors(one: Annotated, picks: Sequence[tuple[int, str]]) -> Iterator[FoldError]:
    text, proposals = one.document.text, one.examined.proposals
    pairs = paired(one, picks)
    spans = [(proposals[k].candidate.start, proposals[k].candidate.end) for k, _ in picks]
    for i, annotation in enumerate(one.gold):
        own = (annotation["start"], annotation["end"])
        start, end = _sentence(one, own[0])
        if i in pairs:
            kind = picks[pairs[i]][1]
            if kind != annotation["kind"] and not annotation.get("optional"):
                beside = f"{annotation['kind']} read as {kind}"
                yield FoldError(one.name, CAUSES[7], annotation["object"], beside, text[start:end])
            continue
        if annotation.get("optional"):
            continue
        instead = [s for s in spans if overlap(own, s) > 0]
        inside = [s for s in spans if start <= s[0] < end]
        cause = CAUSES[0] if i not in one.labels else CAUSES[1] if instead else CAUSES[2] if inside else CAUSES[3]
        beside = " | ".join(text[a:b] for a, b in instead or inside)
        yield FoldError(one.name, cause, annotation["object"], beside, text[start:end])
    for j, span in enumerate(spans):
        if j in pairs.values():
            continue
        start, end = _sentence(one, span[0])
        touched = [g for g in one.gold if overlap((g["start"], g["end"]), span) > 0]
        inside = [g for g in one.gold if start <= g["start"] < end]
        cause = CAUSES[4] if touched else CAUSES[5] if inside else CAUSES[6]
        beside = " | ".join(g["object"] for g in touched or inside)
        yield FoldError(one.name, cause, text[span[0] : span[1]], beside, text[start:end])


def _sentence(one: Annotated, at: int) -> tuple[int, int]:
    found = next((p.sentence for p in one.examined.parsed if p.sentence.start <= at < p.sentence.end), None)
    return (found.start, found.end) if found is not None else (at, at)


def lines_of(errors: Sequence[FoldError], examples: int) -> Iterator[str]:
    """A count for every cause, the commonest first, and some examples, spread evenly over the documents."""
    for cause in sorted(CAUSES, key=lambda c: -sum(e.cause == c for e in errors)):
        group = [e for e in errors if e.cause == cause]
        yield f"{len(group):5}  {cause}"
        step = max(1.0, len(group) / examples) if examples else 1.0
        for error in (group[int(i * step)] for i in range(min(examples, len(group)))):
            yield f"         {error.document}: {error.words!r}  <>  {error.beside!r}"
            yield f"           {' '.join(error.sentence.split())[:200]}"
