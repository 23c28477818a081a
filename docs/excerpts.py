"""Real output for the pages that show some.

    <!-- output: NAME -->  … <!-- end -->      what a function of this file makes
    <!-- run: COMMAND -->  … <!-- end -->      what `pledgebook COMMAND` prints

The commands of a page run in the order of the page, on a ledger of its own, in the folder of the documents and figures of
the demo. What is another at every run (today, the time, hashes, the name of a run, the place of the ledger) is replaced.

python docs/excerpts.py          write the pages
python docs/excerpts.py --check  write nothing, exit 1 when a page would change
"""

from __future__ import annotations

import datetime
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pledgebook

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/record.md", "docs/commitment.md", "docs/book.md", "docs/delivery.md")
EXAMPLES = Path(pledgebook.__file__).parent / "demo"
SENTENCE = "Norway will give about $5 million a year to Haiti by 2028, the foreign ministry said.\n"
DAY = "2026-11-25"
_PLACE = re.compile(r"(<!-- (output|run): ([^\n]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _pledgebook(*args: str, folder: Path = ROOT, stdin: str = "", book: Path | None = None) -> str:
    environment = {**os.environ, "COLUMNS": "120", "PLEDGEBOOK_BOOK": str(book or "")}
    done = subprocess.run(
        [sys.executable, "-m", "pledgebook", *args],
        input=stdin.encode(),
        env=environment,
        cwd=folder,
        capture_output=True,
        check=False,
    )
    printed = (done.stdout + done.stderr).decode("utf-8")
    if done.returncode:
        raise SystemExit(f"pledgebook {shlex.join(args)} ends with {done.returncode}: {printed}")
    return _steady(printed.replace(str(book), "summit.db") if book else printed)


def _steady(printed: str) -> str:
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    printed = printed.replace(today, DAY).replace(f"{EXAMPLES}{os.sep}", "")
    printed = re.sub(r"(?<= )\d\d:\d\d:\d\d(?= )", "09:00:00", printed)
    printed = re.sub(r"run-[0-9a-f]{12}", "run-0a1b2c3d4e5f", printed)
    return re.sub(r"(?<!sha256:)\b[0-9a-f]{64}\b", "5f2b90c1…", printed)


def run(command: str, book: Path) -> str:
    """A command and what it prints."""
    printed = _pledgebook(*shlex.split(command), folder=EXAMPLES, book=book)
    return f"```console\n$ pledgebook {command}\n{printed.rstrip()}\n```\n"


def demo() -> str:
    """The first three rows of the demo's table, the one of the 1.5 billion, and what is said below."""
    with tempfile.TemporaryDirectory() as folder:
        printed = _pledgebook("demo", "--book", "demo.db", folder=Path(folder))
    title, table, *rest = printed.split("\n\n")
    head, *rows = re.split(r"\n(?=\S)", table)
    shown = [*rows[:3], *(row for row in rows[3:] if "1.5 bn USD" in row)]
    note = next(part for part in rest if part.startswith("no public evidence:"))
    figures = rest[rest.index(note) + 1 : -1]
    return "\n".join(("```text", title, "", head, *shown, "…", "", note, "", "\n\n".join(figures), "```", ""))


def record() -> str:
    """One statement, indented."""
    line = _pledgebook("read", "-", "--published", "2022-07-12", "--format", "jsonl", stdin=SENTENCE).splitlines()[0]
    values = json.loads(line)
    values["extractor"]["version"] = values["extractor"]["version"].split("/")[0] + "/…"  # the weights change often
    return _fields(values)


def commitment() -> str:
    """The commitment of the demo that is contradicted, with its statuses, indented."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "demo.db"
        _pledgebook("demo", "--book", str(book), folder=Path(folder))
        line = _pledgebook("list", "--contradicted", "--format", "jsonl", book=book).splitlines()[0]
    return _fields(json.loads(line))


def _fields(values: dict[str, object]) -> str:
    fields = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()
    )
    return f"```json\n{{\n{fields}\n}}\n```\n"


def filled(page: str) -> str:
    """The page with every output in its place."""
    makers = {"demo": demo, "record": record, "commitment": commitment}
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "summit.db"

        def made(found: re.Match[str]) -> str:
            told = makers[found[3]]() if found[2] == "output" else run(found[3], book)
            return f"{found[1]}{told}{found[4]}"

        return _PLACE.sub(made, page)


def main() -> int:
    """Write or check the pages."""
    stale = False
    for name in PAGES:
        path = ROOT / name
        page = path.read_text(encoding="utf-8")
        new = filled(page)
        if new == page:
            continue
        stale = True
        if "--check" in sys.argv[1:]:
            sys.stderr.write(f"{name} shows old output: run scripts/excerpts\n")
        else:
            path.write_text(new, encoding="utf-8")
    return int(stale and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
