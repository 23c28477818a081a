"""Bytes → Document: plain text, Markdown, HTML and PDF, from files, folders, addresses and standard input.

`expand` turns what the caller names into items, `open` reads one, `read_text` takes a text from Python.
What cannot be read is a `Problem`, a value in place of the document.
"""

from pledgebook.documents.items import open
from pledgebook.documents.limits import LIMITS, Limits
from pledgebook.documents.sources import KNOWN_TYPES, Item, expand, file_item
from pledgebook.documents.text import read_text

__all__ = ["KNOWN_TYPES", "LIMITS", "Item", "Limits", "expand", "file_item", "open", "read_text"]
