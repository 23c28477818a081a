"""Who may have done it: every set of actors that a statement could have, with the signs for and against each.

An option is found in one or more ways: the words name it, the speaker says "we", the line has its label, the publisher
is a government. Its signs say how it was found, what the sentence looks like and who it is; `choice` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pledgebook.language.grammar import expression, piece
from pledgebook.language.lexicon import classes_of, words_of
from pledgebook.model import Actor, Statement
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.partners import partners, work_together
from pledgebook.resolve.people import is_member
from pledgebook.resolve.phrases import named_in
from pledgebook.resolve.pronouns import speaker
from pledgebook.resolve.proper import Named
from pledgebook.resolve.publishers import publisher_in, publisher_of
from pledgebook.resolve.reference import FIRST, OWNED, THIRD, Earlier, all_meant, meant_by

WAYS = (
    "given", "counted", "gapped", "stated", "stated+partners", "lead", "lead+partners", "label", "label+partners", "sentence",
    "sentence+partners", "speaker-quoted", "speaker-joint", "paragraph", "paragraph+partners", "parties",
    "treasury", "speaker-turn", "speaker-publisher", "speaker-publisher+partners", "publisher", "publisher+partners", "heading",
    "nobody",
)  # fmt: skip
"""Ways to find an option, the closest first: the closest that found it gives an option its signs."""


@dataclass(frozen=True, slots=True)
class Option:
    """A set of actors as the closest way found them, with the signs for and against. `passed_on`: whom an act without
    a doer further on takes over: not the partners that stand behind the act."""

    actors: tuple[Actor, ...]
    way: str
    signs: tuple[str, ...]
    passed_on: tuple[Actor, ...]


@dataclass(frozen=True)
class Scene:
    """A statement among what its document says of itself. `earlier`: the actors of the statements before."""

    memory: Memory
    statement: Statement
    earlier: Earlier
    asked: bool = False

    @cached_property
    def stated(self) -> tuple[Actor, ...]:
        """Those for whom the words of the subject stand."""
        return all_meant(self.memory, self.subjects, self.statement, self.earlier)

    @cached_property
    def subjects(self) -> tuple[Actor, ...]:
        """The words of the subject, also in the line that introduces a list; not those of a dateline, which the parser may
        take for one."""
        begins = self.statement.quote.start
        start = self.memory.dateline(begins)
        return tuple(a for a in self.statement.actors if a.id or a.end is None or not begins < a.end <= start)

    @cached_property
    def leading(self) -> tuple[Actor, ...]:
        """Somebody named who opens the sentence: "Spain will double … for …"."""
        return _leading(self)

    @cached_property
    def form(self) -> str:
        """What the words of the subject are: none, we, third-it, named, owned, parties, crowd, described, member, thing; gainers of what somebody gives,
        a crowd that is counted."""
        return _form(self)

    @cached_property
    def takes(self) -> bool:
        """The subject is the one who is given to: "Chile received $8 million", "Laos will be given 30 buses"."""
        act = self.statement.act
        words = act.text.lower().split()
        passive = (
            len(words) > 1
            and bool(set(words) & words_of("moods", "be"))
            and not expression("resolve", "present-participle").search(words[-1])
        )
        return passive or act.lemma in words_of("references", "receiving")

    @cached_property
    def setting(self) -> str:
        """Whose text it is: a transcript, a joint statement, of the press, of an organisation or government."""
        memory = self.memory
        return "turns" if memory.turns else "joint" if memory.signatories else "press" if memory.press else "official"


_PARTIES = expression("resolve", "parties")
_CROWD = expression("resolve", "crowd")
_COUNTED = expression("resolve", "counted")
_NAME_LIKE = expression("resolve", "name-like")


def _form(scene: Scene) -> str:
    if not scene.subjects:
        return "none"
    words = scene.subjects[0].name.strip(" \t\n\"“'‘(”’),;:")
    low = words.lower()
    if low in FIRST:
        return "we"
    if low in THIRD:
        return f"third-{low}"
    if any(actor.rule is None for actor in scene.stated):
        return "named-taker" if scene.takes else "named"
    if OWNED.match(words):
        return "owned"
    if _PARTIES.search(words):
        gains = scene.statement.act.lemma in words_of("references", "gaining")
        return "gainers" if gains else "parties"
    if _CROWD.search(words):
        return "counted-crowd" if _COUNTED.match(words) else "crowd"
    if scene.stated:
        return "described"
    if words.split() and is_member(scene.memory, words.split()[-1]):
        return "member"
    return "proper" if _NAME_LIKE.match(words) and not expression("resolve", "with-article").match(words) else "thing"


_LEAD = expression("resolve", "lead")


def _leading(scene: Scene) -> tuple[Actor, ...]:
    memory, statement = scene.memory, scene.statement
    start = max(statement.quote.start, memory.dateline(statement.quote.start))
    match = _LEAD.match(memory.text, start, max(start, statement.object.start))
    if match is None:
        return ()
    low, high = match.span("who")
    if low <= statement.object.start < high or (
        not expression("resolve", "we-alone").fullmatch(match.group("who")) and not memory.within(low, high)
    ):
        return ()
    found = meant_by(memory, Actor(None, match.group("who"), low, high), statement, scene.earlier)
    return tuple(replace(actor, rule=actor.rule or "sentence-subject") for actor in found)


def _from(found: Sequence[Named], rule: str) -> tuple[Actor, ...]:
    first = {name.id: name for name in reversed(found)}
    return tuple(Actor(i, first[i].name, None, None, rule) for i in dict.fromkeys(name.id for name in found))


def _again(actors: Sequence[Actor], rule: str) -> tuple[Actor, ...]:
    return tuple(Actor(actor.id, actor.name, None, None, rule) for actor in actors)


Found = tuple[str, tuple[Actor, ...]]
"""A way and the actors it finds."""


def _inherited(scene: Scene) -> Iterator[Found]:
    """The actors of the statement before in the sentence and in the paragraph; the parties of what a list sets out."""
    memory, quote, place = scene.memory, scene.statement.quote, scene.statement.act.start
    line = memory.paragraph(place)
    for way, (low, high) in (
        ("sentence", (quote.start, quote.end)),
        ("paragraph", memory.lead(line[0])),
        ("paragraph", line),
    ):
        near = [actors for at, actors in scene.earlier if low <= at < high and at <= place]
        if near:
            yield way, _again(near[-1], f"same-{way}")
    shared = next((actors for _, actors in scene.earlier if _with_publisher(memory, actors)), ())
    yield "parties", _again(shared, "unstated-parties")


def _with_publisher(memory: Memory, actors: Sequence[Actor]) -> bool:
    """Governments of which the publisher is one: those who share what a list sets out."""
    ids = [actor.id or "" for actor in actors]
    return len(ids) > 1 and set(memory.publisher) < set(ids) and all(_sort(i) in ("country", "part") for i in ids)


def _speaking(scene: Scene) -> Iterator[Found]:
    """Who speaks there, and who publishes."""
    memory = scene.memory
    said, rule = speaker(memory, scene.statement.act.start, scene.statement.attribution)
    yield rule.replace("pronoun-we", "speaker"), _from(said, rule.replace("pronoun-we", "unstated"))
    name = memory.document.publisher or ""
    yield "publisher", tuple(Actor(i, name, None, None, "unstated-publisher") for i in memory.publisher)


_MONEY = expression("resolve", "public-money")


def _treasury(scene: Scene) -> Iterator[Found]:
    """Whose money it is of which a member of a parliament tells: "Our town will receive $40,000", "The grants were awarded"."""
    country, statement = publisher_of(scene.memory.document.publisher).member_of, scene.statement
    if not country or scene.form == "we":
        return
    act, text = statement.act, scene.memory.text
    counted = statement.quantity is not None and statement.quantity.measure == "money"
    flows = any(_MONEY.search(actor.name) for actor in statement.actors)
    money = counted or flows or _MONEY.search(text, statement.object.start, statement.object.end)
    given = scene.takes and (
        "give" in classes_of("verbs").get(act.lemma, ()) or act.lemma in words_of("references", "voting")
    )
    moved = flows and act.lemma in words_of("references", "flowing")
    if (money and given) or moved or (counted and act.lemma in words_of("references", "receiving")):
        yield "treasury", (Actor(country, country, None, None, "unstated-government"),)


def _accounts(scene: Scene) -> tuple[Actor, ...]:
    """The firm that publishes its own numbers: "Sales came to $4 million"; not where the sentence names anybody else."""
    memory, quote = scene.memory, scene.statement.quote
    counted = set(re.findall(r"\w+", quote.text.lower())) & words_of("references", "accounts")
    name = memory.document.publisher
    others = any(m.ids != memory.publisher for m in memory.within(quote.start, quote.end))
    if not counted or others or not publisher_in(memory.document).names:
        return ()
    return tuple(Actor(i, name or "", None, None, "unstated-publisher") for i in memory.publisher)


_LABEL = re.compile(r"[^\w\n]*([A-Z][^:|\t\n]{1,60}?)[*_]*(?::[*_]*\s|\t|\s*\|\s*)")
_BESIDE = re.compile(r"[^\w\n]*([A-Z][^:|\t\n]{1,60}?)[*_]*\s(?:[–—-]{1,2}\s|\()$")
"""What stands before the amount itself: "Japan – $7 million", "Japan ($7 million)"."""
_ALONE = re.compile(r"([A-Z][^:|\t\n]{1,60}?):\s$")
_AFTER_OTHERS = re.compile(rf";\s+(?:{piece('resolve', 'and')}\s+)?([^,;:.()]{{2,60}}),\s+$")
"""Whose amount it is where the verb is not said again: "Canada gave $5 million; the World Bank, $7 million"."""
_AFTER_AN_AMOUNT = re.compile(
    rf"(?:,|;|\b{piece('resolve', 'and')})\s{{1,3}}(?:{piece('resolve', 'and')}\s{{1,3}})?([^,;:.()\d]{{2,60}}?),?\s{{1,3}}$"
)
"""The same with no more than a comma: "Kuwait gave $41 million, Denmark €20 million"."""
_FIRST_VERB = re.compile(r"\s[a-z]")


def _over(scene: Scene) -> Iterator[Found]:
    """Who stands before the colon that opens the line ("Japan: $7 million"), and in the heading above it."""
    memory, statement = scene.memory, scene.statement
    place = statement.quantity.start if statement.quantity else statement.object.start
    low, _ = memory.paragraph(place)
    label = (
        _ALONE.match(memory.text, max(low, memory.sentence(place)), place)  # "Germany: €3 million. France: €2 million."
        or _LABEL.match(memory.text, low, place)
        or _BESIDE.match(memory.text, low, place)
    )
    if label:
        known = {i for m in memory.within(*label.span(1)) for i in m.ids}
        named = [n for n in named_in(memory, *label.span(1)) if n.id in known]
        way = "label" if scene.form in ("none", "thing") else "heading"
        yield way, tuple(Actor(n.id, n.name, n.start, n.end) for n in named)
    heading = memory.heading(low)
    if heading:
        yield "heading", _heading(memory, *heading)


def _without_verb(scene: Scene) -> Iterator[Found]:
    """Who stands before an amount after a semicolon, where the verb is that of the part before."""
    memory, quantity = scene.memory, scene.statement.quantity
    if quantity is None or scene.takes:
        return
    start = memory.sentence(quantity.start)
    found = _AFTER_OTHERS.search(memory.text, scene.statement.quote.start, quantity.start)
    if found is None and not _has_takers(scene, start):
        found = _behind_an_amount(memory.text, start, quantity.start)
    if found:
        low, high = found.span(1)
        named = [m for m in memory.within(low, high) if m.end == high and m.end - m.start > MOSTLY * (high - low)]
        yield "gapped", tuple(Actor(i, m.text, m.start, m.end) for m in named for i in m.ids)


_TAIL = 80
"""Characters before an amount in which it is asked whose it is."""


def _behind_an_amount(text: str, start: int, end: int) -> re.Match[str] | None:
    """What stands between two amounts of one part of a sentence, before the second, which begins at `end`."""
    found = _AFTER_AN_AMOUNT.search(text, max(start, end - _TAIL), end)
    part = max(start, *(text.rfind(mark, start, found.start()) for mark in ";:.")) if found else end
    return found if found and re.search(r"\d", text[part : found.start()]) else None


def _has_takers(scene: Scene, start: int) -> bool:
    """Who is given to stands before the first amount: "Sweden will give Kenya $5 million and Uganda $7 million"."""
    memory, act = scene.memory, scene.statement.act
    first = _AMOUNT.search(memory.text, max(start, act.end))
    if first is None or "give" not in classes_of("verbs").get(act.lemma, ()):
        return False
    return any(m.end >= first.start() - 1 for m in memory.within(act.end, first.start()))


_AMOUNT = re.compile(r"[^\w\s]?\d|[A-Z$€£¥]+\s?\d")
_SIDE = expression("resolve", "side")


def _on_a_side(scene: Scene) -> Iterator[Found]:
    """Whose turn the sentence says it is: "On the Peruvian side, the plan sets aside $3 million"."""
    memory, statement = scene.memory, scene.statement
    for match in _SIDE.finditer(memory.text, statement.quote.start, statement.act.start):
        named = memory.within(*match.span("who"))
        if scene.form in ("none", "thing") and len({m.ids for m in named}) == 1:
            yield "label", tuple(Actor(i, m.text, m.start, m.end) for m in named[:1] for i in m.ids)


MOSTLY = 0.6
"""Share of a heading that the name of a donor takes: "Japan", not "Fires in Japan and elsewhere"."""


def _heading(memory: Memory, start: int, end: int) -> tuple[Actor, ...]:
    """Who a heading names, before its verb and behind a colon in it: "Japan", "Mali: World Bank backs roads"."""
    colon = memory.text.find(": ", start, end)
    start = colon + 2 if colon >= 0 else start
    verb = _FIRST_VERB.search(memory.text, start, end)
    end = verb.start() if verb else end
    named = [m for m in memory.within(start, end) if m.end - m.start > MOSTLY * (end - start)]
    return tuple(Actor(i, m.text, None, None, "heading") for m in named for i in m.ids)


def _found(scene: Scene) -> Iterator[Found]:
    memory, statement = scene.memory, scene.statement
    yield "given", tuple(actor for actor in statement.actors if actor.id)
    yield "stated", scene.stated
    if statement.kind == "figure":
        spent = statement.act.lemma in words_of("references", "own-count")
        own = [a for a in statement.actors if spent or a.name.lower() in words_of("references", "own-doing")]
        yield "counted", all_meant(memory, own, statement, scene.earlier)
        yield "counted", _accounts(scene)
    if scene.form == "none":
        yield "lead", scene.leading
    yield from _without_verb(scene)
    yield from _on_a_side(scene)
    yield from _over(scene)
    yield from _inherited(scene)
    yield from _treasury(scene)
    yield from _speaking(scene)


def options(scene: Scene) -> list[Option]:
    """Every option of a statement, the closest first; the last is nobody."""
    found: dict[frozenset[str], Option] = {}
    given = {actor.id for actor in scene.statement.recipients if actor.id and actor.rule is None and scene.takes}

    def add(way: str, actors: tuple[Actor, ...], passed_on: Sequence[Actor]) -> None:
        ids = frozenset(actor.id for actor in actors if actor.id)
        if way.startswith(("lead", "sentence", "paragraph")) and ids and ids <= given:
            return  # who is given to, as the words say, does not give ("Chile received $8 million")
        known = found.get(ids)
        if known is None or WAYS.index(way) < WAYS.index(known.way):
            found[ids] = Option(actors, way, tuple(_signs(scene, way)), tuple(passed_on))

    for way, actors in _found(scene):
        if actors and way in WAYS:
            add(way, actors, actors)
            beside = partners(scene.memory, scene.statement, actors) if f"{way}+partners" in WAYS else ()
            if beside:
                ahead = (
                    [] if work_together(scene.memory, scene.statement) else _ahead(beside, scene.statement.act.start)
                )
                add(f"{way}+partners", (*actors, *beside), (*actors, *ahead))
    ordered = sorted(found.values(), key=lambda option: WAYS.index(option.way))
    return [*ordered, Option((), "nobody", tuple(_signs(scene, "nobody")), ())]


def _ahead(beside: Sequence[Actor], place: int) -> list[Actor]:
    """The partners who stand before an act, as its doers do."""
    return [actor for actor in beside if actor.start is not None and actor.start < place]


def _signs(scene: Scene, way: str) -> Iterator[str]:
    form, kind, setting = scene.form, scene.statement.kind, scene.setting
    yield f"way:{way}"
    for fact in (form, kind, setting, f"{form}×{kind}", f"{form}×{setting}"):
        yield f"way:{way}×{fact}"
    if scene.asked:
        yield f"way:{way}×asked"
    if _is_item(scene):
        yield f"way:{way}×item"
        if scene.statement.act.start < scene.statement.object.end:
            yield f"way:{way}×verbless"


_BULLET = re.compile(r"[ \t]*[•●▪➢]\s")


def _is_item(scene: Scene) -> bool:
    """The act or its object opens the line, or nobody acts in a line with a bullet: an item of a list, whose doer stands in
    the lead."""
    statement = scene.statement
    if scene.form == "none" and _BULLET.match(scene.memory.text, scene.memory.paragraph(statement.object.start)[0]):
        return True
    place = min(statement.object.start, max(statement.act.start, statement.quote.start))
    start = scene.memory.paragraph(place)[0]
    return not re.search(r"\w", scene.memory.text[start:place])


def _sort(identity: str) -> str:
    if len(identity) == 2:
        return "country"
    if identity.startswith("M49:"):
        return "region"
    return "part" if identity.startswith(("org:state-of", "org:city-of", "org:province-of")) else "organisation"
