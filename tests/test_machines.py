"""The same bytes on every machine: kernels of other processors change the parser's last bits, never what is printed."""

from __future__ import annotations

import platform

import pytest

from evals.measure.machines import MACHINES, read_on


def test_other_processors_give_the_same_bytes() -> None:
    chosen = [machine for machine in MACHINES if machine.name.startswith(("one thread", "SkylakeX", "Katmai"))]
    outcomes = [read_on(machine, 0) for machine in chosen]
    assert outcomes[0].statements > 20
    assert len({outcome.records for outcome in outcomes}) == 1
    if platform.machine() not in ("x86_64", "AMD64"):
        pytest.skip("kernels of other processors can be chosen on x86-64 alone; threads and load were tried")
    assert len({outcome.numbers for outcome in outcomes}) > 1, "the kernels were not changed, so nothing was tried"
