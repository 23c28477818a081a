"""Measuring accuracy, and holding it against the pinned figures."""
