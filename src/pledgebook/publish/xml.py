"""Words of documents in XML: what it cannot hold is marked, and addresses are what XML Schema takes for one."""

from __future__ import annotations

import re

from lxml import etree

_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sayable(words: str) -> str:
    """Words without the characters that XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets): U+FFFD stands for each."""
    return _UNSAYABLE.sub("\ufffd", words)


def add(parent: etree._Element, name: str, words: str | None, **attributes: str) -> etree._Element:
    """An element within another; `words` on one line."""
    found = etree.SubElement(parent, name, {key: sayable(value) for key, value in attributes.items()})
    if words is not None:
        found.text = sayable(" ".join(words.split()))
    return found


def web_address(address: str) -> str:
    """An address as XML Schema's `anyURI` takes it: what may not stand in one is escaped."""
    return re.sub(r"[^\w.~:/?#\[\]@!$&'()*+,;=%-]", lambda found: _escaped(found.group()), sayable(address), flags=re.A)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
