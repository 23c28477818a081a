"""Who does it beside the actor: "in cooperation with the U.S.", "signed an agreement with Ukraine", "met with X"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Act, Actor, Statement
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.phrases import named_in

_BESIDE = expression("resolve", "together-with")
_WORKING = expression("resolve", "working-with")
_MEETING = expression("resolve", "meeting-with")
_WITH = expression("resolve", "with")
_TO_DO = expression("resolve", "to-do-it")
_EXAMPLES = expression("resolve", "for-example")
_STOP = expression("resolve", "partner-ends")
BEFORE, BEHIND, REACH, NEAR, GAP = 90, 60, 70, 45, 25
"""Characters: how far before the act and behind the object a partner is looked for, how long his name may be, how far
behind the words that announce him it may begin, and how far behind the act those may stand where they stand before the
object."""


def _places(memory: Memory, statement: Statement, low: int, high: int) -> Iterator[int]:
    """Where the names of partners may begin."""
    act, target = statement.act, statement.object
    patterns = [(_BESIDE, False), (_WORKING, True)]
    if statement.kind == "agreement":
        patterns.append((_WITH, False))
    if act.lemma in words_of("references", "meeting-acts"):
        patterns.append((_MEETING, True))
    for pattern, doing in patterns:
        for match in pattern.finditer(memory.text, low, high):
            inner = act.start <= match.start() < target.start
            if doing and not inner and not _leads_to(memory, match.end(), act):
                continue
            if inner and pattern is _BESIDE and match.start() - act.end > GAP:
                continue
            yield match.end()


def work_together(memory: Memory, statement: Statement) -> bool:
    """The partners are those with whom somebody works in order to act ("will partner with Chad to build"): they do this one act
    beside him, not what follows it."""
    act = statement.act
    places = (
        m.end() for m in _WORKING.finditer(memory.text, max(statement.quote.start, act.start - BEFORE), act.start)
    )
    return any(_leads_to(memory, place, act) for place in places)


def _leads_to(memory: Memory, start: int, act: Act) -> bool:
    """What begins here names somebody and ends in the act: "work with Norway to build"."""
    named = [name.end for name in named_in(memory, start, act.start)] if act.start - start < REACH + NEAR else []
    found = _TO_DO.match(memory.text, max(named), act.end) if named else None
    return found is not None and found.end() >= act.start


def partners(memory: Memory, statement: Statement, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The partners of these actors in a statement, () where it names none."""
    if statement.kind not in ("commitment", "action", "agreement") or not actors:
        return ()
    low = max(statement.quote.start, min(statement.act.start, statement.object.start) - BEFORE)
    high = min(statement.quote.end, max(statement.object.end, statement.act.end) + BEHIND)
    found: dict[str, Actor] = {}
    known = {actor.id for actor in actors}
    for place in _places(memory, statement, low, high):
        end = min(high, place + REACH)
        stop = _STOP.search(memory.text, place, end)
        names = named_in(memory, place, stop.start() if stop else end)
        near = names and names[0].start - place < NEAR
        if near and not _EXAMPLES.search(memory.text, place, names[0].start):
            for name in names:
                if name.id not in known:
                    found.setdefault(name.id, Actor(name.id, name.name, name.start, name.end))
    return tuple(found.values())
