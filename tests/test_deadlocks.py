"""A question that nobody may decide any more is found, with the least that lets somebody decide it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from staff_changes import delegate, is_away

from casework.deadlocks import deadlocks
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Decision, Decree, Mandate, Officer, Question
from casework.registry.officers import NewOfficer, enrol_officer


def found(life):
    with life.registry.reading() as reading:
        return deadlocks(reading, life.office.now().office_date)


def end_mandates(life, role, *, of=None):
    """Every mandate in a role (or one officer's) ended yesterday."""
    with life.change() as change:
        for row in change.session.scalars(select(Mandate).where(Mandate.role == role)):
            if of is None or row.officer_code == of:
                row.valid_to = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:mandate:ended", "office"))


def leave(life, officer):
    with life.change() as change:
        change.session.get(Officer, officer).serves_until = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:officer:left", f"officer:{officer}"))


def apply_cure(life, deadlock):
    """What the cure says: renew one officer's mandate in the role, or appoint somebody new."""
    day, decree = life.office.now().office_date, f"SK-BARU-{deadlock.standing.question_id}"
    with life.change() as change:
        rows = [Decree(number=decree, dated=day, valid_from=day, valid_to=day, signatory_post="Kepala Kantor")]
        code = deadlock.renew[0] if deadlock.renew else f"Z{deadlock.standing.question_id}"
        if deadlock.renew:
            change.session.get(Officer, code).serves_until = None
        else:
            rows.append(enrol_officer(change, NewOfficer(code, "Invented Person", "000", "Staf"))[0])
        change.write(Event("office:decree:entered", "office"), *rows)
        role = deadlock.standing.role
        mandate = Mandate(officer_code=code, role=role, decree_number=decree, valid_from=day, valid_to=day)
        change.write(Event("office:mandate:entered", "office"), mandate)


def test_where_somebody_may_decide_everything_there_is_no_deadlock(at_stage):
    assert found(at_stage(Stage.PERMIT)) == []


def test_a_lapsed_mandate_is_named_with_its_decree_and_its_last_day(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    end_mandates(life, "section-head")
    [one] = found(life)
    assert (one.cause, one.renew) == ("mandates-have-lapsed", ("EL",))
    yesterday = life.office.now().office_date - timedelta(days=1)
    assert "perpanjang kewenangan EL sebagai Kasi (" in one.cure
    assert f"ended {yesterday:%d-%m-%Y}) · renew this mandate" in one.cure
    assert one.in_words.startswith(f"{life.reference}, Kelayakan permohonan: perpanjang")


def test_where_everybody_has_left_somebody_is_to_be_appointed(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    for officer in life.may_decide(life.question("eligibility-verdict").question_id):
        leave(life, officer)
    assert [(one.cause, one.renew) for one in found(life)] == [("nobody-holds-the-role", ())]


def test_four_eyes_with_one_head_left_is_a_deadlock_that_names_who_had_a_part(at_stage):
    life = at_stage(Stage.PERMIT)
    life.decided("BS", "permit-proposal")
    question = life.question("permit-decision")
    with life.change() as change:  # the same person proposed and is the only head left
        for row in change.session.scalars(select(Mandate).where(Mandate.role == "head-of-office")):
            row.officer_code = "BS"
        change.write(Event("office:mandate:changed", "office"))
    assert life.rows(Decision, Decision.kind == "permit-proposal")[0].officer_code == "BS"
    [one] = found(life)
    assert (one.standing.question_id, one.cause, one.renew) == (question.question_id, "four-eyes", ())
    assert "bukan BS yang sudah menangani berkas ini" in one.cure


def test_a_team_that_may_no_longer_report_is_to_be_renewed_for_nobody_else_was_there(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    end_mandates(life, "team-lead")
    [one] = [one for one in found(life) if one.standing.kind == "visit-report"]
    assert one.cause == "mandates-have-lapsed"
    assert set(one.renew) == set(life.team().members)


def test_a_team_of_which_everybody_left_needs_one_of_them_back(at_stage):
    life = at_stage(Stage.VISIT)
    life.release()
    for member in life.team().members:
        leave(life, member)
    [one] = [one for one in found(life) if one.standing.kind == "visit-report"]
    assert set(one.renew) == set(life.team().members)
    assert "yang harus aktif kembali" in one.cure


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), stage=st.sampled_from([Stage.ASSESSMENT, Stage.VISIT, Stage.PERMIT, Stage.CLOSING]))
def test_whatever_lapsed_or_whoever_left_the_cure_lets_somebody_decide(at_stage, data, stage):
    life = at_stage(stage)
    if stage is Stage.VISIT:  # the team's lead is asked in the morning, the whole team about the visit
        life.ask_morning()
    waiting = {row.id for row in life.rows(Question, Question.state == "open")}
    holders = sorted({(row.officer_code, row.role) for row in life.rows(Mandate)})
    for officer, role in data.draw(st.lists(st.sampled_from(holders), max_size=8, unique=True), "lapsed"):
        end_mandates(life, role, of=officer)
    for officer in data.draw(st.lists(st.sampled_from([one for one, _ in holders]), max_size=4, unique=True), "left"):
        leave(life, officer)
    stuck = found(life)
    assert {one.standing.question_id for one in stuck} == {one for one in waiting if not life.may_decide(one)}
    for one in stuck:
        if not life.may_decide(one.standing.question_id):  # the cure of another may have been its own
            apply_cure(life, one)
        assert life.may_decide(one.standing.question_id)


@pytest.mark.parametrize("stage", [Stage.ASSESSMENT, Stage.PERMIT])
def test_a_settled_question_is_no_deadlock(at_stage, stage):
    life = at_stage(stage)
    end_mandates(life, "section-head")
    before = len(found(life))
    with life.change() as change:
        for row in change.session.scalars(select(Question).where(Question.state == "open")):
            row.state, row.void_reason = "void", "ended"
        change.write(Event("closed:questions:voided", life.reference))
    assert (before > 0, found(life)) == (True, [])


def test_where_everybody_who_may_is_away_the_role_is_to_be_delegated_or_filled(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        for code in ("BS", "EL"):
            is_away(change, code)
    [one] = found(life)
    assert (one.cause, one.renew) == ("everybody-is-absent", ())
    assert "selama BS, EL tidak masuk" in one.cure
    with life.change() as change:
        delegate(change, "BS", "SH", "section-head")
    assert found(life) == []
