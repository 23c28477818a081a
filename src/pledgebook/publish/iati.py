"""Promises of money as IATI 2.03 activities: a pledge or a commitment as one transaction, with its words and its sources.

The schema is https://iatistandard.org/en/iati-standard/203/schema/; every code is of a codelist of the standard, which
`CODES` names. IATI knows amounts, not claims: so what has no single day or no amount of its own is left out, and a comment at
the end of the file says how many of which.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from lxml import etree

from pledgebook.errors import UsageError
from pledgebook.evidence.codes import transaction_types
from pledgebook.model import Commitment, Member, StatusName, Total, days_of
from pledgebook.publish.exchange import Reporter, Told, actor_names
from pledgebook.world.currencies import codes

CODES = {
    "ActivityStatus": ("1", "2", "3", "5", "6"),
    "ActivityDateType": ("1", "3"),
    "ActivityScope": ("3",),
    "DescriptionType": ("1", "4"),
    "DocumentCategory": ("A02",),
    "OrganisationRole": ("1", "4"),
    "OrganisationType": ("10", "40"),
    "RegionVocabulary": ("2",),
    "Sector": ("99810",),
    "SectorVocabulary": ("1",),
    "TransactionType": ("2", "11", "12", "13"),
}
"""The codelists of IATI and the codes of each that a file may hold (the type of the reporter is the reporter's own)."""
STATUSES: dict[StatusName, str] = {
    "no_public_evidence": "1",  # pipeline: nothing is known to have begun
    "unverifiable": "1",
    "in_progress": "2",
    "overdue": "2",
    "kept": "3",  # finalisation; nobody but the giver can say that the books are closed
    "partly_kept": "3",
    "broken": "5",
    "stalled": "6",
}
"""What became of a commitment, as a code of ActivityStatus. Finer words stand in a description of type 4."""
_NOT_SPECIFIED = "99810"  # codelist Sector: "Sectors not specified"
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def iati_file(commitments: Iterable[Told], reporter: Reporter) -> Iterator[bytes]:
    """The chunks of an XML file, an activity each.

    Raises UsageError where no commitment promises an amount: IATI has no file without an activity.
    """
    left_out: Counter[str] = Counter()
    begun = False
    for told in commitments:
        why = why_not(told.commitment)
        if why is not None:
            left_out[why] += 1
            continue
        if not begun:
            yield b'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
            begun = True
        yield etree.tostring(activity(told, reporter), encoding="UTF-8", xml_declaration=False) + b"\n"
    told_why = "; ".join(f"{why}: {count:,}" for why, count in sorted(left_out.items()))
    if not begun:
        raise UsageError(f"nothing that fits promises an amount of money on a known day ({told_why or 'nothing fits'})")
    if told_why:
        yield f"<!-- left out: {told_why} -->\n".encode()
    yield b"</iati-activities>\n"


def why_not(commitment: Commitment) -> str | None:
    """Why a commitment cannot be an activity of IATI, in a few words; None where it can."""
    total = commitment.quantity
    reasons = (
        (commitment.kind in ("figure", "appeal"), "no promise"),
        (
            total is None or total.unit not in codes() or (total.low is None and total.high is None),
            "no amount of money",
        ),
        (commitment.rung not in ("pledged", "committed"), "no pledge or commitment of money"),
        (commitment.polarity != "positive" or commitment.modality != "asserted", "denied or conditional"),
        (total is not None and total.per is not None, "a rate"),
        (_day(commitment.first_stated) is None, "no day on which it was stated"),
        (not commitment.actors and not commitment.recipients, "neither giver nor receiver named"),
    )
    return next((why for holds, why in reasons if holds), None)


def activity(told: Told, reporter: Reporter) -> etree._Element:
    """A commitment as an element `iati-activity`; only of one that `why_not` has nothing against."""
    one = told.commitment
    names = actor_names(one)
    found = etree.Element("iati-activity", {_LANG: "en"})
    _add(found, "iati-identifier", f"{reporter.ref}-{one.id}")
    reporting = {"ref": _sayable(reporter.ref), "type": reporter.type, "secondary-reporter": "1"}
    _narrated(found, "reporting-org", [reporter.name], reporting)
    _narrated(found, "title", [one.promise or one.object])
    _narrated(found, "description", [_cited(member) for member in _best_first(one)], {"type": "1"})
    if beside := _beside(told):
        _narrated(found, "description", beside, {"type": "4"})
    # who gives is funding; where no giver is named, who receives carries it out
    for id in one.actors or one.recipients:
        _narrated(found, "participating-org", [names[id]], _organisation(id) | {"role": "1" if one.actors else "4"})
    _add(found, "activity-status", None, code=STATUSES[told.statuses[0].status] if told.statuses else "1")
    _dates(found, one)
    _places(found, one, names)
    _add(found, "sector", None, vocabulary="1", code=_NOT_SPECIFIED)
    _transaction(found, one, names)
    _links(found, one)
    return found


def _transaction(parent: etree._Element, one: Commitment, names: dict[str, str]) -> None:
    total, day = one.quantity, _day(one.first_stated)
    assert total is not None
    assert day is not None
    direction = "outgoing" if one.actors else "incoming"
    code = next(
        code for code, type in transaction_types().items() if type.rung == one.rung and type.direction == direction
    )
    found = _add(parent, "transaction", None)
    _add(found, "transaction-type", None, code=code)
    _add(found, "transaction-date", None, **{"iso-date": day.isoformat()})
    value = {"currency": total.unit, "value-date": day.isoformat()}
    _add(found, "value", f"{_amount(total):f}", **value)
    _narrated(found, "description", [_how_stated(total)])
    for name, ids in (("provider-org", one.actors), ("receiver-org", one.recipients)):
        if len(ids) == 1 and (name == "provider-org" or not ids[0].startswith("M49:")):
            _narrated(found, name, [names[ids[0]]], _organisation(ids[0]))


def _amount(total: Total) -> Decimal:
    value = total.low if total.low is not None else total.high
    assert value is not None
    return value


def _how_stated(total: Total) -> str:
    """The amount in words, since IATI has room for one number only."""
    more = " on top of what was promised before" if total.additional else ""
    if total.low is not None and total.low == total.high:
        return f"stated: {total.low:,f} {total.unit}{more}"
    if total.low is None:
        return f"stated: at most {total.high:,f} {total.unit}{more}; the value is this upper bound"
    end = f" to {total.high:,f}" if total.high is not None else " or more"
    return f"stated: {total.low:,f}{end} {total.unit}{more}; the value is the lower bound"


def _dates(parent: etree._Element, one: Commitment) -> None:
    first, last = days_of(one.period)
    for type, day in (("1", first), ("3", last)):
        if day is not None:
            _add(parent, "activity-date", None, type=type, **{"iso-date": day.isoformat()})
    if first is None and last is None:
        said = _day(one.first_stated)
        assert said is not None
        told = ["No period is stated: this is the day on which it was first said."]
        _narrated(parent, "activity-date", told, {"type": "1", "iso-date": said.isoformat()})


def _places(parent: etree._Element, one: Commitment, names: dict[str, str]) -> None:
    """One place is named by its code. Of several IATI wants the percentage of each, which nobody stated: then only the scope is
    given, and `_beside` names them."""
    places = [id for id in one.recipients if _is_country(id) or id.startswith("M49:")]
    if len(places) > 1:
        _add(parent, "activity-scope", None, code="3")
    elif places and _is_country(places[0]):
        _narrated(parent, "recipient-country", [names[places[0]]], {"code": places[0]})
    elif places:
        code = {"code": places[0].removeprefix("M49:"), "vocabulary": "2"}
        _narrated(parent, "recipient-region", [names[places[0]]], code)


def _beside(told: Told) -> list[str]:
    """What IATI has no element for: several recipients, what became of it and why, contradictions."""
    one, names = told.commitment, actor_names(told.commitment)
    found = [f"For {', '.join(names[id] for id in one.recipients)}."] if len(one.recipients) > 1 else []
    for status in told.statuses:
        found.append(f"Status: {status.status.replace('_', ' ')} as of {status.as_of}. {' '.join(status.reasons[:1])}")
    for clash in one.contradictions:
        found.append(f"The sources contradict each other ({clash.type.replace('_', ' ')}): {'; '.join(clash.reasons)}")
    return found


def _links(parent: etree._Element, one: Commitment) -> None:
    seen: set[str] = set()
    for member in _best_first(one):
        imprint = member.said.imprint
        address = imprint.url or imprint.source
        if not address.startswith(("http://", "https://")) or address in seen:
            continue
        seen.add(address)
        format = "application/pdf" if address.partition("?")[0].lower().endswith(".pdf") else "text/html"
        found = _add(parent, "document-link", None, url=_address(address), format=format)
        _narrated(found, "title", [imprint.title or address])
        _add(found, "category", None, code="A02")
        _add(found, "language", None, code="en")
        if (day := _day(imprint.published)) is not None:
            _add(found, "document-date", None, **{"iso-date": day.isoformat()})


def _address(address: str) -> str:
    """An address as XML Schema's `anyURI` takes it: what may not stand in one is escaped."""
    return re.sub(
        r"[^\w.~:/?#\[\]@!$&'()*+,;=%-]", lambda found: _escaped(found.group()), _sayable(address), flags=re.A
    )


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _best_first(one: Commitment) -> Sequence[Member]:
    return sorted(one.members, key=lambda member: member.said.statement.id != one.wording)


def _cited(member: Member) -> str:
    imprint = member.said.imprint
    source = ", ".join(part for part in (imprint.publisher, imprint.title, imprint.published) if part)
    return f"“{member.said.statement.quote.text}” ({source or imprint.source})"


def _organisation(id: str) -> dict[str, str]:
    """The type of an organisation, where its id tells: a country stands for its government."""
    return {"type": "10"} if _is_country(id) else {"type": "40"} if id == "EU" else {}


def _is_country(id: str) -> bool:
    return len(id) == 2 and id != "EU"


def _day(published: str | None) -> datetime.date | None:
    first, last = days_of(published)
    return first if first == last else None


def _narrated(
    parent: etree._Element, name: str, narratives: Iterable[str], attributes: dict[str, str] | None = None
) -> etree._Element:
    found = _add(parent, name, None, **(attributes or {}))
    for words in narratives:
        _add(found, "narrative", words)
    return found


def _add(parent: etree._Element, name: str, words: str | None, **attributes: str) -> etree._Element:
    found = etree.SubElement(parent, name, attributes)
    if words is not None:
        found.text = _sayable(" ".join(words.split()))
    return found


def _sayable(words: str) -> str:
    return _UNSAYABLE.sub("\ufffd", words)
