"""A process that reads one document after another keeps the memory of one for the next."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from pledgebook.book.settled import uncollected

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


def test_the_collector_rests_and_goes_on_also_behind_a_failure() -> None:
    def fails() -> None:
        with uncollected():
            assert not gc.isenabled()
            raise ValueError("broken")

    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"):
        fails()
    assert gc.isenabled()


def test_who_switched_the_collector_off_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
