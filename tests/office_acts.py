"""Acts of two in a demo office: a filled form, its proposal and its approval."""

import itertools
from datetime import timedelta

from casework.acts import ACT_KINDS
from casework.acts.identity import Identity, enter_identity
from casework.acts.settling import prepare_act
from casework.decisions import Submitted, decide
from casework.office import open_office
from casework.questions import NO_GROUND
from casework.registry.models import Officer
from casework.registry.officers import current_code
from casework.standing_questions import open_questions

FORMS = itertools.count(1)
NEWCOMER = Identity("Nama Karangan, S.H.", "199001012015011001")


def fill(life, kind, **content):
    """A filled form; the act's subject, or why it cannot be."""
    said = ACT_KINDS[kind].content.model_validate(content)
    with life.change() as change:
        return prepare_act(change, life.office, kind, said, f"form-{next(FORMS)}")


def propose(life, kind, by="PM", **content):
    """A filled form that was proposed; the act's subject."""
    subject = fill(life, kind, **content)
    assert subject.startswith("ACT-"), subject
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
    subject = propose(
        life, "officer", code=code, post=post, languages=["Indonesia · id"], serves_from=serves_from or today(life)
    )
    assert type_identity(life, subject, identity) == "done"
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
