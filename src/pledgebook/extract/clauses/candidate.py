"""What is judged: one head with the word that acts on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One head with the word that acts on it.

    `sentence`: index of the parse; `head`, `act`: token indices in it (`act == head` for a bare fragment);
    `role`: the dependency that made the candidate; `start`, `end`: half-open offsets of the object in the text;
    `first`: the head of the coordination in which the head stands ("A, B and C": A), itself where there is none.
    `doer`: a subject of its own in a row of amounts ("and the UK 10 to Ghana"); `taker`: one who takes in such a row ("will
    give Kenya $5 million and Uganda $7 million"); `like`: the head whose noun or unit it
    shares ("40 doctors …, 30 to Niger"); `place`: its place in the row and the row's length where "respectively" pairs it;
    `row`: it continues a row of amounts.
    """

    sentence: int
    head: int
    act: int
    role: str
    start: int
    end: int
    first: int
    doer: int | None = None
    taker: int | None = None
    like: int | None = None
    place: tuple[int, int] | None = None
    row: bool = False
