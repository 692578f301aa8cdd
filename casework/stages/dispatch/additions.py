"""Somebody who cannot wait is added to a day that is signed already: in the place kept free, and nobody else is moved."""

import json

from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import RoundPlan
from casework.rounds import Plan, VisitRequest, check_plan, plan_rounds
from casework.rounds.keeping import KeepingSolver, kept_as_planned
from casework.stages.case_file import ask, next_cycle, open_question_of
from casework.stages.deciding import ConsequenceRefused, Decided
from casework.stages.dispatch.consent import consents
from casework.stages.dispatch.drafting import requests_of, waiting_for_a_visit
from casework.stages.dispatch.notice import is_short, may_become_short, who_cannot_wait
from casework.stages.dispatch.options import may_be_added
from casework.stages.dispatch.plans import plan_in_state, refuse_a_lapsed_plan
from casework.stages.dispatch.subjects import day_of, rounds_subject
from casework.stages.dispatch.today import Today, as_it_stands


def propose_additions(change: Change, office: Office, signed: RoundPlan) -> None:
    """The dispatcher is asked about everybody who cannot wait and has a place on the signed day; once at a time."""
    subject = rounds_subject(signed.day)
    if open_question_of(change, subject, "plan-approval") or open_question_of(change, subject, "assignment-signature"):
        return
    stands = as_it_stands(change, office, signed.day)
    if stands is None:
        return
    made = _with_those_who_cannot_wait(change, office, stands)
    added = sorted(made.references - stands.plan.references)
    if not added:
        return
    must_agree = may_become_short(office, change.moment.office_date)
    prepared: dict[str, object] = {
        "plan": made.digest(),
        "addition": json.loads(made.model_dump_json()),
        "added": added,
        "options": may_be_added(made, added, must_agree=must_agree),
    }
    cycle, in_time = next_cycle(change, subject, "plan-approval"), office.calendar.previous_working_day(signed.day)
    facts: dict[str, Fact] = {"revision": signed.revision, "added": added}
    change.write(Event("dispatch:addition:proposed", subject, facts=facts))
    ask(change, office, "plan-approval", subject, cycle, prepared, due_by=in_time)


def settle_addition(change: Change, office: Office, decided: Decided) -> None:
    """Added with the guarantor's consent goes to the head of office for signature; rejected, the day stays as it is."""
    prepared, subject = decided.question.prepared, decided.question.subject
    if decided.choice == "revise":
        raise ConsequenceRefused("addition-not-revised")
    if decided.choice == "approve":
        day = day_of(subject)
        refuse_a_lapsed_plan(change, plan_in_state(change, day, "signed"))
        consents(decided, prepared["added"], short=is_short(office, change.moment.office_date, day))
    facts: dict[str, Fact] = {"added": list(prepared["added"]), "ground": decided.decision.ground}
    happened = "approved" if decided.choice == "approve" else "rejected"
    change.write(Event(f"dispatch:addition:{happened}", subject, decided.officer.code, facts))
    if decided.choice == "approve":
        cycle = next_cycle(change, subject, "assignment-signature")
        signed = {name: prepared[name] for name in ("plan", "addition", "added")}
        ask(change, office, "assignment-signature", subject, cycle, signed, due_by=decided.question.due_on)


def _with_those_who_cannot_wait(reading: Reading, office: Office, stands: Today) -> Plan:
    """The day as it stands, and whoever has room beside it; the place kept for an emergency is theirs."""
    waiting = who_cannot_wait(office, requests_of(reading, waiting_for_a_visit(reading), stands.day), stands.day.date)
    day = stands.day.model_copy(update={"reserve": 0})
    kept = kept_as_planned(stands.requests, stands.plan, day, stands.plan.references)
    asked: tuple[VisitRequest, ...] = (*kept, *waiting)
    made = plan_rounds(day, asked, KeepingSolver(stands.plan))
    if check_plan(made, day, asked):  # somebody told could not stay: then nobody is added
        return stands.plan
    return made.model_copy(update={"left_out": (), "reserves": (), "planner": stands.plan.planner})
