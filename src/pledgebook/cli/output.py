"""Where output goes: standard output as it comes, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Literal

from pledgebook.errors import UsageError
from pledgebook.model import Problem
from pledgebook.publish.formats import BINARY, Content, render
from pledgebook.publish.wording import harmless

READER_GONE = 141  # 128 + SIGPIPE, as a shell reports it


def to_standard_output(chunks: Iterable[bytes]) -> None:
    """Write each chunk as soon as it is there, whatever encoding the terminal's locale names: output is UTF-8.

    Where the reader of the output goes away (as `head` does), the program ends at once with exit code 141.
    """
    try:
        sys.stdout.flush()
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        # what is still buffered goes nowhere, so that closing standard output at exit does not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(READER_GONE)


def to_file(chunks: Iterable[bytes], path: Path) -> None:
    """Write a file through a draft beside it, which takes its name when it is complete and on the disk.

    A device or pipe is written as it is; a link's target is replaced, not the link. Raises UsageError where the
    file cannot be written, before any chunk is asked for if that is already plain then.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        if target.is_dir():
            raise UsageError(f"cannot write {path}: it is a folder")
        with _opened(target, "wb", path) as sink:
            for chunk in chunks:
                sink.write(chunk)
        return
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.draft"):
        _remove_if_left(left)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with _opened(draft, "xb", path) as sink:
            fcntl.flock(sink, fcntl.LOCK_EX)
            for chunk in chunks:
                sink.write(chunk)
            sink.flush()
            os.fsync(sink.fileno())
        if target.exists():
            draft.chmod(target.stat().st_mode)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _remove_if_left(draft: Path) -> None:
    """Remove a draft that a killed run left behind: one whose lock nobody holds."""
    with contextlib.suppress(OSError), draft.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if held.seek(0, os.SEEK_END) or time.time() - draft.stat().st_mtime > 60:
            draft.unlink()


def _opened(place: Path, mode: Literal["wb", "xb"], path: Path) -> BinaryIO:
    try:
        return place.open(mode)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def put(content: Content, form: str, output: Path | None, *, bom: bool = False) -> None:
    """Print a content in a format, on standard output or into a file. `bom`: CSV begins with the mark by which
    Excel knows UTF-8. Raises UsageError where a terminal cannot show it."""
    form = "csv-bom" if bom and form == "csv" else form
    if output is None and form in BINARY and sys.stdout.isatty():
        raise UsageError(f"{form} is no text: write it to a file with --output FILE")
    if output is None:
        to_standard_output(render(content, form, to_terminal=sys.stdout.isatty()))
    else:
        to_file(render(content, form), output)


def say(*lines: str) -> None:
    """Print text of a command."""
    to_standard_output(line.encode("utf-8", "replace") for line in lines)


def complain(problem: Problem) -> None:
    """One clear line on standard error: which source, and what was wrong with it."""
    sys.stderr.write(f"pledgebook: {harmless(problem.source)}: {harmless(problem.what)}\n")
