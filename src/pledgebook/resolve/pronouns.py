"""Who a pronoun stands for: the speaker, or the one of fitting kind named last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pledgebook.model import Actor, Attribution, Mention
from pledgebook.resolve.descriptions import bare
from pledgebook.resolve.gazetteer import word_set
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.people import affiliation
from pledgebook.resolve.phrases import named_in
from pledgebook.resolve.roles import named_at
from pledgebook.resolve.unlisted import Named

SAYING = r"(?:said|says|told|added|announced|stated|explained|noted|wrote|warned|declared|insisted|continued|tweeted|argued|remarked|commented|claimed|urged|confirmed|promised|pledged|vowed)"
_BEFORE_QUOTE = re.compile(
    rf"((?:[A-Z][\w'’.-]*\s+){{0,6}}[A-Z][\w'’.-]*|[Hh]e|[Ss]he|[Tt]hey|[Tt]he [\w ]{{3,40}}?)\s+(?:also\s+|later\s+|further\s+)?{SAYING}\b[^.\"“”\n]{{0,80}}$"
)
_TITLED = "(?:" + "|".join(sorted(re.escape(w.capitalize()) for w in word_set("courtesy-titles"))) + ")"
_BEHIND_QUOTE = re.compile(
    rf"^[,.]?[\"”’]+,?\s*(?:{SAYING}\s+)?((?:the\s+|{_TITLED}\s+)?(?:[\w'’.-]+\s+){{0,6}}?[\w'’.-]+)\s*(?:{SAYING}|[.,])"
)


def speaker(memory: Memory, place: int, chain: Sequence[Attribution] = ()) -> tuple[list[Named], str]:
    """Whose "we" or "I" stands at a place, and the rule that says so."""
    quoted = open_quote(memory.text, memory.paragraph(place)[0], place)
    if quoted is not None:
        found = _quoted(memory, place, quoted, chain)
        if found:
            return found, "pronoun-we-quoted"
    turn = next(((at, who) for at, who in reversed(memory.turns) if at <= place), None)
    if turn is not None:
        found = _turn(memory, *turn)
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
    if low in ("he", "she", "they", "it"):
        return antecedent(memory, start, low, ())[0]
    found = named_in(memory, start, end)
    if found:
        return found[:1]
    last = re.findall(r"[A-Z][\w'’-]+", words)
    ids = affiliation(memory, last[-1]) if last else ()
    if ids:
        return [Named(ids[0], words, start, end)]
    return bare(memory, start, end)[0]


def _turn(memory: Memory, start: int, who: str) -> list[Named]:
    plain = who.lower()
    if re.match(r"(?:q|question|reporter|press|moderator|participant)\b", plain):
        return []
    named = [m for m in memory.within(start, start + len(who)) if m.sort in ("person", "country", "government")]
    if named:
        return [Named(i, named[0].text, named[0].start, named[0].end) for i in named[0].ids]
    words = re.findall(r"[A-Z][A-Za-z'’-]+", re.sub(r"\(.*", "", who))
    if words and words[-1].lower() not in word_set("government-titles") | {"mr", "ms", "the"}:
        last = words[-1].capitalize()
        ids = affiliation(memory, last)
        if ids:
            return [Named(ids[0], who, start, start + len(who))]
    return [named_at(i, who, start) for i in memory.publisher[:1]]


_HE = frozenset({"he", "she", "him", "her", "his"})


def _fits(mention: Mention, pronoun: str, text: str) -> bool:
    if pronoun in _HE:
        return mention.sort == "person"
    if pronoun in ("it", "its"):
        if mention.sort in ("nationality", "region"):
            behind = text[mention.end : mention.end + 30]
            return re.match(r"\s+(?:[Gg]overnment|[Aa]dministration|[Mm]inistry|[Pp]arliament)", behind) is not None
        return mention.sort in ("country", "organisation", "government", "group")
    return mention.sort in ("country", "organisation", "group", "government", "region")


def antecedent(
    memory: Memory, place: int, pronoun: str, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[list[Named], str]:
    """The one that "he", "it" or "they" stands for: subjects of recent sentences before other names, nearer before farther.

    `earlier`: the actors already resolved, with the places of their acts.
    """
    rule = f"pronoun-{pronoun}"
    here = memory.sentence(place)
    best: tuple[float, list[Named]] | None = None
    recent = [(at, actors) for at, actors in earlier if at < place and place - at < 700]
    if pronoun in ("they", "them", "their"):
        for at, actors in reversed(recent):
            if len(actors) > 1 and place - at < 400:
                return [_copy(a, place) for a in actors], rule
    for mention in memory.before(place, 900)[:40]:
        if not _fits(mention, pronoun, memory.text) or _labels(memory, mention):
            continue
        begin = memory.sentence(mention.start)
        between = bisect_right(memory.starts, here) - bisect_right(memory.starts, begin)
        subject = not re.search(
            r"[a-z]{3}",
            re.sub(
                r"(?i)^(?:the|today|president|prime minister|mr|ms|minister|secretary|governor|chancellor|leader|and|in a statement|on \w+day)\b",
                "",
                memory.text[begin : mention.start].strip(),
            ),
        )
        behind = memory.text[mention.end : mention.end + 18]
        acting = (
            re.match(
                r"\s+(?:also\s+)?(?:has|have|had|will|would|said|announced|is|was|plans|agreed|pledged|committed|met|told)\b",
                behind,
            )
            is not None
        )
        score = -1.6 * between + 1.4 * subject + 0.8 * acting - (place - mention.end) / 900
        if best is None or score > best[0]:
            best = score, [Named(i, mention.text, mention.start, mention.end) for i in mention.ids]
    if pronoun in _HE and best is None:
        last = _unknown_person(memory, place)
        if last:
            return last, rule
    if best is not None and not (pronoun in ("it", "its") and best[0] < -6):
        return best[1], rule
    if recent and pronoun not in _HE:
        return [_copy(a, place) for a in recent[-1][1] if a.id], rule
    return [], rule


def _labels(memory: Memory, mention: Mention) -> bool:
    """The name is the label of a speaker's turn, not part of what is said."""
    return any(at <= mention.start <= at + len(who) for at, who in memory.turns)


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
    for match in reversed(
        list(re.finditer(rf"([A-Z][\w'’-]{{2,}})\s+(?:also\s+)?(?:{SAYING}|has|is|was|will)\b", lead))
    ):
        ids = affiliation(memory, match.group(1))
        if ids:
            base = max(memory.document.body[0], place - 700)
            return [Named(ids[0], match.group(1), base + match.start(1), base + match.end(1))]
    return []
