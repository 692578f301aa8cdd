"""The decree on the team of the home visits: proposed by the administration, approved, numbered and signed by the head."""

from datetime import date

import pytest
from chaos.played_flows import PlayedFlows
from demo_life import queue
from lives_by_stage import first_sample
from office_acts import SK, approve, briefed, carry, fill, on, propose, roles_of
from staff_changes import delegate, end_mandates, mandate_besides
from terminal import terminal_of

from casework.acts.team_decree import ROLE_OF_FIELD
from casework.engine_runs import needed_runs
from casework.partners.faults import AddressRefused, PartnerRefused
from casework.registry.models import Decree, Effect, JointAct, Letter, LetterCounter, Mandate, Officer, RoundPlan
from casework.registry.officers import name_of
from casework.stages.dispatch.plans import decree_in_force
from casework.stages.envelope import frame_of

FIRST = "WIM.13.IMI.1-1-OT.02.01 TAHUN 2026"
SECOND = "WIM.13.IMI.1-2-OT.02.01 TAHUN 2026"
GIVEN = {
    "coordinators": ["WN"], "team_leads": ["AP", "LA"], "biometric_operators": ["NR"], "health_and_security": ["SH"],
    "valid_from": on(0), "valid_to": date(2027, 12, 31),
}  # fmt: skip


OF_THE_OFFICE = ["administrator", "dispatcher", "team-lead", "biometric-operator", "health-and-security"]


def mandates(life, decree):
    rows = life.rows(Mandate, Mandate.decree_number == decree, order_by=Mandate.id)
    return [(one.officer_code, one.role, one.valid_from, one.valid_to, one.ended_at is None) for one in rows]


def test_an_approved_decree_takes_the_next_number_and_enters_itself_and_each_mandate(life):
    subject = carry(life, "team-decree", **GIVEN)
    [row] = life.rows(Decree, Decree.number == FIRST)
    assert (row.dated, row.valid_from, row.valid_to, row.signatory_post) == (
        on(0), on(0), date(2027, 12, 31), "Kepala Kantor",
    )  # fmt: skip
    until = (on(0), date(2027, 12, 31), True)
    assert mandates(life, FIRST) == [
        ("WN", "dispatcher", *until), ("AP", "team-lead", *until), ("LA", "team-lead", *until),
        ("NR", "biometric-operator", *until), ("SH", "health-and-security", *until),
    ]  # fmt: skip
    [letter] = life.rows(Letter, Letter.subject == subject)
    assert (letter.number, letter.kind, letter.signatory_code, letter.classification) == (
        FIRST, "team-decree", "RK", "OT.02.01",
    )  # fmt: skip
    with life.registry.reading() as reading:
        assert decree_in_force(reading, on(0)) == FIRST
    assert life.ledger_holds()


def test_what_it_takes_the_place_of_ends_and_what_it_does_not_name_stands(life):
    carry(life, "team-decree", **GIVEN)
    ended = {
        (one.officer_code, one.role)
        for one in life.rows(Mandate, Mandate.decree_number == SK, Mandate.ended_at.is_not(None))
    }
    assert ended == {("WN", "dispatcher"), ("AP", "team-lead"), ("LA", "team-lead"), ("NR", "biometric-operator")}
    assert roles_of(life, "LA", on(0)) == ("biometric-operator", "team-lead")
    assert roles_of(life, "SH", on(0)) == ("counter-officer", "health-and-security")


def test_its_letter_names_members_and_signer_and_is_filed_and_mailed_to_whom_its_copies_name(life):
    subject = carry(life, "team-decree", **GIVEN)
    life.send_all(subject)
    text = life.letter_text("team-decree", subject)
    with life.registry.reading() as reading:
        [letter] = life.rows(Letter, Letter.subject == subject)
        signatory = frame_of(reading, life.office, letter).signatory
        assert name_of(reading, reading.session.get_one(Officer, "SH")) in text
    assert (signatory.capacity, signatory.post) == ("", "Kepala Kantor")
    assert f"{SK}</span> tanggal 1 Januari 2026 dicabut dan dinyatakan tidak berlaku" in text
    told = [key.partition("@")[0].rpartition(".")[2] for key in life.neighbours.received("mail")]
    assert told == ["regional-office", *OF_THE_OFFICE]
    assert {one.state for one in life.rows(Effect, Effect.subject == subject)} == {"done"}


def test_a_mailbox_of_the_office_that_refuses_is_a_technicians_affair_and_nobody_posts_it(life):
    subject = carry(life, "team-decree", **GIVEN)
    life.neighbours.faults.append(("mail", "before", AddressRefused("mail", "SMTP-550")))
    with pytest.raises(PartnerRefused):
        life.send_all(subject)
    assert life.open(subject) == []
    life.send_all(subject)
    assert len(life.neighbours.received("mail")) == 6


def test_numbers_follow_one_another_and_a_decree_that_is_rejected_takes_none(life):
    carry(life, "team-decree", **GIVEN)
    subject = propose(life, "team-decree", **{**GIVEN, "valid_to": date(2028, 1, 31)})
    rejected = life.decide_as("RK", life.question("act-approval", subject), "reject", ground="not-needed")
    assert rejected.granted
    carry(life, "team-decree", **{**GIVEN, "valid_to": date(2028, 2, 29)})
    assert [one.number for one in life.rows(Letter, order_by=Letter.id)] == [FIRST, SECOND]
    assert {one for one in mandates(life, FIRST) if one[-1]} == set()


def test_a_decree_that_was_signed_on_paper_under_a_number_of_the_office_counts_in_its_register(life):
    on_paper = {"dated": on(0), "valid_from": on(0), "valid_to": date(2027, 12, 31)}
    carry(life, "decree", number="WIM.13.IMI.1-0007-OT.02.01 Tahun 2026", **on_paper)
    carry(life, "decree", number="W.24.IMI.IMI.2-829-OT.02.01 TAHUN 2026", **on_paper)
    carry(life, "team-decree", **GIVEN)
    [letter] = life.rows(Letter)
    assert letter.number == "WIM.13.IMI.1-8-OT.02.01 TAHUN 2026"
    assert [(one.classification, one.last) for one in life.rows(LetterCounter)] == [("OT.02.01", 8)]


def test_one_that_begins_later_is_refused_where_a_member_holds_the_part_until_then(life):
    assert fill(life, "team-decree", **{**GIVEN, "valid_from": on(10)}) == (
        f"WN sudah memegang peran itu menurut {SK}; akhiri dahulu · WN holds that role by it in this period: end that first"
    )
    later = {"valid_from": date(2029, 1, 1), "valid_to": date(2029, 12, 31)}
    subject = carry(life, "team-decree", **{**GIVEN, **later})
    life.send_all(subject)
    assert "mulai berlaku pada tanggal 1 Januari 2029" in life.letter_text("team-decree", subject)
    assert mandates(life, FIRST)[0][2:] == (date(2029, 1, 1), date(2029, 12, 31), True)


def test_what_was_to_begin_before_it_was_approved_begins_with_its_approval(life):
    subject = propose(life, "team-decree", **GIVEN)
    life.clock.pass_(days=2)
    assert approve(life, subject).granted
    [row] = life.rows(Decree, Decree.number == FIRST)
    assert (row.dated, row.valid_from) == (on(2), on(2))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({name: [] for name in ROLE_OF_FIELD}, "nobody"),
        ({"team_leads": ["AP", "AP"]}, "petugas AP disebut dua kali sebagai Ketua Tim"),
        ({"team_leads": ["ZZ"]}, "there is no officer ZZ"),
        ({"valid_to": on(-1), "valid_from": on(-5)}, "that day is over"),
        ({"valid_from": date(2028, 1, 1)}, "the last day comes before the first"),
    ],
)
def test_one_that_cannot_be_is_refused_at_the_form_with_its_reason(life, changed, why):
    assert why in fill(life, "team-decree", **{**GIVEN, **changed})
    assert life.rows(Letter) == []


def test_the_head_approves_nobody_else_and_no_member_approves_it(life):
    subject = propose(life, "team-decree", **GIVEN)
    question = life.question("act-approval", subject)
    assert question.role == "head-of-office"
    assert life.decide_as("BS", question, "approve").reason == "not-entitled"
    told = briefed(life, subject)
    assert "Ketua Tim · team-lead: **AP, LA**" in told
    assert f"⚠ Menggantikan penugasan menurut · takes the place of: {SK}" in told
    own = propose(life, "team-decree", **{**GIVEN, "coordinators": ["RK"]})
    assert life.may_decide(life.question("act-approval", own).question_id) == []


def test_whoever_acts_as_head_signs_as_such_and_whoever_signs_for_the_head_on_behalf(life):
    with life.change() as change:
        end_mandates(change, role="head-of-office")
    with life.change() as change:
        mandate_besides(change, "BS", "head-of-office", capacity="plh")
    carry(life, "team-decree", approved_by="BS", **GIVEN)
    with life.change() as change:
        delegate(change, "BS", "EL", "head-of-office")
    carry(life, "team-decree", approved_by="EL", **{**GIVEN, "valid_to": date(2028, 2, 29)})
    assert [one.signatory_post for one in life.rows(Decree, Decree.number.in_([FIRST, SECOND]), order_by=Decree.number)] == [
        "Plh. Kepala Kantor", "a.n. Kepala Kantor, Kepala Seksi Lalu Lintas Keimigrasian",
    ]  # fmt: skip


def test_its_run_writes_and_mails_the_decree_once_it_is_approved(life):
    subject = fill(life, "team-decree", **GIVEN)
    with PlayedFlows(life).playing() as flows:
        flows.run("joint-act", reference=subject)
        flows.answer_once(life.question("act-proposal", subject), "PM")
        flows.go_on()
        flows.answer_once(life.question("act-approval", subject), "RK")
        flows.go_on()
        assert flows.engine.failures == []
    assert life.letters(subject, state="issued") == ["team-decree"]
    assert len(life.neighbours.received("mail")) == 6
    with life.registry.reading() as reading:
        assert [one for one in needed_runs(reading) if one.subject == subject] == []


def test_at_a_terminal_the_parts_that_nobody_holds_are_left_empty(life, monkeypatch, capsys):
    monkeypatch.setattr("homevisit.command_line.office_forms.open_desk", lambda: life.desk)
    given = [f"--set=valid_from={on(0)}", "--set=valid_to=2027-12-31", "--set=team_leads=AP, LA"]
    said = terminal_of(life, monkeypatch, capsys)("office", "form", "team-decree", *given, typed=("", "", "SH"))
    assert said.code == 0, said.err
    assert life.question("act-proposal", said.out.strip())
    [act] = life.rows(JointAct)
    assert {name: act.content[name] for name in ROLE_OF_FIELD} == {
        "coordinators": [], "team_leads": ["AP", "LA"], "biometric_operators": [], "health_and_security": ["SH"],
    }  # fmt: skip


def test_whoever_signs_it_reads_who_goes_on_by_another_decree(life):
    told = briefed(life, propose(life, "team-decree", **GIVEN), "act-approval")
    assert (
        "Tidak disebut, tetap bertugas menurut SK lain · not named, stay by other decrees: DK, FH, JP, MS, TS" in told
    )


# --- who is sent by it


ONLY_TWO = {**GIVEN, "team_leads": ["DK"], "biometric_operators": ["LA"], "health_and_security": []}


def sent_by(life):
    """A team of which the new decree names two, and the earlier one the third."""
    queue(life, [first_sample()])
    carry(life, "team-decree", **ONLY_TWO)
    subject = life.announce()
    life.send_all(subject)
    assert set(life.team().members) == {"DK", "LA", "MS"}
    return subject


def test_a_letter_of_assignment_names_each_decree_by_which_somebody_of_the_team_goes(life):
    told = life.letter_text("assignment", sent_by(life))
    assert FIRST in told
    assert SK in told


def test_a_letter_of_assignment_names_one_decree_where_it_appoints_the_whole_team(life):
    queue(life, [first_sample()])
    carry(life, "team-decree", **{**ONLY_TWO, "health_and_security": ["MS"]})
    subject = life.announce()
    life.send_all(subject)
    told = life.letter_text("assignment", subject)
    assert FIRST in told
    assert SK not in told


def test_the_visits_record_the_days_report_and_the_plan_name_the_same_decrees(life):
    subject = sent_by(life)
    life.release()
    carry(life, "team-decree", **{**ONLY_TWO, "valid_to": date(2028, 1, 31)})  # while the team is out
    life.report()
    life.send_all()
    life.send_all(subject)
    for told in (life.letter_text("visit-record"), life.letter_text("dispatch-report", subject)):
        assert FIRST in told
        assert SK in told
        assert SECOND not in told
    [plan] = life.rows(RoundPlan)
    assert plan.content["decree"] == f"{FIRST}, {SK}"
