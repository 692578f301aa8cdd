"""The official record of a visit (L08): written once it counts as held, in the name of whoever reported it."""

import json

import pytest
from clock_of_the_test import REPORT_AT
from demo_life import Life
from lives_by_stage import first_sample

from casework.letters import LetterKind, sample_facts
from casework.letters.facts.at_the_door import VisitRecordFacts
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, code_of
from casework.registry.models import Decision, Effect, Letter, Officer
from casework.registry.officers import name_of


@pytest.fixture
def visiting(at_stage) -> Life:
    """A visit that was announced, its team released."""
    life = at_stage(Stage.VISIT)
    life.release()
    return life


def record_of(life: Life) -> dict:
    """What the record of the case says."""
    (letter,) = life.rows(Letter, Letter.kind == "visit-record", Letter.subject == life.reference)
    with life.registry.reading() as reading:
        return json.loads(reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number))


def officer_name(life: Life, code: str) -> str:
    with life.registry.reading() as reading:
        return name_of(reading, reading.session.get_one(Officer, code))


def test_a_visit_that_was_held_has_its_record_with_day_hours_place_team_and_equipment(visiting):
    visiting.report("held", started_at="09:05", ended_at="09:35")
    told, team = record_of(visiting), visiting.team()
    (assignment,) = visiting.rows(Letter, Letter.kind == "assignment")
    assert (told["started_at"], told["ended_at"]) == ("2026-11-25T09:05:00+07:00", "2026-11-25T09:35:00+07:00")
    assert told["officers"][0]["name"] == officer_name(visiting, team.lead_code)
    assert [one["role"] for one in told["officers"]] == ["lead", "biometrics", "safety"]
    assert all(len(one["employee_number"]) == 18 for one in told["officers"])
    assert (told["equipment"], told["decree_number"]) == (
        "SIMKIM bergerak nomor inventaris CONTOH-0" + team.kit_code[1:],
        team.decree_number,
    )
    assert (told["assignment_number"], told["assignment_date"]) == (assignment.number, "2026-11-24")
    assert told["visit_address"].startswith("Jalan Contoh Timuran No. 7")
    assert (told["exception"], told["consent"], told["passport"], told["kept"]) == (
        None,
        "signed",
        "not-taken",
        ["package"],
    )
    assert told["free_of_charge"] is True


def test_the_record_is_signed_by_the_recorded_report_and_by_nothing_else(visiting):
    visiting.report("held")
    (letter,) = visiting.rows(Letter, Letter.kind == "visit-record")
    (report,) = visiting.rows(Decision, Decision.kind == "visit-report")
    assert (letter.signed_by_decision, letter.signatory_code) == (report.question_id, visiting.team().lead_code)
    visiting.send_all()
    text = visiting.letter_text("visit-record")
    assert "a.n. Kepala Kantor" not in text
    assert officer_name(visiting, visiting.team().lead_code) in text
    assert (
        "Pada hari ini Rabu, tanggal dua puluh lima bulan November tahun dua ribu dua puluh enam (25-11-2026)" in text
    )


def test_a_colleague_of_the_team_who_may_lead_signs_what_they_reported_themselves(visiting):
    assert visiting.team().lead_code != "LA"
    visiting.clock.put(visiting.team().day, REPORT_AT)
    visiting.decided("LA", "visit-report", "held")
    assert record_of(visiting)["officers"][0]["name"] == officer_name(visiting, "LA")
    assert visiting.rows(Letter, Letter.kind == "visit-record")[0].signatory_code == "LA"


def test_the_holder_receives_the_record(visiting):
    visiting.report("held")
    (mail,) = visiting.rows(Effect, Effect.kind == "mail:visit-record")
    assert mail.content["to"] == ["applicant"]
    visiting.send_all()
    assert visiting.rows(Effect, Effect.kind == "mail:visit-record")[0].state == "done"
    assert first_sample().application.applicant.full_name in visiting.letter_text("visit-record")


def test_an_exception_stands_in_the_record_once_a_second_officer_has_accepted_it_and_not_before(visiting):
    fingers = {"worn_fingers": ("right-ring", "left-index"), "missing_fingers": ("left-thumb",)}
    visiting.report("held", "worn-ridges", biometrics="exception", **fingers)
    assert visiting.letters().count("visit-record") == 0
    visiting.decided("FH", "biometric-exception", "accept", ground="missing-finger")
    told = record_of(visiting)["exception"]
    assert (told["ground"], told["accepted_by"]) == ("missing-finger", officer_name(visiting, "FH"))
    assert visiting.rows(Letter, Letter.kind == "visit-record")[0].signatory_code == visiting.team().lead_code
    visiting.send_all()
    text = visiting.letter_text("visit-record")
    assert (
        "pengecualian</strong>: jari manis kanan dan telunjuk kiri (garisnya aus, tetap tidak terbaca setelah tiga percobaan); "
        "ibu jari kiri (tidak ada). Pengecualian disetujui"
    ) in text
    assert "right ring finger and left index finger (worn ridges, unreadable in three attempts)" in text
    assert "worn-ridges" not in text


def test_an_exception_is_accepted_on_a_ground_that_the_report_gives_for_a_finger(visiting):
    visiting.report("held", "worn-ridges", biometrics="exception", worn_fingers=("right-ring",))
    question = visiting.question("biometric-exception")
    assert [code_of(one) for one in question.options["ground"]] == ["worn-ridges", "evidence"]
    values = visiting.values("FH", question, "accept") | {
        "ground": "anggota tubuh tidak ada (SK layanan) · missing-finger"
    }
    assert visiting.submit(question, values).reason == "malformed"
    assert visiting.decide_as("FH", question, "accept", ground="worn-ridges").granted


def test_which_fingers_are_worn_or_missing_stands_in_the_record_and_neither_on_the_ledger_nor_in_the_engine(visiting):
    visiting.report("held", "worn-ridges", biometrics="exception", missing_fingers=("left-thumb",))
    visiting.decided("FH", "biometric-exception", "accept", ground="missing-finger")
    assert "thumb" not in json.dumps(visiting.facts_of("visit:visit:reported"))


def test_a_report_of_before_fingers_and_language_were_asked_is_told_by_its_ground_alone():
    before = sample_facts(LetterKind.VISIT_RECORD).model_dump(mode="json")
    del before["exception"]["fingers"], before["interview_language"], before["interpreter"]
    html = letter_as_html(
        LetterKind.VISIT_RECORD,
        VisitRecordFacts.model_validate_json(json.dumps(before)),
        sample_frame(LetterKind.VISIT_RECORD),
    )
    assert "pengecualian</strong>: garis sidik jari aus dan tetap tidak terbaca setelah tiga percobaan. Pengec" in html
    assert "dilaksanakan sampai selesai.</li>" in html


@pytest.mark.parametrize(
    ("said", "indonesian", "english"),
    [
        (
            {"language": "nl", "interpreter": "family"},
            "dalam bahasa Belanda, diterjemahkan oleh keluarga atau pendamping.",
            "in Dutch, interpreted by family or a companion.",
        ),
        (
            {"language": "other"},
            "dalam bahasa lain, tanpa juru bahasa.",
            "in another language, without an interpreter.",
        ),
    ],
)
def test_the_record_tells_in_which_language_the_interview_was_held_and_through_whom(
    visiting, said, indonesian, english
):
    visiting.report("held", **said)
    visiting.send_all()
    text = visiting.letter_text("visit-record")
    assert f"dilaksanakan sampai selesai {indonesian}" in text
    assert f"held to its end {english}" in text


def test_an_exception_that_is_repeated_leaves_no_record(visiting):
    visiting.report("held", "worn-ridges", biometrics="exception")
    visiting.decided("FH", "biometric-exception", "repeat", ground="evidence")
    assert visiting.letters().count("visit-record") == 0


def test_an_exception_is_not_accepted_on_the_ground_that_its_evidence_is_too_little(visiting):
    visiting.report("held", "worn-ridges", biometrics="exception")
    question = visiting.question("biometric-exception")
    assert visiting.decide_as("FH", question, "accept", ground="evidence").reason == "ground-not-fitting"
    assert QUESTION_KINDS["biometric-exception"].rests_on("repeat", "evidence")


@pytest.mark.parametrize(
    ("choice", "ground"), [("nobody-home", "nobody-home"), ("ill", "health-screening"), ("device-failure", "device")]
)
def test_a_visit_that_was_not_held_has_no_record(visiting, choice, ground):
    visiting.report(choice, ground, consent="none")
    assert visiting.letters().count("visit-record") == 0


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        ("guardian", "ditandatangani oleh wali pemegang izin tinggal"),
        ("thumb-print", "dibubuhi cap jempol pemegang izin tinggal di hadapan saksi"),
    ],
)
def test_the_record_says_how_the_holder_consented(visiting, consent, words):
    visiting.report("held", consent=consent)
    visiting.send_all()
    assert f"Persetujuan dan Pernyataan Kesehatan {words} sebelum perekaman" in visiting.letter_text("visit-record")


def test_nothing_is_recorded_without_consent(visiting):
    question = visiting.question("visit-report")
    outcome = visiting.decide_as(visiting.team().lead_code, question, "held", consent="none")
    assert (outcome.reason, visiting.stage) == ("not-consistent", Stage.VISIT)


def test_something_asked_or_given_is_told_neutrally_and_never_as_a_declaration(visiting):
    visiting.report("held", free_of_charge="no")
    visiting.send_all()
    text = visiting.letter_text("visit-record")
    assert "telah dilaporkan tim dan ditindaklanjuti tersendiri" in text
    assert "tidak meminta dan tidak menerima" not in text
