"""Late holidays in random mornings: whatever had happened to a day's visits, each that was not reported is called off once."""

import shutil
from collections import Counter

import pytest
from chaos.crash_points import CrashPoints, Killed, watched
from clock_of_the_test import CODE_STEP, REPORT_AT
from demo_life import queue
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from late_holidays import WEDNESDAY, ask_the_teams, let_leave, proposed
from lives_by_stage import good_samples, new_life, open_life, set_quickly
from reported_events import complain, move_house, report

from casework.decisions import Submitted, decide
from casework.registry.models import Booking, Letter, Question, TeamDay, Visit
from casework.stages.dispatch.subjects import team_subject

VISITS = 5
HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "held",
                "with an exception",
                "nobody-home",
                "ill",
                "died",
                "withdrawn",
                "complaint",
                "moved house",
                "sent",
                "team left",
                "team held",
                "change signed",
            ]
        ),
        st.integers(0, VISITS - 1),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def announced_day(tmp_path_factory):
    """An office on Wednesday at 07:30: five visits are announced, both teams are asked; nothing has gone out yet."""
    life = new_life(tmp_path_factory.mktemp("mornings") / "office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casework.effects.render_letter", set_quickly)
        references = queue(life, good_samples(VISITS))
    life.announce()
    ask_the_teams(life)
    life.registry.close()
    return life.desk.settings.state_folder, references, life.clock.now


def happens(life, what: str, reference: str) -> None:
    """Something happens to one visit or to its team, where it still can."""
    life.reference = reference
    life.clock.pass_(minutes=1)
    visit = life.rows(Visit, Visit.case_reference == reference)[0]
    team = life.rows(TeamDay, TeamDay.team_code == visit.team_code)[0]
    asked = life.open(team_subject(WEDNESDAY, team.team_code), "morning-release")
    waits = life.open(kind="visit-report")
    if what == "sent":
        life.send_all()
    elif what == "team left" and asked:
        let_leave(life, team)
    elif what == "team held" and asked:
        life.decided(
            team.lead_code, "morning-release", "hold", subject=asked[0].subject, ground="kit-failed", fit_officers=()
        )
    elif what == "change signed":
        for one in life.open(team_subject(WEDNESDAY, team.team_code), "changed-assignment"):
            life.decide_as("RK", one, "sign")  # refused, where what was proposed fits no longer
    elif what in ("held", "with an exception", "nobody-home", "ill") and waits and team.state == "released":
        life.clock.put(WEDNESDAY, REPORT_AT)
        life.reference = reference
        reported(life, team.lead_code, what)
    elif what in ("died", "withdrawn") and life.case().stage != "closed":
        report(life, what)
    elif what == "complaint" and life.case().stage != "closed" and not life.open(kind="complaint-answer"):
        complain(life, team.lead_code)
    elif what == "moved house" and waits:
        move_house(life)


def reported(life, lead: str, what: str) -> None:
    nothing_taken = {"biometrics": "not-taken", "interview": "incomplete", "evidence": ("door-photo",)}
    ways = {
        "held": ("held", None, {}),
        "with an exception": ("held", "worn-ridges", {"biometrics": "exception"}),
        "nobody-home": ("nobody-home", "nobody-home", nothing_taken),
        "ill": ("ill", "health-screening", nothing_taken),
    }
    choice, ground, extras = ways[what]
    life.decided(lead, "visit-report", choice, ground=ground, **extras)


def closed_by_a_process_that_dies(life, subject: str, deaths: list[int]) -> None:
    """One submission, picked up again after each death and once more at the end; it counts once."""
    life.clock.now += CODE_STEP
    question = life.question("act-approval", subject)
    submitted = Submitted(
        question.question_id, life.values("RK", question, "approve"), life.clock.now, "run:the-approval", "test"
    )
    for passing in deaths:
        left = iter(range(passing))
        points = CrashPoints(strikes=lambda left=left: next(left, None) is None)
        with watched(points), points.execution():
            try:
                decide(life.registry, life.office, submitted, life.office.now())
            except Killed:
                event("died")
    for _ in range(2):
        assert decide(life.registry, life.office, submitted, life.office.now()).granted


def letters_of(life) -> Counter:
    return Counter(letter.subject for letter in life.rows(Letter, Letter.kind == "failed-visit"))


@pytest.mark.long
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HAPPENINGS, deaths=st.lists(st.integers(0, 3), max_size=2))
def test_after_it_no_unreported_visit_is_announced_and_each_was_told_once_more(
    history, deaths, announced_day, tmp_path_factory, quick_printing
):
    kept, references, now = announced_day
    folder = tmp_path_factory.mktemp("morning") / "office"
    shutil.copytree(kept, folder)
    life = open_life(folder, now)
    for what, number in history:
        happens(life, what, references[number])
    awaited = {one.subject for one in life.rows(Question, Question.kind == "visit-report", Question.state == "open")}
    visits_before = {(one.case_reference, one.occurrence): one for one in life.rows(Visit)}
    letters_before, released = letters_of(life), released_teams(life, awaited)
    event(f"{len(awaited)} still awaited")

    closed_by_a_process_that_dies(life, proposed(life), deaths)

    assert life.rows(Question, Question.kind == "visit-report", Question.state == "open") == []
    assert letters_of(life) - letters_before == Counter(dict.fromkeys(awaited, 1))
    for (reference, occurrence), before in visits_before.items():
        [after] = life.rows(Visit, Visit.case_reference == reference, Visit.occurrence == occurrence)
        off = reference in awaited and before.state == "announced"
        assert (after.state, after.counted) == (("failed", False) if off else (before.state, before.counted))
    assert {life.case(one).stage for one in awaited} <= {"waiting-for-visit"}
    announced = {one.case_reference for one in life.rows(Visit, Visit.state == "announced")}
    held = {one.case_reference for one in life.rows(Visit, Visit.state == "held")}
    assert {booking.case_reference for booking in life.rows(Booking)} <= announced | held
    assert announced.isdisjoint(awaited)
    told_of_all = life.rows(Question, Question.kind == "team-recall", Question.state == "open")
    phoned = {one.subject for one in told_of_all if "cases" in one.prepared}
    assert phoned == {team_subject(WEDNESDAY, team) for team in released}
    for reference in references:
        life.send_all(reference)
        sent = [one.state for one in life.rows(Letter, Letter.subject == reference, Letter.kind == "failed-visit")]
        assert reference not in awaited or sent[-1] == "issued"
    assert life.ledger_holds()
    life.registry.close()


def released_teams(life, awaited: set[str]) -> set[str]:
    """The teams of the day that are under way, or about to be, to a door at which somebody waits for them."""
    visits = life.rows(Visit, Visit.state == "announced")
    going = {team.team_code for team in life.rows(TeamDay) if team.state != "held"}
    return {visit.team_code for visit in visits if visit.case_reference in awaited} & going
