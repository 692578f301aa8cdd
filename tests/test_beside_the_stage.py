"""While a stage waits for its person, what else is planned for the case goes out beside it, in a run of its own."""

from chaos.played_flows import PlayedFlows

from casework.lifecycle import Stage
from casework.partners.faults import PartnerRefused
from casework.registry import Event
from casework.registry.models import Effect
from casework.stages.case_file import plan_effect


def test_a_partner_that_refuses_beside_a_waiting_stage_is_asked_about_in_one_run_of_its_own(at_stage):
    life = at_stage(Stage.VISIT)
    with PlayedFlows(life).playing() as flows:
        flows.recover(1)
        [capture] = [one for one in flows.engine.runs.values() if one.flow == "capture"]
        form = capture.waits_under
        with life.change() as change:
            effect = plan_effect(change, life.reference, "app-notice", {"stage": "visit"})
            change.write(Event("test:effect:planned", life.reference), effect)
        life.neighbours.faults.append(("miskago", "before", PartnerRefused("miskago", "http-400")))
        flows.recover(3)
        outgoing = [one for one in flows.engine.runs.values() if one.flow == "outgoing"]
        question = life.question("partner-down")
        assert [one.kind for one in outgoing] == ["PAUSED"]
        assert flows.runs_that_wait_for(question) == outgoing
        assert (capture.kind, capture.waits_under) == ("PAUSED", form)
        flows.answer_once(question, "RM")
        flows.go_on()
        assert [one.kind for one in outgoing] == ["COMPLETED"]
        assert (capture.kind, capture.waits_under) == ("PAUSED", form)
        assert {one.state for one in life.rows(Effect, Effect.subject == life.reference)} == {"done"}
        assert flows.engine.failures == []
