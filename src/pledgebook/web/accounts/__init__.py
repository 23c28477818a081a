"""Who may decide: users with roles, their sessions and tokens, and limits to sign-ins that fail.

    store        where accounts lie: beside the book and never in it
    users        names and roles
    passwords    argon2id hashes
    sessions     who is signed in
    tokens       what programs show instead of a password
    attempts     sign-ins are limited
    signing_in   a name and a password for a session

All functions take the connection of a transaction of `Accounts` and the time, in seconds since 1970.
"""

from pledgebook.web.accounts.signing_in import Refused, SignedIn, sign_in
from pledgebook.web.accounts.store import Accounts, Role, open_accounts
from pledgebook.web.accounts.users import User

__all__ = ["Accounts", "Refused", "Role", "SignedIn", "User", "open_accounts", "sign_in"]
