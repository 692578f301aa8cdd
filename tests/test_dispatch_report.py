"""The day's report to the head of office (L18): once, when the last announced visit of the day has ended; nobody's name but the team's."""

import json
from datetime import date

import pytest
from chaos.played_flows import PlayedFlows
from clock_of_the_test import DISPATCH_AT, RELEASE_AT, REPORT_AT
from demo_life import Life, queue, without_another_team
from lives_by_stage import good_samples
from open_questions import outside

from casework.lifecycle import Stage
from casework.partners.faults import PartnerUnavailable
from casework.registry.models import Effect, Letter, TeamDay, Visit
from casework.stages.calling_off import call_off_visit
from casework.stages.case_file import find_case
from casework.stages.dispatch.planning import note_missed_days
from casework.stages.dispatch.release import open_release
from casework.stages.dispatch.subjects import rounds_subject

WEDNESDAY = date(2026, 11, 25)
SUBJECT = rounds_subject(WEDNESDAY)


@pytest.fixture
def visiting(at_stage) -> Life:
    """A visit that was announced, its team released."""
    life = at_stage(Stage.VISIT)
    life.release()
    return life


def report_of(life: Life, subject: str = SUBJECT) -> dict:
    (letter,) = life.rows(Letter, Letter.kind == "dispatch-report", Letter.subject == subject)
    with life.registry.reading() as reading:
        return json.loads(reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number))


def reports(life: Life, subject: str = SUBJECT) -> int:
    return life.letters(subject).count("dispatch-report")


def several_visits(life: Life, number: int = 3) -> list[str]:
    """Cases whose visits are announced for Wednesday, each team released."""
    references = queue(life, good_samples(number))
    life.announce()
    for team in life.rows(TeamDay):
        life.clock.put(team.day, RELEASE_AT)
        with life.change() as change:
            open_release(change, life.office, team.day)
        life.decided(team.lead_code, "morning-release", "release", subject=f"TEAM-{team.team_code}-{team.day}")
    life.clock.put(WEDNESDAY, REPORT_AT)
    return [
        one.case_reference for one in life.rows(Visit, Visit.case_reference.in_(references), order_by=Visit.starts_at)
    ]


def report(life: Life, reference: str, choice: str = "held", ground: str | None = None, **extras) -> None:
    life.reference = reference
    (visit,) = life.rows(Visit, Visit.case_reference == reference)
    (team,) = life.rows(TeamDay, TeamDay.team_code == visit.team_code)
    if choice != "held":
        extras = {
            "biometrics": "not-taken",
            "interview": "incomplete",
            "consent": "none",
            "evidence": ("none",),
            **extras,
        }
    life.decided(team.lead_code, "visit-report", choice, ground=ground, **extras)


def test_the_day_is_reported_with_its_last_visit_and_goes_to_the_mailbox_of_the_head_of_office(visiting):
    visiting.report("held", started_at="09:00", ended_at="09:30")
    told, team = report_of(visiting), visiting.team()
    assert told["round_date"] == "2026-11-25"
    assert [(one["team"], one["state"], one["members"], one["equipment"]) for one in told["teams"]] == [
        (team.team_code, "released", 3, f"SIMKIM bergerak nomor inventaris CONTOH-0{team.kit_code[1:]}")
    ]
    assert told["teams"][0]["released_at"][:13] == "2026-11-25T07"
    (visit,) = told["visits"]
    assert (visit["case_reference"], visit["place"], visit["outcome"]) == (
        visiting.reference,
        "Kel. Timuran, Kec. Banjarsari, Kota Surakarta",
        "held",
    )
    assert (visit["planned_at"][11:16], visit["started_at"][11:16], visit["ended_at"][11:16]) == (
        "09:00",
        "09:00",
        "09:30",
    )
    (mail,) = visiting.rows(Effect, Effect.subject == SUBJECT, Effect.kind == "mail:dispatch-report")
    assert mail.content["to"] == ["role:head-of-office"]


def test_it_is_issued_by_the_system_in_nobodys_name_and_names_no_applicant(visiting):
    visiting.report("held")
    visiting.send_all(SUBJECT)
    (letter,) = visiting.rows(Letter, Letter.kind == "dispatch-report")
    assert (letter.state, letter.signatory_code, letter.signed_by_decision) == ("issued", None, None)
    text = visiting.letter_text("dispatch-report", SUBJECT)
    assert "LAPORAN HARIAN PELAKSANAAN KUNJUNGAN RUMAH</h1>" in text
    assert ["Dari" in text, "NOTA DINAS" in text] == [False, False]
    assert "sah tanpa tanda tangan" in text
    application = good_samples(1)[0].application
    for words in (application.applicant.full_name, application.guarantor.name, application.residence.street):
        assert words not in text


def test_a_day_waits_for_its_last_report(life):
    first, second, third = several_visits(life)
    report(life, first)
    report(life, second, "nobody-home", "nobody-home", started_at="10:00", ended_at="10:16")
    assert reports(life) == 0
    report(life, third, "held", free_of_charge="no", passport="taken")
    told = {one["case_reference"]: one for one in report_of(life)["visits"]}
    assert [told[one]["outcome"] for one in (first, second, third)] == ["held", "nobody-home", "held"]
    assert (told[second]["started_at"][11:16], told[second]["ended_at"][11:16]) == ("10:00", "10:16")
    assert [(told[one]["gift_reported"], told[one]["passport_taken"]) for one in (first, third)] == [
        (False, False),
        (True, True),
    ]


def test_an_exception_that_waits_does_not_hold_the_report_up_and_is_told_as_waiting(visiting):
    visiting.report("held", "worn-ridges", biometrics="exception")
    assert report_of(visiting)["visits"][0]["outcome"] == "exception-pending"
    visiting.decided("FH", "biometric-exception", "accept", ground="worn-ridges")
    assert reports(visiting) == 1


@pytest.mark.parametrize(("extras", "outcome"), [({"interview": "incomplete"}, "interview-incomplete"), ({}, "held")])
def test_an_interview_that_was_not_completed_is_told_as_such(visiting, extras, outcome):
    visiting.report("held", "interview-incomplete" if extras else None, **extras)
    assert report_of(visiting)["visits"][0]["outcome"] == outcome


def test_a_team_that_is_held_back_with_all_its_visits_ends_the_day(at_stage):
    life = at_stage(Stage.VISIT)
    without_another_team(life)
    question, team = life.ask_morning(), life.team()
    assert life.decide_as(team.lead_code, question, "hold", ground="kit-failed", kit_self_test="failed").granted
    told = report_of(life)
    assert (told["teams"][0]["state"], told["teams"][0]["released_at"]) == ("held", None)
    assert [(one["outcome"], one["started_at"]) for one in told["visits"]] == [("team-not-ready", None)]


def test_a_withdrawal_of_the_last_visit_on_its_day_ends_the_day_and_one_before_it_does_not(visiting):
    outside(visiting)
    visiting.decided("SH", "outside-event", "withdrawn", ground="letter-of-withdrawal")
    assert report_of(visiting)["visits"][0]["outcome"] == "application-ended"


def test_a_day_that_was_emptied_before_it_came_is_reported_by_the_next_look_on_it(at_stage):
    life = at_stage(Stage.VISIT)
    with life.change() as change:
        call_off_visit(change, life.office, find_case(change, life.reference), reason="officer-barred")
    assert reports(life) == 0
    life.clock.put(WEDNESDAY, REPORT_AT)
    for _ in range(2):
        with life.change() as change:
            note_missed_days(change, life.office, WEDNESDAY)
    told = report_of(life)
    assert (told["teams"][0]["state"], told["visits"][0]["outcome"]) == ("not-needed", "another-team")


def test_who_had_no_place_in_the_plan_stands_in_the_report_with_the_planners_reason(life):
    references = queue(life, good_samples(9))
    life.announce()
    announced = {one.case_reference for one in life.rows(Visit)}
    left = set(references) - announced
    assert left
    life.clock.put(WEDNESDAY, REPORT_AT)
    with life.change() as change:
        for reference in sorted(announced):
            call_off_visit(change, life.office, find_case(change, reference), reason="team-held")
    told = report_of(life)["left_out"]
    assert {one["case_reference"] for one in told} == left
    assert all(one["reason"] and one["place"] and one["next_chance"] > "2026-11-25" for one in told)


def test_what_is_planned_for_the_head_goes_out_once_from_the_days_own_run(visiting):
    visiting.report("held")
    visiting.send_all(SUBJECT)
    assert [
        one.state for one in visiting.rows(Effect, Effect.subject == SUBJECT, Effect.kind.like("%dispatch-report"))
    ] == [
        "done",
        "done",
    ]
    sent = [
        key
        for key, (mail, _) in visiting.neighbours.orders.items()
        if getattr(mail, "to", "").startswith("head-of-office@")
    ]
    assert [visiting.neighbours.deliveries[key] for key in sent] == [1]


# --- and at once: the flow that ended the day's last visit starts the run in which the report goes out


def report_as_it_stands(life: Life) -> list[str]:
    return [one.state for one in life.rows(Effect, Effect.kind.like("%:dispatch-report"))]


def test_the_report_goes_out_with_the_last_visits_own_report_and_waits_for_no_recover(visiting):
    with PlayedFlows(visiting).playing() as flows:
        flows.run("capture", reference=visiting.reference)
        flows.submit(visiting.team().lead_code, visiting.question("visit-report"), "held")
        assert report_as_it_stands(visiting) == []
        flows.go_on()
        assert report_as_it_stands(visiting) == ["done", "done"]
        assert [one.kind for one in flows.engine.runs.values() if one.flow == "outgoing"] == ["COMPLETED"]
        flows.recover()
        assert report_as_it_stands(visiting) == ["done", "done"]
        assert len([one for one in flows.engine.runs.values() if one.flow == "outgoing"]) == 1
        assert flows.engine.failures == []


def test_the_reports_of_a_day_with_visits_left_start_nothing(life):
    first, *_ = several_visits(life)
    life.reference = first
    question = life.question("visit-report")
    (visit,) = life.rows(Visit, Visit.case_reference == first)
    (team,) = life.rows(TeamDay, TeamDay.team_code == visit.team_code)
    with PlayedFlows(life).playing() as flows:
        flows.run("capture", reference=first)
        flows.submit(team.lead_code, question, "held")
        flows.go_on()
        assert report_as_it_stands(life) == []
        assert [one for one in flows.engine.runs.values() if one.flow == "outgoing"] == []


def test_a_day_that_was_emptied_before_it_came_is_reported_by_the_daily_dispatch_at_once(at_stage):
    life = at_stage(Stage.VISIT)
    with life.change() as change:
        call_off_visit(change, life.office, find_case(change, life.reference), reason="officer-barred")
    life.clock.put(WEDNESDAY, DISPATCH_AT)
    with PlayedFlows(life).playing() as flows:
        flows.run("dispatch")
        assert report_as_it_stands(life) == ["done", "done"]


def test_a_mailbox_that_is_down_is_asked_about_in_the_reports_own_run_and_holds_no_case_up(visiting, monkeypatch):
    taken = visiting.neighbours.send

    def send(mail, *, message_id):
        if mail.to.startswith("head-of-office@"):
            raise PartnerUnavailable("mail", "no-connection")
        taken(mail, message_id=message_id)

    with PlayedFlows(visiting).playing() as flows:
        capture = flows.run("capture", reference=visiting.reference)
        flows.submit(visiting.team().lead_code, visiting.question("visit-report"), "held")
        monkeypatch.setattr(visiting.neighbours, "send", send)
        flows.go_on()
        assert (capture.kind, visiting.stage) == ("COMPLETED", Stage.PERMIT)
        asked = visiting.question("partner-down", SUBJECT)
        assert [one.flow for one in flows.runs_that_wait_for(asked)] == ["outgoing"]
        monkeypatch.setattr(visiting.neighbours, "send", taken)
        flows.submit("RM", asked, "retry", ground="outage")
        flows.go_on()
        assert report_as_it_stands(visiting) == ["done", "done"]
