"""Every exception that pledgebook raises on purpose.

    PledgebookError
    ├── UsageError          the call itself was wrong (exit code 2)
    ├── SpanError           a span does not hold the words it claims to hold
    ├── SetupError          something that should be installed or shipped is missing; says what to do
    ├── ChangedError        what a person saw is no longer so: somebody else decided, or documents came; look again
    ├── LedgerError         the book cannot be reached, read or written just now; says what to do
    └── ScanError           the results of a scan cannot be written just now; says what to do

A fault in the *data* (a broken file, a page that never answers) is not an exception: it is a
`pledgebook.model.Problem`, a value beside the results.
"""

from __future__ import annotations


class PledgebookError(Exception):
    """The root of all errors of this package."""


class UsageError(PledgebookError):
    """The call was wrong: an option with no meaning, a date that is not one."""


class SpanError(PledgebookError):
    """`text[start:end]` is not the words that a span claims."""


class SetupError(PledgebookError):
    """A part that should be installed or shipped is missing or broken; the message says what to do."""


class ChangedError(PledgebookError):
    """What a person decides about is no longer what they saw. Nothing was written.

    `entries`: the sequences of the entries in which others spoke of it meanwhile; empty where documents came or went.
    """

    def __init__(self, message: str, entries: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.entries = entries


class LedgerError(PledgebookError):
    """The book cannot be reached, read or written: a server that does not answer, a full disk, a read-only file.

    One line that says what to do and holds no password. Nothing of the transaction in hand was kept; everything before it
    was.
    """


class ScanError(PledgebookError):
    """The results of a scan cannot be written: a full disk, a folder that another scan is writing.

    Shards that were whole before are kept; the same command goes on from there.
    """
