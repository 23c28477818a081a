"""Answers of language models, kept by what was asked, so that a second run needs no server and gives the same bytes.

A folder holds a file an answer, `ID.json`, with the model, the version of the instructions and the answer word for word.
It can be shipped along with documents. A person, or a program of another make, answers by writing `ID.txt`.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pledgebook.errors import UsageError
from pledgebook.extract.readers.prompt import Prompt, version


def stored_answer(folder: Path, prompt: Prompt) -> str | None:
    """The answer of a folder to a prompt, None where it has none. Raises UsageError where its file is no answer."""
    path = folder / f"{prompt.id}.json"
    try:
        if not path.exists():
            written = folder / f"{prompt.id}.txt"
            return written.read_text(encoding="utf-8", errors="replace") if written.exists() else None
        answer = json.loads(path.read_text(encoding="utf-8"))["answer"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise UsageError(f"{path.name} in {folder} is no stored answer; remove it ({type(error).__name__})") from error
    if not isinstance(answer, str):
        raise UsageError(f"{path.name} in {folder} is no stored answer; remove it")
    return answer


def store_answer(folder: Path, prompt: Prompt, answer: str) -> None:
    """Keep an answer, whole or not at all. Raises UsageError where the folder cannot be written."""
    value = {"model": prompt.model, "instructions": version(), "answer": answer}
    _write(folder, f"{prompt.id}.json", json.dumps(value, ensure_ascii=True, indent=1) + "\n")


def write_prompt(folder: Path, prompt: Prompt) -> None:
    """Write a prompt as `ID.md`, to be answered elsewhere. Raises UsageError where the folder cannot be written."""
    parts = (message["content"] for message in prompt.messages)
    _write(folder, f"{prompt.id}.md", "\n\n---\n\n".join(parts) + "\n")


def _write(folder: Path, name: str, text: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=folder, prefix=".answer-", delete=False) as draft:
            draft.write(text.encode("utf-8", "backslashreplace"))
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(folder / name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from error
