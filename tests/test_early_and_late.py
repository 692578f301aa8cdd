"""Whoever answers too early or too late is told how it stands, in one sentence, without anybody's name; and it is on record."""

import pytest

from casework.case_history import history_of
from casework.decision_record import decision_as_markdown
from casework.decisions import submitted_too_late
from casework.early_and_late import NEXT, too_late_in_words, why_nothing_is_open
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS
from casework.refusals import TOO_LATE
from casework.registry.models import Decision, Officer, Submission, UsedCode
from casework.registry.officers import name_of
from casework.settlements import VOID_REASONS, settlement_of
from casework.stages.case_file import CaseUnknown, find_case
from casework.stages.ending import open_outside_event
from homevisit.case_sheet import acts


def why(life, subject=None, kind=None):
    with life.registry.reading() as reading:
        return why_nothing_is_open(reading, subject or life.reference, kind)


def withdraw(life):
    with life.change() as change:
        open_outside_event(change, life.office, find_case(change, life.reference))
    life.decided("SH", "outside-event", "withdrawn", ground="letter-of-withdrawal")


def too_late(life, question, officer="EL", **changed):
    life.clock.pass_(minutes=2)
    return life.submit(question, life.values(officer, question, "eligible") | changed)


# --- too early


def test_every_stage_in_which_a_case_stays_says_what_must_happen_first_and_who_is_asked_then():
    assert set(NEXT) == set(Stage) - {Stage.CLOSED}
    for stands in NEXT.values():
        assert stands.then in QUESTION_KINDS


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.RECEIVED, "tahap penerimaan: sistem memeriksa kelengkapan berkas, lalu Kasi ditanya"),
        (Stage.INCOMPLETE, "tahap menunggu kelengkapan: penjamin melengkapi berkas, lalu Kasi ditanya"),
        (Stage.PAYMENT, "tahap pembayaran PNBP: PNBP dibayar, lalu kunjungan dijadwalkan, lalu Koordinator ditanya"),
        (Stage.WAITING_FOR_VISIT, "rencana hari berikutnya dibuat tiap hari kerja pukul 13:30 WIB, lalu Koordinator"),
    ],
)
def test_where_nothing_is_open_the_stage_is_named_with_who_is_asked_next(at_stage, stage, words):
    life = at_stage(stage)
    told = why(life)
    assert told.startswith(f"{life.reference}: tidak ada yang menunggu keputusan; ")
    assert words in told
    assert " · Nothing waits for a decision; " in told


def test_a_question_that_is_not_open_yet_is_named_with_the_one_that_is(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    assert why(life, kind="permit-decision") == (
        f"{life.reference}: Keputusan Kepala Kantor belum dibuka; sekarang menunggu Kasi (Kelayakan permohonan). · "
        "The head of office decides — not open yet; waiting now: Kasi (eligibility-verdict)."
    )


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("ROUNDS-2026-12-01", "rencana dibuat pada hari kerja sebelumnya pukul 13:30 WIB, lalu Koordinator ditanya"),
        ("TEAM-T1-2026-12-01", "tim ditanya pada harinya pukul 07:30 WIB, lalu Ketua Tim ditanya"),
    ],
)
def test_a_day_that_was_not_planned_yet_says_when_it_will_be(life, subject, words):
    assert words in why(life, subject)


def test_a_reference_that_nobody_knows_is_said_to_be_unknown(life):
    with pytest.raises(CaseUnknown, match="there is no case SAHS-0000"):
        why(life, "SAHS-0000")


# --- too late


def test_after_the_decision_it_is_told_by_which_role_when_and_what_and_by_no_name(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.decided("BS", "eligibility-verdict", "eligible")
    told = why(life, kind="eligibility-verdict")
    assert (
        f"Kelayakan permohonan sudah diputuskan oleh Kasi {life.office.now().office:%d-%m-%Y %H:%M} WIB: layak" in told
    )
    assert "decided by Kasi: eligible" in told
    with life.registry.reading() as reading:
        names = [name_of(reading, officer) for officer in reading.session.query(Officer)]
        late = too_late_in_words(reading, question.question_id)
    assert late.startswith(f"{life.reference}: Kelayakan permohonan sudah diputuskan oleh Kasi ")
    assert "isian Anda tercatat sebagai tidak dihitung" in late
    assert not [name for name in names if name in told + late]


def test_on_a_case_that_was_withdrawn_the_question_is_void_with_its_reason_and_nothing_comes_next(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    withdraw(life)
    told = why(life, kind="eligibility-verdict")
    assert "Kelayakan permohonan tidak berlaku lagi sejak " in told
    assert "permohonan ditarik" in told
    assert f"berkas sudah ditutup {life.case().closed_on:%d-%m-%Y} (permohonan ditarik kembali)" in told


@pytest.mark.parametrize("stage", [Stage.ASSESSMENT, Stage.VISIT, Stage.PERMIT])
def test_the_end_of_a_question_is_read_from_the_ledger_also_where_a_case_ended(at_stage, stage):
    life = at_stage(stage)
    [waiting] = life.open()
    withdraw(life)
    with life.registry.reading() as reading:
        row = reading.session.get_one(acts.Question, waiting.question_id)
        end = settlement_of(reading, row)
    assert (end.void_reason, end.choice, end.role) == ("withdrawn", None, None)
    assert (end.recorded_at, end.when) == (life.clock.now, f"{life.office.now().office:%d-%m-%Y %H:%M} WIB")
    assert end.void_reason in VOID_REASONS


# --- nothing is lost silently


def test_whoever_comes_too_late_is_named_on_record_by_the_code_that_was_theirs_and_it_is_used_up(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.decided("BS", "eligibility-verdict", "eligible")
    used = life.count(UsedCode)
    assert too_late(life, question).reason == "already-decided"
    assert life.count(UsedCode) == used + 1
    [late] = life.rows(Submission, Submission.outcome == "refused")
    assert (late.officer_code, late.reason) == ("EL", "already-decided")
    assert len(life.rows(Decision)) == 1


@pytest.mark.parametrize("changed", [{"code": "000000"}, {"who": "nobody at all"}])
def test_whoever_comes_too_late_with_a_wrong_code_or_form_is_told_the_same_and_named_by_nobody(at_stage, changed):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.decided("BS", "eligibility-verdict", "eligible")
    assert too_late(life, question, **changed).reason == "already-decided"
    [late] = life.rows(Submission, Submission.outcome == "refused")
    assert late.officer_code is None


def test_the_decisions_page_names_what_was_submitted_too_late_apart_from_what_was_refused_before(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.submit(question, life.values("BS", question, "eligible") | {"code": "000000"})
    life.decided("BS", "eligibility-verdict", "eligible")
    assert "tidak dihitung" not in page(life, question)
    too_late(life, question)
    told = page(life, question)
    assert (
        f"| Juga diajukan, tidak dihitung · also submitted, did not count | EL {life.office.now().office:%d-%m-%Y %H:%M} WIB — "
        "Sudah diputuskan sebelumnya. · It had been decided already. |"
    ) in told
    assert "| Ditolak sebelumnya · refused before | 1 |" in told


def test_a_question_that_became_void_has_a_page_once_somebody_answers_it_and_the_page_says_why(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    withdraw(life)
    assert page(life, question) is None
    ended = life.office.now().office
    assert too_late(life, question).reason == "question-void"
    told = page(life, question)
    assert "| Keputusan · decision | **tidak berlaku lagi · no longer needed** |" in told
    assert f"permohonan ditarik · the application was withdrawn, {ended:%d-%m-%Y %H:%M} WIB" in told
    assert "EL " in told
    assert "Pertanyaan ini sudah tidak berlaku." in told


def test_the_case_sheet_lists_every_submission_that_did_not_count_and_the_terminal_shows_it_in_the_timeline(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.submit(question, life.values("BS", question, "eligible") | {"code": "000000"})
    life.decided("BS", "eligibility-verdict", "eligible")
    too_late(life, question)
    with life.registry.reading() as reading:
        lines = acts.not_counted_of(reading, life.reference)
        late = submitted_too_late(reading, question.question_id)
    assert [(line.kind, line.officer.code, line.reason.split(" · ")[0]) for line in lines] == [
        ("eligibility-verdict", "BS", "Kode sekali pakai salah; ketik kode yang sedang tampil pada aplikasi Anda."),
        ("eligibility-verdict", "EL", "Sudah diputuskan sebelumnya."),
    ]
    assert [one.reason for one in late] == ["already-decided"]
    told = [row["facts"] for row in history_of(life.registry, life.reference).timeline]
    assert any("reason=already-decided" in (facts or "") for facts in told)
    assert set(TOO_LATE) == {"already-decided", "question-void"}


def page(life, question):
    with life.registry.reading() as reading:
        return decision_as_markdown(reading, life.office, question.question_id)
