"""`python -m pledgebook`: the command line."""

from pledgebook.cli import main

main()
