"""What stands above a form: fifteen lines, the question and the link first, codes and dates, and nobody's name."""

import re

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, good_samples, sample_number
from open_questions import WAYS, outside, receipt_of_an_objection
from reported_events import complain, complaint_form, ineligible_case, object_to_it, refused_case

from casework.briefing.briefings import LONGEST, Briefing, brief
from casework.briefing.foresight_in_words import LONGEST_LINE
from casework.demo_office.officers import OFFICERS
from casework.entitlement import entitled_to
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, code_of
from casework.registry.models import Question
from casework.stages.case_file import ask
from casework.standing_questions import Standing

pytestmark = pytest.mark.xdist_group("briefings")

SHEET = "http://127.0.0.1:4280"


def briefed(life: Life, question: Standing) -> Briefing:
    return brief(life.registry, life.office, life.standing(question.question_id), life.office.now())


def lines(briefing: Briefing) -> list[str]:
    return [line for line in briefing.markdown.splitlines() if line.strip()]


def test_every_kind_of_question_is_briefed_here():
    assert set(WAYS) == set(QUESTION_KINDS)


@pytest.mark.parametrize("kind", WAYS)
def test_a_briefing_is_short_begins_with_the_question_and_the_case_sheet_and_says_what_follows(kind, open_question):
    life, question = open_question(kind)
    briefing = briefed(life, question)
    shown = lines(briefing)
    assert len(shown) <= LONGEST
    assert shown[0].startswith(f"**{QUESTION_KINDS[kind].title}** · ")
    assert f"]({SHEET}/" in shown[1]
    assert f"/{question.subject})" in shown[1]
    assert f"due **{question.due_on:%d-%m-%Y}**" in shown[1]
    bullets = [line for line in shown if " → " in line]
    assert [line.partition("**")[2].partition("**")[0] for line in bullets] == list(QUESTION_KINDS[kind].choices)
    assert re.search(r"\n\n- .*\n\n- .* → ", briefing.markdown) is None, "the choices are one list"
    assert max(len(line) for line in shown) <= LONGEST_LINE
    assert briefing.officers


@pytest.mark.parametrize("kind", WAYS)
def test_nobodys_name_stands_in_a_briefing(kind, open_question):
    briefing = briefed(*open_question(kind))
    told = (briefing.title + briefing.markdown + " ".join(briefing.officers)).casefold()
    application = first_sample().application
    canaries = [
        *application.applicant.full_name.split(), application.applicant.passport_number, application.applicant.birth_date,
        application.guarantor.name, application.guarantor.email, application.residence.street, application.guarantor.identity_number,
        *(officer.name for officer in OFFICERS), *(officer.employee_number for officer in OFFICERS),
    ]  # fmt: skip
    assert [canary for canary in canaries if canary.casefold() in told] == []


@pytest.mark.parametrize("kind", WAYS)
def test_after_a_refusal_the_reason_stands_on_top_and_the_briefing_is_still_short(kind, open_question):
    life, question = open_question(kind)
    with life.registry.reading() as reading:
        officer = entitled_to(reading, reading.session.get_one(Question, question.question_id), life.clock.now.date())[
            0
        ].code
    for _ in range(3):
        life.submit(question, life.values(officer, question) | {"code": "000000"})
    briefing = briefed(life, question)
    shown = lines(briefing)
    assert "percobaan 4" in shown[0]
    assert "Kode sekali pakai salah" in shown[0]
    assert f"]({SHEET}/" in shown[2]
    assert f"{officer}: 3×" in shown[-1]
    assert len(shown) <= LONGEST


def test_the_canaries_are_personal_data_that_a_letter_does_show(at_stage):
    life = at_stage(Stage.CLOSED)
    assert first_sample().application.applicant.full_name in life.letter_text("grant")


# --- what is particular


def test_the_officer_reads_which_rule_was_not_met_and_why(life):
    life.receive(sample_number(4))
    life.check()
    text = briefed(life, life.assess()).markdown
    assert "TIDAK LAYAK · ineligible" in text
    assert "belum berusia 65 tahun" in text


def test_the_officer_reads_when_the_treasurer_must_confirm_the_tariff(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    text = briefed(life, life.question("eligibility-verdict")).markdown
    assert "Rp4.500.000 (PP 45/2024)" in text
    assert "the treasurer must confirm it" in text


def test_a_published_tariff_needs_no_confirmation(life):
    life.receive(sample_number(11))  # a visit permit
    life.check()
    text = briefed(life, life.assess()).markdown
    assert "PNBP Rp1.000.000" in text
    assert "treasurer" not in text


def test_the_officer_reads_when_there_is_no_tariff_at_all(life, monkeypatch):
    life.receive(first_sample())
    life.check()
    monkeypatch.setattr("casework.briefing.facts.tariff_for", lambda *_: None)
    assert "the treasurer must set it first" in briefed(life, life.assess()).markdown


def test_the_plan_names_teams_times_and_who_was_left_out_with_the_reason(life):
    queue(life, good_samples(11))
    subject = life.propose()
    briefing = briefed(life, life.question("plan-approval", subject))
    text = briefing.markdown
    assert re.search(r"Tim T1 \(..(, ..){2}; K1, V1\): 09:\d\d SAHS-", text)
    assert "tidak masuk · left out SAHS-" in text
    assert "lagi · and" in text
    assert len(lines(briefing)) <= LONGEST


def test_the_counter_reads_what_is_still_open_before_it_closes(at_stage):
    life = at_stage(Stage.CLOSING)
    outside(life)
    assert (
        "belum selesai · still open: question outside-event"
        in briefed(life, life.question("delivery-receipt")).markdown
    )


def test_the_head_reads_that_a_refusal_from_above_can_only_be_signed(at_stage):
    life = at_stage(Stage.PERMIT)
    with life.change() as change:
        ask(
            change,
            life.office,
            "permit-decision",
            life.reference,
            7,
            {"level": 1, "proposal": "refuse", "binding": True},
        )
    assert "only that refusal can be signed" in briefed(life, life.question("permit-decision")).markdown


def test_the_counter_reads_by_the_dates_whether_an_objection_came_in_time(at_stage):
    life = at_stage(Stage.PERMIT)
    question = receipt_of_an_objection(life)
    text = briefed(life, question).markdown
    assert "**TEPAT WAKTU · in time**: diberitahukan · told 25-11-2026, diterima · arrived **25-11-2026**" in text
    assert "batas · last day 28-12-2026 (21 hari kerja" in text


@pytest.mark.parametrize(("stage", "begun"), [(Stage.PERMIT, refused_case), (Stage.ASSESSMENT, ineligible_case)])
def test_whoever_decides_an_objection_reads_that_it_is_one_and_by_when(stage, begun, at_stage):
    life = begun(at_stage(stage))
    object_to_it(life)
    text = briefed(life, life.open()[0]).markdown
    decide_by = life.office.calendar.add_working_days(life.clock.now.date(), 10)
    assert "**KEBERATAN · objection**" in text
    assert f"decide by **{decide_by:%d-%m-%Y}**" in text


def test_the_counter_reads_which_visit_a_complaint_calls_off_and_who_will_answer_it(at_stage):
    life = at_stage(Stage.VISIT)
    assert complaint_form(life) is None
    text = briefed(life, life.question("complaint-receipt")).markdown
    team = ", ".join(sorted(life.team().members))
    assert f"is called off where one of its team is complained about: **{team}**" in text
    assert "answered by **Kasi**; bila diadukan · where complained about: BS, EL: **Kakanim**; RK: **Kanwil**" in text


def test_where_a_section_head_is_complained_about_already_the_head_of_office_answers_and_no_visit_is_spoken_of(
    at_stage,
):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS")
    assert complaint_form(life) is None
    text = briefed(life, life.question("complaint-receipt")).markdown
    assert "answered by **Kakanim**; bila diadukan · where complained about: RK: **Kanwil**" in text
    assert "the announced visit is called off" not in text


def test_whoever_answers_a_complaint_reads_what_about_and_who_is_kept_from_the_case(at_stage):
    life = at_stage(Stage.PERMIT)
    complain(life, "BS", ground="delay")
    text = briefed(life, life.question("complaint-answer")).markdown
    assert "dicatat · registered SH: keterlambatan pelayanan (UU 25/2009 Ps 15) · delay" in text
    assert "kept from this case: **BS**" in text


def test_those_shut_out_by_four_eyes_are_not_offered(at_stage):
    life = at_stage(Stage.PERMIT)
    offered = briefed(life, life.question("permit-proposal")).officers
    assert [one.partition(" ")[0] for one in offered] == ["BS", "EL"]
    assert code_of(offered[0]) == "Kasi"
