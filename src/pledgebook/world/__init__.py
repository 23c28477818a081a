"""Facts of the world that every room may use: no state, no I/O but the tables that ship with the package."""
