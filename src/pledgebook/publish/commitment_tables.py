"""Commitments for people: a row each in a list; one with its statements, contradictions, relations and status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pledgebook.model import Commitment, Contradiction, Member, Said, Status, Total, plain_words
from pledgebook.publish.answers import Listed, Pair
from pledgebook.publish.terminal import Hanging, drawn, plain_grid
from pledgebook.publish.wording import DATE, counted, harmless, harmless_part, promised, short_number, what, who_says_so

if TYPE_CHECKING:
    from pledgebook.ledger import Hit

ID = 19
"""Columns of an id, which is never broken."""
_WIDE = 110  # from here "for whom" and "by when" have columns of their own
_NARROW = 72  # below this who and how much stand under the words


def total(quantity: Total | None) -> str:
    """The number of a commitment in few characters: "1.5 bn USD", "≤ 4,000 refugee"."""
    if quantity is None:
        return ""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        number = short_number(low) if low == high else f"{short_number(low)}–{short_number(high)}"
    elif low is not None:
        number = f"≥ {short_number(low)}"
    else:
        number = f"≤ {short_number(high)}" if high is not None else "?"
    unit = "%" if quantity.unit == "percent" else harmless(quantity.unit)
    return f"{'+' if quantity.additional else ''}{number} {unit}{f'/{harmless(quantity.per)}' if quantity.per else ''}"


def listed(rows: Sequence[Listed], *, to_terminal: bool | None = None) -> str:
    """The table of `pledgebook list`."""
    return drawn(lambda console: _list(console, rows), to_terminal=to_terminal)


def _list(console: Console, rows: Sequence[Listed]) -> None:
    wide, narrow = console.width >= _WIDE, console.width < _NARROW
    followed = wide and any(one.statuses for one in rows)
    columns: list[tuple[str, int | None]] = [("promise", None)]
    if not narrow:
        columns += [("who", 9), ("how much", 14)]
    if wide:
        columns += [("for whom", 10), ("by when", DATE)]
    if followed:
        columns.append(("status", 13))
    if not narrow:
        columns.append(("id", ID))
    table = plain_grid(*columns)
    for one in rows:
        commitment, statuses = one.commitment, one.statuses
        actors, recipients = (
            ", ".join(map(harmless, commitment.actors)),
            ", ".join(map(harmless, commitment.recipients)),
        )
        number, when = total(commitment.quantity), harmless(commitment.period or "")
        became = " / ".join(dict.fromkeys(status.status.replace("_", " ") for status in statuses))
        notes = []
        if one.statements > 1:
            notes.append(f"{counted(one.statements, 'statement')} in {counted(one.documents, 'document')}")
        notes += [f"contradicted: {found.type.replace('_', ' ')}" for found in commitment.contradictions]
        beside = [("who", actors), ("how much", number)] if narrow else []
        if not wide:
            beside += [("for", recipients), ("by when", when), ("is", became)]
        notes += [f"{name} {value}" for name, value in beside if value]
        words = [Text(promised(commitment))]
        words += [Text("; ".join(notes), style="dim")] if notes else []
        words += [Text(commitment.id, style="dim")] if narrow else []
        cells: list[Text | Hanging] = [Hanging(*words)]
        if not narrow:
            cells += [Text(actors or "–"), Text(number, style="bold")]
        if wide:
            cells += [Text(recipients), Text(_folded(when))]
        if followed:
            cells.append(Text(became, style=COLOURS.get(statuses[0].status, "") if statuses else ""))
        if not narrow:
            cells.append(Text(commitment.id, style="dim"))
        table.add_row(*cells)
    console.print(table)


COLOURS = {"kept": "green", "broken": "red", "overdue": "red", "in_progress": "cyan", "partly_kept": "yellow"}


def _folded(edtf: str) -> str:
    return edtf.replace("/", "/\n") if len(edtf) > DATE else edtf


def shown(commitment: Commitment, statuses: Sequence[Status], *, to_terminal: bool | None = None) -> str:
    """Everything of one commitment, for `pledgebook show`."""
    return drawn(lambda console: _show(console, commitment, statuses), to_terminal=to_terminal)


def _show(console: Console, commitment: Commitment, statuses: Sequence[Status]) -> None:
    console.print(Text(promised(commitment), style="bold"))
    facts = (
        ("id", commitment.id),
        ("kind", commitment.kind),
        ("who", ", ".join(commitment.actors) or "not named"),
        ("how much", total(commitment.quantity)),
        ("for whom", ", ".join(commitment.recipients)),
        ("by when", harmless(commitment.period or "")),
        ("where", harmless(commitment.venue or "")),
        ("how firmly", commitment.strength.replace("_", " ") + (f", {commitment.rung}" if commitment.rung else "")),
        ("first said", commitment.first_stated or "undated"),
    )
    for name, value in facts:
        if value:
            console.print(Text(f"  {name:<11}", style="dim").append(value, style="not dim"))
    for status in statuses:
        _status(console, status)
    progress(console, commitment)
    console.print(Text(f"\n{counted(len(commitment.members), 'statement')}", style="underline"))
    for member in commitment.members:
        _member(console, member)
    if commitment.contradictions:
        console.print(Text("\nContradictions, better supported first", style="underline"))
        said = {member.said.statement.id: member for member in commitment.members}
        for found in commitment.contradictions:
            _contradiction(console, found, said)
    beside = [
        one for one in commitment.relations if not (one.type == "delivers" and one.inverse)
    ]  # those are its progress
    if beside:
        console.print(Text("\nRelated commitments", style="underline"))
        for relation in beside:
            reasons = f" ({harmless('; '.join(relation.reasons))})" if relation.reasons else ""
            verb = (_INVERSE if relation.inverse else _VERBS)[relation.type]
            console.print(Text(f"  {verb} {relation.commitment}{reasons}"))


_VERBS = {
    "restates": "restates",
    "tops_up": "tops up",
    "part_of": "is a part of",
    "total_of": "is the total of",
    "replaces": "replaces",
    "delivers": "delivers on",
}
_INVERSE = {
    "restates": "is restated by",
    "tops_up": "is topped up by",
    "part_of": "has a part in",
    "total_of": "is counted in the total of",
    "replaces": "is replaced by",
    "delivers": "is delivered on by",
}


def progress(console: Console, commitment: Commitment) -> None:
    """What later documents tell of a commitment, by their days: who says it, the words, the reason."""
    if not commitment.progress:
        return
    console.print(Text("\nProgress told by documents (no official record)", style="underline"))
    for told in commitment.progress:
        statement, imprint = told.said.statement, told.said.imprint
        source = harmless(imprint.publisher or imprint.source)
        line = Text(f"  {imprint.published or 'undated':<{DATE - 1}}", style="bold").append(
            f"  {source}", style="not bold"
        )
        console.print(line.append(f"  {statement.id}", style="dim not bold"))
        quote = Text(f"“{harmless(statement.quote.text)}”", style="italic")
        if statement.attribution:
            quote.append(f" — {who_says_so(statement.attribution)}", style="dim not italic")
        console.print(Padding(quote, (0, 1, 0, 14)))
        why = harmless("; ".join(told.reasons))
        where = f"{harmless(imprint.title)}; " if imprint.title else ""
        by = f"{where}linked by {harmless(told.by)}{f': {why}' if why else ''}"
        console.print(Padding(Text(by, style="dim"), (0, 1, 0, 14)))


def _status(console: Console, status: Status) -> None:
    label = f" ({harmless(status.label)})" if status.label else ""
    line = Text(f"  {'status':<11}", style="dim")
    line.append(f"{status.status.replace('_', ' ')}{label}", style=f"not dim bold {COLOURS.get(status.status, '')}")
    line.append(
        f" as of {status.as_of}" + (f", ruled by {harmless(status.ruled_by)}" if status.ruled_by else ""),
        style="not dim",
    )
    console.print(line)
    for reason in status.reasons:
        console.print(Padding(Text(harmless(reason)), (0, 1, 0, 13)))


def _member(console: Console, member: Member) -> None:
    statement, imprint = member.said.statement, member.said.imprint
    source = " · ".join(harmless(part) for part in (imprint.publisher, imprint.published, imprint.title) if part)
    console.print(Text(f"  {statement.id}", style="dim").append(f"  {source}", style="not dim"))
    quote = Text(f"“{harmless(statement.quote.text)}”", style="italic")
    if statement.attribution:
        quote.append(f" — {who_says_so(statement.attribution)}", style="dim not italic")
    console.print(Padding(quote, (0, 1, 0, 4)))
    place = f"{harmless(imprint.source)} [{statement.quote.start}–{statement.quote.end}]"
    if imprint.superseded:
        place += ", an older version"
    console.print(Padding(Text(place, style="dim"), (0, 1, 0, 4)))
    if member.judged_by:
        why = harmless("; ".join(member.reasons))
        console.print(
            Padding(Text(f"same by {harmless(member.judged_by)}{f': {why}' if why else ''}", style="dim"), (0, 1, 0, 4))
        )


def _contradiction(console: Console, found: Contradiction, said: dict[str, Member]) -> None:
    console.print(Text(f"  {found.type.replace('_', ' ')}", style="bold yellow"))
    for place in found.statements:
        member = said.get(place)
        if member is None:
            continue
        statement, imprint = member.said.statement, member.said.imprint
        amount = statement.quantity.text if statement.quantity else statement.object.text
        by = imprint.publisher or imprint.source
        line = Text(f"{harmless(plain_words(amount))} — {harmless(by)}, {imprint.published or 'undated'}", style="bold")
        line.append(f"\n“{harmless(statement.quote.text)}”", style="not bold italic")
        console.print(Padding(line, (0, 1, 0, 4)))
    for reason in found.reasons:
        console.print(Padding(Text(harmless(reason), style="dim"), (0, 1, 0, 4)))


def hits(found: Sequence[Hit], *, to_terminal: bool | None = None) -> str:
    """Statements found by their words, the words marked."""
    return drawn(lambda console: _hits(console, found), to_terminal=to_terminal)


def _hits(console: Console, found: Sequence[Hit]) -> None:
    for one in found:
        statement, imprint = one.said.statement, one.said.imprint
        source = " · ".join(harmless(part) for part in (imprint.publisher, imprint.published) if part)
        console.print(
            Text(one.commitment or statement.id, style="dim").append(f"  {statement.kind}  {source}", style="not dim")
        )
        quote = Text("“", style="italic")
        at = 0
        for start, end in one.marks:
            quote.append(harmless_part(statement.quote.text[at:start]))
            quote.append(harmless_part(statement.quote.text[start:end]), style="bold not italic")
            at = end
        quote.append(harmless_part(statement.quote.text[at:]) + "”")
        console.print(Padding(quote, (0, 1, 0, 4)))


def pair(found: Pair, *, to_terminal: bool | None = None) -> str:
    """Two statements that rules are unsure about, with what speaks for and against."""
    return drawn(lambda console: _pair(console, found), to_terminal=to_terminal)


def _pair(console: Console, found: Pair) -> None:
    for said in (found.left, found.right):
        _quoted(console, said)
    reasons = harmless("; ".join(found.judgement.reasons))
    console.print(Padding(Text(f"{found.judgement.score:.2f} {reasons}", style="dim"), (0, 1, 0, 4)))


def _quoted(console: Console, said: Said) -> None:
    source = " · ".join(harmless(part) for part in (said.imprint.publisher, said.imprint.published) if part)
    console.print(
        Text(f"  {said.statement.id}", style="dim").append(
            f"  {source or harmless(said.imprint.source)}", style="not dim"
        )
    )
    console.print(Padding(Text(f"“{harmless(said.statement.quote.text)}”", style="italic"), (0, 1, 0, 4)))
    console.print(Padding(Text(what(said.statement), style="bold"), (0, 1, 0, 4)))
