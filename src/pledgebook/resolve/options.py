"""Who may have done it: every set of actors that a statement could have, with the signs for and against each.

An option is found in one or more ways: the words name it, the speaker says "we", the line has its label, the publisher
is a government. Its signs say how it was found, what the sentence looks like and who it is; `choice` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pledgebook.language.lexicon import classes_of, pattern_of, words_of
from pledgebook.model import Actor, Mention, Statement
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.partners import partners
from pledgebook.resolve.phrases import named_in
from pledgebook.resolve.pronouns import open_quote, speaker
from pledgebook.resolve.reference import FIRST, OWNED, THIRD, Earlier, all_meant, meant_by
from pledgebook.resolve.roles import home_government
from pledgebook.resolve.unlisted import Named

WAYS = (
    "given", "counted", "stated", "stated+partners", "lead", "lead+partners", "label", "label+partners", "sentence",
    "sentence+partners", "speaker-quoted", "speaker-joint", "paragraph", "paragraph+partners", "parties",
    "speaker-turn", "speaker-publisher", "speaker-publisher+partners", "publisher", "publisher+partners", "heading",
    "opener", "source", "name", "before", "home", "title", "first", "nobody",
)  # fmt: skip
"""Ways to find an option, the closest first: the closest gives it its signs, the others only say that they agree."""


@dataclass(slots=True)
class Option:
    """A set of actors as the closest way found them. `ways`: all that found it; `signs`: for and against it.
    `passed_on`: whom an act without a doer further on takes over: not the partners that stand behind the act."""

    actors: tuple[Actor, ...]
    ways: list[str] = field(default_factory=list)
    signs: set[str] = field(default_factory=set)
    passed_on: tuple[Actor, ...] = ()


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
        return all_meant(self.memory, self.statement.actors, self.statement, self.earlier)

    @cached_property
    def leading(self) -> tuple[Actor, ...]:
        """Somebody named who opens the sentence: "Spain will double … for …"."""
        return _leading(self)

    @cached_property
    def form(self) -> str:
        """What the words of the subject are: none, we, third-it, named, owned, parties, crowd, described, thing."""
        return _form(self)

    @cached_property
    def voice(self) -> str:
        """Of the act: active, passive, or a participle alone ("Strengthening …")."""
        words = self.statement.act.text.lower().split()
        if words[-1].endswith("ing"):
            return "participle" if len(words) == 1 else "active"
        return "passive" if len(words) > 1 and set(words) & words_of("moods", "be") else "active"

    @cached_property
    def setting(self) -> str:
        """Whose text it is: a transcript, a joint statement, of the press, of an organisation or government."""
        memory = self.memory
        return "turns" if memory.turns else "joint" if memory.signatories else "press" if memory.press else "official"

    @cached_property
    def quoted(self) -> bool:
        """The act stands within quotation marks."""
        place = self.statement.act.start
        return open_quote(self.memory.text, self.memory.paragraph(place)[0], place) is not None


_PARTIES = re.compile(rf"(?i){pattern_of('references', 'parties')}$")
_CROWD = re.compile(rf"(?i)(?:^|\s){pattern_of('references', 'crowd')}(?:\s|$)")
_NAME_LIKE = re.compile(r"(?:the\s+)?[A-Z]")


def _form(scene: Scene) -> str:
    if not scene.statement.actors:
        return "none"
    words = scene.statement.actors[0].name.strip(" \t\n\"“'‘(”’),;:")
    low = words.lower()
    if low in FIRST:
        return "we"
    if low in THIRD:
        return f"third-{low}"
    if any(actor.rule is None for actor in scene.stated):
        takes = scene.statement.act.lemma in words_of("references", "receiving")
        return "named-taker" if takes else "named"
    if OWNED.match(words):
        return "owned"
    if _PARTIES.search(words):
        return "parties"
    if _CROWD.search(words):
        return "crowd"
    if scene.stated:
        return "described"
    return "proper" if _NAME_LIKE.match(words) and not words.startswith("The ") else "thing"


_BEFORE = rf"{pattern_of('references', 'before-subject')}\b[^,;:.]{{0,140}},\s+"
_LEAD = re.compile(
    rf"(?:(?i:{_BEFORE})|[^:\n]{{3,70}}:\s+|[•*–-]\s+|(?i:{pattern_of('references', 'joining')})\s+){{0,3}}"
    rf"(?P<who>(?:[Tt]he\s+)?[A-Z][^;:\n]{{1,120}}?)\s+(?:{pattern_of('references', 'after-subject')}|[a-z]{{3,}}(?:ed|s))(?:\s|$)"
)


def _leading(scene: Scene) -> tuple[Actor, ...]:
    memory, statement = scene.memory, scene.statement
    start = statement.quote.start
    match = _LEAD.match(memory.text, start, max(start, statement.object.start))
    if match is None:
        return ()
    low, high = match.span("who")
    if low <= statement.object.start < high or (match.group("who") not in ("We", "I") and not memory.within(low, high)):
        return ()
    found = meant_by(memory, Actor(None, match.group("who"), low, high), statement, scene.earlier)
    return tuple(replace(actor, rule=actor.rule or "sentence-subject") for actor in found)


def _from(found: Sequence[Named], rule: str) -> tuple[Actor, ...]:
    first = {name.id: name for name in reversed(found)}
    return tuple(Actor(i, first[i].name, None, None, rule) for i in dict.fromkeys(name.id for name in found))


def _again(actors: Sequence[Actor], rule: str) -> tuple[Actor, ...]:
    return tuple(Actor(actor.id, actor.name, None, None, rule) for actor in actors)


Found = tuple[str, tuple[Actor, ...], tuple[str, ...]]
"""A way, the actors it finds, and signs of its own."""


def _inherited(scene: Scene) -> Iterator[Found]:
    """The actors of the statements before: in the sentence, in the paragraph, before it; and of the first of all."""
    memory, quote, place = scene.memory, scene.statement.quote, scene.statement.act.start
    low, high = memory.paragraph(place)
    seen = set()
    for at, actors in reversed(scene.earlier):
        if at > place:
            continue
        way = "sentence" if quote.start <= at < quote.end else "paragraph" if low <= at < high else "before"
        if way not in seen:
            seen.add(way)
            rule = "document-last" if way == "before" else f"same-{way}"
            yield way, _again(actors, rule), (f"far:{way}×{_bucket(place - at)}",)
        if way == "before":
            break
    if scene.earlier:
        yield "first", _again(scene.earlier[0][1], "document-first"), ()
    shared = next((actors for _, actors in scene.earlier if _with_publisher(memory, actors)), ())
    yield "parties", _again(shared, "unstated-parties"), ()


def _with_publisher(memory: Memory, actors: Sequence[Actor]) -> bool:
    """Governments of which the publisher is one: those who share what a list sets out."""
    ids = [actor.id or "" for actor in actors]
    return len(ids) > 1 and set(memory.publisher) < set(ids) and all(_sort(i) in ("country", "part") for i in ids)


def _bucket(distance: int) -> str:
    return next((str(limit) for limit in (0, 60, 200, 600, 2000) if distance <= limit), "far")


def _speaking(scene: Scene) -> Iterator[Found]:
    """Who speaks, who is named as the source, who publishes, whose country it is."""
    memory, place = scene.memory, scene.statement.act.start
    said, rule = speaker(memory, place, scene.statement.attribution)
    yield rule.replace("pronoun-we", "speaker"), _from(said, rule.replace("pronoun-we", "unstated")), ()
    for link in scene.statement.attribution[-1:]:
        yield "source", _from(named_in(memory, link.start, link.end), "unstated-source"), ()
    name = memory.document.publisher or ""
    yield "publisher", tuple(Actor(i, name, None, None, "unstated-publisher") for i in memory.publisher), ()
    home, rule = home_government(memory, place)
    yield "home", _from(home, rule), (f"rule:{rule}",)
    titled = next((m for m in memory.title if m.sort != "nationality"), None)
    if titled is not None:
        yield "title", tuple(Actor(i, titled.text, None, None, "title-first") for i in titled.ids), ()


_LABEL = re.compile(r"[^\w\n]*([A-Z][^:\n]{1,60}):\s")


def _over(scene: Scene) -> Iterator[Found]:
    """Who stands before the colon that opens the line ("Japan: $7 million"), and in the heading above it."""
    memory, place = scene.memory, min(scene.statement.act.start, scene.statement.object.start)
    low, _ = memory.paragraph(place)
    label = _LABEL.match(memory.text, low, place)
    if label:
        known = {i for m in memory.within(*label.span(1)) for i in m.ids}
        named = [n for n in named_in(memory, *label.span(1)) if n.id in known]
        way = "label" if scene.form == "none" else "heading"
        yield way, tuple(Actor(n.id, n.name, n.start, n.end) for n in named), ()
    heading = memory.heading(low)
    if heading:
        yield "heading", _from(named_in(memory, *heading), "heading"), ()


_LINK = re.compile(rf"(?i)({pattern_of('references', 'links')})\s+(?:{pattern_of('references', 'articles')}\s+)*$")
_POSSESSIVE = re.compile(r"['’]s?\s")


def _names(scene: Scene) -> Iterator[Found]:
    """Every name of the sentence, by where it stands and what leads to it."""
    memory, statement = scene.memory, scene.statement
    found = memory.within(statement.quote.start, statement.quote.end)
    ahead = [m for m in found if m.end <= statement.act.start]
    for mention in found:
        where, link = _where(mention, statement), _link(scene, mention)
        signs = [f"name:{where}", f"name:{where}×{link}", f"name:{where}×{mention.sort}", f"name:{where}×{link}×{statement.kind}"]  # fmt: skip
        if mention in ahead[-1:]:
            signs.append(f"name:nearest×{link}")
        if mention in ahead[:1]:
            signs.append(f"name:first×{link}")
        if _POSSESSIVE.match(memory.text, mention.end):
            signs.append(f"name:possessive×{where}")
        yield "name", tuple(Actor(i, mention.text, mention.start, mention.end) for i in mention.ids), tuple(signs)


def _where(mention: Mention, statement: Statement) -> str:
    if statement.object.start <= mention.start < statement.object.end:
        return "object"
    return "ahead" if mention.end <= statement.act.start else "behind" if mention.start >= statement.act.end else "act"


def _link(scene: Scene, mention: Mention) -> str:
    if mention.start - scene.statement.quote.start < 5:
        return "opening"
    lead = _LINK.search(scene.memory.text, max(0, mention.start - 30), mention.start)
    return lead.group(1).lower() if lead else ""


def _found(scene: Scene) -> Iterator[Found]:
    memory, statement = scene.memory, scene.statement
    yield "given", tuple(actor for actor in statement.actors if actor.id), ()
    yield "stated", scene.stated, tuple(f"rule:{actor.rule}" for actor in scene.stated if actor.rule)
    if statement.kind == "figure":
        own = [a for a in statement.actors if a.name.lower() in words_of("references", "own-doing")]
        yield "counted", all_meant(memory, own, statement, scene.earlier), ()
    yield "lead" if scene.form == "none" else "opener", scene.leading, ()
    yield from _over(scene)
    yield from _inherited(scene)
    yield from _speaking(scene)
    yield from _names(scene)


_JOINED = ("stated", "lead", "label", "sentence", "paragraph", "speaker-publisher", "publisher")


def options(scene: Scene) -> list[Option]:
    """Every option of a statement; the last is nobody."""
    found: dict[frozenset[str], Option] = {}

    def add(way: str, actors: tuple[Actor, ...], signs: Sequence[str] = (), passed_on: Sequence[Actor] = ()) -> None:
        ids = frozenset(a.id for a in actors if a.id)
        option = found.setdefault(ids, Option(actors, passed_on=tuple(passed_on) or actors))
        option.ways.append(way)
        option.signs.update(signs)

    for way, actors, signs in _found(scene):
        if actors:
            add(way, actors, signs)
            beside = partners(scene.memory, scene.statement, actors) if way in _JOINED else ()
            if beside:
                ahead = [a for a in beside if a.start is not None and a.start < scene.statement.act.start]
                add(f"{way}+partners", (*actors, *beside), (), (*actors, *ahead))
    nobody = found.setdefault(frozenset(), Option(()))
    nobody.ways.append("nobody")
    for ids, option in found.items():
        option.signs.update(_signs(scene, option, ids))
    return [*(option for ids, option in found.items() if ids), nobody]


def _signs(scene: Scene, option: Option, ids: frozenset[str]) -> Iterator[str]:
    way = min(option.ways, key=lambda w: WAYS.index(w) if w in WAYS else len(WAYS))
    form, kind, setting = scene.form, scene.statement.kind, scene.setting
    for other in set(option.ways) - {way}:
        yield from (f"also:{other}", f"also:{other}×{form}")
    led = "led" if scene.leading else "unled"
    facts = [form, kind, scene.voice, led, f"{setting}{'-quoted' if scene.quoted else ''}"]
    facts += [f"{form}×{kind}", f"{scene.voice}×{setting}", f"{form}×{setting}", f"{form}×{led}"]
    facts += [f"act:{verb}" for verb in classes_of("verbs").get(scene.statement.act.lemma, ("other",))]
    facts += ["item"] if _is_item(scene) else []
    facts += ["source"] if scene.statement.attribution else []
    facts += ["asked"] if scene.asked else []
    yield f"way:{way}"
    yield from (f"way:{way}×{fact}" for fact in facts)
    if ids:
        yield from _who(scene, ids)


def _is_item(scene: Scene) -> bool:
    """The object opens its line: an item of a list, whose doer stands in the lead."""
    start = scene.memory.paragraph(scene.statement.object.start)[0]
    return not re.search(r"\w", scene.memory.text[start : scene.statement.object.start])


def _sort(identity: str) -> str:
    if len(identity) == 2:
        return "country"
    if identity.startswith("M49:"):
        return "region"
    return "part" if identity.startswith(("org:state-of", "org:city-of", "org:province-of")) else "organisation"


def _who(scene: Scene, ids: frozenset[str]) -> Iterator[str]:
    memory, kind = scene.memory, scene.statement.kind
    sort = "+".join(sorted({_sort(i) for i in ids}))
    yield from (f"sort:{sort}", f"sort:{sort}×{kind}", f"many:{min(3, len(ids))}×{kind}")
    if ids == set(memory.publisher):
        yield from ("own", f"own×{kind}")
    if ids & {actor.id for actor in scene.statement.recipients}:
        yield from ("receives", f"receives×{kind}")
    if memory.home in ids:
        yield "home"
    share = sum(memory.counts[i] for i in ids) / len(ids) / max(memory.counts.values(), default=1)
    yield "topic:" + ("main" if share > 0.8 else "often" if share > 0.3 else "some" if share > 0 else "never")
