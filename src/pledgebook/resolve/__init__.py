"""Phrases → ids: who is meant by a name, a title, a pronoun.

`mentions` finds every name of a document that the gazetteers know, `remember` builds what the document says of itself
from them, `actors` gives the actors, addressees and recipients of statements their ids; `chosen` says besides how sure
that is. `home` is the country whose text it is and `dollar` what "$" means there.
"""

from pledgebook.resolve.choice import actors, chosen
from pledgebook.resolve.home_country import dollar, home
from pledgebook.resolve.inventory import mentions
from pledgebook.resolve.memory import Memory, remember

__all__ = ["Memory", "actors", "chosen", "dollar", "home", "mentions", "remember"]
