"""The roles of words in a parse, in our own names: the one place that knows the parser's labels.

Each constant is the set of labels that mean the role, from `language/en/roles.toml`; `has(token, ROLE)` asks
whether a word in that role hangs on a token, `one` and `those` for these words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from pledgebook.errors import SetupError
from pledgebook.language.languages import ENGLISH
from pledgebook.language.lexicon import classes_of


@functools.cache
def labels(*names: str) -> frozenset[str]:
    """The labels that mean any of these roles. Raises SetupError where the table has no such role."""
    table = ENGLISH.roles
    try:
        return frozenset(label for name in names for label in table[name])
    except KeyError as error:
        raise SetupError(f"the table roles.toml has no role {error}") from error


SUBJECT = labels("subject")
ANY_SUBJECT = labels("subject", "clause-subject", "placeholder")
PASSIVE_SUBJECT = labels("passive-subject")
EITHER_SUBJECT = labels("subject", "passive-subject")
OBJECT = labels("object")
OBJECT_OR_RECEIVER = labels("object", "receiver")
RECEIVER = labels("receiver")
PATIENT = labels("object", "passive-subject")
"""What an act is done to, in either voice."""
ATTRIBUTE = labels("attribute")
LINK = labels("link")
AGENT = labels("agent")
LINKED = labels("linked")
LINKED_CLAUSE = labels("linked-clause")
CONTROLLED = labels("controlled")
CONTENT = labels("content")
COMPLEMENT = labels("controlled", "content")
"""An infinitive or clause that completes a verb."""
CIRCUMSTANCE = labels("circumstance")
RELATIVE = labels("relative")
PARTICIPLE = labels("participle")
ADNOMINAL = labels("relative", "participle")
"""A clause that hangs on a noun."""
COORDINATE = labels("coordinate")
APPOSITION = labels("apposition")
AUXILIARY = labels("auxiliary")
PASSIVE_AUXILIARY = labels("passive-auxiliary")
NEGATION = labels("negation")
PARTICLE = labels("particle")
CONJUNCTION = labels("conjunction")
ADVERB = labels("adverb")
DETERMINER = labels("determiner")
OWNER = labels("owner")
COMPOUND = labels("compound")
NAME_PARTS = labels("compound", "noun-modifier", "owner", "apposition")
NUMBER = labels("number")
COORDINATOR = labels("coordinator")
MARK = labels("mark")
OBJECT_ROLES = labels(
    "object",
    "passive-subject",
    "attribute",
    "predicate",
    "linked",
    "top",
    "apposition",
    "subject",
    "loose",
    "measure",
    "receiver",
)
"""Where the head of an object can stand."""
CLAUSE_ROLES = labels(
    "controlled",
    "content",
    "circumstance",
    "relative",
    "participle",
    "coordinate",
    "linked-clause",
    "top",
    "aside",
    "clause-subject",
)
"""Where a clause can stand that is an object itself."""

VERBAL = frozenset({"VERB", "AUX"})
"""Parts of speech that act (Universal POS tags, the same in every language)."""
NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "SYM", "X"})
"""Parts of speech that can be acted on."""
FINITE = frozenset({"VBD", "VBZ", "VBP"})
"""Tags of finite forms of verbs."""


def is_verb(token: Any) -> bool:
    """Whether a word is a verb or an auxiliary."""
    return token.pos_ in VERBAL


def is_top(token: Any) -> bool:
    """Whether nothing stands above a word in its parse."""
    return bool(token.head.i == token.i)


def one(token: Any, roles: frozenset[str], words: frozenset[str] | None = None) -> Any | None:
    """The first word below `token` in one of the roles (and one of these words); None without one."""
    for child in token.children:
        if child.dep_ in roles and (words is None or child.lower_ in words):
            return child
    return None


def those(token: Any, roles: frozenset[str]) -> list[Any]:
    """The words below `token` in one of the roles, in the order of the sentence."""
    return [c for c in token.children if c.dep_ in roles]


def has(token: Any, roles: frozenset[str], words: frozenset[str] | None = None) -> bool:
    """Whether a word in one of the roles (and one of these words) hangs on `token`."""
    return one(token, roles, words) is not None


def linked(token: Any, words: frozenset[str]) -> Iterable[Any]:
    """What hangs on `token` by one of these prepositions."""
    for link in token.children:
        if link.dep_ in LINK and link.lower_ in words:
            yield from (c for c in link.children if c.dep_ in LINKED)


def verb_classes(token: Any) -> tuple[str, ...]:
    """The classes of a verb in the lexicon, none for a word that it does not know."""
    return classes_of("verbs").get(token.lemma_.lower(), ())


def noun_classes(token: Any) -> tuple[str, ...]:
    """The classes of a noun in the lexicon, none for a word that it does not know."""
    return classes_of("nouns").get(token.lemma_.lower(), ())


def coordinated(token: Any) -> list[Any]:
    """A word and those coordinated with it, in the order of the sentence."""
    found = [token]
    for each in found:
        found += those(each, COORDINATE)
    return sorted(found, key=lambda t: int(t.i))
