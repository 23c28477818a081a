"""How a ledger grows: adding, merging, listing and showing on generated statements with known truth.

    scripts/bench                     10,000, 100,000 and 1,000,000 statements (the last takes about half an hour)
    scripts/bench 10000 100000        other sizes
    scripts/bench --json              the figures for programs

Each size runs in a process of its own, with a new SQLite file. What counts are the ratios of one run: `adding` against the speed
at which SQLAlchemy Core inserts the same bare rows (statement, document, kind, unit, amounts, period, words of the quote;
no index, no chain, no full text) into a plain table; merging a statement against the smallest size; list pages and `show`
against the smallest size. `precision`, `recall`: over pairs of statements of one commitment. `memory`: the peak of the process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from evals.bench.generated import Made, made
from pledgebook.book import Book
from pledgebook.ledger import Ledger, open_ledger

SIZES = (10_000, 100_000, 1_000_000)
TRANSACTION = 200
"""Documents of a transaction."""
LISTS: dict[str, dict[str, object]] = {
    "actor": {"actor": "ZM"},
    "actor and unit": {"actor": "ZM", "unit": "USD"},
    "recipient, by amount": {"recipient": "HT", "sort": "amount", "descending": True},
    "contradicted": {"contradicted": True},
    "period": {"period": "2019-03"},
    "period, by deadline": {"period": "2019", "sort": "deadline"},
    "rare word": {"text": "cancer"},
    "word": {"text": "shelters"},
    "words, by amount": {"text": "rural clinics", "sort": "amount", "descending": True},
    "word and period": {"text": "rural", "period": "2019-03"},
    "phrase": {"text": '"malaria clinics"'},
    "common phrase": {"text": '"will provide"'},
    "common word, by amount": {"text": "million", "sort": "amount"},
    "words and actor": {"text": "million", "actor": "ZM"},
    "unit, latest": {"unit": "USD", "sort": "first_stated", "descending": True},
}


def batches(count: int) -> Iterator[list[Made]]:
    """The generated documents, as many as one transaction takes."""
    documents = made(count)
    while some := list(islice(documents, TRANSACTION)):
        yield some


def bare(count: int, folder: Path) -> float:
    """Seconds in which SQLAlchemy Core inserts the bare rows of the statements."""
    from sqlalchemy import Column, Float, MetaData, Table, Text, create_engine, insert

    engine = create_engine(f"sqlite:///{folder / 'bare.db'}")
    names = ("id", "document", "kind", "unit", "period", "quote")
    table = Table(
        "rows", MetaData(), *(Column(name, Text) for name in names), Column("low", Float), Column("high", Float)
    )
    table.metadata.create_all(engine)
    spent = 0.0
    for some in batches(count):
        rows = []
        for document in some:
            for one in document.statements:
                number = one.quantity
                rows.append(
                    {
                        "id": one.id,
                        "document": one.document,
                        "kind": one.kind,
                        "unit": number.unit if number else None,
                        "period": one.period.edtf if one.period else None,
                        "quote": one.quote.text,
                        "low": float(number.low) if number and number.low is not None else None,
                        "high": float(number.high) if number and number.high is not None else None,
                    }
                )
        started = perf_counter()
        with engine.begin() as connection:
            connection.execute(insert(table), rows)
        spent += perf_counter() - started
    engine.dispose()
    return spent


def adding(count: int, ledger: Ledger) -> tuple[float, array[int]]:
    """Seconds in which the ledger takes the documents, and of every statement by number the commitment that it speaks of."""
    spent, truth = 0.0, array("q", [0])
    for some in batches(count):
        documents = [(one.document, one.statements) for one in some]
        started = perf_counter()
        with ledger.write("bench") as writer:
            writer.add_documents(documents)
        spent += perf_counter() - started
        for one in some:
            truth.extend(one.truth)
    return spent, truth


def pairs(ledger: Ledger, truth: array[int]) -> tuple[float, float]:
    """Precision and recall over pairs of statements."""
    from sqlalchemy import select

    from pledgebook.ledger.store.schema import places

    both: Counter[tuple[int, int]] = Counter()
    found: Counter[int] = Counter()
    with ledger.read() as reader:
        for number, commitment in reader.connection.execute(select(places.c.statement, places.c.commitment)):
            both[commitment, truth[number]] += 1
            found[commitment] += 1
    told = Counter(truth[1:])

    def two(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    right = two(both)  # type: ignore[arg-type]
    return right / max(1, two(found)), right / max(1, two(told))  # type: ignore[arg-type]


def timed(run: object, repeat: int = 7) -> float:
    """The median of some runs, in milliseconds, after one that warms up."""
    assert callable(run)
    run()
    times = []
    for _ in range(repeat):
        started = perf_counter()
        run()
        times.append((perf_counter() - started) * 1000)
    return statistics.median(times)


def measure(count: int) -> dict[str, object]:
    """All figures of one size."""
    with tempfile.TemporaryDirectory(prefix="pledgebook-bench-") as name:
        folder = Path(name)
        insert_seconds = bare(count, folder)
        place = str(folder / "book.db")
        with open_ledger(place) as ledger:
            add_seconds, truth = adding(count, ledger)
        with Book.open(place) as book:
            started = perf_counter()
            book.merge()
            merge_seconds = perf_counter() - started
            precision, recall = pairs(book.ledger, truth)
            lists = {label: timed(lambda wanted=wanted: book.commitments(**wanted)) for label, wanted in LISTS.items()}
            ids = [line.commitment.id for line in book.commitments(limit=500)]
            some = random.Random(1).sample(ids, min(25, len(ids)))
            show = statistics.median(timed(lambda id=id: book.commitment(id), 3) for id in some)
            counts = book.counts()
        size = Path(place).stat().st_size
    return {
        "statements": counts.statements,
        "commitments": counts.commitments,
        "bare_per_second": round(count / insert_seconds),
        "added_per_second": round(count / add_seconds),
        "adding_ratio": round(insert_seconds / add_seconds, 3),
        "merge_microseconds": round(merge_seconds / count * 1e6, 1),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "show": round(show, 2),
        "lists": {label: round(value, 2) for label, value in lists.items()},
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "file_mb": size // 2**20,
    }


def table(found: list[dict[str, object]]) -> str:
    """The figures as a table, a column a size, with the ratios to the smallest."""
    first = found[0]
    lines = ["".ljust(34) + "".join(f"{one['statements']:>22,}" for one in found)]

    def line(label: str, values: list[str]) -> None:
        lines.append(label.ljust(34) + "".join(value.rjust(22) for value in values))

    line("commitments", [f"{one['commitments']:,}" for one in found])
    line("bare rows/s (SQLAlchemy Core)", [f"{one['bare_per_second']:,}" for one in found])
    line("statements added/s", [f"{one['added_per_second']:,}" for one in found])
    line("  ratio (asked: 0.125 or more)", [f"{one['adding_ratio']}" for one in found])
    line(
        "merging, µs a statement",
        [
            f"{one['merge_microseconds']} (×{one['merge_microseconds'] / first['merge_microseconds']:.2f})"
            for one in found
        ],
    )  # type: ignore[operator]
    line("pair precision / recall", [f"{one['precision']} / {one['recall']}" for one in found])
    line("show, ms", [f"{one['show']} (×{one['show'] / first['show']:.2f})" for one in found])  # type: ignore[operator]
    for label in LISTS:
        line(
            f"list: {label}, ms",
            [f"{one['lists'][label]} (×{one['lists'][label] / first['lists'][label]:.2f})" for one in found],
        )  # type: ignore[index]
    line("memory, MB (asked: under 2,048)", [f"{one['memory_mb']:,}" for one in found])
    line("file, MB", [f"{one['file_mb']:,}" for one in found])
    return "\n".join(lines)


def main() -> int:
    """Run the sizes, each in its own process, and print the table."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    cli.add_argument("--json", action="store_true", help="print the figures as JSON")
    cli.add_argument("--one", type=int, help=argparse.SUPPRESS)
    told = cli.parse_args()
    if told.one:
        print(json.dumps(measure(told.one)))
        return 0
    found = []
    for size in told.sizes:
        print(f"{size:,} statements …", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", "evals.bench.book", "--one", str(size)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        found.append(json.loads(done.stdout))
    print(json.dumps(found, indent=1) if told.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
