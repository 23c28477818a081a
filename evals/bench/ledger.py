#!/usr/bin/env python3
"""How fast a book takes documents, beside SQLAlchemy Core that inserts the same bare rows into a plain table.

    python evals/bench_ledger.py --statements 100000

Prints one JSON object. Both write SQLite files in the same folder, in turn, a hundred documents of ten statements at a time
and each such batch in a transaction of its own that is on the disk when it ends. `ratio` is the speed of the book through
the speed of the bare rows: only that means anything on another machine; `ratio_to_one_transaction` is the stricter one,
where the bare rows go to the disk once, at the very end. The bare rows have the columns of the book's table
of statements, but no index, no text, no hash. `peak_mb` is the peak resident memory of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, create_engine, event, insert

from pledgebook.ledger import open_ledger
from pledgebook.ledger.store.schema import statements as book_statements
from pledgebook.ledger.store.values import days
from pledgebook.model import (
    Act,
    Actor,
    Document,
    Period,
    Quantity,
    Quote,
    Statement,
    statement_id,
)

STATEMENTS = 10  # of each document
BATCH = 100  # documents of each transaction
ACTORS = [("MX", "Mexico"), ("US", "the United States"), ("CA", "Canada"), ("DE", "Germany"), ("NO", "Norway")]
RECIPIENTS = [("HT", "Haiti"), ("GT", "Guatemala"), ("HN", "Honduras"), ("KE", "Kenya")]
UNITS = [("USD", "dollars", "money"), ("refugee", "refugees", "count"), ("visa", "visas", "count")]
WORDS = [
    "water",
    "border",
    "school",
    "road",
    "bridge",
    "harvest",
    "clinic",
    "vaccine",
    "energy",
    "forest",
    "river",
    "training",
    "housing",
    "police",
    "climate",
    "grain",
    "library",
    "harbour",
    "railway",
    "teacher",
    "nurse",
    "ministry",
    "plan",
    "region",
    "village",
    "coast",
]

Found = tuple[Document, list[Statement]]


def document(number: int) -> Found:
    """One made document: sentences that differ, of the length that sentences of fact sheets have."""
    dice = random.Random(number)
    parts: list[str] = []
    plans = []
    at = 0
    for _ in range(STATEMENTS):
        actor, recipient, unit = dice.choice(ACTORS), dice.choice(RECIPIENTS), dice.choice(UNITS)
        amount = dice.randrange(1, 10**6)
        many = f"{amount:,} {unit[1]}"
        thing = f"{many} for the {' and '.join(dice.sample(WORDS, 4))} of {recipient[1]}"
        sentence = (
            f"{actor[1]} will provide {thing} by {dice.randrange(2023, 2040)}, said its {dice.choice(WORDS)} office."
        )
        act, target = at + len(actor[1]) + 1, at + sentence.index(thing)
        plans.append((at, sentence, actor, recipient, unit, amount, many, thing, act, target))
        parts.append(sentence)
        at += len(sentence) + 1
    text = " ".join(parts)
    made = Document(
        f"https://example.org/{number}",
        text,
        title=f"Fact sheet {number}",
        publisher=dice.choice(WORDS),
        published="2022-07-12",
    )
    statements = []
    for start, sentence, actor, recipient, unit, amount, many, thing, act, target in plans:
        end = act + len("will provide")
        edtf = f"../{sentence.split(' by ')[1][:4]}"
        statements.append(
            Statement(
                statement_id(made.id, "commitment", (act, end), (target, target + len(thing))),
                made.id,
                "commitment",
                Quote(start, start + len(sentence), sentence),
                Act("provide", act, end, "will provide"),
                Quote(target, target + len(thing), thing),
                Quantity(target, target + len(many), many, Decimal(amount), Decimal(amount), unit[0], unit[2]),  # type: ignore[arg-type]
                (Actor(actor[0], actor[1], start, act - 1),),
                (),
                (Actor(recipient[0], recipient[1], target + len(thing) - len(recipient[1]), target + len(thing)),),
                Period(edtf, None, None, None, None),
            )
        )
    return made, statements


def batches(statements: int) -> Iterator[list[Found]]:
    """Documents until there are so many statements, a hundred at a time."""
    documents = statements // STATEMENTS
    for first in range(0, documents, BATCH):
        yield [document(number) for number in range(first, min(first + BATCH, documents))]


def bare(found: list[Found], first: int, of: int) -> list[dict[str, object]]:
    """The rows of the table of statements."""
    rows = []
    for place, (_, statements) in enumerate(found):
        for position, one in enumerate(statements):
            begins, ends = days(one.period.edtf if one.period else None)
            number = first + place * STATEMENTS + position
            rows.append(
                dict(
                    zip(
                        (column.name for column in book_statements.columns),
                        (number, one.id, of + place, 500 * position, 500, one.kind, one.quantity and one.quantity.unit,
                         one.strength, begins, ends),
                        strict=True,
                    )
                )
            )  # fmt: skip
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000, help="how many statements both take")
    parser.add_argument("--profile", action="store_true", help="print where the book's time goes instead")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain = create_engine(f"sqlite+pysqlite:///{Path(folder) / 'plain.db'}")
        once = create_engine(f"sqlite+pysqlite:///{Path(folder) / 'once.db'}")

        @event.listens_for(plain, "connect")
        def durable(driver: object, _: object) -> None:
            driver.execute("PRAGMA journal_mode = WAL")  # type: ignore[attr-defined]
            driver.execute("PRAGMA synchronous = FULL")  # type: ignore[attr-defined]

        metadata = MetaData()
        table = Table("bare", metadata, *(Column(column.name, column.type) for column in book_statements.columns))
        metadata.create_all(plain)
        metadata.create_all(once)
        book_seconds = plain_seconds = once_seconds = 0.0
        done = documents = 0
        profile = None
        if arguments.profile:
            import cProfile

            profile = cProfile.Profile()
        with open_ledger(str(Path(folder) / "book.db")) as ledger, once.connect() as at_once:
            for found in batches(arguments.statements):
                rows = bare(found, done + 1, documents + 1)
                started = time.perf_counter()
                with plain.begin() as connection:
                    connection.execute(insert(table), rows)
                plain_seconds += time.perf_counter() - started
                started = time.perf_counter()
                at_once.execute(insert(table), rows)
                once_seconds += time.perf_counter() - started
                between = time.perf_counter()
                if profile:
                    profile.enable()
                with ledger.write("benchmark") as writer:
                    writer.add_documents(found)
                if profile:
                    profile.disable()
                book_seconds += time.perf_counter() - between
                done += len(rows)
                documents += len(found)
            started = time.perf_counter()
            at_once.commit()
            once_seconds += time.perf_counter() - started
            with ledger.read() as reader:
                assert reader.counts().statements == done
        plain.dispose()
        once.dispose()
        size = (Path(folder) / "book.db").stat().st_size
    if profile:
        import pstats

        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    print(
        json.dumps(
            {
                "statements": done,
                "documents": documents,
                "book_per_second": round(done / book_seconds),
                "bare_per_second": round(done / plain_seconds),
                "ratio": round(plain_seconds / book_seconds, 3),
                "asked": 0.125,
                "ratio_to_one_transaction": round(once_seconds / book_seconds, 3),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
                "bytes_per_statement": round(size / done),
            }
        )
    )


if __name__ == "__main__":
    main()
