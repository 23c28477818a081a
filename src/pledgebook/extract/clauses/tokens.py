"""The words of a parse as plain values: what the rules walk over.

spaCy's own tokens look every attribute up in its store of strings, and search the sentence for every list of children.
Rules ask for them thousands of times a sentence, so a parse is copied once into values of our own. Their attributes have
the names that spaCy gives them (https://spacy.io/api/token); only those that rules use are here.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Row(NamedTuple):
    """One word as the parser gives it. `idx`: its offset in the words parsed, in characters; `head`: the index of the row
    above it, its own at the top."""

    text: str
    idx: int
    tag: str
    pos: str
    lemma: str
    dep: str
    head: int


class Sent(NamedTuple):
    """A sentence as the parser sees it: half-open token indices, and the word at its top."""

    start: int
    end: int
    root: Token


class Token:
    """A word in its tree. `doc`: all words of the parse; `children`: the words directly below, in the order of the text;
    `known`: what was worked out of it, see `once_a_word`."""

    __slots__ = (
        "_before", "_edges", "_sent", "_subtree", "children", "dep_", "doc", "head", "i", "idx", "known", "lemma_", "lower_", "pos_",
        "tag_", "text",
    )  # fmt: skip
    doc: tuple[Token, ...]
    head: Token

    def __init__(self, i: int, row: Row) -> None:
        self.text, self.idx, self.tag_, self.pos_, self.lemma_, self.dep_, _ = row
        self.i = i
        self.lower_ = self.text.lower()
        self.children: list[Token] = []
        self.known: dict[Any, Any] = {}
        self._before: int | None = None
        self._subtree: tuple[Token, ...] | None = None
        self._edges: tuple[Token, Token] | None = None
        self._sent: Sent | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> list[Token]:
        """The words directly below and before."""
        return self.children[: self._lefts()]

    @property
    def rights(self) -> list[Token]:
        """The words directly below and behind."""
        return self.children[self._lefts() :]

    def _lefts(self) -> int:
        if self._before is None:
            self._before = sum(child.i < self.i for child in self.children)
        return self._before

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The word and all below it, each with what is before it first."""
        if self._subtree is None:
            parts = [*(child.subtree for child in self.lefts), (self,), *(child.subtree for child in self.rights)]
            self._subtree = tuple(token for part in parts for token in part)
        return self._subtree

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return self._both_edges()[0]

    @property
    def right_edge(self) -> Token:
        """The last word of the subtree."""
        return self._both_edges()[1]

    def _both_edges(self) -> tuple[Token, Token]:
        if self._edges is None:
            first = last = self
            for child in self.children:
                low, high = child._both_edges()
                first, last = low if low.i < first.i else first, high if high.i > last.i else last
            self._edges = first, last
        return self._edges

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words above, the next first."""
        here = self
        while here.head is not here:
            here = here.head
            yield here

    def is_ancestor(self, other: Token) -> bool:
        """Whether this word stands above another."""
        return any(above is self for above in other.ancestors)

    def nbor(self) -> Token:
        """The next word. Raises IndexError at the end."""
        return self.doc[self.i + 1]

    @property
    def sent(self) -> Sent:
        """The sentence in which the word stands: the parser may find several where we cut one."""
        if self._sent is None:
            starts = sorted({token.left_edge.i for token in self.doc if token.head is token} | {0})
            for start, end in itertools.pairwise((*starts, len(self.doc))):
                words = self.doc[start:end]
                found = Sent(start, end, next(token for token in words if token.head is token))
                for token in words:
                    token._sent = found
        assert self._sent is not None
        return self._sent

    @property
    def is_space(self) -> bool:
        """Nothing but white space."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Nothing but punctuation, by Unicode's general category."""
        return _is_punctuation(self.text)

    @property
    def like_num(self) -> bool:
        """A number in digits or words."""
        return _is_like_number(self.text)


@functools.lru_cache(maxsize=65_536)
def _is_punctuation(text: str) -> bool:
    return all(unicodedata.category(sign).startswith("P") for sign in text)


@functools.lru_cache(maxsize=65_536)
def _is_like_number(text: str) -> bool:
    from spacy.lang.en.lex_attrs import like_num

    return bool(like_num(text))


def tree(rows: Sequence[Row]) -> tuple[Token, ...]:
    """Rows as words that know what stands above and below them."""
    tokens = tuple(Token(i, row) for i, row in enumerate(rows))
    for token, row in zip(tokens, rows, strict=True):
        token.doc = tokens
        token.head = head = tokens[row.head]
        if head is not token:
            head.children.append(token)
    return tokens


def once_a_word(function: _Function) -> _Function:
    """A function of a word (and of values that tell its calls apart), worked out once for each word: a parse never changes."""

    @functools.wraps(function)
    def asked(token: Token, *more: Any) -> Any:
        key = (function, *more) if more else function
        known = token.known
        if key not in known:
            known[key] = function(token, *more)
        return known[key]

    return cast(_Function, asked)


def words_within(doc: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    """The words that begin in `[start, end)`, offsets as those of `idx`."""
    return doc[bisect_left(doc, start, key=_offset) : bisect_left(doc, end, key=_offset)]


def words_over(doc: Sequence[Token], start: int, end: int) -> list[Token]:
    """The words that share a character with `[start, end)`, offsets as those of `idx`."""
    first = max(0, bisect_left(doc, start, key=_offset) - 1)
    return [t for t in doc[first : bisect_left(doc, end, key=_offset)] if t.idx + len(t.text) > start]


def _offset(token: Token) -> int:
    return token.idx


def text_of(doc: Sequence[Token]) -> str:
    """The words of a parse with the blanks between them: `text_of(doc)[t.idx :]` begins with word t."""
    parts, at = [], 0
    for token in doc:
        parts += [" " * (token.idx - at), token.text]
        at = token.idx + len(token.text)
    return "".join(parts)
