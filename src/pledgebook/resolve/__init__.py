"""Mentions → ids: who is meant by a name, a title, a pronoun.

`names` finds every name of a document that the gazetteers know, `settle` gives the actors, addressees and recipients
of statements their ids, `home` says whose text it is and `dollar` what "$" means there.
"""

from pledgebook.resolve.actors import settle
from pledgebook.resolve.home_country import dollar, home
from pledgebook.resolve.mentions import names

__all__ = ["dollar", "home", "names", "settle"]
