"""To where a letter goes, and how it names a village: in words, never by a code."""

import json

import pytest
from lives_by_stage import sample_number

from casework.case import Application
from casework.eligibility import Finding, Outcome, explain
from casework.reading import content_digest
from casework.registry.models import Case
from casework.stages.letter_facts.parties import home_of, parties_of, place_of

# --- addresses in words


def living_in(village_code: str):
    """An invented application whose home lies in a village, by its code."""
    application = sample_number(1).application
    residence = application.residence.model_copy(update={"village_code": village_code, "postal_code": "57554"})
    return application.model_copy(update={"residence": residence})


@pytest.mark.parametrize(
    ("village_code", "address", "place"),
    [
        (
            "33.72.05.1007",
            ["Kelurahan Timuran, Kecamatan Banjarsari", "Kota Surakarta 57554"],
            "Kel. Timuran, Kec. Banjarsari, Kota Surakarta",
        ),
        (
            "33.11.08.2015",
            ["Desa Triyagan, Kecamatan Mojolaban", "Kabupaten Sukoharjo 57554"],
            "Desa Triyagan, Kec. Mojolaban, Kab. Sukoharjo",
        ),
        ("34.04.09.2001", ["Kabupaten Sleman 57554"], "Kabupaten Sleman"),
        ("11.01.01.2001", ["57554"], "di luar wilayah kerja"),
    ],
)
def test_an_address_says_what_its_village_and_district_are_and_never_a_code(village_code, address, place):
    application = living_in(village_code)
    assert home_of(application).splitlines()[1:] == address
    assert place_of(application) == place


@pytest.mark.parametrize(
    ("regency_code", "indonesian", "english"),
    [
        ("34.02", "Alamat di Kabupaten Bantul berada di luar", "The residence in Kabupaten Bantul lies outside"),
        ("11.01", "Alamat berada di luar", "The residence lies outside"),
    ],
)
def test_a_residence_outside_the_area_is_told_by_the_name_of_its_regency(regency_code, indonesian, english):
    detail = {"regency_code": regency_code, "responsible_office": "kantor imigrasi setempat"}
    finding = Finding("jurisdiction", "2021-10", Outcome.FAIL, "outside-the-area", detail)
    told = (explain(finding, "id"), explain(finding, "en"))
    assert told[0].startswith(indonesian)
    assert told[1].startswith(english)
    assert regency_code not in "".join(told)


# --- where a guarantor's letter goes


def written_to(**changes) -> list[str]:
    application = sample_number(1).application
    guarantor = application.guarantor.model_copy(update=changes)
    case = Case(reference="SAHS-7K43")
    told = parties_of(case, application.model_copy(update={"guarantor": guarantor}))
    return told["recipient_address"].splitlines()


def test_a_guarantor_is_written_to_at_the_address_that_they_gave():
    assert written_to(address=("Jalan Penjamin 1", "Kota Semarang 50131")) == [
        "Jalan Penjamin 1",
        "Kota Semarang 50131",
    ]


def test_a_guarantor_without_an_address_is_written_to_in_care_of_the_applicants_home_and_the_letter_says_so():
    application = sample_number(1).application
    assert written_to(address=()) == ("d.a. " + home_of(application)).splitlines()
    assert written_to(address=(), name=application.applicant.full_name) == home_of(application).splitlines()


def test_an_application_of_before_guarantors_had_addresses_is_still_the_same_application():
    application = sample_number(1).application
    told = application.model_dump(mode="json")
    del told["guarantor"]["address"]
    old = Application.model_validate_json(json.dumps(told))
    assert old == application
    assert content_digest(old) == content_digest(application)
    with_one = application.guarantor.model_copy(update={"address": ("Jalan Penjamin 1",)})
    assert content_digest(application.model_copy(update={"guarantor": with_one})) != content_digest(application)


def test_a_long_street_leaves_its_neighbourhood_a_line_of_its_own():
    application = sample_number(1).application
    residence = application.residence.model_copy(update={"street": "J" * 120, "neighbourhood": "002/005"})
    assert home_of(application.model_copy(update={"residence": residence})).splitlines()[:2] == [
        "J" * 120,
        "RT/RW 002/005",
    ]
