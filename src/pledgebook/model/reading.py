"""What one source gave: its document, and the statements that were found in it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from pledgebook.model.document import Document, Problem
from pledgebook.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source gave.

    `source`: the path or address. `document`: the text as it was read, None where it could not be.
    `statements`: in the order of the text. `problems`: what was wrong, empty when nothing was.
    """

    source: str
    document: Document | None
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        if self.document is None:
            return (
                f"<Reading {self.source!r}: {'; '.join(problem.what for problem in self.problems) or 'nothing read'}>"
            )
        count = len(self.statements)
        return f"<Reading {self.source!r}: {count} statement{'' if count == 1 else 's'}>"

    def _repr_html_(self) -> str:
        problems = "".join(f"<p><strong>{escape(str(problem))}</strong></p>" for problem in self.problems)
        if self.document is None:
            return problems or f"<p>{escape(repr(self))}</p>"
        title = escape(self.document.title or self.document.source)
        return f"<h3>{title}</h3>{problems}" + "".join(statement._repr_html_() for statement in self.statements)
