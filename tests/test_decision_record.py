"""What stands behind a decision is told beside its run: post, mandate, ground, ledger number, how long it waited."""

from datetime import timedelta

import pytest

from casework.decision_record import decision_as_markdown
from casework.lifecycle import Stage
from casework.registry import Event
from casework.registry.models import Decision, LedgerEntry, Mandate, Question


def told_of(life, question_id):
    with life.registry.reading() as reading:
        page = decision_as_markdown(reading, life.office, question_id)
    if page is None:
        return None
    return {name.strip(): value.strip() for _, name, value, _ in (line.split("|") for line in page.splitlines()[2:])}


def test_a_decision_tells_what_was_decided_by_which_post_within_which_mandate_and_after_how_long(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    opened = life.office.now().office_date
    life.submit(question, life.values("BS", question, "eligible") | {"code": "000000"})
    life.clock.put(life.office.calendar.add_working_days(opened, 2), life.clock.now.time())
    life.decided("BS", "eligibility-verdict", "ineligible", ground="age")
    told = told_of(life, question.question_id)
    [decision] = life.rows(Decision, Decision.question_id == question.question_id)
    [mandate] = life.rows(Mandate, Mandate.id == decision.mandate_id)
    assert told["Keputusan · decision"] == "**tidak layak · ineligible**"
    assert told["Dasar · ground"].endswith(" · age")
    assert told["Oleh · by"].startswith("BS, ")
    assert told["Kewenangan · mandate"] == f"Kasi (definitif), no. {mandate.id}, {mandate.decree_number}"
    assert told["Menunggu · waited"] == "2 hari kerja · working days"
    assert told["Ditolak sebelumnya · refused before"] == "1"


def test_the_ledger_number_is_that_of_the_decision_itself(at_stage):
    life = at_stage(Stage.PERMIT)
    for row in life.rows(Decision, Decision.subject == life.reference):
        number = int(told_of(life, row.question_id)["Buku audit · ledger"].removeprefix("no. "))
        [entry] = life.rows(LedgerEntry, LedgerEntry.seq == number)
        [question] = life.rows(Question, Question.id == row.question_id)
        assert entry.subject == life.reference
        assert f'"{question.stage}:question:decided"'.encode() in entry.body
        assert f'"{row.kind}"'.encode() in entry.body


@pytest.mark.parametrize("settled", [False, True])
def test_what_nobody_decided_has_no_record(at_stage, settled):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    if settled:
        life.clock.now += timedelta(minutes=1)
        with life.change() as change:
            row = change.session.get(Question, question.question_id)
            row.state, row.void_reason = "void", "ended"
            change.write(Event("closed:questions:voided", life.reference))
    assert told_of(life, question.question_id) is None
