"""What the case sheet shows, and that every look is on the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest
from one_case import PDF, the_case, the_letter, told
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.demo_office.applications import sample_applications, with_another_street
from casework.desk import Desk
from casework.partners.protocols import PermitReceipt
from casework.registry import Event, ledger
from casework.registry.models import (
    ApplicationCycle,
    ApprovalLevel,
    Case,
    CaseDocument,
    DataKey,
    Decision,
    Decree,
    IssuedPermit,
    Mandate,
    Payment,
    RoundPlan,
    Submission,
    TeamDay,
    Visit,
)
from casework.stages.case_file import ask, plan_effect
from casework.stages.deciding import seal_answer
from casework.stages.dispatch.planning import propose
from casework.stages.intake import receive


def test_the_sheet_shows_the_persons_and_the_reading_is_on_the_ledger(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    page = reader.get(f"/cases/{reference}")
    assert page.status_code == 200
    for words in (
        "Penerimaan",
        "Amerika Serikat",
        "A10070001",
        "70",
        "Timuran",
        "Kota Surakarta",
        "Permohonan diterima",
        "Siapa yang membaca",
    ):
        assert words in page.text
    assert told(desk, reference) == [("sheet:case:read", "BS", {})]
    assert ledger.verify(desk.registry.engine).holds


def test_html_in_a_name_is_shown_as_text(desk: Desk, reader: TestClient) -> None:
    page = reader.get(f"/cases/{the_case(desk)}").text
    assert "&lt;b&gt;Adelaide&lt;/b&gt; &amp; Söhne" in page
    assert "<b>Adelaide" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/cases/SAHS-2222",
        "/cases/x",
        "/cases/{case}/cycles/2",
        "/cases/{case}/letters/999",
        "/cases/{case}/documents/999",
        "/rounds/ROUNDS-2026-02-31",
        "/rounds/TEAM-T1-2031-01-01",
        "/nothing",
    ],
)
def test_what_is_not_there_is_a_plain_404_that_reveals_nothing(desk: Desk, reader: TestClient, path: str) -> None:
    reference = the_case(desk)
    answer = reader.get(path.format(case=reference))
    assert answer.status_code == 404
    assert "Halaman ini tidak ada." in answer.text
    assert "SAHS" not in answer.text
    assert told(desk, reference) == []


def test_an_issued_letter_is_served_as_a_pdf_and_the_reading_is_on_the_ledger(desk: Desk, reader: TestClient) -> None:
    reference, letter = the_case(desk), the_letter(desk)
    answer = reader.get(f"/cases/{reference}/letters/{letter}")
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"] == f'inline; filename="L01-{reference}-1.pdf"'
    assert told(desk, reference) == [("sheet:letter:read", "BS", {"letter_id": letter})]


def test_what_came_again_with_other_content_stands_beside_the_first_while_a_person_is_asked(
    desk: Desk, reader: TestClient
) -> None:
    other = with_another_street(sample_applications(desk.office.now().office_date)[0])
    with desk.registry.change(desk.office.now()) as change:
        assert receive(change, desk.office, other.application, other.files_by_code()).arrival == "conflict"
    page = reader.get(f"/cases/{the_case(desk)}").text
    assert "<td><code>residence.street</code></td>" in page
    assert f"<td>{other.application.residence.street}</td>" in page
    assert "<td>&lt;b&gt;Adelaide&lt;/b&gt; &amp; Söhne</td>" in page


def test_a_letter_opens_only_under_its_own_case(desk: Desk, reader: TestClient) -> None:
    assert reader.get(f"/cases/SAHS-2222/letters/{the_letter(desk)}").status_code == 404
    assert reader.get(f"/rounds/ROUNDS-2026-11-26/letters/{the_letter(desk)}").status_code == 404


def test_a_document_is_served_as_it_was_sent_and_the_reading_is_on_the_ledger(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    with desk.registry.reading() as reading:
        row = reading.session.scalars(select(CaseDocument).order_by(CaseDocument.id).limit(1)).one()
        document, media_type = row.id, row.media_type
        sent = desk.office.files.read(reading.key_of(reference), row.stored_as, sha256=row.sha256)
    answer = reader.get(f"/cases/{reference}/documents/{document}")
    assert (answer.content, answer.headers["content-type"]) == (sent, media_type)
    assert told(desk, reference) == [("sheet:document:read", "BS", {"document": document})]


def test_a_case_whose_data_was_erased_still_shows_its_timeline(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    with desk.registry.change(desk.office.now()) as change:
        key = change.session.get_one(DataKey, reference)
        key.wrapped, key.destroyed_at = None, change.moment.recorded_at
        change.write(Event("closed:case:erased", reference))
    page = reader.get(f"/cases/{reference}")
    assert page.status_code == 200
    assert "sudah dihapus" in page.text
    assert "Permohonan diterima" in page.text
    assert reader.get(f"/cases/{reference}/letters/{the_letter(desk)}").status_code == 410
    assert "closed:case:erased" in page.text  # an event without words is shown by its code


def test_the_first_page_knows_references_and_no_persons(desk: Desk, reader: TestClient) -> None:
    page = reader.get("/").text
    assert the_case(desk) in page
    assert "Adelaide" not in page
    assert "A10070001" not in page


def test_a_spoken_reference_leads_to_its_sheet(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    spoken = reference.removeprefix("SAHS-").lower()
    assert reader.get("/find", params={"reference": f" {spoken} "}).headers["location"] == f"/cases/{reference}"
    assert reader.get("/find", params={"reference": "evil/../x"}).status_code == 404


def test_the_sheet_says_who_decided_within_which_mandate_on_what_ground(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    decide_eligible(desk, reference)
    page = reader.get(f"/cases/{reference}").text
    for words in (
        "Bagus Setiadi",
        "WIM.13.IMI.1-CONTOH",
        "bukti lain diterima",
        "Diperiksa &lt;dua kali&gt;",
        "Kepala Seksi",
    ):
        assert words in page
    assert "197911232004121902" not in page  # the employee number carries a date of birth


def test_the_sheet_shows_visit_fee_chain_and_permit(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    let_it_go_on(desk, reference)
    page = reader.get(f"/cases/{reference}").text
    for words in (
        "09:00–09:30 WIB",
        "Agus Prasetyadi",
        "ketua tim",
        "Rp4.500.000",
        "NTPN-1",
        "Menunggu keputusan",
        "2C21JE0042",
        "SIMKIM-7",
        "Belum diserahkan ke SIMKIM",
    ):
        assert words in page


def test_an_earlier_cycle_stays_reachable(desk: Desk, reader: TestClient) -> None:
    reference = the_case(desk)
    with desk.registry.change(desk.office.now()) as change:
        case = change.session.get_one(Case, reference)
        first = change.session.get_one(ApplicationCycle, (reference, 1))
        case.cycle = 2
        second = ApplicationCycle(
            case_reference=reference,
            cycle=2,
            content_digest="2",
            sealed_content=first.sealed_content,
            received_at=first.received_at,
        )
        change.write(Event("incomplete:case:completion-received", reference), second)
    assert f"/cases/{reference}/cycles/1" in reader.get(f"/cases/{reference}").text
    earlier = reader.get(f"/cases/{reference}/cycles/1")
    assert "siklus lama" in earlier.text
    assert told(desk, reference)[-1] == ("sheet:case:read", "BS", {"cycle": 1})


def test_the_rounds_of_a_day_show_teams_and_references_and_are_read_on_the_ledger(
    desk: Desk, reader: TestClient
) -> None:
    reference, office = the_case(desk), desk.office
    day = office.calendar.next_working_day(office.now().office_date)
    with desk.registry.change(office.now()) as change:
        change.session.get_one(Case, reference).stage = "waiting-for-visit"
        change.write(Event("test:case:waits", reference))
        propose(change, office, day)
    subject = f"ROUNDS-{day.isoformat()}"
    page = reader.get(f"/rounds/{subject}")
    assert page.status_code == 200
    for words in (reference, "Tim T1", "Koordinator Kunjungan", "Diusulkan"):
        assert words in page.text
    assert "Adelaide" not in page.text
    assert told(desk, subject) == [("sheet:rounds:read", "BS", {})]
    assert subject in reader.get("/").text


def test_of_a_day_that_was_closed_late_the_rounds_show_that_its_plan_fell(desk: Desk, reader: TestClient) -> None:
    office = desk.office
    day = office.calendar.next_working_day(office.now().office_date)
    with desk.registry.change(office.now()) as change:
        fallen = RoundPlan(day=day, revision=1, state="closed", digest="", content={})
        change.write(Event("dispatch:plan:closed", f"ROUNDS-{day.isoformat()}"), fallen)
    page = reader.get(f"/rounds/ROUNDS-{day.isoformat()}")
    assert page.status_code == 200
    assert "Gugur, kantor tutup" in page.text
    assert "Rencana gugur karena kantor tutup" in page.text


def decide_eligible(desk: Desk, reference: str) -> None:
    now = datetime.now(UTC)
    answer = {"who": "BS · Kasi", "decision": "layak · eligible", "remark": "Diperiksa <dua kali>"}
    with desk.registry.change(desk.office.now()) as change:
        question = ask(change, desk.office, "eligibility-verdict", reference, 1)
        question.state = "decided"
        mandate = change.session.scalars(select(Mandate).where(Mandate.officer_code == "BS")).first()
        assert mandate is not None
        submission = Submission(
            question_id=question.id,
            key="k",
            door="ui",
            officer_code="BS",
            submitted_at=now,
            recorded_at=now,
            outcome="granted",
        )
        decision = Decision(
            question_id=question.id,
            submission_key="k",
            subject=reference,
            kind=question.kind,
            officer_code="BS",
            mandate_id=mandate.id,
            choice="eligible",
            ground="other-evidence",
            sealed_answer=seal_answer(change, question, answer),
            submitted_at=now,
            recorded_at=now,
            office_date=desk.office.now().office_date,
        )
        change.write(Event("assessment:question:decided", reference, "BS"), submission, decision)


def let_it_go_on(desk: Desk, reference: str) -> None:
    now, day = datetime.now(UTC), date(2026, 11, 26)
    starts = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
    receipt = PermitReceipt(
        key=f"{reference}:simkim-handover:1",
        register_number="SIMKIM-7",
        permit_number="2C21JE0042",
        valid_from=day,
        valid_to=None,
        accepted_at=now,
    )
    with desk.registry.change(desk.office.now()) as change:
        decree = change.session.scalars(select(Decree.number)).one()
        rows = (
            TeamDay(
                day=day, team_code="T1", lead_code="AP", members=["AP", "NR", "JP"], kit_code="K1", vehicle_code="V1",
                decree_number=decree, state="released",
            ),
            Visit(
                case_reference=reference, occurrence=1, day=day, team_code="T1", starts_at=starts,
                ends_at=starts + timedelta(minutes=30), state="held",
            ),
            Payment(
                case_reference=reference, occurrence=1, amount=4_500_000, due_on=day, tariff_basis="PP 45/2024",
                billing_code="8", billing_expires_at=now, paid_at=now, receipt_number="NTPN-1",
            ),
            ApprovalLevel(case_reference=reference, cycle=1, level=1, role="section-head"),
            ApprovalLevel(case_reference=reference, cycle=1, level=2, role="head-of-office"),
            IssuedPermit(
                case_reference=reference,
                sealed_permit=change.seal(receipt.model_dump_json().encode(), "issued_permit.sealed_permit", reference),
                registered_at=now,
            ),
            plan_effect(change, reference, "simkim-handover", {}),
        )  # fmt: skip
        change.write(Event("test:case:went-on", reference), *rows)
        ask(change, desk.office, "permit-proposal", reference, 1)
