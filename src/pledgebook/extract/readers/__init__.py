"""Readers beside our own: a language model that proposes, held to the words of the text, and two readers joined.

A reader gives statements with words for actors, as `extract.statements` does; names become ids in `resolve`.
"""
