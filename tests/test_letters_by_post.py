"""A letter that no mail can carry is posted or handed over by a person; nothing is lost, and nothing goes out twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from chaos.played_flows import PlayedFlows
from clock_of_the_test import FIRST_DAY
from demo_life import Life, queue
from lives_by_stage import first_sample, sample_number
from reported_events import complain, objection_form, report, undo
from sqlalchemy import select

from casework.briefing.briefings import brief
from casework.deadlines import last_day_to_object
from casework.engine_runs import needed_runs
from casework.lifecycle import Stage
from casework.partners.faults import AddressRefused, PartnerUnavailable
from casework.registry import Event
from casework.registry.models import Effect, Letter, Question, Submission
from casework.stages.case_file import find_case
from casework.stages.closure import still_open
from homevisit.case_sheet import acts, papers
from homevisit.case_sheet.wording import effect_words

REFUSED = AddressRefused("mail", "SMTP-550")
EMPTY = {"day": ""}


def without_mail(life: Life) -> Life:
    """The application of people of whom nobody has an e-mail address, its receipt written."""
    life.receive(sample_number(11))
    life.check()
    life.send_all()
    return life


def refused_by_post(life: Life) -> Life:
    """The permit of people without e-mail is refused; the letters before it are posted."""
    queue(life, [sample_number(11)])
    life.visit_once()
    life.send_all()
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    life.send_all()
    for one in life.open(kind="letter-by-post"):
        if row(life, one).prepared["letter"] != "refusal":
            assert life.decide_as("SH", one, "posted").granted
    return life


def row(life: Life, question) -> Question:
    return life.rows(Question, Question.id == question.question_id)[0]


def mail_of(life: Life, kind: str) -> Effect:
    return life.rows(Effect, Effect.subject == life.reference, Effect.kind == f"mail:{kind}", order_by=Effect.id)[-1]


def needed(life: Life) -> set[str]:
    with life.registry.reading() as reading:
        return {one.flow for one in needed_runs(reading) if one.subject == life.reference}


def refuse_once(life: Life, fault: Exception = REFUSED) -> None:
    life.neighbours.faults.append(("mail", "before", fault))


# --- people without e-mail


def test_a_letter_to_people_without_e_mail_is_asked_about_at_the_counter_and_stays_planned(life):
    without_mail(life)
    question = life.question("letter-by-post")
    calendar = life.office.calendar
    assert (question.role, question.due_on) == ("counter-officer", calendar.add_working_days(FIRST_DAY, 1))
    assert row(life, question).prepared["parties"] == ["guarantor"]
    assert row(life, question).prepared["why"] == "no-address"
    assert (mail_of(life, "receipt").state, life.planned()) == ("planned", [])
    assert life.neighbours.received("mail") == []
    assert life.letters(state="issued") == ["receipt"]


def test_it_is_asked_about_once_however_often_somebody_tries_to_send_it(life):
    without_mail(life)
    assert life.send(mail_of(life, "receipt")) == "planned"
    assert len(life.open(kind="letter-by-post")) == 1


def test_the_briefing_names_the_letter_and_leads_to_the_sheet_where_it_is_printed_and_to_nobodys_name(life):
    without_mail(life)
    question = life.question("letter-by-post")
    told = brief(life.registry, life.office, question, life.office.now()).markdown
    [letter] = life.rows(Letter, Letter.subject == life.reference)
    assert letter.number in told
    assert life.office.sheet_link(life.reference) in told
    assert "Untuk · for: penjamin · guarantor; tidak ada alamat surel" in told
    assert "Udaharan" not in told


@pytest.mark.parametrize(
    ("choice", "event"), [("posted", "letters:letter:posted"), ("handed-over", "letters:letter:handed-over")]
)
def test_an_answer_settles_the_mail_and_how_and_when_stand_on_the_ledger(life, choice, event):
    without_mail(life)
    life.clock.pass_(days=1)
    life.decided("SH", "letter-by-post", choice, day=f"{FIRST_DAY:%d-%m-%Y}")
    assert mail_of(life, "receipt").state == "done"
    [facts] = life.facts_of(event)
    assert (facts["day"], facts["to"], facts["letter"]) == (FIRST_DAY.isoformat(), ["guarantor"], "receipt")
    assert life.neighbours.received("mail") == []
    assert life.ledger_holds()


def test_the_number_of_a_registered_item_stands_on_the_ledger_and_on_the_case_sheet(life):
    without_mail(life)
    life.decided("SH", "letter-by-post", "posted", item="RR123456785ID")
    assert life.facts_of("letters:letter:posted")[0]["item"] == "RR123456785ID"
    with life.registry.reading() as reading:
        assert [one.way_item for one in papers.letters_of(reading, life.reference)] == ["RR123456785ID"]


def test_what_was_handed_over_has_no_number_of_the_posts(life):
    without_mail(life)
    question = life.question("letter-by-post")
    assert life.decide_as("SH", question, "handed-over", item="RR123456785ID").reason == "not-consistent"


@pytest.mark.parametrize("typed", ["3372054107520003", "X12345621", "AB1234567", "rr123456785id", "surat Ibu Ann"])
def test_the_field_for_that_number_takes_no_identity_number_and_no_words(life, typed):
    without_mail(life)
    question = life.question("letter-by-post")
    values = life.values("SH", question, "posted") | {"item": typed}
    assert life.submit(question, values).reason == "malformed"


def test_an_answer_without_a_day_means_today(life):
    without_mail(life)
    life.clock.pass_(days=2)
    life.decided("SH", "letter-by-post", "posted", **EMPTY)
    assert life.facts_of("letters:letter:posted")[0]["day"] == (FIRST_DAY + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (f"{FIRST_DAY - timedelta(days=1):%d-%m-%Y}", "day-before-the-letter"),
        (f"{FIRST_DAY + timedelta(days=1):%d-%m-%Y}", "day-to-come"),
        ("31-11-2026", "day-not-in-the-calendar"),
    ],
)
def test_a_day_on_which_it_cannot_have_gone_out_is_refused_with_the_reason_that_holds(life, day, why):
    without_mail(life)
    assert life.decide_as("SH", life.question("letter-by-post"), "posted", day=day).reason == why
    assert mail_of(life, "receipt").state == "planned"


def test_the_case_goes_on_while_its_letter_waits_for_the_post(life):
    without_mail(life)
    assert needed(life) == {"eligibility", "by-post"}
    life.assess()
    life.decided("BS", "eligibility-verdict", "eligible")
    life.send_all()
    assert life.stage is Stage.PAYMENT
    assert [row(life, one).prepared["letter"] for one in life.open(kind="letter-by-post")] == ["receipt", "billing"]


def test_a_letter_to_an_applicant_without_a_guarantor_is_posted_to_the_applicant(life):
    sample = sample_number(10)  # married to an Indonesian: no guarantor
    applicant = sample.application.applicant.model_copy(update={"email": None})
    life.receive(replace(sample, application=sample.application.model_copy(update={"applicant": applicant})))
    life.check()
    life.send_all()
    assert row(life, life.question("letter-by-post")).prepared["parties"] == ["applicant"]


def test_whoever_decides_reads_that_the_letter_will_go_by_post(life):
    without_mail(life)
    life.assess()
    told = brief(life.registry, life.office, life.question("eligibility-verdict"), life.office.now()).markdown
    assert "ke: lewat pos" in told


# --- an address that is refused


def test_one_of_two_addresses_is_refused_and_the_other_gets_the_mail_once(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    before = life.neighbours.received("mail")
    refuse_once(life)
    life.send_all()
    taken, *copies = life.neighbours.received("mail")[len(before) :]
    assert taken.startswith(f"<{life.reference}.mail.refusal.1.applicant@")
    assert all(f"{life.reference}.copies.refusal.1." in one for one in copies)
    question = life.question("letter-by-post")
    assert (row(life, question).prepared["parties"], row(life, question).prepared["why"]) == (
        ["guarantor"], "address-refused",
    )  # fmt: skip
    life.decided("SH", "letter-by-post", "posted")
    life.send_all()
    assert (mail_of(life, "refusal").state, life.neighbours.deliveries["mail", taken]) == ("done", 1)


def test_a_mail_server_that_is_down_asks_nobody_to_post_anything(life):
    life.receive(first_sample())
    refuse_once(life, PartnerUnavailable("mail", "no-connection"))
    with pytest.raises(PartnerUnavailable):
        life.send_all()
    assert life.open(kind="letter-by-post") == []


@pytest.mark.parametrize("fault", ["before", "after"])
def test_a_refusal_and_then_bad_weather_lose_nothing_and_double_nothing(at_stage, fault):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    refuse_once(life)
    life.neighbours.faults.append(("mail", fault, PartnerUnavailable("mail", "time-out")))
    with pytest.raises(PartnerUnavailable):
        life.send_all()
    refuse_once(life)
    life.send_all()
    assert row(life, life.question("letter-by-post")).prepared["parties"] == ["guarantor"]
    assert len([key for key in life.neighbours.received("mail") if ".mail.refusal." in key]) == 1


def test_the_mail_servers_550_is_an_address_refused_and_the_others_mail_arrives(
    life, neighbourhood, with_real_neighbours
):
    queue(life, [first_sample()])
    life.visit_once()
    life.send_all()
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    with_real_neighbours(life)
    neighbourhood.misbehave("mail", "refuse-400")
    life.send_all()
    mails = [one for one in neighbourhood.ask("GET", "/mailbox") if life.reference in one["subject"]]
    assert [(one["message_id"].rpartition("@")[0].rpartition(".")[2], one["received"]) for one in mails] == [
        ("applicant", 1)
    ]
    assert life.open(kind="partner-down") == []
    assert row(life, life.question("letter-by-post")).prepared["why"] == "address-refused"


# --- on the case sheet


def shown(life: Life) -> list[tuple[str, str | None, date | None]]:
    with life.registry.reading() as reading:
        return [(one.code, one.way, one.way_day) for one in papers.letters_of(reading, life.reference)]


def test_the_sheet_says_of_each_letter_how_and_when_it_went_out(life):
    without_mail(life)
    assert shown(life) == [("L01", "to-be-posted", None)]
    life.clock.pass_(days=1)
    life.decided("SH", "letter-by-post", "posted", day=f"{FIRST_DAY:%d-%m-%Y}")
    assert shown(life) == [("L01", "posted", FIRST_DAY)]


def test_a_letter_that_waits_for_the_post_is_not_said_to_wait_for_its_mail(life):
    without_mail(life)
    with life.registry.reading() as reading:
        [line] = papers.not_yet_out(reading, life.reference)
    assert effect_words(line.kind)[0] == (
        "Menunggu dikirim lewat pos atau diserahkan: Tanda Terima Permohonan Kunjungan Rumah"
    )


def test_a_refusal_that_an_earlier_version_put_on_record_is_still_read(life):
    without_mail(life)
    life.decide_as("SH", life.question("letter-by-post"), "posted", day="31-11-2026")
    with life.change() as change:
        for row in change.session.scalars(select(Submission)):
            row.reason = "day-impossible"
        change.write(Event("office:submission:altered-by-a-test", "office"))
    with life.registry.reading() as reading:
        [line] = acts.not_counted_of(reading, life.reference)
    assert line.reason.startswith("Tanggal itu tidak mungkin")


def test_question_and_decision_name_the_letter_that_is_meant(life):
    without_mail(life)
    [letter] = life.rows(Letter, Letter.subject == life.reference)
    meant = (("Tanda Terima Permohonan Kunjungan Rumah", "Receipt of the application for a home visit"), letter.number)
    with life.registry.reading() as reading:
        assert acts.open_questions_of(reading, life.reference)[0].letter == meant
    life.decided("SH", "letter-by-post", "posted")
    with life.registry.reading() as reading:
        assert acts.decisions_of(reading, life.reference)[0].letter == meant


# --- terms that count from the letter


def test_the_last_day_to_object_counts_from_the_day_on_which_the_refusal_was_posted(life):
    refused_by_post(life)
    assert "not been told" in objection_form(life)
    life.clock.pass_(days=3)
    posted_on = life.clock.now.date() - timedelta(days=1)
    life.decided("SH", "letter-by-post", "posted", day=f"{posted_on:%d-%m-%Y}")
    life.close()
    assert objection_form(life) is None
    prepared = row(life, life.question("objection-receipt")).prepared
    assert date.fromisoformat(prepared["told_on"]) == posted_on
    assert date.fromisoformat(prepared["last_day"]) == last_day_to_object(posted_on, life.office.calendar)


def test_whoever_is_told_first_may_object_and_the_last_day_counts_from_whoever_is_told_last(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal", "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    refuse_once(life)
    life.send_all()
    mailed_on = life.clock.now.date()
    life.clock.pass_(days=2)
    life.decided("SH", "letter-by-post", "handed-over")
    assert objection_form(life, mailed_on) is None
    prepared = row(life, life.question("objection-receipt")).prepared
    assert date.fromisoformat(prepared["told_on"]) == mailed_on + timedelta(days=2)


# --- its end


def test_a_refused_case_is_closed_when_its_letter_is_posted_and_needs_no_run_before(life):
    refused_by_post(life)
    assert needed(life) == {"by-post"}
    life.close()
    assert life.stage is Stage.CLOSING
    with life.registry.reading() as reading:
        assert "question letter-by-post" in still_open(reading, find_case(reading, life.reference))
    life.decided("SH", "letter-by-post", "posted")
    assert needed(life) == {"closure"}
    life.close()
    assert life.stage is Stage.CLOSED


def test_a_withdrawal_takes_back_what_waits_for_the_post_and_asks_about_its_own_letter(life):
    without_mail(life)
    question = life.question("letter-by-post")
    report(life, "withdrawn")
    assert (life.standing(question.question_id).void_reason, mail_of(life, "receipt").state) == ("withdrawn", "void")
    assert life.decide_as("SH", question, "posted").reason == "question-void"
    life.send_all()
    assert row(life, life.question("letter-by-post")).prepared["letter"] == "process-ended"


def test_after_a_death_nobody_posts_anything(life):
    without_mail(life)
    complain(life, by_code="LA")
    life.decided("BS", "complaint-answer", "unfounded", ground="by-the-standard")
    life.send_all()
    waiting = life.open(kind="letter-by-post")
    assert len(waiting) == 2
    report(life, "died")
    assert {life.standing(one.question_id).void_reason for one in waiting} == {"died"}
    assert life.open() == []


def test_the_answer_to_a_complaint_is_posted_although_the_application_was_withdrawn(life):
    without_mail(life)
    complain(life, by_code="LA")
    life.decided("BS", "complaint-answer", "unfounded", ground="by-the-standard")
    life.send_all()
    report(life, "withdrawn")
    [left] = life.open(kind="letter-by-post")
    assert row(life, left).prepared["letter"] == "complaint-answer"


def test_a_withdrawal_that_is_undone_takes_its_letter_back_from_the_post(life):
    without_mail(life)
    report(life, "withdrawn")
    life.send_all()
    closing = life.question("letter-by-post")
    undo(life, "withdrawn")
    assert life.standing(closing.question_id).void_reason == "undone"


# --- in the engine


def test_the_counter_is_asked_in_a_run_of_its_own_that_holds_nothing_up(life):
    life.receive(sample_number(11))
    with PlayedFlows(life).playing() as flows:
        flows.run("intake", reference=life.reference)
        flows.recover(2)
        runs = {one.flow: one.kind for one in flows.engine.runs.values() if one.kind == "PAUSED"}
        assert runs == {"eligibility": "PAUSED", "by-post": "PAUSED"}
        flows.answer_once(life.question("letter-by-post"), "SH")
        flows.go_on()
        assert [one.kind for one in flows.engine.runs.values() if one.flow == "by-post"] == ["COMPLETED"]
        assert (mail_of(life, "receipt").state, life.stage) == ("done", Stage.ASSESSMENT)
        assert flows.engine.failures == []


def test_a_refused_case_without_e_mail_closes_by_itself_once_its_letter_is_posted(life):
    refused_by_post(life)
    with PlayedFlows(life).playing() as flows:
        flows.recover(3)
        assert [one.flow for one in flows.engine.runs.values() if one.kind == "PAUSED"] == ["by-post"]
        closures = [one for one in flows.engine.runs.values() if one.flow == "closure"]
        assert closures == []
        flows.answer_once(life.question("letter-by-post"), "SH")
        flows.go_on()
        assert life.stage is Stage.CLOSED
        assert row(life, life.question("letter-by-post")).prepared["letter"] == "closing"
        assert flows.engine.failures == []
