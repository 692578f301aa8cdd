"""Whatever waits for an answer that nobody needs any more is woken by the flow in which it became so, not by the next recover."""

from chaos.played_flows import PlayedFlows
from demo_life import queue, without_another_team
from lives_by_stage import good_samples
from reported_events import complaint_form

from casework.lifecycle import Stage
from casework.stages.dispatch.subjects import team_subject


def test_a_complaint_about_the_team_ends_the_wait_for_its_report(at_stage):
    life = at_stage(Stage.VISIT)
    with PlayedFlows(life).playing() as flows:
        capture = flows.run("capture", reference=life.reference)
        assert capture.kind == "PAUSED"
        assert complaint_form(life) is None
        receipt = flows.run("complaint", reference=life.reference)
        question = life.question("complaint-receipt")
        flows.submit("SH", question, "registered", ground="conduct", officers=[life.team().lead_code], others="-")
        flows.go_on()
        assert (capture.kind, receipt.kind) == ("COMPLETED", "COMPLETED")


def test_a_complaint_about_somebody_else_leaves_whoever_waits_for_something_open_alone(at_stage):
    life = at_stage(Stage.VISIT)
    with PlayedFlows(life).playing() as flows:
        capture = flows.run("capture", reference=life.reference)
        life.release()
        life.report("held", "worn-ridges", biometrics="exception")
        flows.recover(1)
        under = capture.waits_under
        assert complaint_form(life) is None
        flows.run("complaint", reference=life.reference)
        flows.submit("SH", life.question("complaint-receipt"), "registered", ground="delay", officers=[], others="-")
        flows.go_on()
        assert (capture.kind, capture.waits_under) == ("PAUSED", under)


def test_a_team_that_is_held_in_the_morning_ends_the_wait_for_its_reports_and_those_who_waited_are_told(life):
    queue(life, good_samples(2))
    life.announce()
    without_another_team(life)
    team = life.team()
    subject = team_subject(team.day, team.team_code)
    with PlayedFlows(life).playing() as flows:
        waiting = [flows.run("capture", reference=one.subject) for one in life.open() if one.kind == "visit-report"]
        question = life.ask_morning()
        release = flows.run("release", reference=subject)
        flows.submit(team.lead_code, question, "hold", ground="kit-failed", kit_self_test="failed")
        flows.go_on()
        assert release.kind == "COMPLETED"
        assert {one.kind for one in waiting} == {"COMPLETED"}
        assert flows.engine.failures == []
