"""From the text of a document to its statements: grammars, frames, attribution and modality."""

from pledgebook.extract.clauses.parse import BATCH, forgetting
from pledgebook.extract.decide.confidence import with_confidence
from pledgebook.extract.explain import Explanation, Weighed, explain
from pledgebook.extract.statements import examine, passing, statements

__all__ = [
    "BATCH",
    "Explanation",
    "Weighed",
    "examine",
    "explain",
    "forgetting",
    "passing",
    "statements",
    "with_confidence",
]
