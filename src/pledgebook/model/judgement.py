"""Same, different or unsure: what a rule or a person says about two statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different", "unsure"]
RelationType = Literal["restates", "tops_up", "part_of", "total_of", "replaces", "delivers", "unrelated"]
"""How a commitment stands to another. Only a person says "unrelated": whatever rules say of the two does not hold."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement about two statements, appended and never overwritten.

    `left`, `right`: ids of statements, `left` < `right`. `by`: the rule with its version ("same-amount/1") or the name of
    a person. `person`: whether `by` is a person; a person outranks every rule. `score`: how sure, 0 to 1 (1 for a person).
    `reasons`: what spoke for it, each a short sentence for a reader. `relation`: how the commitment of `source` stands to
    the other one, for two statements that are related but not the same; `source` is then `left` or `right`, the one that
    tops up, is the part, is the total, replaces, or delivers.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    score: float
    reasons: tuple[str, ...] = ()
    person: bool = False
    relation: RelationType | None = None
    source: str | None = None
