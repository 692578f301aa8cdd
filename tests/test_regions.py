from collections import Counter

import pytest

from casework.regions import (
    REGENCIES,
    District,
    Village,
    all_districts,
    all_villages,
    find_district,
    find_village,
    outlines,
    responsible_office,
)
from casework.rounds.travel import great_circle_metres

VILLAGES_OF_REGENCY = {"33.72": 54, "33.11": 167, "33.13": 177, "33.14": 208, "33.12": 294, "33.10": 401, "33.09": 267}


def test_the_village_of_the_first_known_visit_is_timuran():
    assert find_village("33.72.05.1007") == Village(
        "33.72.05.1007", "Timuran", "Banjarsari", "33.72", "Kota Surakarta", "57131"
    )


def test_the_area_has_seven_regencies_and_1568_villages():
    assert Counter(village.regency_code for village in all_villages()) == VILLAGES_OF_REGENCY
    assert set(REGENCIES) == set(VILLAGES_OF_REGENCY)


def test_the_area_has_157_kelurahan_and_127_districts():
    assert sum(village.is_urban for village in all_villages()) == 157
    assert len({village.code[:8] for village in all_villages()}) == 127


def test_every_village_has_a_postal_code_of_five_digits():
    assert [
        village for village in all_villages() if not (len(village.postal_code) == 5 and village.postal_code.isdigit())
    ] == []


def test_prambanan_lies_in_klaten_and_in_sleman():
    inside = find_village("33.10.01.2001")
    assert inside is not None
    assert (inside.district, inside.regency) == ("Prambanan", "Kabupaten Klaten")
    assert find_village("34.04.09.2006") is None


def test_a_name_says_nothing_about_the_place():
    names = Counter(village.name for village in all_villages())
    assert names["Jetis"] == 8
    assert sum(times > 1 for times in names.values()) == 198
    assert {village.regency for village in all_villages() if village.district == "Sidoharjo"} == {
        "Kabupaten Sragen",
        "Kabupaten Wonogiri",
    }


def test_sleman_belongs_to_the_office_of_yogyakarta():
    office = responsible_office("34.04.09.2006")
    assert office is not None
    assert (office.office, office.certainty) == ("Kantor Imigrasi Kelas I TPI Yogyakarta", "high")


@pytest.mark.parametrize("code", ["33.72.05.1007", "33.10", "11.01.01.2001", "", "nowhere"])
def test_the_own_area_and_what_is_not_known_have_no_other_office(code):
    assert responsible_office(code) is None


def test_each_seat_lies_in_central_java():
    for regency in REGENCIES.values():
        assert -8.3 < regency.seat_latitude < -7.2
        assert 110.4 < regency.seat_longitude < 111.3


# --- the gazetteer of the sub-districts


def test_every_village_lies_in_one_of_the_127_sub_districts_under_the_same_name():
    named = {village.code[:8]: village.district for village in all_villages()}
    assert {district.code: district.name for district in all_districts()} == named
    assert len(named) == 127


def test_the_sub_district_of_the_first_known_visit_is_banjarsari():
    banjarsari = District("33.72.05", "Banjarsari", -7.54688, 110.81726)
    assert find_district("33.72.05.1007") == find_district("33.72.05") == banjarsari
    assert banjarsari.regency_code == "33.72"
    assert find_district("34.04.09.2006") is None


# the farthest sub-district of each regency, measured along the great circle from the regency's seat, in kilometres
FARTHEST = {"33.72": 5, "33.11": 17, "33.10": 18, "33.13": 23, "33.14": 26, "33.09": 40, "33.12": 40}


@pytest.mark.parametrize("code", sorted(REGENCIES))
def test_each_sub_district_lies_about_its_regencys_seat(code):
    seat = (REGENCIES[code].seat_latitude, REGENCIES[code].seat_longitude)
    own = [district for district in all_districts() if district.regency_code == code]
    metres = [great_circle_metres(seat, (district.latitude, district.longitude)) for district in own]
    assert FARTHEST[code] * 1000 - 1000 < max(metres) <= FARTHEST[code] * 1000
    assert min(metres) < 10_000


def test_no_two_sub_districts_lie_at_the_same_place():
    assert len({(district.latitude, district.longitude) for district in all_districts()}) == 127


def test_each_sub_district_lies_within_the_border_of_its_own_regency():
    strayed = [
        district.name
        for district in all_districts()
        for rings in [outlines()[district.regency_code]]
        if not any(_is_within((district.latitude, district.longitude), ring) for ring in rings)
    ]
    assert strayed == []
    assert set(outlines()) == set(REGENCIES)


def _is_within(point, ring):
    """Whether a ray to the east crosses the ring an odd number of times."""
    latitude, longitude = point
    crossings = 0
    for (south, west), (north, east) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (south > latitude) != (north > latitude):
            crossings += longitude < west + (latitude - south) / (north - south) * (east - west)
    return crossings % 2 == 1
