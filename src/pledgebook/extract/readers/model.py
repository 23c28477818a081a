"""A document read by a language model: windows, answers, and what of them the text bears out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pledgebook.extract.layout import layout
from pledgebook.extract.readers.answers import store_answer, stored_answer, write_prompt
from pledgebook.extract.readers.chat import Server, ServerFault, ask
from pledgebook.extract.readers.held import held
from pledgebook.extract.readers.prompt import LONGEST, Prompt, prompts, version
from pledgebook.extract.readers.proposals import Answer, answer_of
from pledgebook.model import Document, Extractor, Mention, Problem, Statement
from pledgebook.model.version import program_version


@dataclass(frozen=True, slots=True)
class ModelReader:
    """How a language model reads. `server`: who is asked, None where answers come from the folder alone. `answers`: the
    folder in which answers are looked up and kept. `prompts`: a folder for the questions that nobody has answered; with
    it no server is asked. `parallel`: questions at a time. `window`: characters of a document in one question."""

    model: str
    server: Server | None = None
    answers: Path | None = None
    prompts: Path | None = None
    parallel: int = 4
    window: int = LONGEST

    @property
    def extractor(self) -> Extractor:
        """Reader, model, version of the instructions and of the program."""
        return Extractor(f"llm:{self.model}", f"{program_version()}/{version()}")


def prompts_for(document: Document, reader: ModelReader) -> list[Prompt]:
    """What the model would be asked about a document."""
    return prompts(document, layout(document).sentences, reader.model, reader.window)


def unanswered(asked: Sequence[Prompt], reader: ModelReader) -> list[Prompt]:
    """The prompts to which the folder of answers has none."""
    folder = reader.answers
    return [one for one in asked if folder is None or stored_answer(folder, one) is None]


def read_by_model(
    document: Document,
    names: Sequence[Mention],
    reader: ModelReader,
    *,
    dollar: str = "USD",
    home: str | None = None,
    asking: Callable[[Server, Prompt], str] = ask,
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements that a model proposes and the text bears out, in its order, and what was wrong.

    `names`: the mentions of `resolve.mentions`. `dollar`, `home`: as in `extract.statements`. `asking`: how a server is
    asked. A window without an answer is a problem, and the others are read. Raises UsageError where a folder cannot be
    read or written.
    """
    page = layout(document)
    asked = prompts(document, page.sentences, reader.model, reader.window)
    with ThreadPoolExecutor(max_workers=max(1, reader.parallel)) as pool:
        given = list(pool.map(lambda prompt: _answer(prompt, reader, asking), asked))
    read = [(prompt, answer_of(text)) for prompt, text in zip(asked, given, strict=True) if isinstance(text, str)]
    proposals = [(prompt.span, one) for prompt, answer in read for one in answer.proposals]
    whole = held(document, page, proposals, names, reader.extractor, dollar=dollar, home=home)
    faults = [fault for fault in given if isinstance(fault, ServerFault)]
    problems = _missing(faults, len(asked)) + _broken([answer for _, answer in read])
    if whole.absent:
        problems.append(
            (f"{whole.absent} of {whole.proposed} proposals of the model are not in the text", "not-in-text")
        )
    if whole.emptied:
        problems.append((f"{whole.emptied} fields that the model proposed are not in the text", "field-not-in-text"))
    return whole.statements, tuple(Problem(document.source, what, rule) for what, rule in problems)


def _answer(prompt: Prompt, reader: ModelReader, asking: Callable[[Server, Prompt], str]) -> str | ServerFault:
    """The answer to one prompt: the folder's, else the server's, which is kept; a fault where there is none."""
    stored = stored_answer(reader.answers, prompt) if reader.answers else None
    if stored is not None:
        return stored
    if reader.prompts is not None:
        write_prompt(reader.prompts, prompt)
        return ServerFault(f"its question is in {reader.prompts}")
    if reader.server is None:
        return ServerFault("no server is set")
    try:
        answer = asking(reader.server, prompt)
    except ServerFault as fault:
        return fault
    if reader.answers:
        store_answer(reader.answers, prompt, answer)
    return answer


def _missing(faults: Sequence[ServerFault], asked: int) -> list[tuple[str, str]]:
    if not faults:
        return []
    return [(f"{len(faults)} of {asked} parts have no answer: {faults[0]}", "no-answer")]


def _broken(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    found = []
    cut = sum(not answer.whole for answer in answers)
    if cut:
        found.append(
            (
                f"{cut} of {len(answers)} answers of the model break off or are not of the form asked for",
                "broken-answer",
            )
        )
    unreadable = sum(answer.unreadable for answer in answers)
    if unreadable:
        found.append(
            (f"{unreadable} proposals of the model name no kind that exists or lack a part", "unreadable-proposal")
        )
    return found
