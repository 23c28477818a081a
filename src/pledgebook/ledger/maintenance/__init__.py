"""What keeps a book sound: verifying it, making its tables anew, copying it."""

from pledgebook.ledger.maintenance.backup import backup, copy
from pledgebook.ledger.maintenance.plain import fill
from pledgebook.ledger.maintenance.rebuild import rebuild
from pledgebook.ledger.maintenance.restore import restore
from pledgebook.ledger.maintenance.verify import verify

__all__ = ["backup", "copy", "fill", "rebuild", "restore", "verify"]
