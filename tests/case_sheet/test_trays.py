"""A tray's page: what lies in it, what became of each, and which decisions one code stood for."""

from datetime import UTC, datetime, timedelta

import pytest
from one_case import told
from routine_items import visitor
from starlette.testclient import TestClient

from casework.decisions import Submitted, decide
from casework.desk import Desk
from casework.joint_decisions.bulk import open_bulk_decision
from casework.joint_decisions.carrying_out import carry_out
from casework.questions.by_code import CodedAnswer
from casework.registry import Event
from casework.registry.models import Officer, PaperDecision, Question
from casework.registry.officers import current_code
from casework.stages import eligibility, intake
from casework.stages.case_file import ask, find_case


@pytest.fixture
def together(desk: Desk) -> tuple[str, list[str]]:
    """Two visitors' verdicts made together with one code, of which one had moved on meanwhile."""
    references, items = [], []
    for number in (1, 2):
        sample = visitor(number, desk.office.now().office_date)
        with desk.registry.change(desk.office.now()) as change:
            receipt = intake.receive(change, desk.office, sample.application, sample.files_by_code())
            intake.check(change, desk.office, find_case(change, receipt.reference))
            asked = eligibility.prepare_verdict(change, desk.office, receipt.reference)
            assert asked is not None
            references.append(receipt.reference)
            items.append(asked.id)
    with desk.registry.change(desk.office.now()) as change:
        bulk = open_bulk_decision(change, desk.office, items, CodedAnswer("eligible"))
        subject, bulk_id = bulk.subject, bulk.id
        find_case(change, references[1]).stage = "permit"
        change.write(Event("test:case:moved", references[1]))
    # a minute on, for the reader has signed in with the code of this one
    at = datetime.now(UTC) + timedelta(seconds=90)
    values = {"who": "EL", "decision": "putuskan semuanya · decide-all", "code": code_at(desk, "EL", at)}
    moment = desk.office.moment_at(at)
    assert decide(desk.registry, desk.office, Submitted(bulk_id, values, at, "test", "test"), moment).granted
    carry_out(desk, bulk_id)
    return subject, references


def code_at(desk: Desk, officer: str, at: datetime) -> str:
    with desk.registry.reading() as reading:
        return current_code(reading, reading.session.get_one(Officer, officer), at)


def test_a_trays_page_lists_its_items_with_what_became_of_each(
    desk: Desk, reader: TestClient, together: tuple[str, list[str]]
) -> None:
    subject, references = together
    page = reader.get(f"/trays/{subject}")
    assert page.status_code == 200
    for reference in references:
        assert f'href="/cases/{reference}"' in page.text
    assert "Berkas sudah berada pada tahap lain." in page.text
    assert "Sudah memutuskan" in page.text
    assert told(desk, subject) == [("sheet:tray:read", "BS", {})]


def test_a_case_decided_so_leads_to_the_tray(reader: TestClient, together: tuple[str, list[str]]) -> None:
    subject, references = together
    page = reader.get(f"/cases/{references[0]}").text
    assert "Satu kode bersama" in page
    assert f'href="/trays/{subject}"' in page


def test_a_tray_that_waits_is_linked_from_the_first_page(desk: Desk, reader: TestClient) -> None:
    with desk.registry.change(desk.office.now()) as change:
        change.create_key("TRAY-section-head-2026-11-26-0800")
        ask(change, desk.office, "routine-tray", "TRAY-section-head-2026-11-26-0800", 1, {"items": []})
    assert 'href="/trays/TRAY-section-head-2026-11-26-0800"' in reader.get("/").text


@pytest.mark.parametrize("subject", ["TRAY-section-head-2026-11-26-0800", "nothing", "ACT-1"])
def test_a_tray_that_is_not_there_is_a_plain_404(reader: TestClient, subject: str) -> None:
    assert reader.get(f"/trays/{subject}").status_code == 404


def test_a_decision_on_paper_says_so(desk: Desk, reader: TestClient, together: tuple[str, list[str]]) -> None:
    _, references = together
    with desk.registry.change(desk.office.now()) as change:
        from casework.registry import Event

        [question] = change.session.query(Question).filter_by(subject=references[0]).all()
        row = PaperDecision(
            question_id=question.id, decided_at=datetime.now(UTC), entered_on=desk.office.now().office_date,
            entered_by="SH", countersigned_by="BS", scan_sha256="9f" * 32, act_subject="ACT-1",
        )  # fmt: skip
        change.write(Event("any:paper:entered", references[0]), row)
    page = reader.get(f"/cases/{references[0]}").text
    assert "Di atas kertas" in page
    assert "9f" * 32 in page
    assert "disetujui BS" in page
