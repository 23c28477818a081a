"""Who "he said" names: the source of a statement that the text gives only as a pronoun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pledgebook.language.grammar import expression
from pledgebook.language.lexicon import words_of
from pledgebook.model import Attribution
from pledgebook.resolve.memory import Memory
from pledgebook.resolve.pronouns import antecedent

REACH = 1200
"""Characters back from a pronoun in which its source is looked for: about two paragraphs."""

_PRONOUN = expression("resolve", "pronoun")
_NAMED = expression("resolve", "said-by")
_MANY = expression("resolve", "many")
_THEY = words_of("references", "several")


def sourced(memory: Memory, chain: Sequence[Attribution], earlier: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The chain with the names of its pronouns; a link keeps the span of its pronoun and says by `rule` how it was
    found. A pronoun for which nobody is found stays as it is.

    `earlier`: the links of the statements before, already resolved, in the order of the text.
    """
    return tuple(_resolved(memory, link, earlier) for link in chain)


def _resolved(memory: Memory, link: Attribution, earlier: Sequence[Attribution]) -> Attribution:
    pronoun = link.source.lower()
    if not _PRONOUN.fullmatch(pronoun):
        return link
    here = memory.sentence(link.start)
    found = max(
        (option for option in (_said_before(link, earlier), *_named_before(memory, link, pronoun)) if option),
        # a name in the pronoun's own sentence mostly stands in what is said: "Norway would give more, they said"
        key=lambda option: (option[0] < here, option[0]),
        default=None,
    )
    if found is None:
        return link
    _, name, named = found
    return replace(link, source=name, named=named, rule=f"pronoun-{pronoun}")


def _said_before(link: Attribution, earlier: Sequence[Attribution]) -> tuple[int, str, bool] | None:
    """The source of the statement before, where its number fits: one who said goes on as "he", several as "they"."""
    for one in reversed(earlier):
        if one.start >= link.start:
            continue
        if link.start - one.end > REACH:
            return None
        many = _MANY.search(one.source) is not None
        if many == (link.source.lower() in _THEY) and not _PRONOUN.fullmatch(one.source):
            return one.start, one.source, one.named
    return None


def _named_before(memory: Memory, link: Attribution, pronoun: str) -> list[tuple[int, str, bool]]:
    """Names before the pronoun that fit: those the gazetteers know, and for a person any name that says something."""
    found = [
        (one.start, one.name, True)
        for one in antecedent(memory, link.start, pronoun, ())[0][:1]
        if one.start < link.start and link.start - one.end <= REACH
    ]
    if expression("resolve", "person").fullmatch(pronoun):
        low = max(memory.document.body[0], link.start - REACH)
        for match in _NAMED.finditer(memory.text, low, link.start):
            known = memory.within(*match.span(1))
            if all(mention.sort == "person" for mention in known):
                found.append((match.start(1), match.group(1), True))
    return [option for option in found[:1] + found[-1:] if not _shouted(option[1])]


def _shouted(name: str) -> bool:
    """A name in capitals stands in a heading or a link to another article, and is nobody's antecedent."""
    return name.isupper() and len(name) > 3
