"""Time, memory, precision and recall of merging on generated statements: the loop of a book, in batches, over a plain store.

usage: python -m evals.bench.merging [SIZE…]   (10000 100000 1000000 unless told)

Each size runs in a process of its own. Times are microseconds of processor time a statement, so that a column tells whether the whole
grows in proportion: `features` and `keys` once a statement; `judge` is `touching`, `group` and `related` in batches of
BATCH statements; `store` is the SQLite file that stands for the ledger here. `growth` is the time of features, keys and
judging a statement against that of the smallest size. `pairs`: precision and recall over pairs of statements.
"""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from time import process_time

from evals.bench.generated import Made, made
from pledgebook.model import Imprint, Said
from pledgebook.reconcile import (
    Features,
    decode_features,
    encode_features,
    features,
    group,
    keys,
    related,
    touching,
    view,
)

BATCH = 5_000
SIZES = (10_000, 100_000, 1_000_000)


class Store:
    """Features, block keys and components of statements by number, in a file."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path)
        self.base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
            "CREATE TABLE statement (number INTEGER PRIMARY KEY, id TEXT UNIQUE, features BLOB, component INTEGER, commitment INTEGER);"
            "CREATE INDEX component ON statement (component);"
            "CREATE TABLE key (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;"
        )
        self.last = 0

    def add(self, rows: Iterable[tuple[Features, tuple[int, ...]]]) -> None:
        for one, own in rows:
            self.last += 1
            self.base.execute("INSERT INTO statement VALUES (?, ?, ?, 0, 0)", (self.last, one.id, encode_features(one)))
            self.base.executemany("INSERT INTO key VALUES (?, ?)", [(key, self.last) for key in own])

    def near(self, wanted: set[int]) -> list[Features]:
        """The placed statements that share one of the keys."""
        return self._read(
            "SELECT DISTINCT s.number, s.features FROM wanted w JOIN key k ON k.key = w.one JOIN statement s USING (number)"
            " WHERE s.component",
            wanted,
        )

    def components(self, ids: set[str]) -> list[Features]:
        """All members of the components that hold these."""
        return self._read(
            "SELECT number, features FROM statement WHERE component IN"
            " (SELECT component FROM wanted w JOIN statement s ON s.id = w.one)",
            ids,
        )

    def _read(self, query: str, wanted: Iterable[object]) -> list[Features]:
        self.base.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (one PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("DELETE FROM wanted")
        self.base.executemany("INSERT INTO wanted VALUES (?)", ((one,) for one in wanted))
        return [decode_features(row[1]) for row in self.base.execute(query)]

    def place(self, rows: Iterable[tuple[int, int, str]]) -> None:
        """Set component and commitment of statements."""
        self.base.executemany("UPDATE statement SET component = ?, commitment = ? WHERE id = ?", rows)


def batches(count: int) -> Iterator[list[Made]]:
    batch: list[Made] = []
    size = 0
    for one in made(count):
        batch.append(one)
        size += len(one.statements)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def run(count: int) -> None:
    """Merge and print one line."""
    spent: Counter[str] = Counter()
    clock = process_time()

    def lap(name: str) -> None:
        nonlocal clock
        now = process_time()
        spent[name] += now - clock  # type: ignore[assignment]
        clock = now

    truth = array("q")
    relations = 0
    serial = 0
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store.db")
        for batch in batches(count):
            lap("made")
            new = [
                features(
                    Said(statement, Imprint(one.document.id, one.document.source, published=one.document.published))
                )
                for one in batch
                for statement in one.statements
            ]
            truth.extend(chain.from_iterable(one.truth for one in batch))
            lap("features")
            own = [keys(one) for one in new]
            lap("keys")
            store.add(zip(new, own, strict=True))
            known = store.near(set(chain.from_iterable(own)))
            lap("store")
            seen = view(new, known)
            touched = touching(new, known, seen=seen)
            lap("judge")
            whole = store.components(touched)
            lap("store")
            groups = group([*new, *whole], seen=seen)
            lap("judge")
            rows = []
            for found in groups:
                serial += 1
                first = serial
                for place, ids in enumerate(found.commitments):
                    serial += place > 0
                    rows += [(first, serial, one) for one in ids]
            store.place(rows)
            lap("store")
            homes = {one: commitment for _, commitment, one in rows}
            relations += len(related(new, known, homes, seen=seen))
            lap("judge")
        found_pairs, true_pairs, all_pairs = _pairs(store, truth)
    size = len(truth)
    shares = {name: 1e6 * seconds / size for name, seconds in spent.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    own_time = shares["features"] + shares["keys"] + shares["judge"]
    print(
        f"{size} {shares['features']:.1f} {shares['keys']:.1f} {shares['judge']:.1f} {shares['store']:.1f} {own_time:.1f}"
        f" {memory} {true_pairs / found_pairs:.4f} {true_pairs / all_pairs:.4f} {len(set(truth))} {relations}"
    )


def _pairs(store: Store, truth: array[int]) -> tuple[int, int, int]:
    """Pairs joined, pairs joined rightly, and pairs to be joined."""
    joined: dict[int, Counter[int]] = defaultdict(Counter)
    for number, commitment in store.base.execute("SELECT number, commitment FROM statement"):
        joined[commitment][truth[number - 1]] += 1
    found = sum(_two(counts.total()) for counts in joined.values())
    right = sum(_two(count) for counts in joined.values() for count in counts.values())
    return found, right, sum(_two(count) for count in Counter(truth).values())


def _two(count: int) -> int:
    return count * (count - 1) // 2


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        run(int(arguments[1]))
        return
    print("statements  features  keys  judge  store  growth  memory MB  precision  recall  commitments  relations")
    first = 0.0
    for size in [int(one) for one in arguments] or SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "evals.bench.merging", "--one", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        count, made_features, made_keys, judged, stored, own, memory, precision, recall, truths, relations = (
            done.stdout.split()
        )
        first = first or float(own)
        print(
            f"{int(count):>10,} {made_features:>9} {made_keys:>5} {judged:>6} {stored:>6} {float(own) / first:>6.2f}x"
            f" {int(memory):>10,} {precision:>10} {recall:>7} {int(truths):>12,} {int(relations):>10,}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
