"""Statements with words for actors → statements with ids: for each statement the best of its options, by learned weights."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pledgebook.language.grammar import expression
from pledgebook.model import Actor, Attribution, Statement
from pledgebook.resolve.currencies import in_own_currency
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.options import Option, Scene, options
from pledgebook.resolve.reference import FIRST, all_meant
from pledgebook.resolve.sources import sourced
from pledgebook.world.data import table

_OUGHT = expression("resolve", "ought")
_WE_ASK = expression("resolve", "we-ask")


@functools.cache
def weights() -> Mapping[str, int]:
    """Sign of an option → its weight in hundredths. Raises SetupError where the file is missing or broken."""
    return dict(table("resolve", "data/actor-weights.toml")["weights"])


def best(found: Sequence[Option], known: Mapping[str, int]) -> Option:
    """The option with the largest sum of weights, of equals the closest."""
    sums = [sum(known.get(sign, 0) for sign in option.signs) for option in found]
    return found[max(range(len(found)), key=lambda k: (sums[k], -k))]


@functools.cache
def _trust() -> Mapping[str, int]:
    return dict(table("resolve", "data/actor-trust.json")["weights"])


def trust_signs(scene: Scene, option: Option) -> Iterator[str]:
    """What tells how often such a choice is right."""
    form, kind, setting = scene.form, scene.statement.kind, scene.setting
    yield from ("any", f"way:{option.way}", f"form:{form}", f"kind:{kind}", f"setting:{setting}")
    yield from (f"way:{option.way}×{form}", f"way:{option.way}×{kind}", f"way:{option.way}×{setting}")
    yield f"many:{min(3, len(option.actors))}"
    yield from sorted({f"rule:{actor.rule}" for actor in option.actors if actor.rule})


def probability(scene: Scene, option: Option) -> float:
    """How likely the actors of an option are right, 0 to 1; learned from annotated documents by `evals/learn/actors.py`."""
    total = sum(_trust().get(sign, 0) for sign in trust_signs(scene, option)) / 100
    return 1 / (1 + math.exp(-total))


def asks_for(text: str, statement: Statement) -> bool:
    """The subject of an appeal is the one asked: "Every country must act", "we demand that Iran cease its attacks"."""
    if statement.kind != "appeal":
        return False
    if _OUGHT.search(text, max(0, statement.act.start - 12), statement.act.end):
        return True
    subject = min((a.start for a in statement.actors if a.start is not None), default=statement.act.start)
    return _WE_ASK.search(text, statement.quote.start, subject) is not None


def actors(statements: Sequence[Statement], memory: Memory) -> tuple[Statement, ...]:
    """The statements of a document with ids for their actors, addressees and recipients; same order, same number.

    An actor that has an id keeps it. One phrase may become several actors ("Panama and Colombia"), each with the span
    of its own name; what a pronoun or a bare noun stands for keeps the span of the pronoun and says by `rule` how it was
    found; so does the source of "he said". Somebody unnamed ("20 countries", "officials") is dropped: a record shows who
    can be held to it.
    """
    return tuple(statement for statement, _ in chosen(statements, memory))


def chosen(statements: Sequence[Statement], memory: Memory) -> Iterator[tuple[Statement, float]]:
    """As `actors`, each statement with the probability, 0 to 1, that its actors are right."""
    earlier: list[tuple[int, tuple[Actor, ...]]] = []
    links: list[Attribution] = []
    for statement in statements:
        asked = asks_for(memory.text, statement)
        scene = Scene(memory, statement, earlier, asked)
        option = best(options(scene), weights())
        # "join us": the asker is not the one asked
        called = [a for a in statement.addressees if a.name.lower() not in FIRST]
        addressees = all_meant(memory, called, statement, earlier) or (scene.stated if asked else ())
        given_to = all_meant(memory, statement.recipients, statement, earlier)
        acting = _without_receiver(option.actors, given_to)
        acting = _without_asked(acting, addressees)
        recipients = _received(statement, given_to, acting)
        if acting:
            earlier.append((statement.act.start, _without_receiver(option.passed_on, given_to)))
        chain = sourced(memory, statement.attribution, links)
        links += chain
        unnamed = any(link.rule and not link.named for link in chain) and statement.strength == "reported"
        settled = replace(
            statement,
            actors=acting,
            addressees=addressees,
            recipients=recipients,
            attribution=chain,
            strength="reported_unattributed" if unnamed else statement.strength,
        )
        yield in_own_currency(memory.document, settled), probability(scene, option)


def _without_asked(acting: tuple[Actor, ...], asked: Sequence[Actor]) -> tuple[Actor, ...]:
    """Those who ask, without a country that was taken for the speaker only because it is the one country of the text: in "The
    Commission calls on Malta" it is asked."""
    ids = {actor.id for actor in asked}
    return tuple(actor for actor in acting if actor.rule != "government-home" or actor.id not in ids)


def _without_receiver(acting: tuple[Actor, ...], recipients: Sequence[Actor]) -> tuple[Actor, ...]:
    """The parties of a joint statement without the one whom the others give to."""
    joint = len(acting) > 2 and acting[0].rule in ("pronoun-we-joint", "unstated-joint")
    if not joint or len(recipients) != 1:
        return acting
    return tuple(actor for actor in acting if actor.id != recipients[0].id)


def _received(statement: Statement, recipients: Sequence[Actor], acting: Sequence[Actor]) -> tuple[Actor, ...]:
    """The recipients without the actor itself: nobody receives from himself, unless the words of the object or those
    of the subject ("Chile received …") name him."""
    ids = {actor.id for actor in acting}
    spans = [(a.start, a.end) for a in statement.actors if a.start is not None and a.end is not None]
    spans.append((statement.object.start, statement.object.end))

    def said(one: Actor) -> bool:
        return one.start is not None and any(low <= one.start < high for low, high in spans)

    return tuple(one for one in recipients if one.id not in ids or said(one))
