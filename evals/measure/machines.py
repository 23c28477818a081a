"""Does the same text give the same bytes on every machine?

    scripts/machines                    the seven annotated documents and 100 official ones, on every kernel
    scripts/machines --documents 20     fewer of the official ones

The parser adds floating-point numbers, and each kind of processor adds them in an order of its own. Here the same
documents are read with the kernels that OpenBLAS keeps for different processors, with and without the vector
instructions that numpy uses, on one and on two threads, alone and beside another program that computes. The last bits
of the parser's numbers differ ("numbers"); what is printed must not ("records"). Exit code 1 where it does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

_PLAIN_NUMPY = {"NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX2 FMA3"}


@dataclass(frozen=True, slots=True)
class Machine:
    """A processor to imitate: the switches that its libraries take from the environment, and whether another program
    computes beside the reading."""

    name: str
    switches: Mapping[str, str]
    busy: bool = False


MACHINES = (
    Machine("as it is", {}),
    Machine("one thread", {"OPENBLAS_NUM_THREADS": "1"}),
    Machine("beside another program", {}, busy=True),
    Machine("SkylakeX (AVX-512)", {"OPENBLAS_CORETYPE": "SkylakeX"}),
    Machine("Haswell (AVX2)", {"OPENBLAS_CORETYPE": "Haswell"}),
    Machine("Sandybridge (AVX)", {"OPENBLAS_CORETYPE": "Sandybridge"}),
    Machine("Nehalem (SSE4)", {"OPENBLAS_CORETYPE": "Nehalem"}),
    Machine("Katmai (SSE), plain numpy", {"OPENBLAS_CORETYPE": "Prescott", **_PLAIN_NUMPY}, busy=True),
)
"""Kernels of x86-64; elsewhere the switches change nothing and only threads and load are tried."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a machine gave: digests of all records, and of the parser's floating-point numbers."""

    records: str
    numbers: str
    statements: int


def texts(official: int) -> Iterator[tuple[str, str, str | None]]:
    """Name, text and date of publication of the documents: those of the demo, and of ../shared where it is there."""
    for path in sorted((ROOT / "src/pledgebook/demo/documents").glob("*.[mt][dx]*")):
        yield path.name, path.read_bytes().decode(), None
    for path in sorted((SHARED / "gold").glob("*.txt")):
        yield path.name, path.read_bytes().decode(), "2022-07-12"
    corpus = SHARED / "corpus/briefings.jsonl"
    if corpus.is_file():
        with corpus.open(encoding="utf-8") as lines:
            for _, line in zip(range(official), lines, strict=False):
                row = json.loads(line)
                yield row["id"], row["text"], row.get("published") or row.get("date")


def read_here(official: int) -> Outcome:
    """Every document read by this process."""
    from pledgebook.book import statements_of
    from pledgebook.extract.clauses.parse import load_model
    from pledgebook.model import Document, encode_jsonl, record_of

    records, numbers, count = hashlib.sha256(), hashlib.sha256(), 0
    for name, text, published in texts(official):
        document = Document(name, text, published=published)
        found = statements_of(document)
        count += len(found)
        records.update(encode_jsonl([record_of(one, document) for one in found]))
    tokens = load_model()("Norway will give Haiti five million dollars, and Chile builds a road.")
    numbers.update(tokens.tensor.tobytes())
    return Outcome(records.hexdigest(), numbers.hexdigest(), count)


def read_on(machine: Machine, official: int) -> Outcome:
    """Every document read by a process of its own that believes to be on `machine`."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if machine.busy else None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "evals.measure.machines", "--here", "--documents", str(official)],
            cwd=ROOT,
            env={**os.environ, **machine.switches},
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        if busy is not None:
            busy.kill()
            busy.wait()
    return Outcome(**json.loads(done.stdout))


def main() -> int:
    """The command; exit code 1 where two machines give different records."""
    cli = argparse.ArgumentParser(
        prog="scripts/machines", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--documents", type=int, default=100, help="how many of the official documents (100)")
    cli.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    call = cli.parse_args()
    if call.here:
        one = read_here(call.documents)
        print(json.dumps({"records": one.records, "numbers": one.numbers, "statements": one.statements}))
        return 0
    print(f"{platform.machine()}: {sum(1 for _ in texts(call.documents))} documents on {len(MACHINES)} machines")
    found = []
    for machine in MACHINES:
        found.append(read_on(machine, call.documents))
        print(f"  {machine.name:28} records {found[-1].records[:12]}  numbers {found[-1].numbers[:12]}", flush=True)
    same = len({one.records for one in found}) == 1
    print(f"{found[0].statements} statements, {'the same' if same else 'NOT the same'} everywhere")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
