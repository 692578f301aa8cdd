"""What a letter takes from the tables of its day: whom it goes to, on which law it rests, which budget pays."""

from dataclasses import replace
from datetime import date

import pytest

from casework.approval_chain import DIRECTORATE_GENERAL, HEAD_OF_OFFICE, REGIONAL_OFFICE
from casework.case import PermitKind, Procedure
from casework.deadline_rules import SERVICE_BEGAN
from casework.deadlines import every_deadline_rule
from casework.effective_dates import NothingInForce
from casework.eligibility import SERVICE_WINDOWS, with_its_number
from casework.letters import FACTS, LetterKind, sample_facts
from casework.letters.facts import CaseLetterFacts
from casework.letters.facts.decision import ClosingFacts
from casework.letters.facts.samples import invented
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.stages.letter_facts import breach, outcome
from casework.stages.letter_facts.addressees import ADMINISTRATIVE_COURT, DATA_PROTECTION_AGENCY, POSTS, addressee_on
from casework.stages.letter_facts.legal_bases import IN_VIEW, legal_bases_of
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import Remedy
from casework.tariffs import tariff_for, visit_budget

LAST_OF_THE_OLD_MINISTRY, FIRST_OF_THE_NEW = date(2024, 12, 31), date(2025, 1, 1)
SEED_DAY, TODAY = date(2021, 10, 6), date(2026, 11, 26)


@pytest.mark.parametrize(
    ("day", "named"),
    [
        (SEED_DAY, "Kepala Kantor Wilayah Kementerian Hukum dan Hak Asasi Manusia Jawa Tengah"),
        (LAST_OF_THE_OLD_MINISTRY, "Kepala Kantor Wilayah Kementerian Hukum dan Hak Asasi Manusia Jawa Tengah"),
        (FIRST_OF_THE_NEW, "Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah"),
        (TODAY, "Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah"),
    ],
)
def test_the_regional_office_is_that_of_the_ministry_of_the_day(day, named):
    assert addressee_on(REGIONAL_OFFICE, day).named.indonesian == named
    ways = ways_to_contest(Remedy((HEAD_OF_OFFICE,), REGIONAL_OFFICE), day)
    assert ways["appeal"] is not None
    assert ways["appeal"].addressee.indonesian == named


def test_the_head_of_office_bears_the_name_of_the_letterhead_in_force():
    head = addressee_on(HEAD_OF_OFFICE, TODAY)
    assert head.named.indonesian == "Kepala Kantor Imigrasi Kelas I TPI Surakarta"
    assert (head.named.english, head.place) == ("the Head of the Surakarta Immigration Office", "Surakarta")


def test_who_handles_a_request_for_the_directorate_general_is_named():
    asked = addressee_on(DIRECTORATE_GENERAL, TODAY)
    assert (asked.through, asked.place) == (
        "Direktur Izin Tinggal Keimigrasian dan Alih Status Keimigrasian",
        "Jakarta",
    )
    assert addressee_on(REGIONAL_OFFICE, TODAY).through is None


def test_a_post_that_no_table_names_on_a_day_is_an_error_that_says_what_to_do():
    with pytest.raises(NothingInForce, match="the post 'data-protection-agency' is in force on 2022-10-16: add it"):
        addressee_on(DATA_PROTECTION_AGENCY, date(2022, 10, 16))
    with pytest.raises(NothingInForce, match="the post 'minister'"):
        addressee_on("minister", TODAY)


def test_a_breach_is_reported_to_the_agency_of_the_day():
    told = sample_facts(LetterKind.BREACH_REPORT)
    report = breach.breach_report(told.breach, TODAY, cases=3, persons=6, letters=3)
    assert (report.addressee, report.addressee_place) == ("Lembaga Pelindungan Data Pribadi", "Jakarta")


def test_each_way_to_contest_has_its_days_and_its_law():
    ways = ways_to_contest(Remedy((HEAD_OF_OFFICE,), REGIONAL_OFFICE), TODAY)
    objection, appeal, court = ways["objection"], ways["appeal"], ways["court"]
    assert objection is not None
    assert appeal is not None
    assert [(way.days, way.days_kind, way.legal_basis) for way in (objection, appeal, court)] == [
        (21, "working", "UU 30/2014 Ps 77"),
        (10, "working", "UU 30/2014 Ps 78"),
        (90, "calendar", "UU 5/1986 Ps 55; Perma 6/2018 Ps 5"),
    ]
    assert court.addressee == addressee_on(ADMINISTRATIVE_COURT, TODAY).named
    assert court.addressee.english == "the Administrative Court of Semarang"


@pytest.mark.parametrize(
    ("day", "in_view"),
    [
        (
            SEED_DAY,
            ("UU 6/2011 jo. UU 11/2020", "PP 31/2013 jo. terakhir PP 48/2021", "Permenkumham 27/2014", "Permenkumham 29/2021"),
        ),
        (
            date(2024, 5, 16),
            ("UU 6/2011 jo. terakhir UU 6/2023", "PP 31/2013 jo. terakhir PP 40/2023", "Permenkumham 22/2023"),
        ),
        (
            date(2024, 10, 17),
            ("UU 6/2011 jo. terakhir UU 63/2024", "PP 31/2013 jo. terakhir PP 40/2023", "Permenkumham 22/2023 jo. 11/2024"),
        ),
    ],
)  # fmt: skip
def test_a_decision_on_a_permit_rests_on_the_law_of_its_day(day, in_view):
    assert legal_bases_of(LetterKind.GRANT, day) == in_view


@pytest.mark.parametrize(
    ("day", "told_to_contest"),
    [(SEED_DAY, "UU 30/2014 jo. UU 11/2020"), (TODAY, "UU 30/2014 jo. UU 6/2023")],
)
def test_a_refusal_has_in_view_besides_the_law_by_which_it_tells_how_to_contest_it(day, told_to_contest):
    immigration, *regulations = legal_bases_of(LetterKind.GRANT, day)
    assert legal_bases_of(LetterKind.REFUSAL, day) == (immigration, told_to_contest, *regulations)


def test_the_decree_on_the_team_has_in_view_what_its_sample_shows():
    assert legal_bases_of(LetterKind.TEAM_DECREE, TODAY) == sample_facts(LetterKind.TEAM_DECREE).legal_bases
    assert "UU 27/2022" not in legal_bases_of(LetterKind.TEAM_DECREE, SEED_DAY)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (SEED_DAY, ("Permenkumham 29/2021", "SK layanan")),
        (date(2025, 5, 28), ("PP 31/2013 jo. terakhir PP 40/2023", "Permenkumham 22/2023 jo. 11/2024")),
        (date(2025, 5, 29), ("SE Dirjen IMI-417.GR.01.01/2025", "SK layanan")),
    ],
)
def test_the_decree_on_the_team_has_in_view_the_circular_and_the_service_s_decree_while_they_hold(day, last):
    assert legal_bases_of(LetterKind.TEAM_DECREE, day)[-2:] == last


def test_the_service_s_decree_is_cited_with_its_number_and_date_as_soon_as_both_are_known():
    [*earlier, open_now] = SERVICE_WINDOWS
    numbered = replace(open_now, decree_number="WIM.13.IMI.1-3-OT.02.01 TAHUN 2025", decree_date=date(2025, 6, 2))
    known = "SK layanan Nomor WIM.13.IMI.1-3-OT.02.01 TAHUN 2025 tanggal 2025-06-02"
    assert with_its_number("SK layanan", TODAY) == "SK layanan"
    assert with_its_number("SK layanan", TODAY, (*earlier, numbered)) == known
    assert with_its_number("UU 6/2011 Ps 1; SK layanan", TODAY, (*earlier, numbered)) == f"UU 6/2011 Ps 1; {known}"
    assert with_its_number("SK layanan", SEED_DAY, (*earlier, numbered)) == "SK layanan"
    assert with_its_number("UU 6/2011 Ps 78", TODAY, (*earlier, numbered)) == "UU 6/2011 Ps 78"
    with pytest.raises(ValueError, match="the window from 2025-05-29 has a number without a date"):
        replace(open_now, decree_number="1")


def test_the_law_in_view_has_neither_gap_nor_overlap_since_the_service_began():
    days = {SERVICE_BEGAN, *(entry.valid_from for entry in IN_VIEW if entry.valid_from > SERVICE_BEGAN)}
    for day in sorted(days):
        cited = [basis.split()[1] for basis in legal_bases_of(LetterKind.REFUSAL, day)]
        assert len(cited) == len(set(cited))
        assert {"6/2011", "31/2013"} < set(cited)


def test_the_visit_is_booked_on_the_budget_of_the_office_as_the_letterhead_names_it():
    booked_on = visit_budget(TODAY, "Kantor Imigrasi Kelas I TPI Surakarta")
    assert booked_on == "DIPA Kantor Imigrasi Kelas I TPI Surakarta"
    assert [sample_facts(kind).budget for kind in (LetterKind.TEAM_DECREE, LetterKind.ASSIGNMENT)] == [booked_on] * 2


def test_a_sample_calls_each_post_court_and_agency_what_the_office_calls_it_that_day():
    roles = {
        HEAD_OF_OFFICE: invented.THE_HEAD,
        REGIONAL_OFFICE: invented.THE_REGION,
        DIRECTORATE_GENERAL: invented.THE_CENTRE,
        ADMINISTRATIVE_COURT: invented.COURT.addressee,
    }
    assert {role: addressee_on(role, invented.LETTER_DATE).named for role in roles} == roles
    agency, report = addressee_on(DATA_PROTECTION_AGENCY, TODAY), sample_facts(LetterKind.BREACH_REPORT)
    assert (report.addressee, report.addressee_place) == (agency.named.indonesian, agency.place)
    text = letter_as_html(LetterKind.BREACH_REPORT, report, sample_frame(LetterKind.BREACH_REPORT))
    assert "Yth. Lembaga Pelindungan Data Pribadi</span>" in text


@pytest.mark.parametrize("kind", [LetterKind.INELIGIBLE, LetterKind.REFUSAL])
def test_a_sample_tells_the_ways_to_contest_it_as_the_office_does(kind):
    above = {LetterKind.INELIGIBLE: (HEAD_OF_OFFICE,), LetterKind.REFUSAL: (REGIONAL_OFFICE,)}[kind]
    appeal = {LetterKind.INELIGIBLE: REGIONAL_OFFICE, LetterKind.REFUSAL: DIRECTORATE_GENERAL}[kind]
    told = ways_to_contest(Remedy(above, appeal), TODAY)
    assert {name: getattr(sample_facts(kind), name) for name in told} == told


def test_a_sample_addresses_a_person_as_the_office_does_and_names_fees_and_permits_in_its_words():
    told = [sample_facts(kind) for kind in LetterKind]
    assert {one.recipient_honorific for one in told if isinstance(one, CaseLetterFacts)} == {"Bapak/Ibu"}
    tariff = tariff_for(PermitKind.LIMITED, Procedure.EXTENSION, "E31A", TODAY)
    assert tariff is not None
    billed = [(item.indonesian, item.english, item.amount, item.legal_basis) for item in tariff.items]
    items = sample_facts(LetterKind.BILLING).items
    assert [(item.indonesian, item.english, item.amount, item.legal_basis) for item in items] == billed
    assert sample_facts(LetterKind.CLOSING).handed_over == (outcome.E_PERMIT, outcome.REENTRY_PERMIT)


def test_every_dated_fact_says_its_legal_basis_and_its_source():
    assert all(entry.legal_basis and entry.source for entry in (*POSTS, *IN_VIEW, *every_deadline_rule()))


def test_a_closing_letter_that_was_planned_when_its_facts_named_no_survey_is_still_one():
    planned = sample_facts(LetterKind.CLOSING).model_dump(mode="json") | {"survey_url": None}
    assert ClosingFacts.model_validate(planned) == sample_facts(LetterKind.CLOSING)
    with pytest.raises(ValueError, match="survey_url"):
        FACTS[LetterKind.CLOSING].model_validate(planned | {"survey_url": "example.org"})
