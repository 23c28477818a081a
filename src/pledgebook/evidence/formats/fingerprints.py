"""Which ids a file has had already, in bounded memory."""

from __future__ import annotations

from hashlib import blake2b

MOST = 1_000_000
"""How many ids are remembered (some 100 MB); what comes after is not compared."""


def fingerprint(id: str) -> int:
    """64 bits of an id: two different ids of a file share them with a chance of less than one in ten million."""
    return int.from_bytes(blake2b(id.encode("utf-8", "replace"), digest_size=8).digest())


class Fingerprints:
    """A set of ids by their fingerprints."""

    def __init__(self, most: int = MOST) -> None:
        self._marks: set[int] = set()
        self._most = most

    def new(self, id: str) -> bool:
        """Whether an id has not been met before; it is remembered from now on, as long as there is room."""
        mark = fingerprint(id)
        if mark in self._marks:
            return False
        if len(self._marks) < self._most:
            self._marks.add(mark)
        return True


class Occurrences:
    """How often each id has been met, by its fingerprint."""

    def __init__(self, most: int = MOST) -> None:
        self._counts: dict[int, int] = {}
        self._most = most
        self._beyond = 0

    def count(self, id: str) -> int:
        """The how manieth time an id is met, this one included. Beyond the room each time is a new number, so that no two share one."""
        mark = fingerprint(id)
        if mark not in self._counts and len(self._counts) >= self._most:
            self._beyond += 1
            return self._most + self._beyond
        self._counts[mark] = self._counts.get(mark, 0) + 1
        return self._counts[mark]
