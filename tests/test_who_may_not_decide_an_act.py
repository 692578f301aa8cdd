"""Who may have no part in an act: kept from its case by a complaint, or behind what it says; and who is asked then."""

from datetime import date, datetime, time, timedelta

import pytest
from office_acts import may_answer, role_asked
from papers import SIGNED_AT, SIGNED_ON, entered, paper, submitted
from reported_events import IN_SRAGEN, act_form, complaint_form, report, type_address, undo_form
from routine_items import prepared_as
from staff_changes import delegate, mandate_besides

from casework.acts.new_address import NewAddressContent, waiting_act
from casework.acts.table import may_type_for
from casework.clock import OFFICE_TIME_ZONE
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.authority import Staff
from casework.registry.models import BarredOfficer, Delegation, OfficeSetting, PaperDecision

SIGNED = datetime.combine(SIGNED_ON, time.fromisoformat(SIGNED_AT), OFFICE_TIME_ZONE)


@pytest.fixture
def life(at_stage):
    """A verdict has waited since Tuesday; it is Friday, and the system is back."""
    opened = at_stage(Stage.ASSESSMENT)
    opened.clock.put(date(2026, 11, 27), time(9, 0))
    return opened


def a_paper(life):
    return entered(life, paper(life.question("eligibility-verdict")))


def a_new_address(life):
    subject = act_form(life, "new-address", NewAddressContent(reference=life.reference, village_code=IN_SRAGEN))
    type_address(life, IN_SRAGEN, officer=may_answer(life, subject)[0])
    return subject


def an_undoing(life):
    if life.stage is not Stage.CLOSED:
        report(life, "withdrawn")
    return undo_form(life, "withdrawn")


ABOUT_A_CASE = pytest.mark.parametrize("form", [a_paper, a_new_address, an_undoing])


def keep_from(life, *officers):
    """A complaint about these officers is put on record, by a colleague at the counter who has no other part in it."""
    with life.change() as change:
        mandate_besides(change, "RM", "counter-officer")
    assert complaint_form(life) is None
    life.decided("RM", "complaint-receipt", "registered", ground="conduct", officers=(), others=",".join(officers))


# --- kept from the case, kept from what is decided about it


@ABOUT_A_CASE
def test_whoever_is_kept_from_a_case_after_an_act_about_it_was_proposed_does_not_approve_it(form, life):
    subject = form(life)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert "EL" in may_answer(life, subject)
    keep_from(life, "EL")
    assert "EL" not in may_answer(life, subject)
    assert life.decide_as("EL", life.question("act-approval", subject), "approve").reason == "four-eyes"


@ABOUT_A_CASE
def test_whoever_is_kept_from_a_case_after_the_form_was_filled_in_does_not_propose_it(form, life):
    subject = form(life)
    keep_from(life, "SH")
    assert may_answer(life, subject) == ["RM"]
    assert life.decide_as("SH", life.question("act-proposal", subject), "propose").reason == "four-eyes"


# --- who is asked where nobody of the role may


@ABOUT_A_CASE
def test_where_nobody_at_the_counter_may_propose_it_a_section_head_is_asked(form, life):
    if form is an_undoing:
        report(life, "withdrawn")  # while whoever reports it still may
    keep_from(life, "SH", "RM")
    assert role_asked(life, form(life)) == "section-head"


@ABOUT_A_CASE
def test_where_no_section_head_may_approve_it_the_head_is_asked_and_may(form, life):
    keep_from(life, "BS", "EL")
    subject = form(life)
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert (role_asked(life, subject), may_answer(life, subject)) == ("head-of-office", ["RK"])
    life.decided("RK", "act-approval", "approve", subject=subject)


def test_whoever_is_asked_to_propose_an_act_types_what_it_needs_and_whoever_is_kept_from_the_case_does_not(life):
    def may_type(officer):
        with life.registry.reading() as reading:
            roles = Staff(reading, life.clock.now.date()).roles_of(officer)
            return may_type_for(reading, waiting_act(reading, life.reference), officer, roles)

    content = NewAddressContent(reference=life.reference, village_code=IN_SRAGEN)
    act_form(life, "new-address", content)
    assert [may_type(officer) for officer in ("SH", "BS")] == [True, False]
    keep_from(life, "SH", "RM")
    assert [may_type(officer) for officer in ("SH", "BS")] == [False, False]
    subject = act_form(life, "new-address", content)
    assert [may_type(officer) for officer in ("SH", "BS")] == [False, True]
    type_address(life, IN_SRAGEN, officer="BS")
    life.decided("EL", "act-proposal", "propose", subject=subject)
    assert not may_type("BS"), "what was proposed stands"


def test_where_the_only_counter_officer_signed_the_paper_a_section_head_enters_it(at_stage):
    life = at_stage(Stage.CLOSING)
    question = life.question("delivery-receipt")
    signed = (life.clock.now + timedelta(hours=1)).astimezone(OFFICE_TIME_ZONE)
    life.clock.pass_(hours=3)
    said = {"who": "SH", "decided_on": signed.date(), "decided_at": f"{signed:%H:%M}"}
    subject = entered(
        life, paper(question, "handed-over", **said, extras="receiver=courier; means=registered-mail; identity=none")
    )
    assert role_asked(life, subject) == "section-head"
    life.decided("BS", "act-proposal", "propose", subject=subject)
    life.decided("EL", "act-approval", "approve", subject=subject)
    assert submitted(life, subject).granted
    assert life.stage is Stage.CLOSED


# --- behind a paper


def test_by_what_a_paper_was_signed_is_judged_at_the_offices_own_time(life):
    with life.change() as change:  # the office's clock is two days ahead of the real one
        change.write(
            Event("office:clock:advanced", "office"), OfficeSetting(name="clock-ahead-seconds", value=str(2 * 86_400))
        )
        delegate(change, "BS", "RM", "section-head", date(2026, 11, 1), date(2026, 12, 31))
    with life.change() as change:
        [row] = change.session.query(Delegation)
        row.ended_at = SIGNED - timedelta(days=1)  # a day after it was signed, by the real clock
        change.write(Event("office:delegation:ended", "office"))
    subject = entered(life, paper(life.question("eligibility-verdict"), who="RM"))
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert may_answer(life, subject) == ["EL"]


def test_whose_letter_was_entered_only_after_the_outage_had_a_part_in_the_paper_all_the_same(life):
    with life.change() as change:
        delegate(change, "BS", "RM", "section-head", date(2026, 11, 1), date(2026, 12, 31))
    with life.change() as change:
        [row] = change.session.query(Delegation)
        row.entered_at = change.moment.recorded_at
        change.write(Event("office:delegation:entered", "office"))
    subject = entered(life, paper(life.question("eligibility-verdict"), who="RM"))
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert may_answer(life, subject) == ["EL"]


def test_who_stands_behind_a_paper_is_judged_without_those_whom_its_question_shuts_out(life):
    question = life.question("eligibility-verdict")
    with life.change() as change:
        for principal in ("BS", "EL"):
            delegate(change, principal, "RM", "section-head", date(2026, 11, 1), date(2026, 12, 31))
    prepared_as(life, question, {"outcome": "eligible", "shut_out": ["BS"]})
    subject = entered(life, paper(question, who="RM"))
    life.decided("SH", "act-proposal", "propose", subject=subject)
    assert may_answer(life, subject) == ["BS"], "RM signed for EL: nobody signs for BS here"


# --- what was not marked


def test_where_the_paper_names_nobody_in_a_field_of_several_nothing_stands_after_the_fields_name(life):
    assert complaint_form(life) is None
    question = life.question("complaint-receipt")
    life.clock.pass_(hours=2)
    signed = (life.clock.now - timedelta(hours=1)).astimezone(OFFICE_TIME_ZONE)
    said = {"who": "SH", "decided_on": signed.date(), "decided_at": f"{signed:%H:%M}", "ground": "delay"}
    subject = entered(life, paper(question, "registered", **said, extras="officers=; others=-"))
    life.decided("BS", "act-proposal", "propose", subject=subject)
    life.decided("EL", "act-approval", "approve", subject=subject)
    assert submitted(life, subject).granted
    assert (life.count(PaperDecision), life.rows(BarredOfficer)) == (1, [])


@pytest.mark.parametrize(
    ("extras", "told"),
    [("officers=", "the field 'others' is missing"), ("officers=; others=", "the field 'others' is missing")],
)
def test_what_must_be_marked_is_missing_where_nothing_stands_after_its_name(extras, told, life):
    assert complaint_form(life) is None
    question = life.question("complaint-receipt")
    life.clock.pass_(hours=2)
    signed = (life.clock.now - timedelta(hours=1)).astimezone(OFFICE_TIME_ZONE)
    said = {"who": "SH", "decided_on": signed.date(), "decided_at": f"{signed:%H:%M}", "ground": "delay"}
    assert told in entered(life, paper(question, "registered", **said, extras=extras))
