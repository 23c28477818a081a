"""Real output for the pages that show some, between `<!-- output: NAME -->` and `<!-- end -->`.

python docs/excerpts.py          write the pages
python docs/excerpts.py --check  write nothing, exit 1 when a page would change
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = "Norway will give about $5 million a year to Haiti by 2028, the foreign ministry said.\n"
_PLACE = re.compile(r"(<!-- output: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _pledgebook(*args: str, stdin: str = "") -> str:
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-m", "pledgebook", *args],
        input=stdin.encode(),
        env=environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8")


def demo() -> str:
    """The heading of the first document of the demo and its first three sentences that hold a commitment."""
    blocks = _pledgebook("demo").split("\n\n")
    header, first = blocks[1].split("\n", 1)
    rows = [block for block in (first, *blocks[2:]) if block.startswith("commitment")][:3]
    shown = "\n\n".join((blocks[0], f"{header}\n{rows[0]}", *rows[1:]))
    return f"```text\n{shown}\n```\n"


def record() -> str:
    """One record, indented."""
    line = _pledgebook("read", "-", "--published", "2022-07-12", "--format", "jsonl", stdin=SENTENCE).splitlines()[0]
    values = json.loads(line)
    values["extractor"]["version"] = values["extractor"]["version"].split("/")[0] + "/…"  # the weights change often
    fields = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()
    )
    return f"```json\n{{\n{fields}\n}}\n```\n"


def filled(page: str) -> str:
    """The page with every output in its place."""
    makers = {"demo": demo, "record": record}
    return _PLACE.sub(lambda found: f"{found[1]}{makers[found[2]]()}{found[3]}", page)


def main() -> int:
    """Write or check the pages."""
    stale = False
    for path in (ROOT / "README.md", ROOT / "docs" / "record.md"):
        page = path.read_text(encoding="utf-8")
        new = filled(page)
        if new == page:
            continue
        stale = True
        if "--check" in sys.argv[1:]:
            sys.stderr.write(f"{path.relative_to(ROOT)} shows old output: run scripts/excerpts\n")
        else:
            path.write_text(new, encoding="utf-8")
    return int(stale and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
