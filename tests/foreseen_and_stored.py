"""What was foreseen of an answer, and what the register holds once it is really given in a copy of the office."""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from demo_life import Life, question_row
from lives_by_stage import open_life
from sqlalchemy import select

from casework.briefing.foresight import Foresight, foresee
from casework.briefing.sequels import ORDERS
from casework.decisions import Outcome
from casework.letters import KINDS, LetterKind, numbering_of
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.questions.filled_forms import PLAIN_EXTRAS, filled_form
from casework.registry import Event
from casework.registry.models import Base, LetterCounter
from casework.standing_questions import Standing


def content_of(registry) -> dict[str, dict[tuple, dict]]:
    """Every row of every table, by its key."""
    with registry.reading() as reading:
        return {
            table.name: {
                tuple(row[key.name] for key in table.primary_key): dict(row)
                for row in reading.session.execute(select(table)).mappings()
            }
            for table in Base.metadata.tables.values()
        }


@dataclass
class Difference:
    """What one decision changed in the register."""

    before: dict[str, dict[tuple, dict]]
    after: dict[str, dict[tuple, dict]]

    def new(self, table: str) -> list[dict]:
        return [row for key, row in self.after[table].items() if key not in self.before[table]]

    def changed(self, table: str) -> list[dict]:
        before, after = self.before[table], self.after[table]
        return [row for key, row in after.items() if key in before and row != before[key]]

    @property
    def letters(self) -> Counter:
        found = [row for row in self.new("letter") if row["state"] == "reserved"]
        acts = {row["question_id"] for row in self.new("decision")}
        return Counter(
            (row["subject"], row["kind"], row["content_digest"], row["signed_by_decision"] in acts) for row in found
        )

    @property
    def questions(self) -> Counter:
        return Counter((row["subject"], row["kind"], row["role"], row["due_on"]) for row in self.new("question"))

    @property
    def told(self) -> set[str]:
        cases = {key[0] for key in self.after["case_file"]}
        effects = [row for row in self.new("effect") if row["state"] == "planned" and row["subject"] in cases]
        mailed = {
            party for row in effects if row["kind"].startswith(("mail:", "copies:")) for party in row["content"]["to"]
        }
        return mailed | {"app" for row in effects if row["kind"] == "app-notice"}

    @property
    def orders(self) -> set[str]:
        return {row["kind"] for row in self.new("effect") if row["kind"] in ORDERS}

    @property
    def stages(self) -> dict[str, str]:
        return {row["reference"]: row["stage"] for row in self.changed("case_file")}

    @property
    def payment_due(self) -> set:
        return {row["due_on"] for row in self.new("payment") + self.changed("payment")}

    @property
    def void(self) -> dict[str, int]:
        found = {name: self.changed(name) for name in ("visit", "question", "letter")}
        counts = {name: sum(row["state"] == "void" for row in rows) for name, rows in found.items()}
        return {name: count for name, count in counts.items() if count}


def really_decided(
    name, open_question, folder, foresight: Foresight, choice: str, ground: str | None, *, later=timedelta(0), nth=0
) -> tuple[Outcome, Difference]:
    """In a copy of the office, the answer is really given, at the foreseen moment or later; what it changed."""
    life, question = open_question(name)
    life.registry.close()
    shutil.copytree(life.desk.settings.state_folder, folder)
    copy = open_life(folder, life.clock.now)
    copy.reference = life.reference
    if foresight.after_release:
        copy.release()
    if later:
        take_a_number_of_each(copy)
    copy.clock.now = foresight.moment.office + later
    before = content_of(copy.registry)
    outcome = copy.submit(question, filled(copy, question, choice, ground, nth))
    after = content_of(copy.registry)
    copy.registry.close()
    shutil.rmtree(folder)
    return outcome, Difference(before, after)


def filled(life: Life, question: Standing, choice: str, ground: str | None, nth: int = 0) -> dict:
    officers = life.may_decide(question.question_id)
    officer = question_row(life, question.question_id).holder_code or officers[nth % len(officers)]
    kind = QUESTION_KINDS[question.kind]
    values = filled_form(kind, question.options, choice, ground, PLAIN_EXTRAS.get(kind.name, {}).get(choice, {}))
    return values | {"who": f"{officer} · {ROLE_NAMES[question.role]}", "code": life.code_of(officer)}


def take_a_number_of_each(life: Life) -> None:
    """Other letters are written in the meantime."""
    with life.change() as change:
        for kind in (one for one in LetterKind if KINDS[one].numbered):
            numbering = numbering_of(kind, life.clock.now.date())
            key = (numbering.unit, numbering.classification, life.clock.now.year)
            counter = change.session.get(LetterCounter, key) or LetterCounter(
                unit=key[0], classification=key[1], year=key[2], last=0
            )
            counter.last += 1
            change.write(Event("letters:number:reserved", "office"), counter)


def foreseen_for(name, open_question, **how) -> Foresight:
    life, question = open_question(name)
    return foresee(life.registry, life.office, question.question_id, life.office.now(), **how)
