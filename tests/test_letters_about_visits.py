"""What letters about a visit tell is what the team reported and what was paid, and nothing beside."""

from datetime import datetime, time, timedelta

import pytest
from demo_life import Life
from sqlalchemy import select

from casework.clock import OFFICE_TIME_ZONE
from casework.letters import LetterKind, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import TeamDay, Visit
from casework.stages.billed import present_payment
from casework.stages.case_file import find_case
from casework.stages.letter_facts import failed_visit, visit_notice
from casework.stages.letter_facts.at_the_door import assignment_of

# --- a visit that was not held


def failed_visit_told(life: Life, choice: str, ground: str, **extras) -> str:
    life.release()
    life.report(choice, ground, **extras)
    life.send_all()
    return life.letter_text("failed-visit")


@pytest.mark.parametrize(("said", "told"), [("once", 1), ("twice", 2), ("thrice", 3)])
def test_the_letter_about_a_visit_to_a_closed_door_tells_as_many_calls_as_the_team_reported(at_stage, said, told):
    life = at_stage(Stage.VISIT)
    text = failed_visit_told(life, "nobody-home", "nobody-home", calls=said)
    assert f"{told} kali melalui telepon" in text


def test_calls_that_no_team_reported_are_not_told(at_stage):
    text = failed_visit_told(at_stage(Stage.VISIT), "nobody-home", "nobody-home")
    assert "Upaya menghubungi" not in text
    assert "Jadwal kunjungan rumah berikutnya kami beri tahukan paling lambat" in text


def test_the_letter_about_a_closed_door_tells_whose_door_it_was_and_what_is_kept_as_evidence(at_stage):
    life = at_stage(Stage.VISIT)
    text = failed_visit_told(life, "nobody-home", "nobody-home", evidence=("door-photo", "call-log"))
    assert "foto pintu dengan waktu dan lokasi (GPS) dan catatan telepon" in text
    assert "a photograph of the door with its time and place (GPS) and the log of telephone calls" in text
    assert 'Tempat</th><td class="value">: <bdi>Jalan Contoh Timuran No. 7' in text


def test_a_visit_that_was_begun_is_told_as_begun_with_the_hours_of_the_team_and_nothing_that_was_recorded(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    extras = {
        "started_at": "09:05",
        "ended_at": "09:20",
        "interview": "incomplete",
        "evidence": ("package", "call-log"),
    }
    life.report("held", "interview-incomplete", **extras)
    life.send_all()
    text = life.letter_text("failed-visit")
    assert "belum dapat diselesaikan dan akan dilanjutkan pada hari lain" in text
    assert "pukul 09.05–09.20 WIB" in text
    assert "wawancara belum dapat diselesaikan" in text
    assert "atas permintaan" not in text
    assert 'Bukti yang disimpan</th><td class="value">: catatan telepon</td>' in text


def test_fingerprints_that_do_not_suffice_are_told_as_such_with_the_hours_of_the_team(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    life.report("held", "worn-ridges", biometrics="exception", started_at="09:05", ended_at="09:40")
    life.decided("FH", "biometric-exception", "repeat", ground="evidence")
    life.send_all()
    text = life.letter_text("failed-visit")
    assert "rekaman sidik jari belum mencukupi dan perlu diambil lagi" in text
    assert "the fingerprints that were taken do not suffice and must be taken again" in text
    assert "pukul 09.05–09.40 WIB" in text


def test_no_evidence_and_no_door_are_told_where_no_team_stood_at_one():
    facts = sample_facts(LetterKind.FAILED_VISIT).model_copy(
        update={"place": None, "kept": (), "outcome": "office-closed"}
    )
    html = letter_as_html(LetterKind.FAILED_VISIT, facts, sample_frame(LetterKind.FAILED_VISIT))
    assert "Bukti yang disimpan" not in html
    assert "Tempat</th>" not in html


def test_after_the_last_attempt_no_further_visit_is_promised():
    facts = sample_facts(LetterKind.FAILED_VISIT).model_copy(update={"attempts_counted": 3})
    html = letter_as_html(LetterKind.FAILED_VISIT, facts, sample_frame(LetterKind.FAILED_VISIT))
    assert "Kelanjutan permohonan ini kami beri tahukan paling lambat" in html
    assert "Jadwal kunjungan rumah berikutnya" not in html


def test_where_the_next_visit_is_announced_already_the_letter_tells_its_window(at_stage):
    life = at_stage(Stage.VISIT)
    with life.change() as change:
        [visit] = change.session.scalars(select(Visit).where(Visit.case_reference == life.reference))
        later = Visit(
            case_reference=visit.case_reference, occurrence=visit.occurrence + 1, day=visit.day + timedelta(days=1),
            starts_at=visit.starts_at + timedelta(days=1), ends_at=visit.ends_at + timedelta(days=1),
            team_code=visit.team_code, state="announced", counted=False,
        )  # fmt: skip
        visit.state = "failed"
        change.write(Event("visit:visit:failed", life.reference))
        team = change.session.get_one(TeamDay, (visit.day, visit.team_code))
        values = {column.name: getattr(team, column.name) for column in TeamDay.__table__.columns}
        change.write(Event("visit:visit:announced", life.reference), TeamDay(**(values | {"day": later.day})))
        change.write(Event("visit:visit:announced", life.reference), later)
        case = find_case(change, life.reference)
        facts = failed_visit(change, life.office, case, visit, "another-team")
        assert (facts.next_starts_at, facts.next_ends_at) == (later.starts_at, later.ends_at)
        change.session.rollback()


# --- what a visit notice says of the fee


@pytest.mark.parametrize(
    ("paid", "last_day", "said"),
    [
        ("before", "in-a-month", True),
        ("after", "in-a-month", False),
        ("never", "in-a-month", False),
        ("free", "in-a-month", False),
        ("before", "unlimited", False),
    ],
)
def test_a_notice_says_that_the_fee_was_paid_in_time_only_where_one_was_and_a_last_day_ran(
    at_stage, paid, last_day, said
):
    life = at_stage(Stage.VISIT)
    with life.change() as change:
        case, payment = find_case(change, life.reference), present_payment(change, life.reference)
        expiry = life.clock.now.date() + timedelta(days=30)
        case.permit_expires_on = None if last_day == "unlimited" else expiry
        if paid == "free":
            change.session.delete(payment)
        elif paid == "never":
            payment.paid_at = payment.receipt_number = None
        else:
            day = expiry + timedelta(days=1 if paid == "after" else -1)
            payment.paid_at = datetime.combine(day, time(9), OFFICE_TIME_ZONE)
        change.write(Event("payment:fee:corrected", life.reference))
        [visit] = change.session.scalars(select(Visit).where(Visit.case_reference == life.reference))
        team = change.session.get_one(TeamDay, (visit.day, visit.team_code))
        facts = visit_notice(change, life.office, case, visit, team, assignment_of(change, visit))
        assert facts.paid_before_expiry is said
        html = letter_as_html(LetterKind.VISIT_NOTICE, facts, sample_frame(LetterKind.VISIT_NOTICE))
        assert ("PNBP telah dibayar" in html) is said
        change.session.rollback()
