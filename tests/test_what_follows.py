"""What a briefing says of each answer: in the words for every case, and what was foreseen of this one."""

import re

import pytest
from demo_life import Life, queue, without_another_team
from lives_by_stage import good_samples, sample_number
from open_questions import WAYS, decided_up_to, outside
from reported_events import ineligible_case, object_to_it
from sqlalchemy import select

from casework import decisions
from casework.briefing.briefings import Briefing, brief
from casework.briefing.consequences_in_words import CANNOT_BE_UNDONE, FINAL, FOLLOWS, ONLY_BY_OBJECTION
from casework.briefing.foresight import foresee
from casework.briefing.foresight_in_words import DEADLINES, LETTERS, ORDERS, PARTIES, WITHDRAWN
from casework.briefing.sequels import DEADLINE_IN_LETTER
from casework.briefing.sequels import ORDERS as KINDS_OF_ORDER
from casework.houses import MAILBOX_NAMES
from casework.letters import LetterKind
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS
from casework.refusals import REFUSALS
from casework.registry import Event
from casework.registry.models import Letter, Mandate
from casework.standing_questions import Standing

pytestmark = pytest.mark.xdist_group("what_follows")


def briefed(life: Life, question: Standing) -> Briefing:
    return brief(life.registry, life.office, life.standing(question.question_id), life.office.now())


def lines(briefing: Briefing) -> list[str]:
    return [line for line in briefing.markdown.splitlines() if line.strip()]


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
    digest = life.rows(Letter, Letter.kind == "process-ended")[0].content_digest
    assert f"surat a.n. Anda: penghentian (isi {digest[:8]}); ke: penjamin, pemegang izin, MiskaGO" in told


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
    assert "surat a.n. Anda: SK penolakan izin (isi menurut dasar)" in line_of(asked, question, "refuse")
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
    without_another_team(life)
    told = line_of(life, life.ask_morning(), "hold")
    assert re.search(r"surat: kunjungan gagal ×[2-9] \(isi [0-9a-f]{8}, [0-9a-f]{8}[,)]", told)


def test_what_cannot_be_undone_or_only_by_an_objection_is_said_where_it_is_so_and_nowhere_else(open_question):
    assert CANNOT_BE_UNDONE == "tidak dapat dibatalkan · cannot be undone"
    assert ONLY_BY_OBJECTION == "hanya dapat diubah lewat keberatan · only an objection can change it"
    for kind in WAYS:
        life, question = open_question(kind)
        for choice in QUESTION_KINDS[kind].choice_codes():
            told = line_of(life, question, choice)
            said = [words for words in (CANNOT_BE_UNDONE, ONLY_BY_OBJECTION) if told.endswith(words)]
            assert said == ([FINAL[kind][choice]] if choice in FINAL.get(kind, ()) else []), (kind, choice)


def test_of_a_no_above_which_nobody_stands_it_is_said_that_it_cannot_be_undone(at_stage):
    life = ineligible_case(at_stage(Stage.ASSESSMENT))
    object_to_it(life)  # the head of office decides it anew, and nobody stands above
    assert line_of(life, life.question("eligibility-verdict"), "ineligible").endswith(CANNOT_BE_UNDONE)


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
    assert life.decide_as("HC", question, "refuse", ground="activities").granted
    text = briefed(life, life.question("permit-decision")).markdown
    assert text.count("tidak dapat sekarang · not possible now") == 2
    assert "surat a.n. Anda: SK penolakan izin" in text
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
    assert set(PARTIES) == {"guarantor", "applicant", "app", "post", *(f"role:{one}" for one in MAILBOX_NAMES)}
    assert set(WITHDRAWN) == {"visit", "question", "letter"}
    assert all(choices.keys() <= set(QUESTION_KINDS[kind].choice_codes()) for kind, choices in FINAL.items())
