"""The one place where a decision is judged: once, by whoever may, at the moment of submission."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from clock_of_the_test import CODE_STEP, FIRST_MORNING
from demo_desk import shown, told
from demo_life import decisions_of, question_row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives_by_stage import good_samples, new_life, open_life, sample_number
from sqlalchemy import select

from casework.decisions import Submitted, decide, wrong_codes_in_the_name_of
from casework.entitlement import entitled_to
from casework.letters import LetterKind, LetterRefused
from casework.lifecycle import Stage
from casework.questions import OTHER, QUESTION_KINDS
from casework.refusals import REFUSALS, code_of_refusal, refusal_in_words
from casework.registry import Event
from casework.registry.models import Decision, LedgerEntry, Mandate, Officer, Question, Submission, UsedCode
from casework.stages import correspondence
from casework.stages.case_file import find_case
from casework.stages.deciding import unseal_answer

EL = "EL"


@pytest.fixture
def asked(at_stage):
    """A case whose eligibility the section head is asked about."""
    life = at_stage(Stage.ASSESSMENT)
    return life, life.question("eligibility-verdict")


def end_mandate(life, officer, last_day):
    with life.change() as change:
        for row in change.session.scalars(select(Mandate).where(Mandate.officer_code == officer)):
            row.valid_to = last_day
        change.write(Event("office:mandate:ended", f"officer:{officer}"))


# --- once


def test_the_same_submission_picked_up_twice_is_one_decision_with_the_same_outcome(asked):
    life, question = asked
    life.clock.pass_(seconds=30)
    values = life.values("BS", question, "eligible")
    first = life.submit(question, values, key="run-1:response")
    second = life.submit(question, values, key="run-1:response")
    assert first == second
    assert first.granted
    assert len(decisions_of(life, question.question_id)) == 1
    assert len(life.rows(Submission, Submission.question_id == question.question_id)) == 1


def test_a_refused_submission_picked_up_twice_is_one_attempt_with_the_same_reason(asked):
    life, question = asked
    values = life.values("BS", question, "eligible") | {"code": "000000"}
    outcomes = {life.submit(question, values, key="run-1:response") for _ in range(3)}
    assert [outcome.reason for outcome in outcomes] == ["wrong-code"]
    assert life.standing(question.question_id).attempt == 2


def test_of_two_submissions_the_first_that_is_picked_up_counts_and_the_second_is_told_so(asked):
    life, question = asked
    assert life.decide_as("BS", question, "eligible").granted
    later = life.decide_as(EL, question, "ineligible", ground="age")
    assert (later.granted, later.reason) == (False, "already-decided")
    assert [row.choice for row in decisions_of(life, question.question_id)] == ["eligible"]


def test_eight_officers_at_once_make_one_decision(asked):
    life, question = asked
    life.clock.pass_(seconds=30)
    values = [life.values(officer, question, "eligible") for officer in ("BS", EL) * 4]

    def submit(number):
        submitted = Submitted(question.question_id, values[number], life.clock.now, f"at-once:{number}", "test")
        return decide(life.registry, life.office, submitted, life.office.now())

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(submit, range(8)))
    assert sum(outcome.granted for outcome in outcomes) == 1
    assert {outcome.reason for outcome in outcomes if not outcome.granted} == {"already-decided"}
    assert len(decisions_of(life, question.question_id)) == 1
    assert life.stage is Stage.PAYMENT
    assert life.ledger_holds()


def test_eight_answers_with_one_code_to_eight_questions_are_one_decision(life):
    questions = []
    for sample in good_samples(8):
        life.receive(sample)
        life.check()
        questions.append(life.assess())
    life.clock.pass_(seconds=30)
    values = life.values("BS", questions[0], "ineligible", ground="permit-kind")
    outcomes = [life.submit(question, values) for question in questions]
    assert [outcome.reason for outcome in outcomes] == [None, *["code-used"] * 7]


# --- at the moment of submission


def test_an_answer_picked_up_hours_later_is_judged_as_of_its_submission(asked):
    life, question = asked
    life.clock.pass_(seconds=30)
    submitted_at, values = life.clock.now, life.values("BS", question, "eligible")
    life.clock.pass_(hours=9)
    assert life.submit(question, values, at=submitted_at).granted
    decision = decisions_of(life, question.question_id)[0]
    assert (decision.submitted_at, decision.recorded_at) == (submitted_at, life.clock.now)


def test_a_mandate_that_ended_between_submission_and_pick_up_was_still_one(asked):
    life, question = asked
    life.clock.pass_(seconds=30)
    submitted_at, values = life.clock.now, life.values("BS", question, "eligible")
    end_mandate(life, "BS", submitted_at.date())
    life.clock.pass_(days=2)
    assert life.submit(question, values, at=submitted_at).granted
    assert decisions_of(life, question.question_id)[0].office_date == submitted_at.date()


def test_a_mandate_that_ended_yesterday_entitles_to_nothing(asked):
    life, question = asked
    end_mandate(life, "BS", life.clock.now.date() - timedelta(days=1))
    assert life.decide_as("BS", question, "eligible").reason == "not-entitled"
    with life.registry.reading() as reading:
        row = reading.session.get_one(Question, question.question_id)
        assert [officer.code for officer in entitled_to(reading, row, life.clock.now.date())] == [EL]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_the_step_before_or_after_is_right(asked, steps):
    life, question = asked
    life.clock.pass_(seconds=30)
    values = life.values("BS", question, "eligible") | {"code": life.code_of("BS", life.clock.now + steps * CODE_STEP)}
    assert life.submit(question, values).granted


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_off_is_wrong(asked, steps):
    life, question = asked
    values = life.values("BS", question, "eligible") | {"code": life.code_of("BS", life.clock.now + steps * CODE_STEP)}
    assert life.submit(question, values).reason == "wrong-code"


def test_answers_picked_up_in_another_order_than_they_were_given_each_count(life):
    questions = []
    for sample in good_samples(3):
        life.receive(sample)
        life.check()
        questions.append(life.assess())
    given = []
    for question in questions:
        life.clock.pass_(seconds=30)
        given.append((question, life.values("BS", question, "ineligible", ground="permit-kind"), life.clock.now))
    life.clock.pass_(hours=1)
    assert [life.submit(question, values, at=at).reason for question, values, at in reversed(given)] == [
        None,
        None,
        None,
    ]


# --- who


def test_an_inactive_officer_decides_nothing(asked):
    life, question = asked
    with life.change() as change:
        change.session.get_one(Officer, "BS").serves_until = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:officer:left", "officer:BS"))
    assert life.decide_as("BS", question, "eligible").reason == "unknown-officer"


def test_an_officer_who_was_mandated_after_the_form_was_shown_answers_as_other(asked):
    life, question = asked
    life.clock.pass_(seconds=30)
    values = life.values(EL, question, "eligible") | {"who": OTHER, "other_officer": EL}
    assert life.submit(question, values).granted
    assert decisions_of(life, question.question_id)[0].officer_code == EL


def test_a_question_put_to_some_officers_only_is_decided_by_them_alone(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    question = life.question("visit-report")
    other_lead = next(code for code in ("AP", "DK", "LA") if code not in life.team().members)
    assert life.decide_as(other_lead, question, "held").reason == "not-entitled"


# --- what is kept


def test_the_record_says_who_decided_what_when_on_what_ground_and_by_which_mandate(asked):
    life, question = asked
    outcome = life.decide_as("BS", question, "ineligible", ground="age")
    decision = decisions_of(life, question.question_id)[0]
    mandate = life.rows(Mandate, Mandate.id == decision.mandate_id)[0]
    facts = life.facts_of("assessment:question:decided")[0]
    assert (outcome.choice, decision.choice, decision.ground, decision.officer_code) == (
        "ineligible",
        "ineligible",
        "age",
        "BS",
    )
    assert (mandate.officer_code, mandate.role) == ("BS", "section-head")
    assert (facts["mandate"], facts["decree"], facts["ground"]) == (mandate.id, mandate.decree_number, "age")


def test_a_template_in_a_remark_is_kept_as_the_text_that_it_is_and_the_code_is_not_kept(asked):
    life, question = asked
    life.clock.pass_(seconds=30)
    remark = "{{ flow_run.id }} {% raw %}"
    assert life.submit(question, life.values("BS", question, "eligible") | {"remark": remark}).granted
    with life.registry.reading() as reading:
        answer = unseal_answer(reading, reading.session.get_one(Decision, question.question_id))
    assert answer["remark"] == remark
    assert "code" not in answer


def test_a_withdrawn_question_is_refused_with_its_reason_and_stays_withdrawn(asked):
    life, question = asked
    with life.change() as change:
        row = change.session.get_one(Question, question.question_id)
        row.state, row.void_reason = "void", "test"
        change.write(Event("assessment:question:voided", life.reference))
    assert life.decide_as("BS", question, "eligible").reason == "question-void"
    assert question_row(life, question.question_id).state == "void"
    assert decisions_of(life, question.question_id) == []


def test_a_letter_that_cannot_be_printed_refuses_the_decision_and_takes_no_number(life):
    sample = good_samples(1)[0]
    life.receive(sample)
    life.check()
    question = life.assess()
    before = life.letters()
    with pytest.MonkeyPatch.context() as patch:

        def refuse(kind, facts):
            raise LetterRefused(LetterKind(kind), "applicant_name", "has a character that cannot be printed")

        patch.setattr(correspondence, "check_letter", refuse)
        reason = life.decide_as("BS", question, "ineligible", ground="permit-kind").reason
    assert reason == "letter-unprintable: applicant.full_name has a character that cannot be printed"
    assert refusal_in_words(reason).endswith("(applicant.full_name has a character that cannot be printed)")
    assert code_of_refusal(reason) in REFUSALS
    assert life.letters() == before
    assert life.stage is Stage.ASSESSMENT
    assert life.decide_as("BS", life.question("eligibility-verdict"), "eligible").granted
    assert life.ledger_holds()


def test_a_case_that_stands_elsewhere_refuses_what_no_longer_follows(asked):
    life, question = asked
    with life.change() as change:
        find_case(change, life.reference).stage = "permit"
        change.write(Event("test:case:moved", life.reference))
    assert life.decide_as("BS", question, "eligible").reason == "stage-has-changed"
    assert life.standing(question.question_id).state == "open"


# --- wrong codes


def test_wrong_codes_slow_down_and_never_lock_out(asked):
    life, question = asked
    waits = []
    for _ in range(9):
        life.submit(question, life.values("BS", question, "eligible") | {"code": "000000"})
        waits.append(life.standing(question.question_id).wait_before_asking)
    assert waits == [0, 0, 2, 4, 8, 16, 30, 30, 30]
    assert life.decide_as("BS", question, "eligible").granted


def test_a_faulty_form_between_wrong_codes_does_not_end_the_row(asked):
    life, question = asked
    for code in ("000000", "000000", "x", "000000"):
        life.submit(question, life.values("BS", question, "eligible") | {"code": code})
    assert life.standing(question.question_id).wait_before_asking == 2


def test_a_right_code_ends_the_row(asked):
    life, question = asked
    for _ in range(3):
        life.submit(question, life.values("BS", question, "eligible") | {"code": "000000"})
    assert life.decide_as("BS", question, "ineligible").reason == "ground-missing"
    assert life.standing(question.question_id).wait_before_asking == 0


def test_wrong_codes_are_counted_in_the_name_in_which_they_were_given(asked):
    life, question = asked
    for _ in range(3):
        life.submit(question, life.values("BS", question, "eligible") | {"code": "000000"})
    since = life.clock.now - timedelta(hours=1)
    with life.registry.reading() as reading:
        assert wrong_codes_in_the_name_of(reading, "BS", since) == 3
        assert wrong_codes_in_the_name_of(reading, EL, since) == 0


# --- grounds


def test_to_decide_otherwise_than_the_rules_found_needs_a_ground_also_for_a_yes(life):
    life.receive(sample_number(4))  # 64 years old
    life.check()
    question = life.assess()
    assert life.decide_as("BS", question, "eligible").reason == "ground-missing"
    assert life.decide_as("BS", question, "eligible", ground="other-evidence").granted


# --- any interleaving

SUBMISSIONS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which question
        st.sampled_from(["BS", EL, "RK", "ZZ"]),
        st.sampled_from(["fresh", "same", "wrong", "malformed"]),
        st.sampled_from(["eligible", "ineligible", "return"]),
        st.booleans(),  # with a ground
        st.booleans(),  # picked up twice
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def three_questions(tmp_path_factory):
    life = new_life(tmp_path_factory.mktemp("three") / "office")
    for sample in good_samples(3):
        life.receive(sample)
        life.check()
        life.assess()
    life.registry.close()
    return life.desk.settings.state_folder


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(submissions=SUBMISSIONS)
def test_no_interleaving_decides_twice_or_without_a_trace_or_uses_a_code_twice(
    submissions, three_questions, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("interleaved") / "office"
    shutil.copytree(three_questions, folder)
    life = open_life(folder, FIRST_MORNING + timedelta(minutes=10))
    questions = [life.standing(row.id) for row in life.rows(Question, order_by=Question.id)]
    kind = QUESTION_KINDS["eligibility-verdict"]
    for number, (which, officer, code, choice, with_ground, twice) in enumerate(submissions):
        if code == "fresh":
            life.clock.now += CODE_STEP
        values = life.values("BS", questions[which], choice) | {"who": f"{officer} · Kasi"}
        if officer != "ZZ":
            values["code"] = life.code_of(officer)
        if with_ground:
            values["ground"] = shown(kind.grounds, "guarantor")
        values |= {"wrong": {"code": "000000"}, "malformed": {"decision": "?"}}.get(code, {})
        outcomes = {life.submit(questions[which], values, key=f"key:{number}") for _ in range(1 + twice)}
        assert len(outcomes) == 1
    decisions = life.rows(Decision)
    written = [event for event in all_events(life) if event.endswith(":question:decided")]
    assert len({row.question_id for row in decisions}) == len(decisions) == len(written)
    assert {row.id for row in life.rows(Question, Question.state == "decided")} == {
        row.question_id for row in decisions
    }
    assert len(life.rows(Submission)) == len(submissions)
    used = [(row.officer_code, row.time_step) for row in life.rows(UsedCode)]
    assert len(used) == len(set(used)) >= len(decisions)
    assert life.ledger_holds()
    life.registry.close()


def all_events(life):
    return [told(row)["event"] for row in life.rows(LedgerEntry)]
