"""Parents and children among flows and activities: whose money the other's amount may hold already."""

from __future__ import annotations

from collections.abc import Iterable


def with_a_counted_parent(nodes: Iterable[tuple[str | None, str | None, tuple[str, ...]]]) -> set[str]:
    """Which of the counted flows or activities lie below another that is counted, at whatever distance.

    `nodes`: of each record that would count its flow or activity, the parent it names and the children it names. Where
    two name each other as parent, the one that comes first by its id stays.
    """
    counted: set[str] = set()
    above: dict[str, set[str]] = {}
    for node, parent, children in nodes:
        if node is None:
            continue
        counted.add(node)
        if parent:
            above.setdefault(node, set()).add(parent)
        for child in children:
            above.setdefault(child, set()).add(node)
    return {
        node
        for node in counted
        if any(
            other in counted and (node not in _ancestors(other, above) or other < node)
            for other in _ancestors(node, above) - {node}
        )
    }


def _ancestors(node: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = [node]
    while open_:
        for parent in above.get(open_.pop(), ()):
            if parent not in found:
                found.add(parent)
                open_.append(parent)
    return found
