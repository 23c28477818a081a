"""A process that reads one document after another keeps the memory of one for the next."""

from __future__ import annotations

import subprocess
import sys

import pytest

_FAULTS = """
import resource, sys
from pledgebook.book.settled import settle
if sys.argv[1] == "settled":
    settle()
for _ in range(300):
    held = [bytearray(100_000) for _ in range(40)]
    del held
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the setting is one of the GNU C library")
def test_memory_is_not_fetched_anew_for_each_document() -> None:
    def faults(how: str) -> int:
        call = [sys.executable, "-c", _FAULTS, how]
        return int(subprocess.run(call, capture_output=True, text=True, check=True).stdout)

    assert faults("settled") + 10_000 < faults("as it comes")
