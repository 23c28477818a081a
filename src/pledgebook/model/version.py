"""Which version of the program made a value."""

from __future__ import annotations

import functools


@functools.cache
def program_version() -> str:
    """The installed version of pledgebook, such as "0.1.0"."""
    from importlib.metadata import version

    return version("pledgebook")
