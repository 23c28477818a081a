"""Learning, measuring and benchmarks: what is not shipped, but decides what is.

One thread of linear algebra: the sums come out the same on every machine, and small matrices are several times faster.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
