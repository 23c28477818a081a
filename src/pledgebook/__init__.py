"""pledgebook: find, keep and follow public commitments."""

__version__ = "0.1.0"
