"""What merging leaves in the book: features, and outcomes as entries."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, select

from pledgebook.errors import UsageError
from pledgebook.ledger import summaries
from pledgebook.ledger.bodies import Change, Component, Merge, MergeBody, encode
from pledgebook.ledger.queries.merging import judgement_rows
from pledgebook.ledger.queries.reviews import numbers_hidden
from pledgebook.ledger.store import schema
from pledgebook.ledger.store.rows import among, delete_among, each, insert, listed, parts
from pledgebook.ledger.writing.transaction import Transaction
from pledgebook.model import Commitment, Entry, Judgement


def wait_all(writer: Transaction) -> None:
    """Let every statement wait for its place again."""
    connection = writer.connection
    lines = schema.statements.c.number
    waiting = select(schema.pending.c.statement)
    query = select(lines).where(lines.not_in(waiting), lines.not_in(numbers_hidden()))
    connection.execute(schema.pending.insert().from_select(["statement"], query))


def put_features(writer: Transaction, rows: Iterable[tuple[int, bytes, Sequence[int]]]) -> None:
    """Store features and block keys of statements, in place of what is stored of them."""
    connection = writer.connection
    found = sorted(rows)
    _forget_features(connection, [number for number, _, _ in found])
    insert(
        connection,
        schema.features,
        [(number, struct.pack(f">{len(keys)}q", *keys), body) for number, body, keys in found],
    )
    summaries.note_program(connection)
    insert(connection, schema.keys, sorted({(key, number) for number, _, keys in found for key in keys}))


def _forget_features(connection: Connection, numbers: Collection[int]) -> None:
    table, keys = schema.features, schema.keys
    old = []
    for some in parts(numbers):
        query = select(table.c.statement, table.c.blocks).where(among(connection, table.c.statement, "numbers"))
        for row in connection.execute(query, {"numbers": listed(connection, some)}):
            packed = bytes(row.blocks)
            old += [(key, row.statement) for key in struct.unpack(f">{len(packed) // 8}q", packed)]
    if old:
        gone = delete(keys).where(keys.c.key == bindparam("one"), keys.c.statement == bindparam("number"))
        connection.execute(gone, [{"one": key, "number": number} for key, number in old])
    delete_among(connection, table.c.statement, numbers)


def clear_features(writer: Transaction) -> None:
    """Forget all features: newer rules compare other things."""
    connection = writer.connection
    connection.execute(delete(schema.keys))
    connection.execute(delete(schema.features))


def store_merge(writer: Transaction, merge: Merge, commitments: Sequence[Commitment] = ()) -> Entry:
    """Add the outcome of merging as one entry, and the summaries of the commitments to the tables.

    A commitment of the merge without a summary becomes stale. Raises UsageError where a statement is not in the book or
    stands in two commitments.
    """
    chain, tables = writer.chain, writer.tables
    tables.flush()
    ids = {one for component in merge.components for members in component.commitments for one in members}
    if len(ids) != sum(len(members) for component in merge.components for members in component.commitments):
        raise UsageError("a merge names a statement in two commitments")
    if not ids or not all(members for component in merge.components for members in component.commitments):
        raise UsageError("a merge has an empty commitment")
    said = {end for component in merge.components for one in component.judgements for end in (one.left, one.right)}
    numbers = tables.numbers(ids | said)
    members = {numbers[one] for one in ids}
    words = {number: one for one, number in numbers.items()}
    held: dict[tuple[int, int], set[bytes]] = defaultdict(set)
    for left, right, person, body in judgement_rows(tables.connection, members).values():
        if not person:
            held[left, right].add(body)
    changes, ends = [], {end for pair in held for end in pair} - set(words)
    words.update(_ids(tables.connection, ends))
    numbers.update({one: number for number, one in words.items()})
    wanted: dict[tuple[int, int], dict[bytes, Judgement]] = defaultdict(dict)
    home: dict[tuple[int, int], int] = {}
    for place, component in enumerate(merge.components):
        for one in component.judgements:
            left, right = sorted((numbers[one.left], numbers[one.right]))
            wanted[left, right][encode(one)] = one
            home.setdefault((left, right), place)
    owner = {
        one: place for place, component in enumerate(merge.components) for ms in component.commitments for one in ms
    }
    added: dict[int, list[Judgement]] = defaultdict(list)
    dropped: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pair in sorted({*held, *wanted}):
        if held.get(pair, set()) == set(wanted.get(pair, {})):
            continue
        place = home[pair] if pair in home else min(owner[words[end]] for end in pair if words[end] in owner)
        added[place] += wanted.get(pair, {}).values()
        if pair in held:
            dropped[place].append((words[pair[0]], words[pair[1]]))
    for place, component in enumerate(merge.components):
        changes.append(Change(_ordered(component), tuple(added[place]), tuple(dropped[place])))
    outcome = MergeBody(merge.rule, tuple(changes))
    entry = chain.append("merge", encode(outcome))
    tables.merge(entry, outcome, numbers)
    summaries.put(tables.connection, commitments, numbers)
    return entry


def _ordered(component: Component) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(sorted(members)) for members in component.commitments))


def _ids(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    lines = schema.statements.c
    query = select(lines.number, lines.id).where(among(connection, lines.number, "numbers"))
    return {row.number: row.id for row in each(connection, query, "numbers", numbers)}
