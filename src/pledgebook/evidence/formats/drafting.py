"""What the parts of a draft share: the lines of the TOML, and how the names of columns are found."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pledgebook.evidence.formats.names import names
from pledgebook.evidence.formats.profile import Look, Profile


@dataclass(slots=True)
class Drafting:
    """The lines of the TOML by its tables, and the sentences, as they come up."""

    head: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sure: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def line(self, part: str, text: str, guess: str | None = None, sure: str | None = None) -> None:
        """Adds a line to a table of the TOML, with what is sure or guessed of it."""
        self.parts[part].append(text + (f"  # a guess: {guess}" if guess else ""))
        if guess:
            self.guessed.append(guess)
        if sure:
            self.sure.append(sure)

    def toml(self) -> str:
        blocks = ["\n".join(self.head)]
        blocks += [f"{part.rstrip('0123456789')}\n" + "\n".join(lines) for part, lines in self.parts.items() if lines]
        return "\n\n".join(blocks) + "\n"


def column_named(seen: Look, what: str, among: Sequence[Profile] | None = None) -> Profile | None:
    """The column that bears a name of one meaning, the likeliest name first."""
    columns = {column.key: column for column in reversed(among if among is not None else seen.columns)}
    return next((columns[name] for name in names(what) if name in columns), None)


def is_code(column: Profile) -> bool:
    """Whether a column of numbers holds codes or marks and no figures."""
    known = {
        name for what in ("unit", "scale", "id", "passed_over", "year", "month", "quarter") for name in names(what)
    }
    return (
        column.key in known
        or re.search(r"\b(?:code|id|identifier|number of decimals|zip|duns|uei|key|latitude|longitude)$", column.key)
        is not None
    )


def quoted(text: str) -> str:
    """Words as TOML has them; JSON's way of writing them is one of TOML's."""
    return json.dumps(text, ensure_ascii=False)
