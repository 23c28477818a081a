"""Who reads a document: our own reader, a language model that is held to the text, or both."""

from __future__ import annotations

from pathlib import Path

from pledgebook.book.reading import ReadDocument, statements_of
from pledgebook.config import ModelSettings, model_settings
from pledgebook.errors import UsageError
from pledgebook.extract.readers.both import joined
from pledgebook.extract.readers.chat import Server
from pledgebook.extract.readers.model import ModelReader, prompts_for, read_by_model, unanswered
from pledgebook.model import Document, Problem, Statement
from pledgebook.resolve import actors, dollar, home, mentions, remember

__all__ = ["NOTES", "ModelReader", "by_both", "by_model", "cost", "model_reader"]

NOTES = frozenset({"guessed-encoding", "not-in-text", "field-not-in-text", "unreadable-proposal"})
"""Problems of a language model that are told and are no failure: what it made up was left out."""


def model_reader(
    *, answers: Path | None = None, prompts: Path | None = None, settings: ModelSettings | None = None
) -> ModelReader:
    """The language model that the settings name (`[reader.llm]` of pledgebook.toml). `answers`, `prompts`: folders, see
    `pledgebook.extract.readers.model.ModelReader`; `answers` goes before the settings' own.

    Raises UsageError where the settings name no model, or neither a server nor a folder.
    """
    told = settings or model_settings()
    folder = answers or (Path(told.answers) if told.answers else None)
    if not told.model:
        raise UsageError("no language model is set: name it as model under [reader.llm] in pledgebook.toml")
    if not told.address and folder is None and prompts is None:
        raise UsageError("no server is set: give its address under [reader.llm] in pledgebook.toml, or --answers DIR")
    server = Server(told.address, told.model, told.key, told.timeout) if told.address else None
    return ModelReader(told.model, server, folder, prompts, told.parallel, told.window)


def by_model(reader: ModelReader) -> ReadDocument:
    """Read with a language model: it proposes, the text decides."""

    def read(document: Document) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
        named = mentions(document)
        country = home(document, named)
        found, problems = read_by_model(document, named, reader, dollar=dollar(country), home=country)
        return actors(found, remember(document, named)), problems

    return read


def by_both(reader: ModelReader) -> ReadDocument:
    """Read with both readers; what they say of one object becomes one statement."""
    model = by_model(reader)

    def read(document: Document) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
        theirs, problems = model(document)
        return joined(statements_of(document), theirs), problems

    return read


def cost(document: Document, reader: ModelReader) -> tuple[int, int]:
    """How many calls a document would cost, and about how many tokens they send; what is answered costs nothing."""
    asked = unanswered(prompts_for(document, reader), reader)
    return len(asked), sum(prompt.tokens for prompt in asked)
