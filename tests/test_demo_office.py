import hashlib
import io
import json
import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from casework.case import Application, Procedure
from casework.completeness import LackCode, missing_from
from casework.demo_office.applications import clean_applications, sample_applications, write_application
from casework.demo_office.documents import picture
from casework.demo_office.officers import EQUIPMENT, OFFICERS, SPARE_MEMBERS, TEAMS, demo_decree
from casework.identity.birth_date import BirthDate
from casework.identity.civil_service_ranks import RANKS
from casework.questions import ROLE_NAMES
from casework.reading import content_digest, read_application
from casework.regions import REGENCIES, find_village, responsible_office

TODAY = date(2026, 11, 25)  # a Wednesday
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def ages(application, day):
    return BirthDate.read(application.applicant.birth_date).age_on(day)


# --- the staff


def test_every_role_of_the_office_is_held_by_somebody():
    assert {role for officer in OFFICERS for role in officer.roles} == set(ROLE_NAMES)


def test_codes_have_two_or_three_capital_letters_and_nobody_shares_one():
    codes = [officer.code for officer in OFFICERS]
    assert all(re.fullmatch("[A-Z]{2,3}", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_employee_numbers_are_built_like_real_ones_and_differ():
    numbers = [officer.employee_number for officer in OFFICERS]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert re.fullmatch("[0-9]{18}", number)
        born = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
        appointed = date(int(number[8:12]), int(number[12:14]), 1)
        assert 18 <= (appointed - born).days / 365.25 <= 35
        assert number[14] in "12"


def test_every_officer_has_a_rank_and_nobody_of_the_office_one_above_its_heads():
    [head] = [officer for officer in OFFICERS if "head-of-office" in officer.roles]
    above = {"regional-office", "directorate-general"}
    grades = list(RANKS)
    assert {officer.rank for officer in OFFICERS} <= set(grades)
    assert [
        one.code for one in OFFICERS if grades.index(one.rank) >= grades.index(head.rank) and not above & set(one.roles)
    ] == ["RK"]


def test_two_teams_of_three_and_two_spare_members_share_nobody():
    roles = {officer.code: officer.roles for officer in OFFICERS}
    for team in TEAMS:
        assert "team-lead" in roles[team.lead]
        assert "biometric-operator" in roles[team.biometric_operator]
        assert "health-and-security" in roles[team.health_and_security]
    members = [code for team in TEAMS for code in (team.lead, team.biometric_operator, team.health_and_security)]
    assert len({*members, *SPARE_MEMBERS}) == 8


def test_there_are_a_kit_and_a_vehicle_for_each_team():
    assert Counter(item.kind for item in EQUIPMENT) == {"kit": len(TEAMS), "vehicle": len(TEAMS)}


@given(day=DAYS)
def test_the_decree_is_in_force_on_the_first_day_and_for_two_years_more(day):
    decree = demo_decree(day)
    assert decree.dated <= decree.valid_from <= day
    assert (decree.valid_to - day).days >= 2 * 365


# --- the samples


def test_the_first_sample_is_the_first_known_visit_with_an_invented_person():
    application = sample_applications(TODAY)[0].application
    village = find_village(application.residence.village_code)
    assert (application.applicant.nationality, ages(application, TODAY).at_least) == ("USA", 70)
    assert (village.name, application.residence.postal_code) == ("Timuran", "57131")


def test_the_samples_come_from_all_seven_regencies():
    assert {sample.application.residence.regency_code for sample in sample_applications(TODAY)} >= set(REGENCIES)


@settings(max_examples=25, deadline=None)
@given(day=DAYS)
def test_whenever_the_demo_runs_the_samples_have_the_same_faults(day):
    samples = sample_applications(day)
    lacks = {
        sample.external_reference: [lack.code for lack in missing_from(sample.application, day)] for sample in samples
    }
    assert {reference: codes for reference, codes in lacks.items() if codes} == {
        "MSK-CONTOH-0002": [LackCode.DOCUMENT_MISSING],
        "MSK-CONTOH-0003": [LackCode.CHECK_DIGIT_WRONG],
    }
    too_young = [sample.external_reference for sample in samples if ages(sample.application, day).at_least < 65]
    outside = [sample.external_reference for sample in samples if not sample.application.residence.lies_in_the_area]
    assert (too_young, outside) == (["MSK-CONTOH-0004"], ["MSK-CONTOH-0005"])
    assert all(sample.application.permit.expires_on > day for sample in samples)


def test_one_sample_is_a_resend_and_one_a_conflict():
    samples = sample_applications(TODAY)
    digests = {}
    for sample in samples:
        digests.setdefault(sample.external_reference, []).append(content_digest(sample.application))
    assert [reference for reference, seen in digests.items() if len(seen) == 2 and len(set(seen)) == 1] == [
        "MSK-CONTOH-0001"
    ]
    assert [reference for reference, seen in digests.items() if len(set(seen)) == 2] == ["MSK-CONTOH-0006"]
    assert Counter(sample.outcome for sample in samples) == {
        "good": 7,
        "incomplete": 2,
        "ineligible": 2,
        "resent": 1,
        "conflict": 1,
    }


def test_the_sample_from_sleman_can_be_sent_on():
    outside = next(
        sample.application for sample in sample_applications(TODAY) if not sample.application.residence.lies_in_the_area
    )
    assert responsible_office(outside.residence.village_code).office == "Kantor Imigrasi Kelas I TPI Yogyakarta"


def test_one_sample_changes_to_a_permanent_permit_and_one_is_urgent():
    samples = [sample.application for sample in sample_applications(TODAY)]
    assert sum(application.procedure is Procedure.CONVERSION for application in samples) == 1
    assert min(application.permit.expires_on for application in samples) == date(
        2026, 12, 1
    )  # a Tuesday, four working days on


# --- their documents


def test_every_document_is_a_real_file_that_differs_from_every_other():
    samples = sample_applications(TODAY)[:11]
    contents = [content for sample in samples for content in sample.files.values()]
    assert len(set(contents)) == len(contents)
    for content in contents:
        if content.startswith(b"%PDF"):
            assert PdfReader(io.BytesIO(content), strict=True).pages[0].extract_text().startswith("CONTOH - SPECIMEN\n")
        else:
            Image.open(io.BytesIO(content)).verify()


def test_a_picture_says_that_it_is_a_specimen():
    image = Image.open(io.BytesIO(picture("CONTOH - SPECIMEN")))
    assert (image.size, image.info["Comment"]) == ((160, 96), "CONTOH - SPECIMEN")


def test_the_documents_have_the_fingerprints_that_the_application_gives():
    for sample in sample_applications(TODAY):
        files = sample.files_by_code()
        assert {document.code.value: document.sha256 for document in sample.application.documents} == {
            code: hashlib.sha256(content).hexdigest() for code, content in files.items()
        }


# --- the rehearsal


def test_a_rehearsal_has_as_many_good_applications_as_it_wants():
    samples = list(clean_applications(TODAY, count=120, seed=7))
    assert len(samples) == 120
    assert {sample.external_reference for sample in samples} != {
        sample.external_reference for sample in clean_applications(TODAY, 120, 8)
    }
    for unique in (
        [sample.external_reference for sample in samples],
        [sample.application.applicant.passport_number for sample in samples],
        [content_digest(sample.application) for sample in samples],
    ):
        assert len(set(unique)) == 120
    for sample in samples:
        assert missing_from(sample.application, TODAY) == ()
        assert ages(sample.application, TODAY).at_least >= 66
        assert sample.application.residence.lies_in_the_area
    assert {sample.application.residence.regency_code for sample in samples} == set(REGENCIES)


def test_the_same_seed_gives_the_same_rehearsal():
    assert list(clean_applications(TODAY, 5, 3)) == list(clean_applications(TODAY, 5, 3))


# --- the inbox


def test_an_application_is_put_into_the_inbox_whole(tmp_path):
    sample = sample_applications(TODAY)[0]
    place = write_application(tmp_path / "inbox", sample)
    assert place == tmp_path / "inbox" / "MSK-CONTOH-0001"
    assert read_application((place / "application.json").read_bytes()) == sample.application
    assert {file.name for file in place.iterdir()} == {"application.json", *sample.files}
    assert [file.name for file in place.parent.iterdir()] == ["MSK-CONTOH-0001"]


def test_a_resend_lies_beside_the_first_while_that_is_still_there(tmp_path):
    sample = sample_applications(TODAY)[0]
    assert [write_application(tmp_path, sample).name for _ in range(3)] == [
        "MSK-CONTOH-0001",
        "MSK-CONTOH-0001~2",
        "MSK-CONTOH-0001~3",
    ]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    sample = sample_applications(TODAY)[0]
    sample.files["no-such-folder/PASSPORT.png"] = b""
    with pytest.raises(FileNotFoundError):
        write_application(tmp_path, sample)
    assert list(tmp_path.iterdir()) == []


def test_every_sample_is_read_back_as_it_was_written():
    for sample in sample_applications(TODAY):
        assert isinstance(Application.model_validate_json(sample.as_json(), strict=True), Application)
        assert json.loads(sample.as_json())["schema_version"] == "1"
