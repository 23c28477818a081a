"""Was it done? Facts about a commitment and its evidence, decided by the table, with the reasons for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pledgebook.assess.promise import Promise, period_of, promise_of, said_by
from pledgebook.assess.proof import Proof, choose, prove, reached, relabelled, seen_on, side
from pledgebook.assess.table import decision_table
from pledgebook.assess.wording import amount, beside, floored, percent, when
from pledgebook.model import Commitment, Delivery, Ruling, Status, Step, days_of

_PLACES = 4


def assess(
    commitment: Commitment, deliveries: Sequence[Delivery], rulings: Sequence[Ruling], *, as_of: date
) -> tuple[Status, ...]:
    """What became of a commitment, as far as had been said, seen and ruled by the day `as_of`.

    One status for each measure among `deliveries`, in their order: a commitment that contradicts itself has a measure
    with a `label` for each reading, each held against its own target. Without any delivery there is one status. Of
    several snapshots of a measure the latest that had been seen by then counts. A ruling outranks the computed status, which is named among the reasons; of several rulings the latest counts. Empty where nothing had been said by then.
    """
    members = said_by(commitment, as_of)
    if commitment.members and not members:
        return ()
    proofs = [prove(delivery, as_of) for delivery in choose(deliveries, as_of)]
    computed = [_Case(commitment, promise_of(commitment, members, None, _hedge()), None, None, as_of).status()]
    if proofs:
        computed = [
            _Case(commitment, promise_of(commitment, members, proof.delivery, _hedge()), proof, label, as_of).status()
            for label, proof in relabelled(proofs)
        ]
    ruling = _ruling(rulings, as_of)
    if ruling is None:
        return tuple(computed)
    newest = max((seen_on(proof.delivery) for proof in proofs if proof.evidence != "later"), default=None)
    return tuple(_ruled(status, ruling, newest) for status in computed)


def _hedge() -> Decimal:
    return decision_table().approximate


def _ruling(rulings: Sequence[Ruling], as_of: date) -> Ruling | None:
    known = [(day, place) for place, ruling in enumerate(rulings) if (day := _day(ruling)) <= as_of]
    return rulings[max(known)[1]] if known else None


def _day(ruling: Ruling) -> date:
    return days_of(ruling.ruled)[1] or date.max


def _ruled(computed: Status, ruling: Ruling, newest: date | None) -> Status:
    reasons = [
        f"Ruled {ruling.status.replace('_', ' ')} by {ruling.by} on {ruling.ruled}: {ruling.note}",
        f"Computed: {computed.status.replace('_', ' ')}. {computed.reasons[0]}",
        *computed.reasons[1:],
    ]
    if newest is not None and newest > _day(ruling):
        reasons.insert(1, f"Evidence was seen on {newest}, after this ruling.")
    return replace(computed, status=ruling.status, reasons=tuple(reasons), rule="ruled", ruled_by=ruling.by)


@dataclass(frozen=True, slots=True)
class _Case:
    """A commitment, one reading of its promise, and what the evidence of that reading shows."""

    commitment: Commitment
    promise: Promise
    proof: Proof | None
    label: str | None
    as_of: date

    def status(self) -> Status:
        row = decision_table().decide(self._facts())
        start, deadline = self._period()
        proof, promise = self.proof, self.promise
        total = proof.total if proof else None
        step = self._reached()
        placed = side(step, deadline, self._seen()) if step else "undated"
        return Status(
            status=row.status,
            as_of=self.as_of.isoformat(),
            reasons=(row.reason.format_map(self._fields()), *self._further()),
            rule=row.name,
            target=promise.target,
            delivered=total,
            unit=promise.unit or None,
            share=self._share(),
            time_gone=_time_gone(start, deadline, self.as_of),
            reached=step.period if step else None,
            late=None if placed == "undated" else placed == "late",
            label=self.label,
            formula=proof.delivery.formula or None if proof and proof.total is not None else None,
        )

    def _period(self) -> tuple[date | None, date | None]:
        return period_of(self.commitment, self.proof.delivery.measure if self.proof else None)

    def _seen(self) -> date:
        return seen_on(self.proof.delivery) if self.proof else date.max

    def _reached(self) -> Step | None:
        needed = self.promise.needed
        return None if self.proof is None or needed is None else reached(self.proof, needed)

    def _share(self) -> Decimal | None:
        total, target = self.proof.total if self.proof else None, self.promise.target
        return None if total is None or target is None else floored(total / target, _PLACES)

    def _facts(self) -> dict[str, str]:
        proof, promise = self.proof, self.promise
        deadline = self._period()[1]
        facts = {
            "evidence": proof.evidence if proof else "none",
            "promise": promise.sort,
            "deadline": "none" if deadline is None else "ahead" if self.as_of <= deadline else "passed",
            "reach": "covers" if proof and proof.reach and deadline and proof.reach >= deadline else "short",
            "sum": "open" if self._may_be_enough() else "whole",
            "reached": side(self._reached(), deadline, self._seen()),
        }
        if (amount := self._amount()) is not None:
            facts["amount"] = amount
        return facts

    def _amount(self) -> str | None:
        """How the sum stands to the number; None where there is no sum to hold against it."""
        total, needed = self.proof.total if self.proof else None, self.promise.needed
        if needed is None:
            return "some"
        if total is None:
            return None
        if total <= 0:
            return "below_zero" if total < 0 else "nothing"
        if total >= needed:
            return "enough"
        return "tiny" if total < needed * decision_table().tiny else "part"

    def _may_be_enough(self) -> bool:
        """Whether records that could not be added may make the sum reach the number."""
        needed = self.promise.needed
        if self.proof is None or not self.proof.delivery.doubts:
            return False
        most = self.proof.delivery.at_most
        return most is None or needed is None or most >= needed

    def _fields(self) -> dict[str, str]:
        """The words for the braces of a row's reason."""
        proof, promise = self.proof, self.promise
        start, deadline = self._period()
        total, needed, share = proof.total if proof else None, promise.needed, self._share()
        gone = _time_gone(start, deadline, self.as_of)
        step = self._reached()
        through = proof.delivery.through if proof else None
        return {
            "as_of": self.as_of.isoformat(),
            "deadline": deadline.isoformat() if deadline else "",
            "delivered": amount(total, promise.unit) if total is not None else "",
            "promised": promise.words,
            "missing": amount(needed - total, promise.unit) if needed is not None and total is not None else "",
            "share": percent(share) if share is not None else "",
            "time_gone": "" if gone is None else f", with {percent(gone)} of the time gone",
            "reached": when(step.period if step else None),
            "source": proof.delivery.measure.source if proof else "",
            "seen": proof.delivery.seen if proof else "",
            "first_seen": proof.delivery.seen if proof else "",
            "reaches": f" (its latest record is of {through})" if through else "",
            "ends": f"ends with {through}" if through else "does not say how far it reaches",
        }

    def _further(self) -> list[str]:
        """The sentences after the first: where the number comes from and what it does not say."""
        proof = self.proof
        start, deadline = self._period()
        told = []
        if (proof is None or proof.total is None) and deadline is not None and deadline < self.as_of:
            told.append(f"The deadline, {deadline}, has passed.")
        if proof is None or proof.evidence == "later":
            return [*told, *self.promise.caveats]
        delivery = proof.delivery
        if proof.total is not None:
            through = f", reaches through {delivery.through}" if delivery.through else ""
            told.append(f"Evidence: {delivery.measure.source}, seen on {delivery.seen}{through}.")
            told.append(f"Sum: {delivery.formula}" if delivery.formula else "")
            first = days_of(proof.steps[0].period)[0] if proof.steps else None
            if start is not None and first is not None and first < start:
                told.append(f"The sum begins with {proof.steps[0].period}, before the time of the promise ({start}).")
        told.extend(delivery.doubts)
        told.extend(beside(delivery))
        told.extend(proof.notes)
        told.extend(self.promise.caveats)
        if self.commitment.contradictions:
            sorts = sorted({found.type.replace("_", " ") for found in self.commitment.contradictions})
            label = delivery.measure.label
            which = f"This is the reading “{label}”" if label else "This follows the best-supported one"
            told.append(f"The statements contradict each other ({', '.join(sorts)}). {which}.")
        return [sentence for sentence in told if sentence]


def _time_gone(start: date | None, deadline: date | None, as_of: date) -> Decimal | None:
    """The part of the time from the first to the last day, both inclusive, that has gone by at the end of `as_of`."""
    if start is None or deadline is None or deadline < start:
        return None
    days, gone = (deadline - start).days + 1, (as_of - start).days + 1
    return floored(Decimal(min(max(gone, 0), days)) / days, _PLACES)
