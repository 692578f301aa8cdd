"""What is foreseen of each answer is what the register then holds; and where it would be refused, that is foreseen."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from foreseen_and_stored import foreseen_for, really_decided
from lives_by_stage import first_sample, with_an_unprintable_name
from open_questions import SITUATIONS, outside
from sqlalchemy import select

from casework.briefing.foresight import SAYS_THE_GROUND, foresee
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, as_asked, code_of
from casework.registry import Event
from casework.registry.models import Mandate

pytestmark = pytest.mark.xdist_group("foresight")

# --- as it is foreseen, so it comes


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_foreseen_of_each_answer_is_what_the_register_holds_once_it_is_given(name, open_question, tmp_path):
    foresight = foreseen_for(name, open_question, every_ground=True)
    question = open_question(name)[1]
    kind = as_asked(QUESTION_KINDS[question.kind], question.options)
    assert [one.choice for one in foresight.choices] == list(kind.choice_codes())
    for one in foresight.choices:
        assert one.fault is None
        assert set(one.by_ground) in ({None}, {code_of(ground) for ground in kind.grounds_for(one.choice)})
        for ground, sequel in telling_grounds(one):
            outcome, came = really_decided(name, open_question, tmp_path / "copy", foresight, one.choice, ground)
            assert outcome.reason == sequel.refusal, (one.choice, ground)
            if sequel.refusal is not None:
                continue
            letters = Counter((letter.subject, letter.kind, letter.digest, letter.signed) for letter in sequel.letters)
            assert as_foretold(letters, foresight) == as_foretold(came.letters, foresight), (one.choice, ground)
            questions = Counter((asked.subject, asked.kind, asked.role, asked.due_on) for asked in sequel.questions)
            assert questions == came.questions, (one.choice, ground)
            assert set(sequel.orders) == came.orders
            assert sequel.stages == came.stages
            assert {day for what, day in sequel.deadlines if what == "payment"} == came.payment_due
            assert sequel.void == came.void
            if name not in ("permit-regional", "permit-central", "a refusal from above"):  # without a guarantor
                assert set(sequel.told) == came.told


def as_foretold(letters, foresight):
    """The day's report says at which hour a team was released, which nobody knows beforehand: its content is left out then."""
    told = (
        (*key[:2], "" if foresight.after_release and key[1] == "dispatch-report" else key[2], key[3]) for key in letters
    )
    return Counter(told)


def telling_grounds(foreseen):
    """Each ground, where a letter says which; else the last one alone, for nothing depends on it."""
    grounds = list(foreseen.by_ground.items())
    return grounds if foreseen.content_varies else grounds[-1:]


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_choice_that_counts_without_a_ground_is_foreseen_without_one_and_only_that(name, open_question, tmp_path):
    foresight = foreseen_for(name, open_question)
    for one in foresight.choices:
        if one.choice in QUESTION_KINDS[open_question(name)[1].kind].needs_ground:
            assert one.needs_ground
        else:
            outcome, _ = really_decided(name, open_question, tmp_path / "copy", foresight, one.choice, None)
            assert one.needs_ground == (outcome.reason == "ground-missing"), one.choice


AS_THE_FORM_SAYS = ("failed-visit", "dispatch-report")


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_content_that_is_called_settled_stays_the_same_two_hours_later_by_another_officer(
    name, open_question, tmp_path
):
    foresight = foreseen_for(name, open_question)
    for one in foresight.choices:
        ground, sequel = next(iter(one.by_ground.items()))
        if not sequel.letters:
            continue
        _, came = really_decided(
            name, open_question, tmp_path / "copy", foresight, one.choice, ground, later=timedelta(hours=2), nth=-1
        )
        for letter in sequel.letters:
            told = as_foretold([(letter.subject, letter.kind, letter.digest, letter.signed)], foresight)
            is_the_same = told <= as_foretold(came.letters, foresight)
            says_what_the_team_reports = letter.kind in AS_THE_FORM_SAYS  # the same in both
            assert is_the_same == (letter.settled or says_what_the_team_reports), letter.kind


@pytest.mark.parametrize("name", SITUATIONS)
def test_two_grounds_show_whether_a_letter_says_its_ground_and_nothing_else_depends_on_it(name, open_question):
    quickly, wholly = foreseen_for(name, open_question), foreseen_for(name, open_question, every_ground=True)
    for some, every in zip(quickly.choices, wholly.choices, strict=True):
        assert some.by_ground.items() <= every.by_ground.items() or not all(
            letter.settled for letter in every.sequel.letters
        )
        assert some.content_varies == every.content_varies
        assert len({repr(replace(sequel, letters=())) for sequel in every.by_ground.values()}) == 1
        if every.content_varies:
            assert {letter.kind for letter in every.sequel.letters} <= SAYS_THE_GROUND


def test_the_ground_of_a_refusal_is_foreseen_with_a_content_of_its_own(open_question):
    refuse = foreseen_for("permit-decision", open_question, every_ground=True).of("refuse")
    digests = {sequel.letters[0].digest for sequel in refuse.by_ground.values()}
    assert len(digests) == len(QUESTION_KINDS["permit-decision"].grounds_for("refuse"))


def test_where_the_rules_found_the_reason_the_letter_says_it_whatever_the_ground(open_question):
    foresight = foreseen_for("a verdict that is no", open_question)
    assert not foresight.of("ineligible").content_varies
    assert foresight.of("eligible").needs_ground
    assert foreseen_for("eligibility-verdict", open_question).of("ineligible").content_varies


def test_a_report_is_foreseen_for_the_day_of_the_visit_once_its_team_is_released(open_question):
    life, _ = open_question("visit-report")
    foresight = foreseen_for("visit-report", open_question)
    assert foresight.after_release
    assert foresight.moment.office_date == life.team().day > life.clock.now.date()
    assert not foreseen_for("a visit whose team is released", open_question).after_release


def test_the_third_failed_visit_is_foreseen_to_go_to_a_person(open_question):
    nobody_home = foreseen_for("a third visit, its team released", open_question).of("nobody-home").sequel
    assert [asked.kind for asked in nobody_home.questions] == ["failed-visits"]


def test_whoever_has_an_address_is_foreseen_to_be_told_and_is_told(at_stage):
    life = at_stage(Stage.VISIT)
    question = outside(life)
    sequel = foresee(life.registry, life.office, question.question_id, life.office.now()).of("withdrawn").sequel
    life.neighbours.orders.clear()
    life.decided("SH", "outside-event", "withdrawn", ground="letter-of-withdrawal")
    life.send_all()
    mails = [mail.to for (partner, _), (mail, _) in life.neighbours.orders.items() if partner == "mail"]
    application = first_sample().application
    assert sequel.told == ("guarantor", "applicant", "app")
    assert mails == [application.guarantor.email, application.applicant.email]


def test_after_a_death_only_the_guarantor_is_foreseen_to_be_told_and_is_told(at_stage):
    life = at_stage(Stage.VISIT)
    question = outside(life)
    sequel = foresee(life.registry, life.office, question.question_id, life.office.now()).of("died").sequel
    life.neighbours.orders.clear()
    life.decided("SH", "outside-event", "died", ground="family-report")
    life.send_all()
    mails = [mail.to for (partner, _), (mail, _) in life.neighbours.orders.items() if partner == "mail"]
    assert sequel.told == ("guarantor",)
    assert mails == [first_sample().application.guarantor.email]


def test_an_applicant_without_a_guarantor_is_the_one_who_is_told(open_question):
    refuse = foreseen_for("a refusal from above", open_question).of("refuse").sequel
    assert refuse.told == ("applicant", "app", "role:regional-office", "role:enforcement-section")


# --- what would be refused


def test_an_answer_that_would_be_refused_is_foreseen_with_its_reason(open_question):
    assert (
        foreseen_for("a hand-over with a question open", open_question).of("handed-over").sequel.refusal
        == "something-open"
    )
    above = foreseen_for("a refusal from above", open_question)
    assert [one.sequel.refusal for one in above.choices] == ["not-consistent", None, "not-consistent"]
    late = foreseen_for("a conflict after the assessment", open_question)
    assert [one.sequel.refusal for one in late.choices] == [None, "not-consistent"]


def test_a_missing_tariff_is_foreseen(at_stage, monkeypatch):
    life = at_stage(Stage.ASSESSMENT)
    monkeypatch.setattr("casework.stages.eligibility.tariff_for", lambda *_: None)
    question = life.question("eligibility-verdict")
    foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
    assert [one.sequel.refusal for one in foresight.choices] == ["tariff-missing", None, None]
    assert life.decide_as("BS", question, "eligible").reason == "tariff-missing"


def test_a_letter_that_cannot_be_printed_is_foreseen(at_stage, monkeypatch):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    application = with_an_unprintable_name(first_sample()).application
    monkeypatch.setattr("casework.stages.letter_facts.application.read_application", lambda *_: application)
    foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
    assert [one.sequel.refusal for one in foresight.choices] == [None, "letter-unprintable", "letter-unprintable"]


def test_a_question_that_is_settled_meanwhile_lets_nothing_follow(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.decided("BS", "eligibility-verdict", "eligible")
    foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
    assert {one.sequel.refusal for one in foresight.choices} == {"already-decided"}


def test_where_nobody_may_decide_nothing_is_foreseen(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        for row in change.session.scalars(select(Mandate).where(Mandate.role == "section-head")):
            row.valid_to = life.clock.now.date() - timedelta(days=1)
        change.write(Event("office:mandate:ended", "office"))
    question = life.question("eligibility-verdict")
    assert foresee(life.registry, life.office, question.question_id, life.office.now()).choices == ()
