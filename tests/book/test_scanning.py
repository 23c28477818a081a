"""A scan: what reading each document gives, in whole files, each shard once, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pledgebook.book import Book, read_all, statements_of
from pledgebook.book.bulk import Progress, Settings, Summary, fingerprint, is_scan, plan_of, readings_of, scan
from pledgebook.book.bulk import plan as planning
from pledgebook.book.bulk.twins import taken_over
from pledgebook.config import ReadingLimits
from pledgebook.errors import ScanError, UsageError
from pledgebook.model import Document

COUNTRIES = ("Norway", "Chile", "Kenya", "Japan", "Canada", "Peru", "Ghana", "India")


def article(number: int) -> str:
    country = COUNTRIES[number % len(COUNTRIES)]
    return (
        f"{country} will give ${number + 2} million to Haiti by 2030, the foreign ministry said.\n\n"
        f"The weather was fine on day {number}. In 2021 {country} built {number + 3} wells in Mali.\n"
    )


def archive(folder: Path, count: int = 12, name: str = "archive.jsonl") -> Path:
    path = folder / name
    rows = [{"url": f"https://news.example/{k}", "published": "2022-07-12", "text": article(k)} for k in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def here(function: Callable[[Any], Any], shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """An engine without processes."""
    return ((place, function(shard)) for place, shard in enumerate(shards))


def run(*sources: Path | str, out: Path, limit: int | None = None, engine: Any = here, **settings: Any) -> Summary:
    chosen = Settings(**{"shard_bytes": 700, **settings})
    return scan(plan_of([str(source) for source in sources], chosen), out, engine, limit=limit)


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    found = []
    for path in sorted((out / table).glob("*.parquet")):
        found += pq.read_table(path).to_pylist()
    return sorted(found, key=lambda row: (row["source"], row.get("start") or 0, row.get("id") or ""))


def files(out: Path) -> dict[str, bytes]:
    """Every file of the result but the log, which tells times."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in ("log.jsonl", "lock")
    }


def test_statements_are_those_of_reading_each_document(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")
    summary = run(folder, out=tmp_path / "out", published="2022-07-12", publisher="A newspaper")
    expected = {
        (one.id, reading.source)
        for reading in read_all([folder], published="2022-07-12", publisher="A newspaper")
        for one in reading.statements
    }
    found = rows(tmp_path / "out", "statements")
    assert {(row["id"], row["source"]) for row in found} == expected
    assert len(found) == summary.counts.statements == len(expected) >= 8
    assert summary.counts.documents == 8
    texts = {row["document"]: row["text"] for row in rows(tmp_path / "out", "documents")}
    for row in found:
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
    assert {row["actors"] for row in found} >= {"NO", "CL", "KE"}


def test_a_finished_run_that_is_started_again_does_nothing(tmp_path: Path) -> None:
    source, out = archive(tmp_path), tmp_path / "out"
    first = run(source, out=out)
    assert len(first.read) == first.shards > 2
    before = files(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet") if path.stem != "run"}

    def no_engine(function: object, shards: Sequence[object]) -> Iterator[tuple[int, Any]]:
        assert not shards
        return iter(())

    again = run(source, out=out, engine=no_engine)
    assert (again.read, again.counts, again.shards) == ((), first.counts, first.shards)
    assert files(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet") if path.stem != "run"} == times


def test_a_changed_lexicon_redoes_all_and_nothing_is_there_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = archive(tmp_path), tmp_path / "out"
    first = run(source, out=out)
    count = len(rows(out, "statements"))
    monkeypatch.setattr(planning, "code_fingerprint", lambda: "another lexicon")
    second = run(source, out=out)
    assert len(second.read) == second.shards == first.shards
    assert len(rows(out, "statements")) == count
    assert len(list((out / "shards").iterdir())) == second.shards


def test_the_fingerprint_follows_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "pledgebook"
    original = Path(fingerprint.__file__).parents[2]
    for name in ("language", "extract", "cli"):
        shutil.copytree(original / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "__init__.py").touch()
    monkeypatch.setattr(fingerprint.pledgebook, "__file__", str(copy / "__init__.py"))
    before = fingerprint.code_fingerprint.__wrapped__()
    assert fingerprint.code_fingerprint.__wrapped__() == before
    table = sorted((copy / "language" / "en").rglob("*.toml"))[0]
    table.write_text(table.read_text(encoding="utf-8") + "\n# a word\n", encoding="utf-8")
    after = fingerprint.code_fingerprint.__wrapped__()
    assert after != before
    (copy / "cli" / "scan.py").write_text("changed", encoding="utf-8")
    assert fingerprint.code_fingerprint.__wrapped__() == after


def test_results_are_no_sources(tmp_path: Path) -> None:
    archive(tmp_path)
    assert run(tmp_path, out=tmp_path / "out").counts.documents == 12
    assert run(tmp_path, out=tmp_path / "out").read == ()


def test_a_new_file_and_a_changed_file_redo_their_shards_alone(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in "abc":
        archive(folder, 12, f"{name}.jsonl")
    first = run(folder, out=out)
    os.utime(archive(folder, 12, "b.jsonl"), ns=(1, 1))
    archive(folder, 3, "d.jsonl")
    second = run(folder, out=out)
    assert {done.name for _, done in second.read}.isdisjoint({done.name for _, done in first.read})
    assert {Path(shard.pieces[0].file).name for shard, _ in second.read} == {"b.jsonl", "d.jsonl"}
    assert second.counts.documents == 39
    assert len({(row["source"], row["file"]) for row in rows(out, "documents")}) == 39


@pytest.mark.parametrize("changed", [{"published": "2020"}, {"sample": 0.5}, {"limit": 2}, {"twins": False}])
def test_a_folder_holds_one_scan(tmp_path: Path, changed: dict[str, Any]) -> None:
    source, out = archive(tmp_path), tmp_path / "out"
    run(source, out=out)
    before = files(out)
    with pytest.raises(UsageError, match="another folder"):
        run(source, out=out, **changed)
    with pytest.raises(UsageError, match="other sources"):
        run(tmp_path, out=out)
    assert files(out) == before


def test_limit_and_sample(tmp_path: Path) -> None:
    source = archive(tmp_path, 30)
    some = run(source, out=tmp_path / "a", limit=7)
    assert some.counts.documents == 7
    assert [row["source"] for row in rows(tmp_path / "a", "documents")] == [
        f"https://news.example/{number}" for number in range(7)
    ]
    assert run(source, out=tmp_path / "a", limit=7).read == ()
    half = run(source, out=tmp_path / "b", sample=0.5)
    assert 0 < half.counts.documents < 30  # which ones follows from where the file lies
    run(source, out=tmp_path / "c", sample=0.5)
    assert files(tmp_path / "b") == files(tmp_path / "c")


def test_problems_stand_beside_the_results(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(article(1), encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "lines.jsonl").write_bytes(b'{"text": "Peru will give $3 million to Mali."}\nnonsense\n')
    summary = run(folder, tmp_path / "missing.jsonl", out=tmp_path / "out")
    assert {(row["rule"], Path(row["file"]).name, row["offset"]) for row in rows(tmp_path / "out", "problems")} == {
        ("empty", "empty.txt", 0),
        ("not-a-pdf", "bad.pdf", 0),
        ("broken-row", "lines.jsonl", 47),
        ("missing", "missing.jsonl", 0),
    }
    assert summary.counts.rules == {"broken-row": 1, "empty": 1, "not-a-pdf": 1}
    assert [problem.rule for problem in summary.problems_of_run] == ["missing"]
    assert [Path(shard.pieces[0].file).name for shard, _ in summary.most_faulty(1)] == ["bad.pdf"]


def test_a_slow_and_a_long_document_cost_themselves_alone(tmp_path: Path) -> None:
    from pledgebook.book import reading

    path = tmp_path / "a.jsonl"
    texts = [article(1), "SLOW " + article(2), article(3) * 40, article(4)]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    real = reading.statements_of

    def statements_of(document: Document) -> Any:
        if document.text.startswith("SLOW"):
            while True:  # until the alarm rings
                time.sleep(0.01)
        return real(document)

    statements_of(Document("warm", article(0)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "statements_of", statements_of)
        limits = ReadingLimits(seconds=3.0, characters=4_000)
        summary = run(path, out=tmp_path / "out", limits=limits)
    assert summary.counts.rules == {"too-long": 1, "too-slow": 1}
    assert {row["offset"] for row in rows(tmp_path / "out", "statements")} == {
        0,
        sum(len(json.dumps({"text": text})) + 1 for text in texts[:3]),
    }


def test_a_file_that_vanishes_is_a_problem_and_its_shard_is_read_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(article(ord(name[0])), encoding="utf-8")
    archive(folder, 4, "c.jsonl")
    kept = (folder / "c.jsonl").read_bytes()
    times = (folder / "c.jsonl").stat().st_mtime_ns

    def vanishing(function: Callable[[Any], Any], shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        (folder / "b.txt").unlink()
        (folder / "c.jsonl").unlink()
        return here(function, shards)

    plan = plan_of([str(folder)], Settings())
    summary = scan(plan, out, vanishing)
    assert summary.unfinished >= 1
    assert {(row["rule"], Path(row["file"]).name) for row in rows(out, "problems")} == {
        ("missing", "b.txt"),
        ("missing", "c.jsonl"),
    }
    assert len(rows(out, "documents")) == 1
    (folder / "c.jsonl").write_bytes(kept)
    os.utime(folder / "c.jsonl", ns=(times, times))
    summary = run(folder, out=out, shard_bytes=Settings().shard_bytes)
    assert (summary.counts.documents, summary.unfinished) == (5, 0)


def test_garbage_bytes_cost_few_documents_and_no_quote(tmp_path: Path) -> None:
    path = archive(tmp_path, 40)
    data = bytearray(path.read_bytes())
    dice = random.Random(3)
    for _ in range(len(data) // 100):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(data)
    run(path, out=tmp_path / "out")
    texts = {row["document"]: row["text"] for row in rows(tmp_path / "out", "documents")}
    found = rows(tmp_path / "out", "statements")
    for row in found:
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
    assert rows(tmp_path / "out", "problems")
    assert len(found) > 5


def test_near_duplicates_are_read_once_and_kept_for_each_source(tmp_path: Path) -> None:
    story = "\n\n".join(article(number) for number in range(6))
    heads = [f"The Paper of Town {k}\nSubscribe to our newsletter\n\n" for k in range(6)]
    texts = [head + story for head in heads]
    texts.append(heads[0] + story.replace("$3 million", "$9 million"))  # another amount: another text
    path = tmp_path / "a.jsonl"
    lines = [{"url": f"https://p{k}.example/x", "text": text} for k, text in enumerate(texts)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    summary = run(path, out=tmp_path / "with", shard_bytes=1 << 20)
    plain = run(path, out=tmp_path / "without", shard_bytes=1 << 20, twins=False)
    assert (summary.counts.twins, plain.counts.twins) == (5, 0)
    values = [[row["value"] for row in rows(tmp_path / name, "statements")] for name in ("with", "without")]
    assert values[0] == values[1]
    twins = {row["source"]: row["twin_of"] for row in rows(tmp_path / "with", "documents")}
    assert twins["https://p3.example/x"] == "https://p0.example/x"
    assert twins["https://p6.example/x"] is None


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("$3 million", "$4 million"),
        lambda text: text.replace("Chile will", "Chile will not"),
        lambda text: text + "\nPeru will give $7 million to Mali.\n",
    ],
)
def test_a_reading_is_taken_over_only_where_nothing_changes(change: Callable[[str], str]) -> None:
    first = Document("a", "\n\n".join(article(number) for number in range(6)), published="2022")
    found = statements_of(first)
    same = Document("b", "Weather: fine\n\n" + first.text, published="2022")
    assert taken_over(first, found, same) == statements_of(same)
    assert taken_over(first, found, Document("c", change(first.text), published="2022")) is None
    assert taken_over(first, found, Document("d", same.text, published="2023")) is None


def test_a_scan_goes_into_a_book(tmp_path: Path) -> None:
    source, out = archive(tmp_path), tmp_path / "out"
    run(source, out=out)
    assert is_scan(out)
    assert not is_scan(tmp_path)
    readings = list(readings_of(out))
    with Book.open(tmp_path / "book.db") as book:
        receipts = book.add([out])
        assert sum(receipt.outcome == "new" for receipt in receipts) == len(readings) == 12
        assert book.counts().statements == len(rows(out, "statements"))
        assert {receipt.outcome for receipt in book.add([out])} == {"known"}
        assert book.verify() == []
        commitments = len(book.commitments())
    with Book.open(tmp_path / "read.db") as book:
        folder = tmp_path / "texts"
        folder.mkdir()
        for number in range(12):
            (folder / f"{number:02}.txt").write_text(article(number), encoding="utf-8")
        book.add([folder], published="2022-07-12")
        assert len(book.commitments()) == commitments


def test_an_unfinished_scan_says_so(tmp_path: Path) -> None:
    source, out = archive(tmp_path), tmp_path / "out"
    run(source, out=out)
    next((out / "shards").iterdir()).unlink()
    problems = [problem for reading in readings_of(out) for problem in reading.problems]
    assert [problem.rule for problem in problems] == ["unfinished-scan"]


def test_progress_and_log(tmp_path: Path) -> None:
    source, out = archive(tmp_path), tmp_path / "out"
    told: list[Progress] = []
    summary = scan(plan_of([str(source)], Settings(shard_bytes=700)), out, here, progress=told.append)
    assert [one.done for one in told] == list(range(summary.shards + 1))
    assert told[-1].documents == 12
    assert told[-1].bytes_left == 0
    assert told[1].seconds_left is not None
    lines = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == summary.shards
    assert sum(line["documents"] for line in lines) == 12
    assert all(line["seconds"] > 0 and line["processor"] > 0 for line in lines)
    assert [done.seconds for _, done in summary.slowest()] == sorted(
        (d.seconds for _, d in summary.read), reverse=True
    )[:5]


def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    source, out = archive(tmp_path), tmp_path / "out"

    def another(function: Callable[[Any], Any], shards: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        with pytest.raises(ScanError, match="another scan"):
            run(source, out=out)
        return here(function, shards)

    assert run(source, out=out, engine=another).counts.documents == 12


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    source, out = archive(tmp_path, 80), tmp_path / "out"
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from tests.book.test_scanning import run\n"
        f"from pathlib import Path; run({str(source)!r}, out=Path({str(out)!r}), shard_bytes=12_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "ScanError: cannot write" in done.stderr
    assert "shards that are whole are kept" in done.stderr
    assert not [path for path in (out / "drafts").iterdir() if path.name != "lock"]
    run(source, out=out, shard_bytes=12_000)
    whole = tmp_path / "whole"
    run(source, out=whole, shard_bytes=12_000)
    assert files(out) == files(whole)


def test_a_worker_and_then_the_run_are_killed_and_the_result_is_that_of_an_undisturbed_run(tmp_path: Path) -> None:
    source, out, whole = archive(tmp_path, 40), tmp_path / "out", tmp_path / "whole"
    command = [
        sys.executable,
        "-m",
        "pledgebook",
        "scan",
        str(source),
        "--shard-size",
        "0.001",
        "--processes",
        "2",
        "--out",
    ]
    run(source, out=whole, shard_bytes=1048)
    running = subprocess.Popen([*command, str(out)], stdout=subprocess.DEVNULL)
    _wait_for(lambda: any((out / "shards").glob("*.json")))
    os.kill(random.choice(_workers(running.pid)), signal.SIGKILL)
    done = len(list((out / "shards").iterdir()))
    _wait_for(lambda: len(list((out / "shards").iterdir())) > done)
    running.kill()
    running.wait()
    subprocess.run([*command, str(out)], check=True, stdout=subprocess.DEVNULL)
    assert files(out) == files(whole)


def _workers(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _wait_for(look: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not look():
        assert time.monotonic() < end, "it did not come to pass within two minutes"
        time.sleep(0.02)
