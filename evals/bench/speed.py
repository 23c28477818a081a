"""How fast documents are read: this tree beside another commit, in pairs, in processor time.

    scripts/speed                       this tree against the commit before it, five pairs, on official text
    scripts/speed 1cb0771 --pairs 9     against another commit
    scripts/speed --corpus wikinews     on the news among the annotated documents
    scripts/speed --gate                the layout and the gate alone, over texts in memory

Each measurement is a process of its own that reads one document first, so that loading does not count. The two trees take
turns, so that what else the machine does falls on both. A ratio is that of one pair; given are the median and the extremes.
Whether both trees found the same statements is said too. Exit code 2 where the corpus or the commit is missing.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
CORPORA = ("briefings", "wikinews")
_FIRST = "Norway will give Haiti $5 million by 2030. The minister said that we would build a road."


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds of processor time, characters, statements, and a digest of the statements without the version
    of the program that found them."""

    seconds: float
    characters: int
    statements: int
    digest: str


def texts(corpus: str, count: int) -> Iterator[dict[str, Any]]:
    """`count` documents of a corpus, spread evenly over it: the arguments of `Document` but for its source."""
    if corpus == "briefings":
        lines = (SHARED / "corpus/briefings.jsonl").read_text(encoding="utf-8").splitlines()
        every = [json.loads(line) for line in lines]
    else:
        paths = [p for folder in ("gold/train", "world") for p in sorted((SHARED / folder).glob(f"{corpus}-*.txt"))]
        every = [
            {**json.loads(p.with_suffix(".meta.json").read_text("utf-8")), "text": p.read_bytes().decode()}
            for p in paths
        ]
    step = max(1.0, len(every) / count)
    for place in range(min(count, len(every))):
        one = every[int(place * step)]
        yield {key: one.get(key) for key in ("text", "title", "publisher", "published")}


def read_here(corpus: str, count: int) -> Run:
    """Read with the `pledgebook` that this process imports."""
    from pledgebook.book import statements_of
    from pledgebook.model import Document, record_of

    with contextlib.suppress(ImportError):  # of trees that are older
        from pledgebook.book.settled import settle

        settle()  # as `read` does
    documents = [Document(f"{place}.txt", **given) for place, given in enumerate(texts(corpus, count))]
    statements_of(Document("first.txt", _FIRST, published="2022-01-01"))
    start = process_time()
    found = [statements_of(document) for document in documents]
    seconds = process_time() - start
    records = [
        {key: value for key, value in record_of(one, document).items() if key != "extractor"}
        for document, own in zip(documents, found, strict=True)
        for one in own
    ]
    digest = hashlib.sha256(json.dumps(records, sort_keys=True, default=str).encode()).hexdigest()
    return Run(seconds, sum(len(document.text) for document in documents), len(records), digest)


def read_in(tree: Path, corpus: str, count: int) -> Run:
    """Read by a process of its own with the program of `tree`."""
    call = [sys.executable, str(Path(__file__).resolve()), "--here", "--corpus", corpus, "--documents", str(count)]
    environment = {**os.environ, "PYTHONPATH": str(tree / "src")}
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=True)
    return Run(**json.loads(done.stdout))


def exported(commit: str, target: Path) -> Path:
    """The files of a commit below `target`. Raises subprocess.CalledProcessError where there is no such commit."""
    archive = subprocess.run(["git", "archive", commit, "src"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive, check=True)
    return target


def gate_alone(corpus: str, count: int, rounds: int) -> list[str]:
    """Lines that say how fast the layout and the gate go over texts in memory, medians of `rounds`."""
    from pledgebook.extract.gate import scan
    from pledgebook.extract.gate_signs import load_gate, signs_of
    from pledgebook.extract.layout import layout
    from pledgebook.language.clean_copy import clean_copy
    from pledgebook.model import Document

    documents = [Document(f"{place}.txt", **given) for place, given in enumerate(texts(corpus, count))]
    size = sum(len(document.text.encode()) for document in documents) / 1e6
    pages = [(document.text, layout(document).sentences) for document in documents]
    gate = load_gate()
    passing = [passes for text, sentences in pages for passes in scan(text, sentences)]

    def speed(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(rounds):
            start = process_time()
            work()
            taken.append(process_time() - start)
        return size / statistics.median(taken)

    steps: dict[str, Callable[[], object]] = {
        "layout": lambda: [clean_copy.cache_clear(), [layout(document) for document in documents]],
        "signs one by one": lambda: [signs_of(text, sentences, gate) for text, sentences in pages],
        "gate": lambda: [scan(text, sentences) for text, sentences in pages],
    }
    lines = [f"{name:28}{speed(work):10.1f} MB/s" for name, work in steps.items()]
    return [*lines, f"{'sentences that pass':28}{100 * sum(passing) / len(passing):10.1f} %"]


def compared(commit: str, corpus: str, count: int, pairs: int) -> list[str]:
    """Lines that say how this tree and a commit compare, over `pairs` pairs of runs."""
    with tempfile.TemporaryDirectory() as folder:
        other = exported(commit, Path(folder))
        runs = [(read_in(other, corpus, count), read_in(ROOT, corpus, count)) for _ in range(pairs)]
    ratios = sorted(before.seconds / now.seconds for before, now in runs)
    before, now = runs[0]
    same = "the same statements" if before.digest == now.digest else "other statements"
    rows = [(commit, [run.seconds for run, _ in runs], before), ("this tree", [run.seconds for _, run in runs], now)]
    return [
        f"{count} documents of {corpus}, {now.characters:,} characters, {pairs} pairs, processor time",
        *(
            f"{name:12}{statistics.median(seconds):8.2f} s {one.characters / statistics.median(seconds) / 1000:8.1f} "
            f"thousand characters/s {one.statements:6} statements"
            for name, seconds, one in rows
        ),
        f"{statistics.median(ratios):.2f} times as fast ({ratios[0]:.2f} to {ratios[-1]:.2f}), {same}",
    ]


def main() -> int:
    """The command."""
    cli = argparse.ArgumentParser(
        prog="scripts/speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("commit", nargs="?", default="HEAD~1", help="the commit to compare with (the one before)")
    cli.add_argument("--corpus", choices=CORPORA, default="briefings", help="which documents (briefings)")
    cli.add_argument("--documents", type=int, default=40, help="how many of them (40)")
    cli.add_argument("--pairs", type=int, default=5, help="pairs of runs, or rounds of the gate (5)")
    cli.add_argument("--gate", action="store_true", help="measure the layout and the gate alone")
    cli.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    call = cli.parse_args()
    try:
        if call.here:
            one = read_here(call.corpus, call.documents)
            print(json.dumps({name: getattr(one, name) for name in Run.__slots__}))
        elif call.gate:
            print(*gate_alone(call.corpus, call.documents, call.pairs), sep="\n")
        else:
            print(*compared(call.commit, call.corpus, call.documents, call.pairs), sep="\n")
    except FileNotFoundError as error:
        print(f"speed: {error.filename} is missing: clone the shared documents beside this folder", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"speed: {' '.join(map(str, error.cmd[:3]))} failed: {error.stderr}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
