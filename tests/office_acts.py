"""Acts of two in a demo office: a filled form, its proposal and its approval."""

import itertools
from datetime import date, timedelta

from casework.acts import ACT_KINDS
from casework.acts.identity import Identity, enter_identity
from casework.acts.settling import prepare_act
from casework.briefing.briefings import brief
from casework.decisions import Submitted, decide
from casework.office import open_office
from casework.questions import NO_GROUND
from casework.registry.authority import Staff
from casework.registry.models import Officer
from casework.registry.officers import current_code
from casework.standing_questions import open_questions

FIRST_DAY = date(2026, 11, 24)  # the Tuesday on which the demo office opens
SK = "WIM.13.IMI.1-CONTOH-OT.02.01 TAHUN 2026"
SECTION_HEAD, HEAD, COUNTER = "Kasi · section-head", "Kakanim · head-of-office", "Petugas Loket · counter-officer"
# What three forms say, each of which a test changes as it needs.
GIVEN = {
    "officer": "SH", "role": SECTION_HEAD, "decree": SK, "valid_from": FIRST_DAY, "valid_to": FIRST_DAY + timedelta(days=30),
}  # fmt: skip
STANDS_IN = {
    "officer": "BS", "role": HEAD, "capacity": "Plh. · plh", "letter_number": "W.13-7", "letter_dated": FIRST_DAY,
    "valid_from": FIRST_DAY + timedelta(days=1), "valid_to": FIRST_DAY + timedelta(days=5),
}  # fmt: skip
CLOSED = {
    "day": FIRST_DAY + timedelta(days=2), "state": "tutup · closed", "reason": "Cuti bersama",
    "legal_basis": "SKB 3 Menteri 1497/2026",
}  # fmt: skip
FORMS = itertools.count(1)
NEWCOMER = Identity("Nama Karangan, S.H.", "199001012015011001")


def fill(life, kind, **content):
    """A filled form; the act's subject, or why it cannot be."""
    said = ACT_KINDS[kind].content.model_validate(content)
    with life.change() as change:
        return prepare_act(change, life.office, kind, said, f"form-{next(FORMS)}")


def propose(life, kind, by="PM", **content):
    """A filled form that was proposed (of a new officer, name and NIP are typed before); the act's subject."""
    subject = fill(life, kind, **content)
    assert subject.startswith("ACT-"), subject
    if kind == "officer":
        assert type_identity(life, subject) == "done"
    life.decided(by, "act-proposal", "propose", subject=subject)
    return subject


def approve(life, subject, by="RK"):
    """An approval as it was judged."""
    return life.decide_as(by, life.question("act-approval", subject), "approve")


def carry(life, kind, by="PM", approved_by="RK", **content):
    """A form that was proposed and approved; the act's subject."""
    subject = propose(life, kind, by, **content)
    outcome = approve(life, subject, approved_by)
    assert outcome.granted, outcome.reason
    return subject


def type_identity(life, subject, identity=NEWCOMER, by="PM"):
    """An administrator types who the new officer is."""
    with life.change() as change:
        return enter_identity(change, subject, by, identity)


def take_in(life, code="XY", identity=NEWCOMER, serves_from=None, post="Petugas Loket"):
    """A new officer, from the form to the approval; the act's subject."""
    subject = fill(
        life, "officer", code=code, post=post, languages=["Indonesia · id"], serves_from=serves_from or today(life)
    )
    assert type_identity(life, subject, identity) == "done"
    life.decided("PM", "act-proposal", "propose", subject=subject)
    outcome = approve(life, subject)
    assert outcome.granted, outcome.reason
    return subject


def carry_out(desk, kind, proposer, approver, *, before_approval=None, **content):
    """The same at a desk by the real clock, by any office's people; the act's subject."""
    said, moment = ACT_KINDS[kind].content.model_validate(content), desk.office.now()
    with desk.registry.change(moment) as change:
        subject = prepare_act(change, desk.office, kind, said, f"form-{next(FORMS)}")
        if before_approval is not None:
            before_approval(change, subject)
    for who, choice, ground in (
        (proposer, "usulkan · propose", {}),
        (approver, "setujui · approve", {"ground": NO_GROUND}),
    ):
        with desk.registry.reading() as reading:
            [asked] = open_questions(reading, subject=subject)
            code = current_code(reading, reading.session.get_one(Officer, who), moment.recorded_at)
        values = {"who": who, "code": code, "decision": choice, "other_officer": "", "remark": "", **ground}
        submitted = Submitted(asked.question_id, values, moment.recorded_at, f"test:{subject}:{asked.kind}", "test")
        outcome = decide(desk.registry, desk.office, submitted, moment)
        assert outcome.granted, outcome.reason
    return subject


def today(life, **later):
    """The office's day, or one later."""
    return life.office.now().office_date + timedelta(days=later.get("days", 0))


def calendar_now(life):
    """The office's calendar as another process would read it now."""
    return open_office(life.registry, life.desk.settings).calendar


def on(days):
    """So many days after the office opened."""
    return FIRST_DAY + timedelta(days=days)


def roles_of(life, code, day=None):
    """The roles in which an officer may act on a day."""
    with life.registry.reading() as reading:
        return Staff(reading, day or today(life)).roles_of(code)


def briefed(life, subject, kind=None):
    """What whoever is asked about an act reads, or about another subject."""
    return brief(life.registry, life.office, life.open(subject, kind)[0], life.office.now()).markdown


def role_asked(life, subject):
    """The role whose turn it is."""
    return life.open(subject)[0].role


def may_answer(life, subject):
    """Everybody who may answer what is open on an act."""
    return life.may_decide(life.open(subject)[0].question_id)
