"""Every form in the real server: what breaks its schema is refused there, decides nothing, and the run lives on."""

from datetime import UTC, datetime, time, timedelta

import pytest
from office_under_test import awaited
from sqlalchemy import select

from casework.acts.equipment import EquipmentContent
from casework.acts.settling import prepare_act
from casework.clock import read_clock
from casework.decisions import Submitted, decide
from casework.office_calendar import at
from casework.questions import QUESTION_KINDS
from casework.registry import Event
from casework.registry.models import Decree, TeamDay, Visit
from casework.stages.case_file import ask
from casework.stages.dispatch.subjects import rounds_subject, team_subject
from casework.standing_questions import look_up, open_questions

PREPARED = {
    "eligibility-verdict": {"outcome": "eligible", "ground": None},
    "morning-release": {"only": ["AP"], "options": {"fit_officers": ["AP", "NR", "JP"]}},
    "team-recall": {"case": "SAHS-7K43", "lead": "AP", "members": ["AP", "NR", "JP"]},
    "complaint-receipt": {"options": {"officers": ["AP", "BS"]}},
    "complaint-answer": {"receipts": []},
    "objection-receipt": {
        "of": "refused",
        "told_on": "2026-11-02",
        "arrived_on": "2026-11-09",
        "last_day": "2026-12-01",
        "outcome": "admissible",
    },
    "partner-down": {"effect": "simkim-handover", "reason": "simkim gave no usable answer"},
    "letter-by-post": {
        "effect": "SAHS-7K43:mail:receipt:1",
        "effect_id": 1,
        "letter": "receipt",
        "number": "0001",
        "dated": "2026-11-24",
        "parties": ["guarantor"],
        "why": "no-address",
    },
    "routine-tray": {"items": [], "options": {"exceptions": ["SAHS-7K43", "SAHS-7K52"]}},
    "bulk-decision": {"items": [], "choice": "retry", "ground": "outage", "extras": {}},
}


# One of each shape of form; every kind's own schema is tried without a server (tests/test_forms.py).
KINDS = (
    "eligibility-verdict", "morning-release", "visit-report", "complaint-receipt", "routine-tray", "act-approval",
)  # fmt: skip


@pytest.fixture(scope="session")
def waiting_forms(office):
    """One open question of each of these kinds, put before staff by the flow that asks it."""
    return {name: put(office, name) for name in KINDS}


def put(office, name):
    from tasks.handover import start_unless_live

    kind = QUESTION_KINDS[name]
    if kind.flow == "joint-act":
        return put_act(office, name)
    day = office.desk.office.calendar.add_working_days(read_clock().office_date, 20 + list(QUESTION_KINDS).index(name))
    tray = f"TRAY-{kind.role}-{day}-0800" if name == "routine-tray" else f"BULK-{kind.role}-{day}-080000"
    subjects = {"dispatch": rounds_subject(day), "release": team_subject(day, "T9"), "tray": tray}
    subject = subjects.get(kind.flow) or office.receive()
    with office.desk.registry.change(office.desk.office.now()) as change:
        if kind.flow == "tray":
            change.create_key(subject)
        if kind.flow == "release":
            change.write(Event("dispatch:team:assigned", subject), a_team_on(change, day))
        if name in ("visit-report", "biometric-exception"):
            change.write(Event("waiting-for-visit:visit:announced", subject), a_visit_of(subject, day))
        question = ask(change, office.desk.office, name, subject, 9, PREPARED.get(name, {}))
    start_unless_live(subject, kind.flow)
    return question.id


def put_act(office, name):
    """A change that takes two, waiting for its proposer, or for whoever approves it."""
    from tasks.handover import start_unless_live

    content = EquipmentContent(code="K8" if name == "act-proposal" else "K9", in_service="ya · yes")
    with office.desk.registry.change(office.desk.office.now()) as change:
        subject = prepare_act(change, office.desk.office, "equipment", content, name)
    if name == "act-approval":
        proposal = open_one(office, subject)
        submitted = Submitted(proposal.question_id, office.fill(proposal), datetime.now(UTC), name, "test")
        assert decide(office.desk.registry, office.desk.office, submitted, office.desk.office.now()).granted
    start_unless_live(subject, "joint-act")
    return open_one(office, subject).question_id


def open_one(office, subject):
    with office.desk.registry.reading() as reading:
        [found] = open_questions(reading, subject=subject)
    return found


def a_team_on(change, day):
    decree = change.session.scalars(select(Decree.number)).first()
    return TeamDay(
        day=day,
        team_code="T9",
        lead_code="AP",
        members=["AP", "NR", "JP"],
        kit_code="K1",
        vehicle_code="V1",
        decree_number=decree,
        state="planned",
    )


def a_visit_of(reference, day):
    begins = at(day, time(9, 0))
    return Visit(
        case_reference=reference,
        occurrence=9,
        day=day,
        team_code="T9",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=30),
        state="announced",
    )


@pytest.mark.parametrize("name", KINDS)
def test_the_server_refuses_what_breaks_the_form_and_the_question_waits_on(office, waiting_forms, name):
    question_id = waiting_forms[name]
    standing = awaited(
        lambda: now if office.waiting_run(now := look_up(office.desk.registry, question_id)) else None,
        f"{name} never waited for anybody",
    )
    run = office.waiting_run(standing)
    kind = QUESTION_KINDS[name]
    whole = {"who": "lain · other", "other_officer": "", "code": "123456", "decision": kind.choices[0], "remark": ""}
    for spoilt in ({}, {**whole, "decision": "asal · anything"}, {**whole, "extra": "x"}):
        assert office.submit(standing, spoilt) == "REJECT"
        assert office.run(run).state.is_paused()
    assert office.submissions(standing) == []
    assert look_up(office.desk.registry, question_id).state == "open"
