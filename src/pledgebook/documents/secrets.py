"""Addresses without what they should not tell: who logs in, and tokens that open what is not public."""

from __future__ import annotations

import re

HIDDEN = "***"
_SECRET = (
    r"(?:access|auth|id|refresh|session|security|sas|csrf|bearer)?[_.-]?token|(?:api|auth|access|secret|private|subscription)[_.-]?key"
    r"|authorization|auth|apikey|passw(?:or)?d|passwd|passphrase|pwd|secret|client[_.-]?secret|sig|signature|session[_.-]?id"
    r"|sid|jsessionid|phpsessid|credential|otp|x-(?:amz|goog|oss|cos|ms)-(?:signature|credential|security-token)"
)
"""Names of parameters that hold a secret: those of OAuth 2 (RFC 6749), of signed addresses of the large clouds, of sessions."""
_PARAMETER = re.compile(rf"(?P<name>[?&;#](?:[\w.-]*[\[.])?(?:{_SECRET})\]?=)[^&;#?\s]*", re.IGNORECASE)
_USER = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*:)?//[^/?#\s@]*(?:@[^/?#\s@]*)*@", re.IGNORECASE)


def without_user(address: str) -> str:
    """An address without the name and the password before its host: nothing is ever sent or kept of these.

    >>> without_user("https://me:pass@example.org/a?b=c")
    'https://example.org/a?b=c'
    """
    found = _USER.match(address)
    return f"{found['scheme'] or ''}//{address[found.end() :]}" if found else address


def without_secrets(address: str) -> str:
    """An address as it may be kept and shown: without a user, the values of secret parameters replaced.

    >>> without_secrets("https://me:pass@example.org/a?page=2&access_token=abc#x")
    'https://example.org/a?page=2&access_token=***#x'
    """
    return _PARAMETER.sub(lambda found: found["name"] + HIDDEN, without_user(address))
