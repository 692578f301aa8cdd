"""What stands above a form: fifteen lines, the question and the link first, codes and dates, and nobody's name."""

import re

import pytest
from demo_life import Life, queue
from lives_by_stage import first_sample, good_samples, sample_number, set_quickly
from open_questions import WAYS, decided_up_to, outside
from sqlalchemy import select

from casework import decisions
from casework.briefings import LONGEST, Briefing, brief
from casework.consequences_in_words import FINAL, FOLLOWS
from casework.decisions import REFUSALS
from casework.demo_office.officers import OFFICERS
from casework.entitlement import entitled_to
from casework.foresight import foresee
from casework.foresight_in_words import DEADLINES, LETTERS, LONGEST_LINE, ORDERS, PARTIES, WITHDRAWN
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, code_of
from casework.registry import Event
from casework.registry.models import Letter, Mandate, Question
from casework.sequels import DEADLINE_IN_LETTER
from casework.sequels import ORDERS as KINDS_OF_ORDER
from casework.stages.case_file import ask
from casework.standing_questions import Standing

SHEET = "http://127.0.0.1:4280"


def briefed(life: Life, question: Standing) -> Briefing:
    return brief(life.registry, life.office, life.standing(question.question_id), life.office.now())


def lines(briefing: Briefing) -> list[str]:
    return [line for line in briefing.markdown.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def open_question(tmp_path_factory):
    """An office in which a question of a kind waits; made once, for it is only looked at (and answered wrongly)."""
    kept = {}

    def of(kind: str) -> tuple[Life, Standing]:
        if kind not in kept:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("casework.effects.render_letter", set_quickly)
                kept[kind] = WAYS[kind](tmp_path_factory.mktemp("briefed") / "office")
        return kept[kind]

    yield of
    for life, _ in kept.values():
        life.registry.close()


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
    monkeypatch.setattr("casework.briefing_facts.tariff_for", lambda *_: None)
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


def test_those_shut_out_by_four_eyes_are_not_offered(at_stage):
    life = at_stage(Stage.PERMIT)
    offered = briefed(life, life.question("permit-proposal")).officers
    assert [one.partition(" ")[0] for one in offered] == ["BS", "EL"]
    assert code_of(offered[0]) == "Kasi"


# --- what follows from each answer


def line_of(life: Life, question: Standing, choice: str) -> str:
    """The line of the briefing that tells what follows from a choice."""
    return next(
        line for line in lines(briefed(life, question)) if line.startswith("- **") and f"· {choice}** →" in line
    )


def test_the_officer_reads_which_letter_goes_out_with_the_digest_that_is_then_on_record(at_stage):
    life = at_stage(Stage.VISIT)
    question = outside(life)
    told = line_of(life, question, "withdrawn")
    life.decided("SH", "outside-event", "withdrawn", ground="letter-of-withdrawal")
    digest = life.rows(Letter, Letter.kind == "closing")[0].content_digest
    assert f"surat: penutupan berkas (isi {digest[:8]}); ke: penjamin, MiskaGO" in told


def test_the_officer_reads_who_is_asked_next_and_by_when(open_question):
    life, question = open_question("permit-proposal")
    assert line_of(life, question, "grant").endswith("— berikutnya: Kakanim, batas 27-11-2026")


def test_the_officer_reads_the_new_deadline_and_that_the_fee_is_billed(open_question):
    told = line_of(*open_question("eligibility-verdict"), "eligible")
    assert told.endswith("— ke: MiskaGO; PNBP ditagih · fee billed; bayar batas 01-12-2026")


def test_where_the_content_depends_on_the_ground_that_is_said_and_where_it_does_not_the_digest_is_shown(
    open_question, life
):
    asked, question = open_question("permit-decision")
    assert "surat a.n. Anda: penolakan izin (isi menurut dasar)" in line_of(asked, question, "refuse")
    assert "menurut dasar · by ground" in briefed(asked, question).markdown
    life.receive(sample_number(4))
    life.check()
    told = line_of(life, life.assess(), "ineligible")
    assert re.search(r"surat a\.n\. Anda: penolakan layanan \(isi [0-9a-f]{8}\)", told)


def test_a_content_that_only_the_answer_settles_is_not_given_a_digest(open_question):
    assert "jadwal kunjungan (isi menyusul)" in line_of(*open_question("assignment-signature"), "sign")
    assert "penutupan berkas (isi menyusul)" in line_of(*open_question("delivery-receipt"), "handed-over")


def test_several_letters_of_a_kind_are_counted(life):
    queue(life, good_samples(9))
    life.announce()
    told = line_of(life, life.ask_morning(), "hold")
    assert re.search(r"surat: kunjungan gagal ×[3-9] \(isi [0-9a-f]{8}, [0-9a-f]{8}, …\)", told)


def test_what_cannot_be_undone_is_said_where_it_is_so_and_nowhere_else(open_question):
    for kind in WAYS:
        life, question = open_question(kind)
        for choice in QUESTION_KINDS[kind].choice_codes():
            is_final = choice in FINAL.get(kind, ())
            assert line_of(life, question, choice).endswith("tidak dapat dibatalkan · cannot be undone") == is_final


def test_what_cannot_be_undone_brings_a_case_to_its_end(open_question):
    for kind, choices in FINAL.items():
        life, question = open_question(kind)
        foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
        for choice in choices:
            assert set(foresight.of(choice).sequel.stages.values()) <= {"closing", "closed"}, choice
            assert foresight.of(choice).sequel.stages


def test_the_officer_reads_beforehand_why_an_answer_is_not_possible_now(at_stage):
    life = at_stage(Stage.CLOSING)
    outside(life)
    told = line_of(life, life.question("delivery-receipt"), "handed-over")
    now = f"{life.clock.now:%d-%m-%Y %H:%M} WIB"
    assert told.endswith(f"→ tidak dapat sekarang · not possible now ({now}): {REFUSALS['something-open']}")


def test_the_officer_reads_that_an_answer_against_the_rules_finding_needs_a_ground(life):
    life.receive(sample_number(4))
    life.check()
    assert "perlu dasar · needs a ground" in line_of(life, life.assess(), "eligible")


def test_the_team_lead_reads_what_follows_on_the_day_of_the_visit_though_the_team_is_not_released_yet(open_question):
    life, question = open_question("visit-report")
    text = briefed(life, question).markdown
    assert f"Akibat jawaban pada {life.team().day:%d-%m-%Y}, setelah tim dilepas" in text
    assert "tidak dapat sekarang" not in text


def test_a_refusal_from_above_leaves_the_head_one_answer(tmp_path, quick_printing):
    life, question = decided_up_to("permit-regional")(tmp_path / "office")
    assert life.decide_as("HC", question, "refuse", ground="requirements").granted
    text = briefed(life, life.question("permit-decision")).markdown
    assert text.count("tidak dapat sekarang · not possible now") == 2
    assert "surat a.n. Anda: penolakan izin" in text
    life.registry.close()


def test_where_nobody_may_decide_the_words_for_every_case_stand_alone(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        for row in change.session.scalars(select(Mandate).where(Mandate.role == "section-head")):
            row.valid_to = row.valid_from
        change.write(Event("office:mandate:ended", "office"))
    briefing = briefed(life, life.question("eligibility-verdict"))
    assert briefing.officers == ()
    assert lines(briefing)[-4] == "Pilihan dan akibatnya · what follows from each answer:"
    assert lines(briefing)[-3].endswith(f"→ {FOLLOWS['eligibility-verdict']['eligible']}")


def test_what_could_not_be_foreseen_is_not_passed_over_in_silence(open_question, monkeypatch):
    life, question = open_question("partner-down")
    monkeypatch.setitem(decisions.CONSEQUENCES, "partner-down", None)
    assert line_of(life, question, "retry").endswith("the rest could not be worked out")


def test_whatever_does_not_fit_into_the_line_is_left_out_and_that_shows(open_question):
    assert line_of(*open_question("assignment-signature"), "sign").endswith("; …")


def test_everything_that_can_be_foreseen_has_its_words():
    assert set(LETTERS) == set(LetterKind)
    assert set(ORDERS) == set(KINDS_OF_ORDER)
    assert set(DEADLINES) == {"payment", *(name for name, _ in DEADLINE_IN_LETTER.values())}
    assert (set(PARTIES), set(WITHDRAWN)) == ({"guarantor", "applicant", "app"}, {"visit", "question", "letter"})
    assert all(choices <= set(QUESTION_KINDS[kind].choice_codes()) for kind, choices in FINAL.items())
