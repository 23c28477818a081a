"""Mentions → ids: who is meant by a name, a title, a pronoun.

`names` finds every name of a document that the gazetteers know, `settle` gives the actors, addressees and recipients
of statements their ids, `home` says whose text it is and `dollar` what "$" means there.
"""

from pledgebook.resolve.homeland import dollar, home
from pledgebook.resolve.names import names
from pledgebook.resolve.settle import settle

__all__ = ["dollar", "home", "names", "settle"]
