"""Matrix products on one thread."""

from __future__ import annotations

import functools
import os
from contextlib import AbstractContextManager, nullcontext
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """Matrix products on one thread while it lasts: ours are so small that a second thread spends its time waiting
    (27.8 against 13.8 s of processor time for 107 documents on two cores). Where the environment says so already, as for the
    workers of a scan, nobody is asked: that takes a millisecond."""
    if os.environ.get("OPENBLAS_NUM_THREADS") == "1":
        return nullcontext()
    return _thread_pools().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


@functools.cache
def _thread_pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
