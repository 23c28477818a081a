"""Statements made up, with known truth: what merging is measured on at sizes for which nobody annotates.

`made(count, seed)` streams documents with their statements, and for every statement the number of the commitment that it
speaks of. There are about ten statements to a commitment. They come in waves (a wave is a season of announcements), so that
any count needs little memory, and the first waves of a larger count are those of a smaller one.

What is made hard on purpose:

- the object is said in other words: parts left out, turned round, filled up; the act has synonyms
- recipient, period or number are left out; numbers come rounded with "nearly", "about", "more than"
- a sentence later a document takes the number up again and says nothing else ("the $25 million will ...")
- a few statements give another number for the same commitment (a contradiction, not another commitment)
- commitments come with neighbours that must stay apart: another actor with the same words and number; the same actor with
  the same words for another recipient, for another year with another number, or with the same number for something else (a round one, for another recipient); a
  top-up; a part; a raise that replaces
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from evals.bench.vocabulary import ACTS, ASSETS, FILLERS, PLACES, PUBLISHERS, TOPICS, UNITS, VENUES, WHERE, figure
from pledgebook.model import (
    Act,
    Actor,
    Attribution,
    Document,
    Extractor,
    Period,
    Quantity,
    Quote,
    Statement,
    Strength,
    Venue,
    statement_id,
)

PER_COMMITMENT: Final = 10
WAVE: Final = 200
"""Commitments that are spoken of in the same months."""
PER_DOCUMENT: Final = 5


Way = Literal["plain", "added", "part", "raised"]


@dataclass(frozen=True, slots=True)
class Promise:
    """What is true of one commitment."""

    actor: tuple[str, str]
    recipient: tuple[str, str]
    where: str
    topic: str
    asset: str
    amount: int
    unit: str
    year: int
    venue: str | None
    day: datetime.date
    way: Way = "plain"
    named: bool = False
    """Whether its statements name the recipient, because otherwise nobody could tell it from its neighbour."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document, its statements, and the commitment that each speaks of."""

    document: Document
    statements: tuple[Statement, ...]
    truth: tuple[int, ...]


def made(count: int, seed: int = 0) -> Iterator[Made]:
    """Documents with `count` statements in all, over about `count` / 10 commitments; the same for the same seed."""
    number, left, wave = 0, count, 0
    while left > 0:
        chance = random.Random(f"{seed}/{wave}")
        promises = _promises(seed, wave)[: -(-left // PER_COMMITMENT)]
        spoken = [(number + place, promise) for place, promise in enumerate(promises) for _ in range(_times(chance))]
        chance.shuffle(spoken)
        spoken = spoken[:left]
        for start in range(0, len(spoken), PER_DOCUMENT):
            document = _document(chance, spoken[start : start + PER_DOCUMENT])
            left -= len(document.statements)
            yield document
            if left <= 0:
                break
        number += len(promises)
        wave += 1


def documents(count: int, seed: int = 0) -> Iterator[tuple[Document, tuple[Statement, ...]]]:
    """As `made`, without the truth: what a book is given."""
    for one in made(count, seed):
        yield one.document, one.statements


def _times(chance: random.Random) -> int:
    """How often a commitment is spoken of: ten times on average, some once, few very often."""
    return min(60, max(1, round(chance.lognormvariate(2.0, 0.75))))


_LATER: Final = 9
"""Waves after which an actor promises the same thing for another year (eighteen months)."""


def _promises(seed: int, wave: int) -> list[Promise]:
    """The commitments of a wave, neighbours that are hard to tell apart among them."""
    found = _new(seed, wave)
    if wave >= _LATER:
        chance = random.Random(f"{seed}/{wave}/again")
        start = _start(wave)
        for old in _new(seed, wave - _LATER):
            if old.way == "plain" and chance.random() < 0.08:
                day = start + datetime.timedelta(days=chance.randrange(60))
                found[chance.randrange(len(found))] = replace(
                    old, day=day, year=old.year + 5, amount=_unlike(chance, old.amount)
                )
    return found


def _start(wave: int) -> datetime.date:
    return datetime.date(2015, 1, 1) + datetime.timedelta(days=60 * (wave % 64))


def _new(seed: int, wave: int) -> list[Promise]:
    chance = random.Random(f"{seed}/{wave}/new")
    found: list[Promise] = []
    while len(found) < WAVE:
        promise = _promise(chance, _start(wave))
        if chance.random() < 0.4:
            neighbour = _neighbour(chance, promise)
            if neighbour.recipient != promise.recipient and neighbour.amount == promise.amount:
                promise, neighbour = replace(promise, named=True), replace(neighbour, named=True)
            if neighbour.topic != promise.topic:  # only a round number comes back for something else
                round_amount = int(f"{promise.amount:.0e}".partition("e")[0]) * 10 ** (len(str(promise.amount)) - 1)
                promise, neighbour = replace(promise, amount=round_amount), replace(neighbour, amount=round_amount)
            found.append(neighbour)
        found.append(promise)
    return found[:WAVE]


def _promise(chance: random.Random, start: datetime.date) -> Promise:
    actor = PLACES[min(int(chance.expovariate(1 / 40)), len(PLACES) - 1)]
    actor = PLACES[(PLACES.index(actor) * 37 + 11) % len(PLACES)]
    money = chance.random() < 0.7
    day = start + datetime.timedelta(days=chance.randrange(60))
    return Promise(
        actor=actor,
        recipient=_other(chance, actor),
        where=chance.choice(WHERE),
        topic=chance.choice(TOPICS),
        asset=chance.choice(ASSETS),
        amount=_amount(chance, money),
        unit=chance.choice(tuple(UNITS)) if money else "",
        year=day.year + chance.randrange(1, 5),
        venue=chance.choice(VENUES) if chance.random() < 0.3 else None,
        day=day,
    )


def _other(chance: random.Random, *but: tuple[str, str]) -> tuple[str, str]:
    while True:
        place = chance.choice(PLACES)
        if place not in but:
            return place


def _amount(chance: random.Random, money: bool) -> int:
    lead = chance.choice(
        (1, 2, 3, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 120, 150, 200, 250, 300, 500, *range(11, 999, 7))
    )
    return lead * (
        10**6 if money and chance.random() < 0.9 else 10**9 if money else chance.choice((10, 100, 100, 1000))
    )


def _neighbour(chance: random.Random, promise: Promise) -> Promise:
    sort = chance.randrange(6)
    if sort == 0:
        return replace(promise, actor=_other(chance, promise.actor, promise.recipient))
    if sort == 1:
        return replace(promise, recipient=_other(chance, promise.actor, promise.recipient))
    if sort == 2:
        return replace(
            promise,
            recipient=_other(chance, promise.actor, promise.recipient),
            where=_another(chance, WHERE, promise.where),
            topic=_another(chance, TOPICS, promise.topic),
            asset=_another(chance, ASSETS, promise.asset),
            year=promise.year + 1,
            day=promise.day + datetime.timedelta(days=chance.randrange(200, 500)),
        )
    way: Way = ("added", "part", "raised")[sort - 3]
    later = promise.day + datetime.timedelta(days=chance.randrange(30, 200) if way != "part" else 0)
    amount = (
        promise.amount // 5
        if way == "part"
        else promise.amount * 2
        if way == "raised"
        else _unlike(chance, promise.amount)
    )
    return replace(promise, way=way, amount=max(amount, 11), day=later)


def _another(chance: random.Random, words: tuple[str, ...], word: str) -> str:
    return chance.choice([one for one in words if one != word])


def _unlike(chance: random.Random, amount: int) -> int:
    return amount * chance.choice((2, 3, 4, 5)) // chance.choice((1, 7))


class _Text:
    """Text that grows, and where its parts stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length


@dataclass(slots=True)
class _Draft:
    """A statement while its document's text is not yet known."""

    act: tuple[int, int]
    lemma: str
    target: tuple[int, int]
    sentence: tuple[int, int]
    quantity: Quantity | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...] = ()
    period: Period | None = None
    venue: Venue | None = None
    attribution: tuple[Attribution, ...] = ()
    strength: Strength = "declared"

    def statement(self, document: Document) -> Statement:
        """The statement, with the words of the text at every span."""

        def quote(span: tuple[int, int]) -> Quote:
            return Quote(*span, document.text[slice(*span)])

        return Statement(
            id=statement_id(document.id, "commitment", self.act, self.target),
            document=document.id,
            kind="commitment",
            quote=quote(self.sentence),
            act=Act(self.lemma, *self.act, document.text[slice(*self.act)]),
            object=quote(self.target),
            quantity=self.quantity,
            actors=self.actors,
            recipients=self.recipients,
            period=self.period,
            venue=self.venue,
            attribution=self.attribution,
            strength=self.strength,
            rung="pledged",
            extractor=Extractor("generated", "1"),
        )


def _document(chance: random.Random, spoken: list[tuple[int, Promise]]) -> Made:
    text = _Text()
    publisher = f"{chance.choice(PLACES)[1]} {chance.choice(PUBLISHERS)}"
    serial = f"{chance.getrandbits(48):012x}"
    day = max(promise.day for _, promise in spoken) + datetime.timedelta(days=int(chance.expovariate(1 / 40)))
    text.add(f"{publisher}, {day.isoformat()}, no. {serial}\n\n")
    drafts: list[_Draft] = []
    truth: list[int] = []
    for number, promise in spoken:
        draft = _sentence(chance, text, promise)
        drafts.append(draft)
        truth.append(number)
        if chance.random() < 0.04 and draft.quantity is not None:
            drafts.append(_again(text, promise, draft.quantity))
            truth.append(number)
        text.add(chance.choice((" ", " ", "\n\n")))
    document = Document(f"generated/{serial}.txt", "".join(text.parts), publisher=publisher, published=day.isoformat())
    return Made(document, tuple(draft.statement(document) for draft in drafts), tuple(truth))


def _sentence(chance: random.Random, text: _Text, promise: Promise) -> _Draft:
    start = text.length
    attribution: tuple[Attribution, ...] = ()
    strength: Strength = "declared"
    if chance.random() < 0.3:
        named = chance.random() < 0.6
        source = f"{promise.actor[1]}'s ministry" if named else "a diplomat"
        attribution = (Attribution(source, "said", named, *text.add(source)),)
        strength = "reported" if named else "reported_unattributed"
        text.add(" said that ")
    actor = Actor(promise.actor[0], promise.actor[1], *text.add(promise.actor[1]))
    text.add(" ")
    lemma = "raise" if promise.way == "raised" else chance.choice(ACTS["fund" if promise.unit else "count"])
    act = text.add("raised" if promise.way == "raised" else f"will {lemma}")
    text.add(_BETWEEN[promise.way])
    begin = text.length
    stated = promise.way != "plain" or chance.random() < 0.93
    quantity = _quantity(chance, text, promise) if stated else None
    _purpose(chance, text, promise, stated)
    recipients: tuple[Actor, ...] = ()
    if promise.named or chance.random() < 0.75:
        text.add(" in ")
        recipients = (Actor(promise.recipient[0], promise.recipient[1], *text.add(promise.recipient[1])),)
    target = (begin, text.length)
    period, venue = None, None
    if chance.random() < 0.5:
        text.add(" ")
        words = f"by {promise.year}"
        period = Period(f"../{promise.year}", *text.add(words), words)
    if promise.venue is not None and chance.random() < 0.5:
        text.add(" at the ")
        venue = Venue(promise.venue, *text.add(promise.venue))
    text.add(".")
    sentence = (start, text.length)
    return _Draft(act, lemma, target, sentence, quantity, (actor,), recipients, period, venue, attribution, strength)


_BETWEEN: Final[dict[Way, str]] = {
    "plain": " ",
    "added": " an additional ",
    "part": " a package, including ",
    "raised": " its pledge to ",
}


def _purpose(chance: random.Random, text: _Text, promise: Promise, stated: bool) -> None:
    where, topic, asset = promise.where, promise.topic, promise.asset
    lead = (" for " if promise.unit else " ") if stated else ""
    way = chance.random()
    if not stated or way < 0.5:
        text.add(f"{lead}{where} {topic} {asset}")
    elif way < 0.65:
        text.add(f"{lead}{topic} {asset} in {where} areas")
    elif way < 0.8:
        text.add(f"{lead}{chance.choice(FILLERS)} {where} {topic} {asset}")
    elif way < 0.9:
        text.add(f"{lead}{topic} {asset}")
    else:
        text.add(f"{lead}{where} {asset}")


def _quantity(chance: random.Random, text: _Text, promise: Promise) -> Quantity:
    amount = promise.amount
    plain = promise.way == "plain"
    if plain and chance.random() < 0.02:  # a contradiction
        amount = amount * chance.choice((9, 11)) // 10
    way = chance.random() if plain else 0.0
    low: int | None = amount
    high: int | None = amount
    before, approximate = "", False
    if way > 0.95:
        before, high = "more than ", None
    elif way > 0.85:
        before, approximate = chance.choice(("nearly ", "about ", "some ")), True
        if way > 0.9 and amount >= 10**7:  # rounded
            low = high = amount = round(amount, -len(str(amount)) + 2)
    words = before + UNITS.get(promise.unit, "{}").format(figure(amount, bool(promise.unit)))
    return Quantity(
        *text.add(words),
        words,
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        promise.unit or promise.asset.removesuffix("s"),
        "money" if promise.unit else "count",
        approximate=approximate,
        additional=promise.way == "added",
    )


def _again(text: _Text, promise: Promise, quantity: Quantity) -> _Draft:
    """A sentence that takes the number up again and says nothing else."""
    start = text.add(" ")[1]
    actor = Actor(promise.actor[0], promise.actor[1], *text.add(promise.actor[1]))
    text.add(" ")
    act = text.add("will pay")
    text.add(" the ")
    span = text.add(quantity.text)
    text.add(" next year.")
    again = replace(quantity, start=span[0], end=span[1], additional=False)
    return _Draft(act, "pay", span, (start, text.length), again, (actor,))
