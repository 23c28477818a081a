"""Which ids a file has had already, in bounded memory."""

from __future__ import annotations

from hashlib import blake2b

MOST = 1_000_000
"""How many ids are remembered (some 100 MB); what comes after is not compared."""


class Fingerprints:
    """A set of 64-bit fingerprints: two different ids share one with a chance of less than one in ten million."""

    def __init__(self, most: int = MOST) -> None:
        self._marks: set[int] = set()
        self._most = most

    def new(self, id: str) -> bool:
        """Whether an id has not been met before; it is remembered from now on, as long as there is room."""
        mark = int.from_bytes(blake2b(id.encode("utf-8", "replace"), digest_size=8).digest())
        if mark in self._marks:
            return False
        if len(self._marks) < self._most:
            self._marks.add(mark)
        return True
