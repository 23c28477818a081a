"""How long pages take on a large book, with fifty readers at once while a reviewer writes.

    .venv/bin/python -m evals.bench.pages                       a book of 100,000 generated statements
    .venv/bin/python -m evals.bench.pages --statements 1000000  another size
    .venv/bin/python -m evals.bench.pages --book FILE           a book made before (it is made there where there is none)

`evals.bench.copied` makes a large book of a smaller one.

The book is served by `pledgebook serve`, as a process of its own. Each reader asks for the overview, lists with every filter,
commitments and documents in turn, nearly always for an address that nobody asked for before, so that pages are made and not
taken from memory; a reviewer confirms a statement every second. Printed are milliseconds from the request to the last byte:
median and 95th percentile of each kind of page, for readers who pause a second between pages, and for readers who never pause
(then the machine is full, and the figure says how many pages it makes a second). `processor_ms_a_page` is what the server itself
used, whatever else the machine did meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from evals.bench.generated import made
from pledgebook.book import Book
from pledgebook.model import Reading

READERS = 50
SECONDS = 20
PAUSE = 1.0
WORDS = ("clinics", "rural", "malaria", "schools", "bridges", "solar", "refugee", "grants", "housing", "ports")
PLACES = ("ZM", "NO", "HT", "KE", "MX", "CA", "FR", "JP", "SE", "PE")


def build(place: Path, statements: int) -> None:
    """A merged book of generated statements."""
    documents = made(statements)
    with Book.open(place) as book:
        while some := list(islice(documents, 200)):
            for _ in book.keep([Reading(one.document.source, one.document, one.statements) for one in some]):
                pass
        book.merge()


def lists(dice: random.Random) -> str:
    """The address of a list with some filter and order."""
    place, word, year = dice.choice(PLACES), dice.choice(WORDS), dice.randint(2019, 2030)
    filters = dice.choice(
        (
            f"actor={place}",
            f"actor={place}&unit=USD",
            f"recipient={place}&sort=amount&descending=true",
            "contradicted=true&sort=statements",
            f"period={year}",
            f"period={year}&sort=deadline",
            f"text={word}",
            f"text={word}&actor={place}",
            "status=no_public_evidence&sort=deadline",
            f"since={year}",
            "strength=declared&sort=amount",
            f"text={quote(chr(34) + 'will provide' + chr(34))}&actor={place}",
            "reviewed=false&kind=all",
            "min_confidence=0.7",
            f"publisher=Herald&period={year}",
        )
    )
    return f"/commitments?{filters}&until=20{dice.randint(30, 99)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"


async def get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> tuple[int, int]:
    """One request on a connection that stays: status and bytes."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    size = next(int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length"))
    await reader.readexactly(size)
    return status, size


async def read(
    port: int, seed: int, pause: float, until: float, pool: dict[str, list[str]]
) -> list[tuple[str, float, int]]:
    """What one reader waits for: kind of page, seconds, bytes."""
    dice = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    found = []
    await asyncio.sleep(dice.random() * pause)
    while time.perf_counter() < until:
        kind = dice.choice(("overview", "list", "commitment", "document"))
        path = "/" if kind == "overview" else lists(dice) if kind == "list" else dice.choice(pool[kind])
        started = time.perf_counter()
        status, size = await get(reader, writer, path)
        found.append((kind, time.perf_counter() - started, size))
        assert status == 200, (status, path)
        await asyncio.sleep(pause * (0.5 + dice.random()))
    writer.close()
    return found


async def all_readers(
    port: int, pause: float, seconds: float, pool: dict[str, list[str]], seed: int
) -> list[tuple[str, float, int]]:
    """What all readers wait for."""
    until = time.perf_counter() + seconds
    found = await asyncio.gather(*(read(port, seed + number, pause, until, pool) for number in range(READERS)))
    return [one for some in found for one in some]


def processor(process: int) -> float:
    """Seconds of processor time that a process and its children have used (Linux, proc(5))."""
    used = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK") + sum(processor(int(one)) for one in children)


def told(found: list[tuple[str, float, int]], seconds: float, used: float) -> dict[str, object]:
    """Median and 95th percentile, in milliseconds, of each kind. `used`: seconds of processor time that the server took."""
    waits: dict[str, list[float]] = defaultdict(list)
    for kind, spent, _ in found:
        waits[kind].append(spent * 1000)
    figures: dict[str, object] = {
        kind: {
            "pages": len(some),
            "median": round(statistics.median(some), 1),
            "p95": round(statistics.quantiles(some, n=20)[18], 1) if len(some) > 1 else None,
        }
        for kind, some in sorted(waits.items())
    }
    return {
        "pages_per_second": round(len(found) / seconds, 1),
        "processor_ms_a_page": round(used * 1000 / len(found), 1),
        **figures,
    }


def main() -> None:
    """Build where needed, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--processes", type=int, default=2, help="of the server")
    call = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = call.book or Path(folder) / "pages.db"
        if not place.exists():
            build(place, call.statements)
        measure(place, call.seconds, call.processes)


def measure(place: Path, seconds: float, processes: int) -> None:
    """Serve a book by so many processes, read it, and print what readers wait for."""
    with Book.open(place) as book:
        ids = [one.commitment.id for one in book.commitments(kind=None, limit=1000, sort="deadline")]
        ids += [
            one.commitment.id for one in book.commitments(kind=None, limit=1000, sort="statements", descending=True)
        ]
        pool = {
            "commitment": [f"/commitments/{id}" for id in ids],
            "document": [
                f"/documents/{one.imprint.id.removeprefix('sha256:')}" for one in book.catalogue(limit=1000)[0]
            ],
        }
        counts = book.counts()
        command = [
            sys.executable,
            "-m",
            "pledgebook",
            "serve",
            "--book",
            str(place),
            "--port",
            "0",
            "--processes",
            f"{processes}",
        ]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert server.stdout is not None
        port = int(server.stdout.readline().split()[0].rstrip("/").rpartition(":")[2])
        stopped = threading.Event()

        def review() -> None:
            number = 0
            while not stopped.wait(1):
                book.confirm(ids[number % len(ids)], by="bench", note=f"{number}")
                number += 1

        reviewer = threading.Thread(target=review)
        try:
            asyncio.run(all_readers(port, 0.2, 3, pool, 10_000))  # the server warms up
            reviewer.start()
            figures = []
            for pause, seed in ((PAUSE, 1), (0.0, 1_000)):
                before = processor(server.pid)
                found = asyncio.run(all_readers(port, pause, seconds, pool, seed))
                figures.append(told(found, seconds, processor(server.pid) - before))
        finally:
            stopped.set()
            if reviewer.is_alive():
                reviewer.join()
            server.terminate()
            server.wait(20)
    print(
        json.dumps(
            {
                "statements": counts.statements,
                "commitments": counts.commitments,
                "readers": READERS,
                "processes": processes,
                "load": round(os.getloadavg()[0], 1),
                "pausing_a_second": figures[0],
                "never_pausing": figures[1],
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
