"""Names that people bear."""

from __future__ import annotations

import functools

from pledgebook.world.data import table


@functools.cache
def given_names() -> frozenset[str]:
    """Common given names, as they are spelt. Raises SetupError where the table is missing or broken."""
    return frozenset(table("world", "data/given-names.toml")["names"].split())
