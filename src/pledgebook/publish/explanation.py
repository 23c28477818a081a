"""Why a place of a text gave its statements, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from pledgebook.extract import Explanation, Weighed
from pledgebook.model import Actor, Statement
from pledgebook.publish.wording import harmless


def explanation_lines(why: Explanation, found: tuple[Statement, ...], signs: int) -> Iterator[str]:
    """The lines of `pledgebook explain`. `signs`: how many to name on each side of a candidate."""
    if why.sentence is None:
        yield f"no sentence stands at {why.offset}"
        return
    yield f"sentence {why.sentence[0]}–{why.sentence[1]}: {harmless(why.text)}"
    if not why.passed:
        yield "gate: stopped; such a sentence cannot hold a statement (a heading or link in capitals, too few words)"
        return
    yield "gate: passed"
    yield "parse: " + "  ".join(f"{harmless(word)}/{role}→{harmless(head)}" for word, _, role, head in why.parse)
    for title, items in (("amounts", why.amounts), ("dates", why.stretches), ("names", why.names)):
        if items:
            yield f"{title}: " + ", ".join(f"{harmless(item.text)} [{item.start}–{item.end}]" for item in items)
    yield f"candidates, likeliest first (a statement from {why.threshold:.2f}):"
    for weighed in why.candidates:
        if weighed.probability < 0.02 and weighed.outcome != "chosen":
            continue
        yield from _candidate(weighed, signs)
    if not found:
        yield "statements here: none"
    for statement in found:
        yield from _fields(statement)


def _candidate(weighed: Weighed, signs: int) -> Iterator[str]:
    judged = f"{weighed.probability:.2f} {weighed.outcome}"
    yield f"  {judged}: {weighed.kind}: {harmless(weighed.act)} ({weighed.role}) → {harmless(weighed.text)}"
    if weighed.probability >= 0.1:
        yield "       for: " + (
            ", ".join(f"{sign} {weight:+.2f}" for sign, weight in weighed.speaks_for[:signs]) or "nothing"
        )
        yield "       against: " + (
            ", ".join(f"{sign} {weight:+.2f}" for sign, weight in weighed.speaks_against[:signs]) or "nothing"
        )
        yield f"       by these signs alone {weighed.by_signs:.2f}, with the second opinion {weighed.probability:.2f}"
    if weighed.outcome == "chosen":
        yield f"       {weighed.kind} by: " + ", ".join(
            f"{sign} {weight:+.2f}" for sign, weight in weighed.kind_signs[:signs]
        )


def _fields(statement: Statement) -> Iterator[str]:
    yield f"statement {statement.id}: {statement.kind}"
    act = statement.act
    yield f"  act: {harmless(act.text)} [{act.start}–{act.end}], {act.polarity}, {act.modality}"
    for name, actors in (
        ("who", statement.actors),
        ("asked of", statement.addressees),
        ("for whom", statement.recipients),
    ):
        for actor in actors:
            yield f"  {name}: {_actor(actor)}"
    if statement.quantity:
        q = statement.quantity
        yield f"  how much: {harmless(q.text)} [{q.start}–{q.end}] = {q.low} to {q.high} {harmless(q.unit)}"
    if statement.period:
        p = statement.period
        yield f"  when: {p.edtf} from {harmless(p.text or '')!r} [{p.start}–{p.end}]" + (
            f", inferred by {p.rule}" if p.rule else ""
        )
    for link in statement.attribution:
        cue = repr(harmless(link.cue)) if link.cue else "none, the speaker of the turn"
        yield f"  who says so: {harmless(link.source)} [{link.start}–{link.end}], cue {cue}"
    yield f"  strength: {statement.strength}"


def _actor(actor: Actor) -> str:
    place = f" [{actor.start}–{actor.end}]" if actor.start is not None else ""
    return f"{actor.id or '?'} {harmless(actor.name)!r}{place}" + (f", inferred by {actor.rule}" if actor.rule else "")
