"""Names of columns, and what columns of such names hold, from `data/columns.toml`."""

from __future__ import annotations

import re

from pledgebook.world.data import table


def plain(name: str) -> str:
    """A name of a column in lower case, with spaces for signs and capitals inside: "Amount.Awarded" and "amountAwarded"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+|[%$]", parted)).lower()


def names(what: str) -> tuple[str, ...]:
    """The names that columns of one meaning have ("period", "value", …), the likelier first."""
    return tuple(table("evidence", "data/columns.toml")["names"][what])
