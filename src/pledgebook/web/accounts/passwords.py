"""Passwords: which are taken, and how they are kept: as argon2id hashes, never as they are."""

from __future__ import annotations

import functools
import threading
import unicodedata
from typing import TYPE_CHECKING

from pledgebook.errors import SetupError, UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
"""Characters of a password at least. NIST SP 800-63B asks for 8 and for no rules about kinds of characters; a desk that stands
in the open does well with more."""
LONGEST = 1_000
"""Characters at most, so that nobody makes the server hash megabytes."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB (RFC 9106, the second recommended setting): so many are worked out at a time."""


def hashed(password: str) -> str:
    """The argon2id hash of a new password, with its salt and settings. Raises UsageError for one that is too short or long,
    SetupError where argon2 is not installed."""
    if len(password) < SHORTEST:
        raise UsageError(
            f"a password has at least {SHORTEST} characters: a few words in a row are easy to keep in mind"
        )
    if len(password) > LONGEST:
        raise UsageError(f"a password has at most {LONGEST:,} characters")
    hasher = _hasher()
    with _AT_ONCE:
        return hasher.hash(_bytes(password))


def fits(password: str, hash: str | None) -> bool:
    """Whether a password has this hash. For None, of a user who is not there, it takes as long and is false."""
    from argon2.exceptions import VerificationError

    hasher = _hasher()
    possible = hash is not None and len(password) <= LONGEST
    with _AT_ONCE:
        try:
            right = hasher.verify(hash or _nobody(), _bytes(password[:LONGEST]))
        except VerificationError:
            return False
    return right and possible


def is_old(hash: str) -> bool:
    """Whether a hash was made with weaker settings than those of today."""
    return _hasher().check_needs_rehash(hash)


def _bytes(password: str) -> bytes:
    # the same letters give the same bytes on every keyboard (RFC 8265, OpaqueString)
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@functools.cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        raise SetupError('accounts need argon2: pip install "pledgebook[web]"') from None
    return PasswordHasher()


@functools.cache
def _nobody() -> str:
    """A hash that stands in for that of a user who is not there."""
    return _hasher().hash(b"nobody has this password")
