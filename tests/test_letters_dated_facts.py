"""What a letter takes from the tables of its day: whom it goes to, on which law it rests, which budget pays."""

from datetime import date

import pytest

from casework.approval_chain import DIRECTORATE_GENERAL, HEAD_OF_OFFICE, REGIONAL_OFFICE
from casework.deadline_rules import SERVICE_BEGAN
from casework.deadlines import every_deadline_rule
from casework.effective_dates import NothingInForce
from casework.letters import FACTS, LetterKind, sample_facts
from casework.letters.facts.decision import ClosingFacts
from casework.stages.letter_facts import breach
from casework.stages.letter_facts.addressees import ADMINISTRATIVE_COURT, DATA_PROTECTION_AGENCY, POSTS, addressee_on
from casework.stages.letter_facts.legal_bases import IN_VIEW, legal_bases_of
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import Remedy
from casework.tariffs import visit_budget

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


def test_the_law_in_view_has_neither_gap_nor_overlap_since_the_service_began():
    days = {SERVICE_BEGAN, *(entry.valid_from for entry in IN_VIEW if entry.valid_from > SERVICE_BEGAN)}
    for day in sorted(days):
        cited = [basis.split()[1] for basis in legal_bases_of(LetterKind.REFUSAL, day)]
        assert len(cited) == len(set(cited))
        assert {"6/2011", "31/2013"} < set(cited)


def test_the_visit_is_booked_on_the_budget_of_the_office_as_the_letterhead_names_it():
    assert visit_budget(TODAY, "Kantor Imigrasi Kelas I TPI Surakarta") == "DIPA Kantor Imigrasi Kelas I TPI Surakarta"


def test_every_dated_fact_says_its_legal_basis_and_its_source():
    assert all(entry.legal_basis and entry.source for entry in (*POSTS, *IN_VIEW, *every_deadline_rule()))


def test_a_closing_letter_that_was_planned_when_its_facts_named_no_survey_is_still_one():
    planned = sample_facts(LetterKind.CLOSING).model_dump(mode="json") | {"survey_url": None}
    assert ClosingFacts.model_validate(planned) == sample_facts(LetterKind.CLOSING)
    with pytest.raises(ValueError, match="survey_url"):
        FACTS[LetterKind.CLOSING].model_validate(planned | {"survey_url": "example.org"})
