"""Reminders and digests by the office's own flows, in a played engine: wherever a process dies, each mail comes once."""

import random
from datetime import date

import pytest
from chaos.crash_points import CrashPoint
from chaos.played_office import Play, PlayedOffice
from lives_by_stage import first_sample
from role_mail import AT_EIGHT, AT_ONE, AT_SEVEN_FIFTEEN, go_to

from casework.partners.faults import PartnerRefused
from casework.registry.models import Digest, Effect, Reminder
from casework.staff_mail.mailboxes import role_subject

THURSDAY = date(2026, 11, 26)
HEAD = role_subject(THURSDAY, "head-of-office")
CUT_OFF = 6  # of the twenty points that such a day passes; all of them were played once


def a_morning(folder, dies_at=None):
    """A case waits for its verdict beyond its day; on Thursday the digest runs, then a watch and another, and all that they start."""
    office = PlayedOffice(folder / "office", Play(0, dies_at=dies_at))
    office.life.receive(first_sample())
    office.life.check()
    office.life.assess()
    office.life.send_all()
    with office._in_this_process():
        for flow, at in (("digest", AT_SEVEN_FIFTEEN), ("watch", AT_EIGHT), ("watch", AT_ONE)):
            go_to(office.clock, THURSDAY, at)
            office.engine.start(flow)
            execute_all(office)
        office._tidy()
    return office


def execute_all(office):
    while scheduled := office.engine.scheduled():
        office.engine.execute(scheduled[0], worker_survives=False)


def role_mail(office):
    """Under which key each mail to a role came, and how often."""
    return {key: times for (_, key), times in office.neighbours.deliveries.items() if "ROLES-" in key}


def message_id(subject, what):
    return f"<{subject}.{what}.1@kanim-surakarta.example.com>"


ONCE = {
    message_id(role_subject(THURSDAY, "section-head"), "digest"),
    message_id(HEAD, "digest"),
    message_id(HEAD, "reminder"),
}


def test_a_morning_sends_each_role_its_digest_and_whoever_is_above_the_reminder(tmp_path):
    office = a_morning(tmp_path)
    assert role_mail(office) == dict.fromkeys(ONCE, 1)
    assert office.engine.failures == []
    told = [run.state.message for run in office.engine.runs.values() if run.flow in ("digest", "watch")]
    quiet = "0 jatuh tempo · overdue, 0 terlambat · late, 0 buntu · deadlocked"
    assert told == [
        "2 ringkasan · digests",
        f"{quiet}, 1 peran diingatkan · roles reminded",
        f"{quiet}, 0 peran diingatkan · roles reminded",
    ]


def test_wherever_a_morning_is_cut_off_nothing_is_lost_and_nothing_comes_as_another_mail(tmp_path):
    whole = a_morning(tmp_path / "whole")
    points = [(point, random.Random(str(point)).randint(1, times)) for point, times in whole.points.passed.items()]
    for number, dies_at in enumerate(random.Random(7).sample(points, CUT_OFF)):
        office = a_morning(tmp_path / str(number), dies_at)
        assert office.points.deaths == 1, dies_at
        assert set(role_mail(office)) == ONCE, dies_at
        assert office.neighbours.altered == [], dies_at
        assert sum(role_mail(office).values()) <= len(ONCE) + 1, (
            dies_at
        )  # sent again at most where it died after sending
        assert [row.state for row in office.life.rows(Effect, Effect.subject.startswith("ROLES-"))] == ["done"] * 3
        assert len(office.life.rows(Reminder)) == 2
        assert office.life.ledger_holds()


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_process_that_dies_when_mail_was_handed_over_sends_it_once_more_under_the_same_id(side, tmp_path):
    office = a_morning(tmp_path, (CrashPoint("order to mail", side), 1))
    assert set(role_mail(office)) == ONCE
    assert sorted(role_mail(office).values()) == ([1, 1, 1] if side == "before" else [1, 1, 2])


def test_a_mailbox_that_refuses_waits_for_a_technician_and_the_others_have_their_mail(tmp_path):
    office = PlayedOffice(tmp_path / "office", Play(0))
    office.life.receive(first_sample())
    office.life.check()
    office.life.assess()
    office.life.send_all()
    with office._in_this_process():
        go_to(office.clock, THURSDAY, AT_SEVEN_FIFTEEN)
        office.neighbours.faults.append(("mail", "before", PartnerRefused("mail", "SMTP-550")))
        office.engine.start("digest")
        execute_all(office)
        [question] = [one for one in office._open() if one.kind == "partner-down"]
        assert question.subject in {role_subject(THURSDAY, "section-head"), HEAD}
        assert len(role_mail(office)) == 1
        waiting = office._waiting_run(question)
        assert waiting.name == f"{question.subject} · sistem mitra tidak menjawab · menunggu Petugas Teknis"
        assert office.engine.resume(waiting, office._filled_in(question)) == "ACCEPT"
        execute_all(office)
    assert len(role_mail(office)) == 2
    assert office.life.open(question.subject) == []
    assert office.engine.failures == []
    assert len(office.life.rows(Digest, Digest.effect_subject.is_not(None))) == 2
