"""Seals: what a book's last entry was at a time, written down outside the book, signed where there is a key.

    pledgebook seal 1
    entries: 128
    hash: 5f0c…
    time: 2026-11-29T10:15:00Z
    key: Ed25519 0Cw5…
    signature: x8Jd…

The hash of an entry depends on all entries before it. So whoever holds a seal can tell later whether the first 128 entries
are still those, whatever was done to the file since. The signature (Ed25519, RFC 8032) is over the four lines before `key`,
joined by line feeds; a seal without a key lacks the last two lines.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from pledgebook.errors import UsageError
from pledgebook.model import Entry

_FIRST = "pledgebook seal 1"
_BLOCK = re.compile(
    r"pledgebook seal 1\s*\n"
    r"[>\s]*entries: (?P<number>[0-9]{1,18})\s*\n[>\s]*hash: (?P<hash>[0-9a-f]{64})\s*\n[>\s]*time: (?P<time>[0-9TZ:.+-]{10,40})"
    r"(?:\s*\n[>\s]*key: Ed25519 (?P<key>[A-Za-z0-9+/=]{44})\s*\n[>\s]*signature: (?P<signature>[A-Za-z0-9+/=]{88}))?"
)


@dataclass(frozen=True, slots=True)
class Seal:
    """`number` and `hash` of the last entry at `time` (UTC). `key`: the public key that signed, base64; `signature`: base64,
    both None for a seal without a signature. `where`: the file that it stands in."""

    number: int
    hash: str
    time: str
    key: str | None = None
    signature: str | None = None
    where: str = ""

    @property
    def signed(self) -> bytes:
        """What a signature is over."""
        return f"{_FIRST}\nentries: {self.number}\nhash: {self.hash}\ntime: {self.time}".encode()

    def __str__(self) -> str:
        lines = self.signed.decode()
        return lines if self.key is None else f"{lines}\nkey: Ed25519 {self.key}\nsignature: {self.signature}"

    def fault(self, trusted: str | None = None) -> str | None:
        """What is wrong with its signature, None where nothing is. `trusted`: the public key that must have signed."""
        if self.key is None or self.signature is None:
            return "is not signed" if trusted is not None else None
        if trusted is not None and self.key != trusted:
            return f"is signed by another key ({self.key})"
        try:
            public = Ed25519PublicKey.from_public_bytes(base64.b64decode(self.key))
            public.verify(base64.b64decode(self.signature), self.signed)
        except (InvalidSignature, ValueError, binascii.Error):
            return "has a signature that does not fit it"
        return None


def seal_of(entry: Entry, key: Ed25519PrivateKey | None = None) -> Seal:
    """A seal of an entry and all before it, as of now."""
    plain = Seal(entry.sequence, entry.hash, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    if key is None:
        return plain
    signature = base64.b64encode(key.sign(plain.signed)).decode()
    return replace(plain, key=public_key(key.public_key()), signature=signature)


def public_key(key: Ed25519PublicKey) -> str:
    """A public key in base64, as seals name it."""
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def read_seals(path: Path) -> list[Seal]:
    """The seals in a text: a file of seals, a mail that quotes some, the output of `git notes show`.

    Raises UsageError where the file cannot be read or holds none.
    """
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({(error.strerror or 'no file').lower()})") from None
    found = list(_seals(text, str(path)))
    if not found:
        raise UsageError(f"{path} holds no seal: those begin with the line {_FIRST!r}")
    return found


def _seals(text: str, where: str) -> Iterator[Seal]:
    for one in _BLOCK.finditer(text):
        yield Seal(int(one["number"]), one["hash"], one["time"], one["key"], one["signature"], where)


def make_key(path: Path) -> str:
    """Make a private key in a new file that its owner alone may read; the public key. Raises UsageError where it cannot be."""
    key = Ed25519PrivateKey.generate()
    body = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(file, "wb") as sink:
            sink.write(body)
    except OSError as error:
        raise UsageError(f"{path}: no key can be made there ({(error.strerror or 'no file').lower()})") from None
    return public_key(key.public_key())


def read_key(path: Path) -> Ed25519PrivateKey:
    """The private key of a PEM file, as `make_key` or `openssl genpkey -algorithm ed25519` makes it.

    Raises UsageError where there is none; no message holds a part of the file.
    """
    key = _pem(path, private=True)
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{path} holds no Ed25519 private key")
    return key


def read_public_key(text: str) -> str:
    """A public key: base64 as seals name it, or a PEM file with a public or private key. Raises UsageError where it is none."""
    if re.fullmatch(r"[A-Za-z0-9+/]{43}=", text):
        return text
    key = _pem(Path(text), private=False)
    if isinstance(key, Ed25519PrivateKey):
        key = key.public_key()
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{text} holds no Ed25519 key")
    return public_key(key)


def _pem(path: Path, *, private: bool) -> object:
    try:
        body = path.read_bytes()[: 1 << 16]
    except (OSError, ValueError):
        raise UsageError(f"{path}: the key cannot be read") from None
    for load in (lambda: load_pem_private_key(body, None), lambda: None if private else load_pem_public_key(body)):
        try:
            if (found := load()) is not None:
                return found
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
    return None
