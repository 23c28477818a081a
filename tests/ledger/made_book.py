"""Documents of plain words, with statements whose quotes really stand in them; merges of them; whole books as values."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select, text

from pledgebook.ledger import Component, Merge, Reader, Writer
from pledgebook.ledger.store import schema
from pledgebook.model import (
    Act,
    Actor,
    Commitment,
    Document,
    Entry,
    Judgement,
    Member,
    Period,
    Quantity,
    Quote,
    Said,
    Statement,
    Total,
    commitment_id,
    statement_id,
)

ACTORS = ("MX", "US", "CA", "DE", "NO", "JP", "BR", "KE", "EU", "org:usaid")
RECIPIENTS = ("HT", "GT", "SV", "HN", "M49:019")
UNITS = ("USD", "EUR", "refugee", "visa", "percent")
KINDS = ("commitment", "commitment", "commitment", "action", "agreement", "appeal", "figure")
STRENGTHS = ("declared", "reported", "reported_unattributed", "in_policy_document")
WORDS = [
    "border",
    "water",
    "school",
    "health",
    "road",
    "climate",
    "grain",
    "vaccine",
    "energy",
    "bridge",
    "training",
    "police",
    "forest",
    "river",
    "housing",
]


def made(
    seed: object, count: int = 3, *, source: str | None = None, url: str | None = None
) -> tuple[Document, tuple[Statement, ...]]:
    """A document of `count` statements; the same seed gives the same text, whatever its source."""
    dice = random.Random(repr(seed))
    parts, plans = [], []
    at = 0
    for number in range(count):
        actor, recipient, unit = dice.choice(ACTORS), dice.choice(RECIPIENTS), dice.choice(UNITS)
        amount = dice.choice((5, 20, 114, 300, 1500, 20000, 11500))
        words = f"{amount} {unit} for {dice.choice(WORDS)} and {dice.choice(WORDS)} in {recipient}"
        act = "will provide"
        sentence = f"{actor} {act} {words} ({seed!r}.{number})."
        year = dice.randint(2019, 2030)
        period = dice.choice((None, f"{year}", f"../{year}", f"{year}-03/{year + 2}-09", f"{year}-05"))
        plans.append((at, sentence, actor, recipient, unit, amount, act, words, period))
        parts.append(sentence)
        at += len(sentence) + 1
    published = dice.choice((None, f"{dice.randint(2019, 2025)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"))
    document = Document(
        source or f"made/{seed}.txt",
        " ".join(parts) or f"nothing ({seed!r})",
        title=f"Paper {seed}",
        publisher=dice.choice((None, "Fox News", "Department of State")),
        published=published,
        url=url,
    )
    statements = []
    for start, sentence, actor, recipient, unit, amount, act, words, period in plans:
        verb, thing = start + sentence.index(act), start + sentence.index(words)
        span = (verb, verb + len(act)), (thing, thing + len(words))
        kind = dice.choice(KINDS)
        statements.append(
            Statement(
                statement_id(document.id, kind, *span),
                document.id,
                kind,  # type: ignore[arg-type]
                Quote(start, start + len(sentence), sentence),
                Act("provide", *span[0], act),
                Quote(*span[1], words),
                Quantity(
                    thing,
                    thing + len(f"{amount} {unit}"),
                    f"{amount} {unit}",
                    Decimal(amount),
                    Decimal(amount),
                    unit,
                    "money" if unit in ("USD", "EUR") else "count",
                ),
                (Actor(actor, actor, start, start + len(actor)),),
                (),
                (Actor(recipient, recipient, thing + words.index(" in ") + 4, thing + len(words)),),
                None if period is None else Period(period, None, None, None, "made"),
                None,
                (),
                dice.choice(STRENGTHS),  # type: ignore[arg-type]
            )
        )
    return document, tuple(statements)


def judgement(left: str, right: str, verdict: str = "same", by: str = "test/1", person: bool = False) -> Judgement:
    """A judgement about two statements, whichever is named first."""
    left, right = sorted((left, right))
    return Judgement(left, right, verdict, by, 1.0 if person else 0.8, ("they agree",), person)  # type: ignore[arg-type]


def summary(members: Sequence[Said]) -> Commitment:
    """A commitment of these statements: the plainest that can be made of the earliest."""
    ordered = sorted(members, key=lambda said: (said.imprint.published or "9999", said.statement.id))
    first = ordered[0].statement
    quantity = first.quantity
    return Commitment(
        commitment_id(first.id),
        first.kind,
        tuple(actor.id for actor in first.actors if actor.id),
        tuple(actor.id for actor in first.recipients if actor.id),
        first.object.text,
        None if quantity is None else Total(quantity.low, quantity.high, quantity.unit),
        first.period.edtf if first.period else None,
        "Summit of Oslo" if quantity is not None and quantity.low in (20, 300) else None,
        first.strength,
        "pledged" if quantity is not None and quantity.measure == "money" else None,
        ordered[0].imprint.published,
        tuple(Member(said, "test/1", ("it is here",)) for said in ordered),
    )


def key(said: Said) -> tuple[object, ...]:
    """What makes two statements the same to the plain merging of these tests."""
    one = said.statement
    return one.actors[0].id, one.quantity and one.quantity.unit


def merge(writer: Writer, numbers: Collection[int], rule: str = "test/1", *, summaries: bool = True) -> Entry:
    """Place statements as the book does: features, neighbours, whole components. Who has the same key is one commitment,
    who has the same actor one component."""
    fresh = [feature(number, said) for number, said in writer.said(numbers).items()]
    writer.put_features(fresh)
    near = writer.neighbours({block for _, _, blocks in fresh for block in blocks})
    placed = writer.components(near)
    whole = set(numbers).union(*placed.values())
    said = writer.said(whole)
    components: dict[object, dict[object, list[Said]]] = {}
    for _, one in sorted(said.items()):
        components.setdefault(one.statement.actors[0].id, {}).setdefault(key(one), []).append(one)
    found = []
    for sets in components.values():
        pairs = [
            judgement(members[0].statement.id, other.statement.id) for members in sets.values() for other in members[1:]
        ]
        found.append(
            Component(tuple(tuple(one.statement.id for one in members) for members in sets.values()), tuple(pairs))
        )
    commitments = [summary(members) for sets in components.values() for members in sets.values()]
    return writer.store_merge(Merge(rule, tuple(found)), commitments if summaries else ())


def derive(writer: Writer) -> None:
    """Work out features and summaries as the book does after a rebuild."""
    while numbers := writer.featureless(1000):
        writer.put_features([feature(number, said) for number, said in writer.said(numbers).items()])
    while stale := writer.stale_commitments(1000):
        writer.put_commitments([summary(list(writer.said(ms).values())) for ms in writer.members(stale).values()])


def feature(number: int, said: Said) -> tuple[int, bytes, list[int]]:
    """What the plain merging compares, and the one block that a statement is in."""
    return number, repr(key(said)).encode(), [hash_of(said.statement.actors[0].id)]


def hash_of(value: object) -> int:
    """A block key: the same in every process, with either sign."""
    return random.Random(repr(value)).getrandbits(64) - (1 << 63)


def commitments(reader: Reader) -> set[frozenset[str]]:
    """The commitments of a book as sets of ids of statements."""
    rows = reader.connection.execute(
        select(schema.places.c.commitment, schema.statements.c.id).join_from(
            schema.places, schema.statements, schema.places.c.statement == schema.statements.c.number
        )
    )
    found: dict[int, set[str]] = {}
    for commitment, one in rows:
        found.setdefault(commitment, set()).add(one)
    return {frozenset(members) for members in found.values()}


def dump(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of the keys, with what full text finds."""
    tables = {
        table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
        for table in schema.metadata.sorted_tables
    }
    if connection.dialect.name == "sqlite":
        for word in (*WORDS, *UNITS, "provide"):
            rows = connection.execute(text("SELECT rowid FROM words WHERE words MATCH :word"), {"word": f'"{word}"'})
            tables[f"words:{word}"] = sorted(tuple(row) for row in rows)
    else:
        tables["words"] = [tuple(row) for row in connection.execute(text("SELECT * FROM words ORDER BY statement"))]
    return tables
