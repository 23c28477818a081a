"""Statements with words for actors → statements with ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pledgebook.model import Actor, Attribution, Document, Mention, Statement
from pledgebook.resolve.currencies import in_own_currency
from pledgebook.resolve.descriptions import bare
from pledgebook.resolve.dossier import Dossier, dossier
from pledgebook.resolve.phrases import named_in
from pledgebook.resolve.pronouns import antecedent, open_quote, speaker
from pledgebook.resolve.sources import sourced
from pledgebook.resolve.unlisted import Named

_WE = frozenset({"we", "us", "our", "ours", "i", "me", "my", "mine", "ourselves", "myself"})
_THIRD = frozenset({"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "theirs"})
_OWNER = re.compile(r"(?i)^(our|my|his|her|its|their)\s+(?:own\s+|new\s+|whole\s+)?(\S.*)$")
_EACH = re.compile(r"(?i)\s+(?:each|all|both|also|jointly|together|alone|themselves|itself|himself|herself)$")


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    words = _EACH.sub("", words.rstrip())
    lead = len(words) - len(words.lstrip(" \t\n\"“'‘("))
    words = words.rstrip(" \t\n\"”'’)(,;:")
    return start + lead, start + max(lead, len(words))


def _actors(found: Sequence[Named], rule: str | None, start: int, end: int) -> tuple[Actor, ...]:
    unique = {name.id: name for name in reversed(found)}
    ordered = list(dict.fromkeys(n.id for n in found))
    if rule is None:
        return tuple(Actor(i, unique[i].name, unique[i].start, unique[i].end) for i in ordered)
    return tuple(Actor(i, unique[i].name or i, start, end, rule) for i in ordered)


def resolve(
    facts: Dossier, actor: Actor, statement: Statement, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[Actor, ...]:
    """One phrase as the actors it stands for; () where it names nobody in particular."""
    if actor.id is not None or actor.start is None or actor.end is None:
        return (actor,) if actor.id is not None else ()
    start, end = _strip(facts.text, actor.start, actor.end)
    if start >= end:
        return ()
    label = facts.text.rfind(": ", start, end)
    if label >= 0:
        start, end = _strip(facts.text, label + 2, end)
    words = facts.text[start:end]
    low = words.lower()
    if low == "we" and earlier and re.match(r"\s+(?:have\s+)?jointly\b", facts.text[end : end + 20]):
        both = [a for a in earlier[-1][1] if a.id]
        if len(both) > 1:
            return tuple(Actor(a.id, a.name, start, end, "pronoun-we-jointly") for a in both)
    if low in _WE:
        found, rule = speaker(facts, start, statement.attribution)
        return _actors(found, rule, start, end)
    if low in _THIRD:
        found, rule = antecedent(facts, start, low, earlier)
        return _actors(found, rule, start, end)
    if re.search(
        r"(?<![\w-])(?:[Ww]e|I)(?:['’](?:ll|re|ve|m|d))?\s+(?:also\s+|all\s+)?$",
        facts.text[max(0, statement.act.start - 14) : statement.act.start],
    ):
        found, rule = speaker(facts, statement.act.start, statement.attribution)
        if found and statement.kind != "appeal" and not re.search(r"\b(?:I|we)$", words):
            return _actors(found, rule, start, end)
    owned = _OWNER.match(words) is not None and not facts.within(start, end)
    named = [] if owned else named_in(facts, start, end)
    if named:
        joined = _with_speaker(facts, start, end, statement)
        return _actors([*joined, *named], None, start, end)
    owner = _OWNER.match(words)
    if owner and not re.search(r"(?i)\b(?:countries|nations|region|hemisphere)$", words):
        pronoun = owner.group(1).lower()
        if pronoun in _WE:
            found, rule = speaker(facts, start, statement.attribution)
        else:
            found, rule = antecedent(facts, start, pronoun, earlier)
        if found and not re.search(
            r"(?i)\b(?:allies|partners|citizens|people|friends|members|families|colleagues|companies|workers|children)$",
            words,
        ):
            return _actors(found, rule.replace("pronoun", "owner"), start, end)
        return ()
    if re.match(r"(?i)(?:we|i)\b", words):
        found, rule = speaker(facts, start, statement.attribution)
        return _actors(found, rule, start, end)
    found, rule = bare(facts, start, end)
    return _actors(found, rule, start, end)


def _with_speaker(facts: Dossier, start: int, end: int, statement: Statement) -> list[Named]:
    """ "Prime Minister Sikua and I": the speaker stands beside those named."""
    if re.search(r"\b(?:and|,)\s+I$|^(?:We|I)\s+and\b|^my\s+\w+\s+and\s+I$", facts.text[start:end]):
        return speaker(facts, end - 1, statement.attribution)[0]
    return []


def _all(
    facts: Dossier, actors: Sequence[Actor], statement: Statement, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[Actor, ...]:
    found = [one for actor in actors for one in resolve(facts, actor, statement, earlier)]
    return tuple({actor.id: actor for actor in reversed(found)}[i] for i in dict.fromkeys(a.id for a in found))


_CROWD = re.compile(
    r"(?i)(?:^|\s)(?:countries|leaders|governments|nations|states|members|companies|businesses|firms|partners|banks|investors|migrants|refugees|organi[sz]ations|groups|employers|communities|families|others|donors|signatories"
    r"|democrats|republicans|senators|lawmakers|sources?|officials|cities|universities|schools|institutions|allies|stakeholders|you|who|anyone|everyone|someone|men|women|victims|people)(?:\s|$)"
)


_PARTIES = re.compile(
    r"(?i)(?:countries|nations|states|leaders|ministers|companies|partners|donors?|signatories|endorsing state|sector|industry)$"
)


def _unstated(
    facts: Dossier, statement: Statement, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[Actor, ...]:
    """An act whose doer the sentence leaves out ("will be established") or gives as a thing ("the package includes").

    Then it is the doer of the same sentence's other act, the one who is quoted, the parties of a joint statement, the
    doer of the act before in the same paragraph, and in a government's own text that government.
    """
    place = statement.act.start
    if any(_CROWD.search(actor.name) for actor in statement.actors) and (facts.press or statement.kind == "agreement"):
        return ()
    if any(_PARTIES.search(actor.name) for actor in statement.actors):
        return ()

    def inherit(low: int, high: int, rule: str) -> tuple[Actor, ...]:
        for at, actors in reversed(earlier):
            if low <= at < high and at <= place:
                return tuple(Actor(a.id, a.name, None, None, rule) for a in actors)
        return ()

    if not statement.actors:
        lead = _main_subject(facts, statement, earlier)
        if lead:
            return lead
    same = inherit(statement.quote.start, statement.quote.end, "same-sentence")
    if same:
        return same
    if open_quote(facts.text, facts.paragraph(place)[0], place) is not None:
        found, _ = speaker(facts, place, statement.attribution)
        if found:
            return tuple(Actor(n.id, n.name, None, None, "unstated-speaker") for n in found)
    if facts.signatories:
        return tuple(Actor(i, facts.document.title or i, None, None, "unstated-joint") for i in facts.signatories)
    same = inherit(*facts.paragraph(place), "same-paragraph")
    if same:
        return same
    if facts.publisher:
        shared = next((a for _, a in earlier if _parties_of(facts, a)), ())
        if shared and not statement.actors and _list_item(facts, statement):
            return tuple(Actor(a.id, a.name, None, None, "unstated-parties") for a in shared)
        found, _ = speaker(facts, place, statement.attribution)
        return tuple(Actor(n.id, n.name, None, None, "unstated-publisher") for n in found)
    return ()


def _parties_of(facts: Dossier, actors: Sequence[Actor]) -> bool:
    """Governments of which the publisher is one: those who share what a list sets out."""
    ids = [actor.id or "" for actor in actors]
    own = all(len(i) == 2 or i.startswith(("org:state", "org:city", "org:province")) for i in ids)
    return own and len(ids) > 1 and set(facts.publisher) < set(ids)


def _list_item(facts: Dossier, statement: Statement) -> bool:
    """The object opens its line: an item of a list, whose doer stands in the lead."""
    start = facts.paragraph(statement.object.start)[0]
    return not re.search(r"\w", facts.text[start : statement.object.start])


_LEAD = re.compile(
    r"(?:(?:In|On|By|At|Since|For|As|To|With|During|After|Before|Under|Over|Last|This|Today|Yesterday|Also|Additionally|Finally|First|Second|Third|Moreover|Furthermore|Currently|Recently|And|But|So|Further|Separately|Meanwhile|Earlier|Later|Concurrently)"
    r"\b[^,;:.]{0,140},\s+|[^:\n]{3,70}:\s+|[•*–-]\s+|(?:And|But|So|Also|Today|Yesterday)\s+){0,3}"
    r"(?P<who>(?:[Tt]he\s+)?[A-Z][^;:\n]{1,120}?)\s+(?:will|would|has|have|had|is|are|was|were|shall|should|can|also|today|jointly|further|each|both|[a-z]{3,}(?:ed|s))(?:\s|$)"
)


def _main_subject(
    facts: Dossier, statement: Statement, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[Actor, ...]:
    """The subject that opens the sentence, where it is somebody named: "Spain will double … for …"."""
    start = statement.quote.start
    match = _LEAD.match(facts.text, start, max(start, statement.object.start))
    if match is None:
        return ()
    low, high = match.span("who")
    if low <= statement.object.start < high or (
        not re.match(r"(?:We|I)$", match.group("who")) and not facts.within(low, high)
    ):
        return ()
    named = resolve(facts, Actor(None, match.group("who"), low, high), statement, earlier)
    return tuple(replace(a, rule=a.rule or "sentence-subject") for a in named)


_PARTNER = re.compile(
    r"(?i)\b(?:in\s+(?:close\s+|full\s+)?(?:cooperation|co-operation|partnership|collaboration|coordination|conjunction|concert)\s+with|together\s+with|along\s+with|jointly\s+with|alongside"
    r"|work(?:s|ing)?\s+(?:closely\s+)?(?:together\s+)?with|(?:co-?host\w*|jointly\s+hosting)\s+with|joined\s+by)\s+"
)
_MEETING = re.compile(r"(?i)\b(?:meet|met|meeting|held talks|hold talks|talks)\s+(?:today\s+|again\s+)?(?:with\s+)?")
_WITH = re.compile(r"(?i)\b(?:with|between)\s+")


def _partners(facts: Dossier, statement: Statement, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """Who does it with the actor: "in cooperation with the U.S.", "signed an agreement with Ukraine", "met with X"."""
    if statement.kind not in ("commitment", "action", "agreement") or not actors:
        return ()
    text = facts.text
    low = max(statement.quote.start, min(statement.act.start, statement.object.start) - 90)
    high = min(statement.quote.end, max(statement.object.end, statement.act.end) + 60)
    patterns = [_PARTNER]
    if statement.kind == "agreement":
        patterns.append(_WITH)
    if statement.act.lemma in ("meet", "hold"):
        patterns.append(_MEETING)
    found: list[Actor] = []
    for pattern in patterns:
        for match in pattern.finditer(text, low, high):
            inner = statement.act.start <= match.start() < statement.object.start
            doing = match.group().lower().startswith(("work", "me", "held", "hold", "talks"))
            if doing and not inner:
                continue
            if inner and not doing and pattern is not _WITH and match.start() - statement.act.end > 25:
                continue
            end = min(high, match.end() + 70)
            stop = re.compile(
                r"[.;:(]\s|\sand\s+[a-z]|\s(?:to|will|on|in|for|that|which|who|at|during|about|as)\s"
            ).search(text, match.end(), end)
            names = named_in(facts, match.end(), stop.start() if stop else end)
            if names and names[0].start - match.end() < 45:
                found += [
                    Actor(n.id, n.name, n.start, n.end) for n in names if n.id not in {a.id for a in (*actors, *found)}
                ]
    return tuple(found)


def _asker(facts: Dossier, statement: Statement) -> tuple[Actor, ...]:
    """Who asks where the sentence only says who should: "Every country must act"."""
    found, _ = speaker(facts, statement.act.start, statement.attribution)
    return tuple(Actor(n.id, n.name, None, None, "appeal-speaker") for n in found)


def _counted_by(
    facts: Dossier, statement: Statement, earlier: Sequence[tuple[int, tuple[Actor, ...]]]
) -> tuple[Actor, ...]:
    """A figure belongs to nobody, unless the speaker counts what it did itself: "we made 1,800 arrests"."""
    own = [a for a in statement.actors if a.name.lower() in ("we", "i", "our")]
    return _all(facts, own, statement, earlier)


_OUGHT = re.compile(r"(?i)\b(?:should|must|ought to|needs? to|has to|have to)\b")


def _asks_for(text: str, statement: Statement) -> bool:
    """The subject is the one asked: "Every country must act", "we demand that Iran cease its attacks"."""
    place = max(0, statement.act.start - 12)
    if _OUGHT.search(text[place : statement.act.end]):
        return True
    subject = min((a.start for a in statement.actors if a.start is not None), default=statement.act.start)
    return _WE_ASK.search(text[statement.quote.start : subject]) is not None


_WE_ASK = re.compile(
    r"(?<!\w)(?:[Ww]e|I)(?:['’]re)?\s+(?:\w+\s+){0,3}?(?:demand|urge|urging|call|calling|ask|asking|appeal|encourage|request|insist)\b"
)


def _received(statement: Statement, recipients: Sequence[Actor], actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The recipients without the actor itself: nobody receives from himself, unless the words of the object or those
    of the subject ("Chile received …") name him."""
    acting = {actor.id for actor in actors}
    spans = [(a.start, a.end) for a in statement.actors if a.start is not None and a.end is not None]
    spans.append((statement.object.start, statement.object.end))

    def said(one: Actor) -> bool:
        return one.start is not None and any(low <= one.start < high for low, high in spans)

    return tuple(one for one in recipients if one.id not in acting or said(one))


def settle(document: Document, statements: Sequence[Statement], names: Sequence[Mention]) -> tuple[Statement, ...]:
    """The statements with ids for their actors, addressees and recipients; same order, same number.

    An actor that has an id keeps it. One phrase may become several actors ("Panama and Colombia"), each with the span
    of its own name; what a pronoun or a bare noun stands for keeps the span of the pronoun and says by `rule` how it
    was found; so does the source of "he said". Somebody unnamed ("20 countries", "officials") is dropped: a record shows who can be held to it.
    """
    facts = dossier(document, names)
    earlier: list[tuple[int, tuple[Actor, ...]]] = []
    settled: list[Statement] = []
    links: list[Attribution] = []
    for statement in statements:
        # "join us": the asker is not the one asked
        asked = [a for a in statement.addressees if a.name.lower() not in _WE]
        addressees = _all(facts, asked, statement, earlier)
        recipients = _all(facts, statement.recipients, statement, earlier)
        if statement.kind == "figure":
            actors = _counted_by(facts, statement, earlier)
        elif statement.kind == "appeal" and _asks_for(document.text, statement):
            addressees = addressees or _all(facts, statement.actors, statement, earlier)
            actors = _asker(facts, statement)
        else:
            actors = _all(facts, statement.actors, statement, earlier)
            if not actors:
                actors = (
                    _asker(facts, statement) if statement.kind == "appeal" else _unstated(facts, statement, earlier)
                )
        actor_only = actors
        partners = _partners(facts, statement, actors)
        actors = (*actors, *partners)
        recipients = _received(statement, recipients, actors)
        if len(actors) > 2 and len(recipients) == 1 and actors[0].rule in ("pronoun-we-joint", "unstated-joint"):
            actors = tuple(a for a in actors if a.id != recipients[0].id)
        if actors:
            ahead = tuple(a for a in partners if a.start is not None and a.start < statement.act.start)
            earlier.append((statement.act.start, (*actor_only, *ahead)))
        chain = sourced(facts, statement.attribution, links)
        links += chain
        unnamed = any(link.rule and not link.named for link in chain) and statement.strength == "reported"
        settled.append(
            replace(
                statement,
                actors=actors,
                addressees=addressees,
                recipients=recipients,
                attribution=chain,
                strength="reported_unattributed" if unnamed else statement.strength,
            )
        )
    return tuple(in_own_currency(document, statement) for statement in settled)
