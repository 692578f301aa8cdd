"""A played office to which something is reported from outside while a case lives: complained about, objected to, undone."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

from reported_events import EVENTS, IN_SRAGEN, type_address

from casework.acts.new_address import waiting_act
from casework.registry.models import Case
from casework.standing_questions import Standing
from chaos.played_office import Play, PlayedOffice
from homevisit.rehearsal import answers
from homevisit.rehearsal.answers import Reply

AT_A_STEP = 0.1  # how often it is reported now, of as many steps
REFUSED_AND_OBJECTED_TO = {
    "permit-proposal": (Reply("refuse", "activities"),),
    "permit-decision": (Reply("refuse", "activities"), Reply("grant")),
}


class ReportingOffice(PlayedOffice):
    """One life in which ``reported`` happens once: a complaint, an objection, a new address, or a mistaken withdrawal."""

    def __init__(self, folder: Path, play: Play, reported: str) -> None:
        super().__init__(folder, play)
        self.reported = reported
        self.was_reported = False
        self.scenario = "objected-to" if reported == "objection" else "golden"

    def live(self) -> int:
        """Until every case has ended, what was reported is over, and everything rests."""
        with patch.dict(answers.SCENARIOS, {"objected-to": REFUSED_AND_OBJECTED_TO}):
            return super().live()

    def _take_a_step(self) -> None:
        cases = self.life.rows(Case, Case.stage != "closed")
        if cases and not self.was_reported and self.chance.random() < AT_A_STEP:
            self._report(cases[0].reference)
        super()._take_a_step()

    def _report(self, reference: str) -> None:
        self.life.reference, self.was_reported = reference, self.reported != "objection"
        if self.reported == "complaint":
            self.engine.start("report-complaint", reference=reference)
        elif self.reported == "withdrawn":
            self.engine.start("outside-event", reference=reference)
        elif self.reported == "new-address":
            self.engine.start("new-address", content={"reference": reference, "village_code": IN_SRAGEN})

    def _answer(self, question: Standing) -> None:
        if question.kind == "act-proposal" and self.reported == "new-address":
            with self.life.registry.reading() as reading:
                act = waiting_act(reading, self.life.reference)
                is_to_be_typed = act is not None and act.state == "prepared"
            if is_to_be_typed:
                type_address(self.life, IN_SRAGEN)
        super()._answer(question)

    def _has_ended(self) -> bool:
        if not super()._has_ended():
            return False
        for case in self.life.rows(Case):
            if case.result == "withdrawn":
                self._form("undo-event", content={"reference": case.reference, "event": EVENTS["withdrawn"]})
                return False
            if case.result == "refused":
                said = {"reference": case.reference, "arrived_on": self.clock.now.date().isoformat()}
                self._form("file-objection", content=said)
                return False
        return True

    def _form(self, flow: str, **parameters: Any) -> None:
        self.clock.pass_(hours=1)
        self.engine.start(flow, **parameters)
