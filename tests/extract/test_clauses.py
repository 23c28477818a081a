"""What stands above a word, its clause, its phrase and what is proposed, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pledgebook.extract import examine
from pledgebook.extract.clauses.analyses import analyses
from pledgebook.extract.clauses.clause import tense_of
from pledgebook.extract.clauses.governors import governor
from pledgebook.extract.clauses.parse import load_model
from pledgebook.extract.clauses.subjects import subject_of
from pledgebook.extract.clauses.tokens import tree
from pledgebook.model import Document


def cases(table: str) -> list[Any]:
    path = Path(__file__).parent / f"cases/{table}.toml"
    found: list[Any] = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return found


def token(sentence: str, word: str) -> Any:
    (rows,) = analyses(load_model(), [sentence], 1)
    return next(t for t in tree(rows) if t.text == word)


@pytest.mark.parametrize(("sentence", "noun", "above", "role"), cases("governors"))
def test_governor(sentence: str, noun: str, above: str, role: str) -> None:
    found, own = governor(token(sentence, noun))
    assert (found.text, own) == (above, role)


@pytest.mark.parametrize(("sentence", "verb", "subject", "tenses"), cases("clauses"))
def test_clause(sentence: str, verb: str, subject: str, tenses: str) -> None:
    found = subject_of(token(sentence, verb))
    assert (found.text if found is not None else "", "+".join(tense_of(token(sentence, verb)))) == (subject, tenses)


@pytest.mark.parametrize(("sentence", "objects"), cases("candidates"))
def test_candidates(sentence: str, objects: list[str]) -> None:
    examined = examine(Document("a.txt", sentence), (), gated=False)
    assert [sentence[p.candidate.start : p.candidate.end] for p in examined.proposals] == objects


@pytest.mark.parametrize(("sentence", "head", "sign", "wanted"), cases("phrases"))
def test_phrase(sentence: str, head: str, sign: str, wanted: bool) -> None:
    examined = examine(Document("a.txt", sentence), (), gated=False)
    doc = examined.parsed[0].doc
    signs = [p.signs for p in examined.proposals if doc[p.candidate.head].text == head][-1]
    assert (sign in signs) is wanted
