"""Death and withdrawal, at every stage: one transaction ends everything, and nothing goes out after a death."""

from datetime import timedelta

import pytest
from chaos.crash_points import CrashPoints
from chaos.played_flows import PlayedFlows
from clock_of_the_test import CODE_STEP
from demo_life import Life, queue
from lives_by_stage import good_samples

from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Booking, Effect, Letter, Question, Visit
from casework.stages import letter_facts
from casework.stages.case_file import find_case, plan_effect, read_application
from casework.stages.correspondence import plan_letter
from casework.stages.dispatch.release import open_release, teams_of
from casework.stages.dispatch.subjects import day_of, team_subject
from casework.stages.ending import open_outside_event, why_not_reported

ALIVE = [stage for stage in Stage if stage is not Stage.CLOSED]
every_stage = pytest.mark.parametrize("stage", ALIVE)
GROUNDS = {"died": "family-report", "withdrawn": "letter-of-withdrawal"}


def report(life: Life, choice: str) -> None:
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    life.decided("SH", "outside-event", choice, ground=GROUNDS[choice])


def with_something_unsent(life: Life) -> None:
    """A letter is reserved and a mail planned at the moment when it happens."""
    with life.change() as change:
        case = find_case(change, life.reference)
        plan_letter(change, life.reference, LetterKind.RECEIPT, letter_facts.receipt(change, life.office, case))


@every_stage
@pytest.mark.parametrize("choice", ["died", "withdrawn"])
def test_a_death_or_a_withdrawal_ends_everything_at_once(stage, choice, at_stage):
    life = at_stage(stage)
    with_something_unsent(life)
    waiting = life.open()
    report(life, choice)
    case = life.case()
    assert (case.stage, case.result, case.closed_on) == ("closed", choice, life.clock.now.date())
    assert life.open() == []
    assert {life.standing(one.question_id).void_reason for one in waiting} <= {choice}
    assert life.rows(Visit, Visit.state == "announced") == []
    held = {row.occurrence for row in life.rows(Visit, Visit.state == "held")}
    assert {row.occurrence for row in life.rows(Booking)} == held, "only a visit that was held keeps its bookings"
    assert [row.state for row in life.rows(Letter, Letter.kind == "receipt")][-1] == "void"
    left = [effect.kind for effect in life.planned()]
    assert left == [
        *([] if choice == "died" else ["app-notice"]),
        "letter:process-ended",
        "mail:process-ended",
    ]
    assert life.ledger_holds()


@every_stage
def test_after_a_death_one_letter_goes_to_the_guarantor_and_nothing_else_ever_again(stage, at_stage):
    life = at_stage(stage)
    with_something_unsent(life)
    sent = life.letters(state="issued")
    report(life, "died")
    life.neighbours.orders.clear()
    life.send_all()
    mails = [mail.to for (partner, _), (mail, _) in life.neighbours.orders.items() if partner == "mail"]
    with life.registry.reading() as reading:
        application = read_application(reading, find_case(reading, life.reference))
    assert mails == [application.guarantor.email]
    orders = len(life.neighbours.orders)
    with life.change() as change:  # whoever plans something afterwards
        effect = plan_effect(change, life.reference, "app-notice", {"stage": "closed"})
        change.write(Event("test:effect:planned", life.reference), effect)
    assert life.send(effect) == "void"
    assert life.letters(state="issued") == [*sent, "process-ended"]
    assert len(life.neighbours.orders) == orders
    assert life.rows(Effect, Effect.subject == life.reference, Effect.state == "planned") == []


@every_stage
def test_an_answer_that_comes_after_the_end_is_refused_with_the_reason(stage, at_stage):
    life = at_stage(stage)
    if stage in (Stage.RECEIVED, Stage.INCOMPLETE, Stage.PAYMENT, Stage.WAITING_FOR_VISIT):
        with life.change() as change:  # nothing waits for a person here: a second report of the same event does
            open_outside_event(change, life.office, find_case(change, life.reference))
    question = life.open()[0]
    life.clock.now += CODE_STEP
    officer = (
        "SH" if question.role == "counter-officer" else life.team().lead_code if question.role == "team-lead" else "BS"
    )
    given, values = life.clock.now, life.values(officer, question)
    life.clock.now += timedelta(minutes=5)
    report_beside(life, question, "withdrawn")
    assert life.submit(question, values, at=given).reason == "question-void"


def report_beside(life: Life, waiting, choice: str) -> None:
    with life.change() as change:
        row = open_outside_event(change, life.office, find_case(change, life.reference))
    life.clock.now += CODE_STEP
    assert life.decide_as("SH", life.standing(row.id), choice, ground=GROUNDS[choice]).granted
    assert life.standing(waiting.question_id).state == "void"


def test_a_withdrawal_is_answered_by_one_letter_and_not_by_a_closing_letter_besides(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    report(life, "withdrawn")
    life.send_all()
    assert (life.letters(state="issued")[-1], life.letters().count("closing")) == ("process-ended", 0)


def test_a_death_needs_its_ground(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    assert life.decide_as("SH", life.question("outside-event"), "died").reason == "ground-missing"
    assert life.stage is Stage.ASSESSMENT


def test_a_closed_case_is_asked_nothing_more(at_stage):
    life = at_stage(Stage.CLOSED)
    with life.change() as change:
        assert open_outside_event(change, life.office, find_case(change, life.reference)) is None
    assert life.open() == []


@pytest.mark.parametrize(
    ("result", "told", "then"),
    [
        ("granted", "the stay permit was granted", "keep the report in the file"),
        ("withdrawn", "the application was withdrawn", "if that was a mistake, fill the form that undoes an event"),
    ],
)
def test_whoever_reports_an_event_of_a_closed_case_hears_that_nothing_was_recorded_and_what_to_do(
    result, told, then, at_stage
):
    life = at_stage(Stage.CLOSED if result == "granted" else Stage.PERMIT)
    if result == "withdrawn":
        report(life, "withdrawn")
    with life.registry.reading() as reading:
        why_not = why_not_reported(reading, life.reference)
    assert f"nothing was recorded: the case was closed ({told}); {then}" in why_not
    assert f"sudah ditutup {life.case().closed_on:%d-%m-%Y}" in why_not


def test_a_run_that_reports_an_event_of_a_closed_case_does_not_say_that_it_is_on_record(at_stage):
    life = at_stage(Stage.CLOSED)
    with PlayedFlows(life, CrashPoints()).playing() as flows:
        said = [flows.run("outside-event", reference=one).state.message for one in (life.reference, "SAHS-2222")]
    assert f"{life.reference}: tidak dicatat: berkas sudah ditutup" in said[0]
    assert "there is no case SAHS-2222: check the reference" in said[1]
    assert life.open() == []


def test_an_event_can_be_reported_as_long_as_a_case_is_open_and_of_no_case_that_is_not_there(at_stage):
    life = at_stage(Stage.CLOSING)
    with life.registry.reading() as reading:
        assert why_not_reported(reading, life.reference) is None
        assert "there is no case SAHS-2222" in why_not_reported(reading, "SAHS-2222")


@pytest.mark.parametrize(("choice", "ground"), [("died", "letter-of-withdrawal"), ("withdrawn", "family-report")])
def test_an_event_does_not_rest_on_the_ground_of_another(choice, ground, at_stage):
    life = at_stage(Stage.PAYMENT)
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    assert life.decide_as("SH", life.question("outside-event"), choice, ground=ground).reason == "ground-not-fitting"
    assert life.stage is Stage.PAYMENT


def test_a_case_that_ended_after_the_plan_is_left_out_of_assignment_and_booking(life):
    references = queue(life, good_samples(2))
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    life.reference = references[0]
    report(life, "died")
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    assert [row.case_reference for row in life.rows(Visit)] == [references[1]]
    assert {row.case_reference for row in life.rows(Booking)} == {references[1]}
    life.send_all(subject)
    assert not any(references[0] in text for text in printed(life, subject))


def test_where_everybody_of_the_plan_ended_no_team_goes_out(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    subject = life.propose()
    life.decided("WN", "plan-approval", "approve", subject=subject)
    report(life, "withdrawn")
    life.decided("RK", "assignment-signature", "sign", subject=subject)
    with life.registry.reading() as reading:
        assert teams_of(reading, day_of(subject)) == []
    assert life.letters(subject) == []


def printed(life: Life, subject: str) -> list[str]:
    """The letters of a subject as they lie in the sealed folder."""
    with life.registry.reading() as reading:
        key = reading.key_of(subject)
        return [
            life.office.files.read(key, row.stored_as, sha256=row.pdf_sha256).decode()
            for row in life.rows(Letter, Letter.subject == subject)
        ]


def test_a_question_that_was_decided_before_the_end_stays_decided(at_stage):
    life = at_stage(Stage.PAYMENT)
    report(life, "died")
    assert {row.kind: row.state for row in life.rows(Question)} == {
        "eligibility-verdict": "decided",
        "outside-event": "decided",
    }


def test_a_team_under_way_becomes_an_urgent_item_with_whom_to_phone(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    team = life.team()
    report(life, "died")
    recall = life.question("team-recall", team_subject(team.day, team.team_code))
    assert (recall.role, recall.due_on) == ("dispatcher", team.day)
    life.decided("WN", "team-recall", "phoned", subject=recall.subject)
    assert "dispatch:team:phoned" in life.events(recall.subject)


def test_a_team_that_has_not_left_needs_no_phone_call_and_is_not_asked_about_in_the_morning(at_stage):
    life = at_stage(Stage.VISIT)
    team = life.team()
    report(life, "withdrawn")
    assert life.open(team_subject(team.day, team.team_code)) == []
    with life.change() as change:
        assert open_release(change, life.office, team.day) == []
