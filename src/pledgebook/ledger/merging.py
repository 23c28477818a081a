"""What merging asks of the book and what it leaves there: features, neighbours, components, judgements, outcomes."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, select

from pledgebook.errors import UsageError
from pledgebook.ledger import schema, summaries
from pledgebook.ledger.bodies import Change, Component, Merge, MergeBody, encode
from pledgebook.ledger.entries import Chain
from pledgebook.ledger.rows import among, insert, listed, parts
from pledgebook.ledger.tables import Tables
from pledgebook.model import Commitment, Entry, Judgement

_judgement = msgspec.json.Decoder(Judgement)


def judgement_of(body: bytes) -> Judgement:
    """A judgement from the body of its row."""
    return _judgement.decode(body)


def pending(connection: Connection, limit: int) -> list[int]:
    """Statements that merging has to place, for the first time or again, lowest number first."""
    column = schema.pending.c.statement
    return list(connection.execute(select(column).order_by(column).limit(limit)).scalars())


def wait_all(connection: Connection) -> None:
    """Let every statement wait for its place again."""
    lines = schema.statements.c.number
    waiting = select(schema.pending.c.statement)
    query = select(lines).where(lines.not_in(waiting))
    connection.execute(schema.pending.insert().from_select(["statement"], query))


def featureless(connection: Connection, limit: int, after: int = 0) -> list[int]:
    """Statements above a number for which no features are stored, lowest first."""
    lines, made = schema.statements.c, schema.features.c
    query = (
        select(lines.number)
        .join_from(schema.statements, schema.features, lines.number == made.statement, isouter=True)
        .where(lines.number > after, made.statement.is_(None))
        .order_by(lines.number)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def put_features(connection: Connection, rows: Iterable[tuple[int, bytes, Sequence[int]]]) -> None:
    """Store features and block keys of statements, in place of what is stored of them."""
    found = sorted(rows)
    _forget_features(connection, [number for number, _, _ in found])
    insert(
        connection,
        schema.features,
        [(number, struct.pack(f">{len(keys)}q", *keys), body) for number, body, keys in found],
    )
    insert(connection, schema.keys, sorted({(key, number) for number, _, keys in found for key in keys}))


def _forget_features(connection: Connection, numbers: Collection[int]) -> None:
    table, keys = schema.features, schema.keys
    old = []
    for some in parts(numbers):
        query = select(table.c.statement, table.c.blocks).where(among(connection, table.c.statement, "numbers"))
        for row in connection.execute(query, {"numbers": listed(connection, some)}):
            packed = bytes(row.blocks)
            old += [(key, row.statement) for key in struct.unpack(f">{len(packed) // 8}q", packed)]
    if not old:
        return
    gone = delete(keys).where(keys.c.key == bindparam("one"), keys.c.statement == bindparam("number"))
    connection.execute(gone, [{"one": key, "number": number} for key, number in old])
    for some in parts(numbers):
        clause = delete(table).where(among(connection, table.c.statement, "numbers"))
        connection.execute(clause, {"numbers": listed(connection, some)})


def clear_features(connection: Connection) -> None:
    """Forget all features: newer rules compare other things."""
    connection.execute(delete(schema.keys))
    connection.execute(delete(schema.features))


def features(connection: Connection, numbers: Collection[int]) -> dict[int, bytes]:
    """The features of statements; those without are left out."""
    table = schema.features.c
    query = select(table.statement, table.body).where(among(connection, table.statement, "numbers"))
    query = query.order_by(table.statement)
    return {
        row.statement: bytes(row.body)
        for some in parts(numbers)
        for row in connection.execute(query, {"numbers": listed(connection, some)}).all()
    }


def neighbours(connection: Connection, wanted: Collection[int]) -> dict[int, list[int]]:
    """For each block key the numbers of the statements that have it, lowest first; keys that none has are left out."""
    table, found = schema.keys.c, defaultdict(list)
    query = select(table.key, table.statement).where(among(connection, table.key, "keys"))
    for some in parts(set(wanted)):
        for key, number in connection.execute(query, {"keys": listed(connection, some)}).all():
            found[key].append(number)
    return {key: sorted(numbers) for key, numbers in sorted(found.items())}


def components(connection: Connection, numbers: Collection[int]) -> dict[int, list[int]]:
    """The components that hold these statements, each with all its members, lowest first."""
    table = schema.places.c
    ids: set[int] = set()
    found: dict[int, list[int]] = defaultdict(list)
    query = select(table.component).where(among(connection, table.statement, "numbers"))
    for some in parts(set(numbers)):
        ids.update(connection.execute(query, {"numbers": listed(connection, some)}).scalars())
    whole = select(table.component, table.statement).where(among(connection, table.component, "components"))
    for some in parts(ids):
        for component, number in connection.execute(whole, {"components": listed(connection, some)}):
            found[component].append(number)
    return {component: sorted(members) for component, members in sorted(found.items())}


def members(connection: Connection, commitments: Collection[int]) -> dict[int, list[int]]:
    """The statements of commitments, both by number, lowest first."""
    table, found = schema.places.c, defaultdict(list)
    query = select(table.commitment, table.statement).where(among(connection, table.commitment, "numbers"))
    for some in parts(set(commitments)):
        for commitment, number in connection.execute(query, {"numbers": listed(connection, some)}):
            found[commitment].append(number)
    return {commitment: sorted(numbers) for commitment, numbers in sorted(found.items())}


def _rows(
    connection: Connection, numbers: Collection[int], *, persons: bool = False
) -> dict[tuple[int, int], tuple[int, int, bool, bytes]]:
    """Judgements in force that one of these statements has a part in, by the place of their entry; `persons`: only theirs."""
    table, found = schema.judgements.c, {}
    query = select(
        table.sequence, table.position, table.left, table.right, table.person, table.body
    ).where(table.undone.is_(False))  # fmt: skip
    if persons:
        query = query.where(table.person.is_(True))
    for end in (table.left, table.right):
        for some in parts(set(numbers)):
            rows = connection.execute(
                query.where(among(connection, end, "numbers")), {"numbers": listed(connection, some)}
            )
            found.update({(row[0], row[1]): (row[2], row[3], row[4], bytes(row[5])) for row in rows.all()})
    return found


def judgements(connection: Connection, numbers: Collection[int], *, persons: bool = False) -> list[Judgement]:
    """What persons and rules (`persons`: persons alone) say of these statements and hold to, the earliest said first.

    Of several judgements of persons about the same two statements the last counts.
    """
    found: dict[object, Judgement] = {}
    for place, (left, right, person, body) in sorted(_rows(connection, numbers, persons=persons).items()):
        judgement = _judgement.decode(body)
        key = (left, right, "person") if person else place
        found.pop(key, None)
        found[key] = judgement
    return list(found.values())


def store_merge(chain: Chain, tables: Tables, merge: Merge, commitments: Sequence[Commitment]) -> Entry:
    """Add the outcome of merging as one entry, and the summaries of the commitments to the tables.

    A commitment of the merge without a summary becomes stale. Raises UsageError where a statement is not in the book or
    stands in two commitments.
    """
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
    for left, right, person, body in _rows(tables.connection, members).values():
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
    return {
        row.number: row.id
        for some in parts(numbers)
        for row in connection.execute(query, {"numbers": listed(connection, some)})
    }
