"""Documents of plain words, with statements whose quotes really stand in them."""

from __future__ import annotations

import random
from decimal import Decimal

from pledgebook.model import Act, Actor, Document, Period, Quantity, Quote, Statement, statement_id

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
