"""A permit of four levels before whoever might decide it: what they send is picked up, judged, and held against the rule."""

import shutil
import tempfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from demo_desk import shown
from demo_life import queue
from lives_by_stage import new_life, open_life, sample_number, set_quickly
from sqlalchemy import select

from casework import effects
from casework.decisions import Submitted, decide
from casework.questions import NO_GROUND, QUESTION_KINDS
from casework.registry import Event
from casework.registry.models import Decision, Mandate, Question, TeamDay
from chaos.approval_rules import CODE_STEP, Chain, Grant, Level, Sent

OFFICERS = ("BS", "EL", "RK", "HC", "YP", "SH", "AP")
PLAYED: Counter[str] = Counter()


@cache
def _prepared() -> tuple[Path, object, str, tuple[str, ...]]:
    """An office in which a permit of the long chain waits for its proposal, and more than one may act in most roles."""
    life = new_life(Path(tempfile.mkdtemp(prefix="homevisit-approvals-")))
    with patch.object(effects, "render_letter", set_quickly):
        queue(life, [sample_number(10)])
        life.visit_once()
        life.send_all()
    for officer, role in (("BS", "head-of-office"), ("RK", "regional-office"), ("EL", "directorate-general")):
        enter(
            life, Mandate(officer_code=officer, role=role, decree_number=life.rows(Mandate)[0].decree_number, **YEARS)
        )
    members = tuple(member for team in life.rows(TeamDay) for member in team.members)
    life.registry.close()
    return life.desk.settings.state_folder, life.clock.now, life.reference, members


YEARS = {"valid_from": date(2026, 1, 1), "valid_to": date(2028, 12, 31)}


def enter(life, row) -> None:
    with life.change() as change:
        change.write(Event("office:mandate:entered", "office"), row)


class ApprovalDesk:
    """One permit in an office of its own, and beside it what must have come of everything so far."""

    def __init__(self) -> None:
        super().__init__()
        kept, now, reference, members = _prepared()
        self.folder = tempfile.mkdtemp(prefix="homevisit-sequence-")
        shutil.copytree(kept, self.folder, dirs_exist_ok=True)
        self.life = open_life(Path(self.folder), now)
        self.life.reference = reference
        self.chain = Chain(visitors=frozenset(members))
        self.rows: dict[Grant, int] = {}
        self.kept: list[Sent] = []
        self.waiting: list[Sent] = []
        self.levels: dict[Level, int] = {}
        self.number = 0

    def able(self) -> list[str]:
        return self.chain.entitled(OFFICERS, self.life.clock.now)

    def sent(self, officer, code, choice, *, ground, well_formed, out_of_order) -> Sent:
        self.life.clock.now += CODE_STEP
        self.number += 1
        known = list(self.levels)
        level = known[0] if out_of_order or self.chain.open is None else self.chain.open
        if choice == "return" and level.role == "section-head":
            choice = "refuse"  # the first level has nobody to return it to
        return Sent(
            f"sent-{self.number}", officer, level, self.life.clock.now, code, choice,
            "activities" if ground else None, well_formed,
        )  # fmt: skip

    def pick_up(self, sent: Sent) -> None:
        before = len(self.chain.decided)
        expected = self.chain.judge(sent)
        told = self.decide(sent)
        assert told == expected, (sent, told, expected)
        self.kept.append(sent)
        if len(self.chain.decided) > before:
            self.find_the_level()

    def decide(self, sent: Sent) -> str:
        kind = QUESTION_KINDS[sent.level.kind]
        values = {
            "who": f"{sent.officer} · Kasi",
            "code": self.code(sent),
            "decision": shown(kind.choices, sent.choice),
            "ground": shown(kind.grounds, sent.ground) if sent.ground else NO_GROUND,
        }
        if not sent.well_formed:
            del values["decision"]
        submitted = Submitted(self.levels[sent.level], values, sent.at, sent.key, "test")
        outcome = decide(self.life.registry, self.life.office, submitted, self.life.office.now())
        PLAYED["submissions"] += 1
        return "granted" if outcome.granted else str(outcome.reason)

    def code(self, sent: Sent) -> str:
        back = {"right": 0, "of-the-step-before": 1, "expired": 4}.get(sent.code)
        if back is None or sent.officer == "QQ":
            return "000000"
        return self.life.code_of(sent.officer, sent.at - back * CODE_STEP)

    def find_the_level(self) -> None:
        """Which question the present level became, and who had a part in the last decision."""
        if self.chain.decided:
            level = self.chain.decided[-1][0]
            row = self.decisions()[-1]
            self.chain.note_parts(level, {row.officer_code, *row.acted_for})
        if self.chain.open is not None and self.chain.open not in self.levels:
            level = self.chain.open
            asked = (
                Question.subject == self.life.reference,
                Question.kind == level.kind,
                Question.cycle == level.cycle,
            )
            [row] = self.life.rows(Question, *asked)
            self.levels[level] = row.id

    def decisions(self) -> list[Decision]:
        with self.life.registry.reading() as reading:
            rows = reading.session.scalars(
                select(Decision)
                .where(Decision.subject == self.life.reference, Decision.kind.like("permit-%"))
                .order_by(Decision.recorded_at, Decision.question_id)
            )
            found = list(rows)
            reading.session.expunge_all()
        return found
