"""What was decided on paper during an outage: entered by one, countersigned by another, judged as of its signature."""

from datetime import date, datetime, time, timedelta

import pytest
from demo_desk import shown
from demo_life import decisions_of, question_row
from papers import SCAN, SIGNED_AT, SIGNED_ON, approved, entered, paper, proposed, submitted
from routine_items import hold, withdraw
from staff_changes import delegate, mandate_besides

from casework.clock import OFFICE_TIME_ZONE
from casework.decisions import Submitted, decide
from casework.engine_runs import needed_runs
from casework.lifecycle import Stage
from casework.questions import NO_GROUND, QUESTION_KINDS
from casework.registry import Event
from casework.registry.models import (
    Decision,
    JointAct,
    JointDecision,
    Mandate,
    PaperDecision,
    Submission,
    UsedCode,
)

SIGNED = datetime.combine(SIGNED_ON, time.fromisoformat(SIGNED_AT), OFFICE_TIME_ZONE)


@pytest.fixture
def life(at_stage):
    """A verdict has waited since Tuesday; it is Friday, and the system is back."""
    opened = at_stage(Stage.ASSESSMENT)
    opened.clock.put(date(2026, 11, 27), time(9, 0))
    return opened


@pytest.fixture
def asked(life):
    return life.question("eligibility-verdict")


def end_mandates(life, *officers, at=None):
    with life.change() as change:
        for row in change.session.query(Mandate).filter(Mandate.officer_code.in_(officers)):
            row.ended_at = at or change.moment.recorded_at
        change.write(Event("office:mandate:ended", "office"))


# --- what it does


def test_a_paper_counts_as_of_its_signature_once_a_second_officer_approved_it(life, asked):
    subject = approved(life, paper(asked))
    assert life.standing(asked.question_id).state == "open", "the approval itself decides nothing"
    assert submitted(life, subject).granted
    [decision] = decisions_of(life, asked.question_id)
    [submission] = life.rows(Submission, Submission.question_id == asked.question_id)
    assert (decision.officer_code, decision.choice) == ("BS", "eligible")
    assert (decision.submitted_at, decision.office_date) == (SIGNED, SIGNED_ON)
    assert decision.recorded_at == life.clock.now
    assert submission.door == "paper"
    assert life.stage is Stage.PAYMENT
    assert life.ledger_holds()


def test_it_is_listed_apart_with_who_entered_and_who_countersigned_it(life, asked):
    subject = approved(life, paper(asked))
    submitted(life, subject)
    [row] = life.rows(PaperDecision)
    assert (row.question_id, row.decided_at, row.entered_on) == (asked.question_id, SIGNED, date(2026, 11, 27))
    assert (row.entered_by, row.countersigned_by, row.scan_sha256, row.act_subject) == ("SH", "EL", SCAN, subject)
    [told] = life.facts_of("any:paper:entered", asked.subject)
    assert (told["scan_sha256"], told["entered_by"], told["countersigned_by"]) == (SCAN, "SH", "EL")


def test_no_code_of_the_signatory_is_used_for_it(life, asked):
    used = life.count(UsedCode)
    submitted(life, approved(life, paper(asked)))
    assert {row.officer_code for row in life.rows(UsedCode)} - {"SH", "EL"} == set()
    assert life.count(UsedCode) == used + 2


def test_until_it_is_submitted_its_run_is_needed_and_then_no_more(life, asked):
    def acts_needed():
        with life.registry.reading() as reading:
            return [one.subject for one in needed_runs(reading) if one.flow == "joint-act"]

    subject = approved(life, paper(asked))
    assert acts_needed() == [subject]
    submitted(life, subject)
    assert acts_needed() == []


def test_submitted_twice_it_is_one_decision(life, asked):
    subject = approved(life, paper(asked))
    assert submitted(life, subject) == submitted(life, subject)
    assert (life.count(PaperDecision), len(decisions_of(life, asked.question_id))) == (1, 1)
    assert life.events(subject).count("any:items:answered") == 1


def test_a_rejected_paper_decides_nothing(life, asked):
    subject = proposed(life, paper(asked))
    life.decided("EL", "act-approval", "reject", subject=subject, ground="not-as-the-document")
    assert life.count(JointDecision) == 0
    assert life.standing(asked.question_id).state == "open"


def test_a_ground_and_further_fields_are_entered_by_their_codes(at_stage):
    life = at_stage(Stage.CLOSING)
    question = life.question("delivery-receipt")
    signed = life.clock.now + timedelta(hours=1)
    life.clock.pass_(hours=3)
    said = {
        "who": "SH",
        "decided_on": signed.astimezone(OFFICE_TIME_ZONE).date(),
        "decided_at": f"{signed.astimezone(OFFICE_TIME_ZONE):%H:%M}",
        "extras": "receiver=courier; means=registered-mail; identity=none",
    }
    with life.change() as change:
        mandate_besides(change, "RM", "counter-officer")
    subject = entered(life, paper(question, "handed-over", **said))
    assert life.decide_as("SH", life.question("act-proposal", subject), "propose").reason == "four-eyes"
    life.decided("RM", "act-proposal", "propose", subject=subject)
    life.decided("EL", "act-approval", "approve", subject=subject)
    assert submitted(life, subject).granted
    assert life.stage is Stage.CLOSED


def test_a_teams_report_is_entered_with_everything_that_it_says(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    question, team = life.question("visit-report"), life.team()
    life.clock.put(team.day, time(11, 0))
    life.clock.pass_(days=1)
    extras = (
        "started_at=09:00; ended_at=09:30; biometrics=complete; interview=complete; evidence=package,door-photo; "
        "free_of_charge=yes;consent=signed;passport=not-taken; language=en; interpreter=none"
    )
    said = {"who": team.lead_code, "decided_on": team.day, "decided_at": "10:30", "extras": extras}
    assert submitted(life, approved(life, paper(question, "held", **said))).granted
    assert life.stage is Stage.PERMIT


# --- who


def test_whoever_signed_the_paper_neither_enters_nor_countersigns_it(life, asked):
    subject = proposed(life, paper(asked))
    assert life.decide_as("BS", life.question("act-approval", subject), "approve").reason == "four-eyes"
    life.decided("EL", "act-approval", "approve", subject=subject)


def test_whoever_acts_for_the_signatory_counts_as_the_signatory(life, asked):
    with life.change() as change:
        delegate(change, "BS", "RM", "section-head", date(2026, 11, 1), date(2026, 12, 31))
    by_the_head = proposed(life, paper(asked))
    assert life.decide_as("RM", life.question("act-approval", by_the_head), "approve").reason == "four-eyes"
    by_the_delegate = proposed(life, paper(asked, who="RM"), "another-form")
    assert life.decide_as("BS", life.question("act-approval", by_the_delegate), "approve").reason == "four-eyes"


def test_whoever_entered_it_does_not_countersign_it(life, asked):
    with life.change() as change:
        mandate_besides(change, "SH", "section-head")
    subject = proposed(life, paper(asked))
    assert life.decide_as("SH", life.question("act-approval", subject), "approve").reason == "four-eyes"


def test_a_mandate_is_judged_as_of_the_signature(life, asked):
    end_mandates(life, "BS", at=SIGNED + timedelta(hours=1))
    assert submitted(life, approved(life, paper(asked))).granted


def test_a_signatory_without_a_mandate_at_that_moment_is_refused_on_record_and_another_paper_may_follow(life, asked):
    end_mandates(life, "BS", at=SIGNED - timedelta(hours=1))
    refused = submitted(life, approved(life, paper(asked)))
    assert refused.reason == "not-entitled"
    [submission] = life.rows(Submission, Submission.question_id == asked.question_id)
    assert (submission.door, submission.outcome, submission.officer_code) == ("paper", "refused", "BS")
    assert (life.count(PaperDecision), life.standing(asked.question_id).state) == (0, "open")
    with life.change() as change:
        mandate_besides(change, "RM", "section-head")
    other = approved(life, paper(asked, who="EL"), "another-form", by="RM")
    assert submitted(life, other).granted


# --- when it cannot be

FAULTS = {
    "a question that was never asked": ({"cycle": 7}, "was never asked that in cycle 7"),
    "another case": ({"subject": "SAHS-7K43"}, "SAHS-7K43 was never asked that"),
    "somebody unknown": ({"who": "QQ"}, "there is no officer QQ"),
    "later than now": ({"decided_on": date(2026, 11, 27), "decided_at": "09:01"}, "decided in the future"),
    "on a day to come": ({"decided_on": date(2026, 12, 1)}, "decided in the future"),
    "before it was asked": ({"decided_on": date(2026, 11, 23)}, "decided before it was asked on 24-11-2026"),
    "earlier on the day on which it was asked": (
        {"decided_on": date(2026, 11, 24), "decided_at": "08:00"},
        "decided before it was asked",
    ),
    "a choice that the form does not have": ({"decision": "grant"}, "the form does not offer 'grant'"),
    "a ground that the form does not have": ({"ground": "weather"}, "the form does not offer 'weather'"),
    "a field that the form does not have": ({"extras": "means=e-mail"}, "the form has no field 'means'"),
    "a ground that is missing": ({"decision": "ineligible"}, "this choice needs a ground"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_cannot_be_is_said_at_once_and_nothing_is_stored(what, life, asked):
    wrong, told = FAULTS[what]
    assert told in entered(life, paper(asked, **wrong))
    assert life.count(JointAct) == 0


def test_a_minute_ago_is_not_the_future(life, asked):
    assert entered(life, paper(asked, decided_on=date(2026, 11, 27), decided_at="09:00")).startswith("ACT-")


def test_what_a_colleague_held_when_the_paper_was_signed_must_be_put_back_first(life, asked):
    back = life.clock.now
    life.clock.now = SIGNED - timedelta(minutes=1)
    hold(life, asked.question_id, "EL")
    life.clock.now = back
    assert "EL has it in hand and must put it back first" in entered(life, paper(asked))


def test_a_paper_counts_although_a_colleague_took_the_question_on_after_it_was_signed(life, asked):
    subject = approved(life, paper(asked))
    hold(life, asked.question_id, "EL")
    assert submitted(life, subject).granted
    assert life.decide_as("EL", asked, "eligible").reason == "already-decided"


def test_what_is_decided_or_withdrawn_takes_no_paper_any_more(life, asked):
    life.decided("EL", "eligibility-verdict", "eligible")
    assert "it does not wait any more: decided" in entered(life, paper(asked))


def test_what_was_decided_before_the_approval_is_not_approved_any_more(life, asked):
    subject = proposed(life, paper(asked))
    life.decided("EL", "eligibility-verdict", "eligible")
    assert life.decide_as("EL", life.question("act-approval", subject), "approve").reason == "no-longer-fits"
    life.decided("EL", "act-approval", "reject", subject=subject, ground="not-needed")
    assert life.count(PaperDecision) == 0


MEANWHILE = {
    "decided": (lambda life, one: life.decide_as("EL", one, "eligible"), "already-decided"),
    "withdrawn": (lambda life, one: withdraw(life, one.subject), "question-void"),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_happened_between_approval_and_submission_refuses_the_paper_on_record(what, life, asked):
    act, reason = MEANWHILE[what]
    subject = approved(life, paper(asked))
    act(life, asked)
    before = question_row(life, asked.question_id).state
    assert submitted(life, subject).reason == reason
    refused = life.rows(Submission, Submission.question_id == asked.question_id, Submission.door == "paper")
    assert [row.reason for row in refused] == [reason]
    assert (life.count(PaperDecision), question_row(life, asked.question_id).state) == (0, before)
    assert life.facts_of("any:items:answered", subject) == [{"granted": 0, "refused": 1}]


def test_of_two_papers_on_one_question_the_first_that_is_submitted_counts(life, asked):
    first = approved(life, paper(asked))
    with life.change() as change:
        mandate_besides(change, "RM", "section-head")
    second = approved(life, paper(asked, "ineligible", who="EL", ground="age"), "another-form", by="RM")
    assert submitted(life, second).granted
    assert submitted(life, first).reason == "already-decided"
    assert [row.act_subject for row in life.rows(PaperDecision)] == [second]


# --- nothing passes by it


def test_an_approval_stands_for_exactly_what_the_paper_says(life, asked):
    subject = approved(life, paper(asked))
    [approval] = life.rows(JointDecision)
    grounds = QUESTION_KINDS["eligibility-verdict"].grounds
    values = {"who": "BS", "decision": "layak · eligible", "ground": NO_GROUND, "remark": "", "other_officer": ""}
    wrong = [
        values | {"who": "EL"},
        values | {"decision": "tidak layak · ineligible", "ground": shown(grounds, "age")},
        values | {"ground": shown(grounds, "other-evidence")},
    ]
    for number, said in enumerate(wrong):
        answered = decide_as_if(life, asked, said, SIGNED, approval.question_id, number)
        assert answered.reason == "not-warranted", said
    later = decide_as_if(life, asked, values, SIGNED + timedelta(minutes=1), approval.question_id, "later")
    assert later.reason == "not-warranted"
    assert submitted(life, subject).granted


def decide_as_if(life, question, values, at, warrant, key):
    said = Submitted(question.question_id, values, at, f"forged:{key}", "paper", warrant)
    return decide(life.registry, life.office, said, life.office.now())


def test_the_approval_of_another_act_stands_for_no_answer(life, asked):
    from casework.acts.equipment import EquipmentContent
    from casework.acts.settling import prepare_act

    with life.change() as change:
        subject = prepare_act(change, life.office, "equipment", EquipmentContent(code="K3", in_service="ya · yes"), "k")
    life.decided("PM", "act-proposal", "propose", subject=subject)
    life.decided("RK", "act-approval", "approve", subject=subject)
    [approval] = life.rows(Decision, Decision.kind == "act-approval")
    values = {"who": "BS", "decision": "layak · eligible", "ground": NO_GROUND, "remark": "", "other_officer": ""}
    assert decide_as_if(life, asked, values, SIGNED, approval.question_id, 1).reason == "not-warranted"
