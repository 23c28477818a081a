#!/usr/bin/env python3
"""How much memory and time the reader of IATI files takes on a file of many activities, made for the purpose.

    python evals/bench_evidence.py --activities 100000

Prints one JSON object. `peak_mb` is the peak resident memory of the process that read and did nothing else.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACTIVITY = """<iati-activity default-currency="USD" last-updated-datetime="2024-05-01T00:00:00" xml:lang="en">
 <iati-identifier>XX-EXAMPLE-{n}</iati-identifier>
 <reporting-org ref="XX-EXAMPLE" type="10"><narrative>Ministry of Example</narrative></reporting-org>
 <title><narrative>Water for village {n}</narrative><narrative xml:lang="fr">De l'eau pour le village {n}</narrative></title>
 <description><narrative>{words}</narrative></description>
 <recipient-country code="KE" percentage="60"/><recipient-country code="UG" percentage="40"/>
 <sector code="14030" percentage="100"/>
 <budget type="1"><period-start iso-date="2022-01-01"/><period-end iso-date="2022-12-31"/>
  <value value-date="2022-01-01">{n}</value></budget>
 <transaction ref="c-{n}"><transaction-type code="2"/><transaction-date iso-date="2022-02-01"/>
  <value value-date="2022-02-01">{n}</value></transaction>
 <transaction><transaction-type code="3"/><transaction-date iso-date="2022-03-01"/>
  <value value-date="2022-03-01">{n}.50</value><receiver-org><narrative>Village {n}</narrative></receiver-org></transaction>
 <transaction><transaction-type code="3"/><transaction-date iso-date="2022-04-01"/>
  <value value-date="2022-04-01">1</value></transaction>
 <result type="1"><indicator measure="1"><title><narrative>Wells</narrative></title>
  <period><period-start iso-date="2022-01-01"/><period-end iso-date="2022-12-31"/><target value="5"/><actual value="4"/></period>
 </indicator></result>
</iati-activity>
"""


def write(path: Path, count: int) -> None:
    """A file of IATI with `count` activities of three transactions, a budget and a result."""
    words = "Wells, pipes and the people who look after them. " * 12
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
        for n in range(1, count + 1):
            file.write(ACTIVITY.format(n=n, words=words))
        file.write("</iati-activities>\n")


def read(path: Path) -> dict[str, float]:
    """Reads a file record by record and keeps none."""
    from pledgebook.evidence import read_evidence
    from pledgebook.model import Problem, Transaction

    started = time.perf_counter()
    counts = {"transactions": 0, "records": 0, "problems": 0}
    for record in read_evidence(path, seen="2026-11-24").records:
        counts["problems" if isinstance(record, Problem) else "records"] += 1
        counts["transactions"] += isinstance(record, Transaction)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**counts, "seconds": round(seconds, 2), "peak_mb": round(peak, 1)}


def main() -> None:
    """Make the file, and read it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        print(json.dumps(read(arguments.read)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "activities.xml"
        write(path, arguments.activities)
        done = subprocess.run(
            [sys.executable, "-m", "evals.bench.evidence", "--read", path], capture_output=True, text=True, check=True
        )
        print(
            json.dumps({"activities": arguments.activities, "mb": path.stat().st_size >> 20, **json.loads(done.stdout)})
        )


if __name__ == "__main__":
    main()
