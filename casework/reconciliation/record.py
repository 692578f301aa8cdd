"""Findings on record: each stands on the ledger once, from the night in which it was found."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from casework.clock import Moment
from casework.reconciliation.comparison import LOOKED_BACK
from casework.reconciliation.findings import BY_HAND, STANDING, Finding
from casework.registry import Event, Reading, Registry
from casework.registry.ledger import Fact
from casework.registry.models import LedgerEntry

INTERFERED_WITH, AMISS = "engine:run:found-interfered-with", "engine:run:found-amiss"


@dataclass(frozen=True)
class Reported:
    """A finding, and since when it is on record (real time); ``is_new`` until it is."""

    finding: Finding
    found_at: datetime
    is_new: bool

    @property
    def at(self) -> datetime:
        """When it happened, or, where nobody can know that, when it was found."""
        return self.finding.at or self.found_at


def on_record(reading: Reading, findings: Sequence[Finding], now: datetime) -> list[Reported]:
    """The findings with their places on the ledger, the newest first; what was found more than a week ago is over."""
    known = _known(reading, {one.subject for one in findings})
    reported = [Reported(one, known.get(one.identity, now), one.identity not in known) for one in findings]
    current = [one for one in reported if one.found_at >= now - LOOKED_BACK or one.finding.kind in STANDING]
    return sorted(current, key=lambda one: one.at, reverse=True)


def put_on_record(registry: Registry, moment: Moment, findings: Sequence[Finding]) -> list[Reported]:
    """Each finding that is new becomes an event of its subject, in one transaction."""
    with registry.change(moment) as change:
        reported = on_record(change, findings, moment.recorded_at)
        for one in reported:
            if one.is_new:
                change.write(_event(one.finding))
    return reported


def _event(finding: Finding) -> Event:
    question = finding.question
    facts: dict[str, Fact] = {
        "kind": finding.kind.value,
        "run": finding.flow_run_id,
        "how": finding.how,
        "question": question.kind if question else None,
        "cycle": question.cycle if question else None,
        "at": finding.happened_at,
    }
    return Event(INTERFERED_WITH if finding.kind in BY_HAND else AMISS, finding.subject, facts=facts)


def _known(reading: Reading, subjects: set[str]) -> dict[tuple[str | int | None, ...], datetime]:
    """Since when each finding of these subjects is on record."""
    found: dict[tuple[str | int | None, ...], datetime] = {}
    for subject in sorted(subjects):
        bodies = select(LedgerEntry.body).where(LedgerEntry.subject == subject).order_by(LedgerEntry.subject_seq)
        for body in reading.session.scalars(bodies):
            told = json.loads(body)
            if told["event"] in (INTERFERED_WITH, AMISS):
                found.setdefault(_identity(subject, told["facts"]), datetime.fromisoformat(told["recorded_at"]))
    return found


def _identity(subject: str, facts: dict[str, str | int | None]) -> tuple[str | int | None, ...]:
    return (facts["kind"], subject, facts["run"], facts["question"], facts["cycle"], facts["at"])
