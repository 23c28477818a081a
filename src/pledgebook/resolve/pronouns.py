"""Who a pronoun stands for: the speaker, or the one of fitting kind named last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pledgebook.language.grammar import expression, piece
from pledgebook.language.lexicon import pattern_of, words_of
from pledgebook.language.turns import Turn, speaking
from pledgebook.model import Actor, Attribution, Mention
from pledgebook.resolve.antecedents import antecedents
from pledgebook.resolve.chains import chains
from pledgebook.resolve.descriptions import bare
from pledgebook.resolve.gazetteer import Sort, word_set
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.people import affiliation
from pledgebook.resolve.phrases import head_noun, named_in
from pledgebook.resolve.proper import Named
from pledgebook.resolve.roles import named_at, who_met

SAYING = pattern_of("turns", "saying")
_BEFORE_QUOTE = expression("resolve", "said-before")
_SAID_OF_HIMSELF = expression("resolve", "said-of-himself")
_TITLED = "(?:" + "|".join(sorted(re.escape(w.capitalize()) for w in word_set("courtesy-titles"))) + ")"
_BEHIND_QUOTE = re.compile(
    rf"^[,.]?[\"”’]+,?\s*(?:{SAYING}\s+)?((?:{piece('resolve', 'article')}\s+|{_TITLED}\s+)?(?:[\w'’.-]+\s+){{0,6}}?[\w'’.-]+)\s*(?:{SAYING}|[.,])"
)


def speaker(memory: Memory, place: int, chain: Sequence[Attribution] = ()) -> tuple[list[Named], str]:
    """Whose "we" or "I" stands at a place, and the rule that says so."""
    quoted = open_quote(memory.text, memory.paragraph(place)[0], place)
    if quoted is not None:
        found = _quoted(memory, place, quoted, chain)
        if found:
            return found, "pronoun-we-quoted"
    turn = speaking(memory.turns, place)
    if turn is not None:
        found = _turn(memory, turn)
        if found:
            return found, "pronoun-we-turn"
    if memory.signatories and quoted is None:
        return [named_at(i, memory.document.title or "", place) for i in memory.signatories], "pronoun-we-joint"
    if memory.publisher:
        return [named_at(i, memory.document.publisher or "", place) for i in memory.publisher], "pronoun-we-publisher"
    for link in reversed(chain):
        found = named_in(memory, link.start, link.end)
        if found:
            return found, "pronoun-we-quoted"
    return [], "pronoun-we"


def open_quote(text: str, start: int, place: int) -> int | None:
    """Where the quotation that is open at a place begins, None outside one."""
    opened = -1
    for match in re.finditer(r"[\"“”]", text[start:place]):
        mark = match.group()
        if mark == "“":
            opened = match.start()
        elif mark == "”":
            opened = -1
        else:
            opened = match.start() if opened < 0 else -1
    return start + opened if opened >= 0 else None


def _quoted(memory: Memory, place: int, quote: int, chain: Sequence[Attribution]) -> list[Named]:
    for link in reversed(chain):
        if link.start < quote or link.start > place:
            found = _said_by(memory, link.start, link.end)
            if found:
                return found
    start, end = memory.paragraph(place)
    lead = _BEFORE_QUOTE.search(memory.text[max(start, quote - 160) : quote].rstrip(' ,:"“'))
    if lead:
        base = max(start, quote - 160)
        found = _said_by(memory, base + lead.start(1), base + lead.end(1))
        if found:
            return found
    close = next((place + m.start() for m in re.finditer(r"[\"”]", memory.text[place : end + 1])), None)
    if close is not None:
        behind = _BEHIND_QUOTE.match(memory.text[close : min(end, close + 140)])
        if behind:
            return _said_by(memory, close + behind.start(1), close + behind.end(1))
    if start > memory.document.body[0]:  # a quotation that runs on from the paragraph before
        earlier = memory.paragraph(start - 2)
        named = [m for m in memory.within(*earlier) if m.sort == "person"]
        if named and memory.text[earlier[0] : earlier[1]].rstrip()[-1:] not in ("”", '"'):
            return [Named(i, named[-1].text, named[-1].start, named[-1].end) for i in named[-1].ids]
    return []


def _said_by(memory: Memory, start: int, end: int) -> list[Named]:
    words = memory.text[start:end]
    low = words.lower().strip()
    if expression("resolve", "pronoun").fullmatch(low):
        return antecedent(memory, start, low, ())[0]
    found = named_in(memory, start, end)
    if found:
        return found[:1]
    last = re.findall(r"[A-Z][\w'’-]+", words)
    ids = affiliation(memory, last[-1]) if last else ()
    if ids:
        return [Named(ids[0], words, start, end)]
    return bare(memory, start, end)[0]


def _turn(memory: Memory, turn: Turn) -> list[Named]:
    """Whom the speaker of a turn speaks for: whom his label names, his affiliation, else the publisher."""
    if not turn.named:
        return []
    who = memory.text[turn.start : turn.end]
    named = [m for m in memory.within(turn.start, turn.end) if m.sort in ("person", "country", "government")]
    if named:
        return [Named(i, named[0].text, named[0].start, named[0].end) for i in named[0].ids]
    words = re.findall(r"[A-Z][A-Za-z'’-]+", _ASIDE.sub("", who))
    if words and words[-1].lower() not in word_set("government-titles") | word_set("courtesy-titles"):
        ids = affiliation(memory, words[-1].capitalize())
        if ids:
            return [Named(ids[0], who, turn.start, turn.end)]
    return [named_at(i, who, turn.start) for i in memory.publisher[:1]]


_ASIDE = re.compile(r"\(.*")


_HE = words_of("references", "one-person")
_IT = words_of("references", "one-body")
_THEY = words_of("references", "several")
_BODY = expression("resolve", "body-of-a-people")
RECENT, WEAK = 700, -6.0
"""Characters back to an act whose doers a pronoun may take; a score below
which "it" means no name."""


def _fits(memory: Memory, mention: Mention, pronoun: str) -> bool:
    if pronoun in _HE:
        return mention.sort == "person"
    if pronoun in _IT and mention.sort in ("nationality", "region"):
        return _BODY.match(memory.text, mention.end) is not None
    return mention.sort in ("country", "organisation", "government", "group") or (
        pronoun not in _IT and mention.sort == "region"
    )


def antecedent(
    memory: Memory, place: int, pronoun: str, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[list[Named], str]:
    """The one that "he", "it" or "they" stands for: subjects of recent sentences before other names, nearer before farther.

    `earlier`: the actors already resolved, with the places of their acts.
    """
    rule = f"pronoun-{pronoun}"
    bound = _bound(memory, place) if pronoun not in _HE else []
    if bound and (pronoun in _THEY or len(bound) == 1):
        return bound, rule
    recent = [(at, actors) for at, actors in earlier if at < place and place - at < RECENT]
    if pronoun in _THEY:
        together = next((a for at, a in reversed(recent) if len(a) > 1), ())
        if together:
            return [_copy(actor, place) for actor in together], rule
    several = True if pronoun in _THEY else None
    more = [] if pronoun in _THEY else list(_described_before(memory, place, earlier))
    found = antecedents(memory, place, lambda mention: _fits(memory, mention, pronoun), several=several, more=more)
    met = who_met(memory) if pronoun in _THEY and not (found and len(found[0].mentions) > 1) else ()
    if met:
        return [named_at(i, memory.document.title or "", place) for i in met], rule
    if found and not (pronoun in _IT and found[0].score < WEAK):
        return [Named(i, m.text, m.start, m.end) for m in found[0].mentions for i in m.ids], rule
    if pronoun in _HE:
        return _unknown_person(memory, place), rule
    return [_copy(actor, place) for actor in recent[-1][1] if actor.id] if recent else [], rule


_SUBJECT = expression("resolve", "described-subject")
_LOOSE = expression("resolve", "loose-subject")
SENTENCES = 3
"""Sentences back, that of the pronoun included, in which a phrase may be what it goes back to."""


def _described_before(
    memory: Memory, place: int, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> Iterator[Mention]:
    """The phrases before a pronoun that act and name nobody, with those for whom they stand: "The Board met. It agreed"."""
    at = bisect_right(memory.starts, place) - 1
    low = memory.starts[max(0, at + 1 - SENTENCES)]
    known = {chain.id for chain in chains(memory).every}
    for match in _SUBJECT.finditer(memory.text, low, place):
        start, end = match.span("who")
        if _LOOSE.search(match.group("who")):
            continue
        found = named_in(memory, start, end)
        if not found:
            found, rule = bare(memory, start, end, earlier)
            found = [] if rule == "government-named-last" else found
        if len(found) == 1 and (memory.counts[found[0].id] or found[0].id in known or found[0].id == memory.home):
            yield Mention(start, end, match.group("who"), (found[0].id,), _sort(match.group("who"), found[0].id))


def _sort(words: str, identity: str) -> Sort:
    if head_noun(words) in word_set("government-titles") | word_set("company-titles"):
        return "person"
    return "government" if len(identity) == 2 else "organisation"


def _bound(memory: Memory, place: int) -> list[Named]:
    """Who says it of himself: "Norway and Acme Health announced they are ending it"."""
    start = max(memory.sentence(place), memory.dateline(place))
    match = _SAID_OF_HIMSELF.fullmatch(memory.text, start, place)
    return named_in(memory, *match.span("who")) if match else []


def _copy(actor: Actor, place: int) -> Named:
    return Named(
        actor.id or "",
        actor.name,
        actor.start if actor.start is not None else place,
        actor.end if actor.end is not None else place,
    )


def _unknown_person(memory: Memory, place: int) -> list[Named]:
    """The last person no gazetteer knows who said or did something, by the document's own affiliation."""
    lead = memory.text[max(memory.document.body[0], place - 700) : place]
    for match in reversed(list(expression("resolve", "said-or-was").finditer(lead))):
        ids = affiliation(memory, match.group(1))
        if ids:
            base = max(memory.document.body[0], place - 700)
            return [Named(ids[0], match.group(1), base + match.start(1), base + match.end(1))]
    return []
