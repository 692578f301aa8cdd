"""The rounds of a day on a map: where, in which order, by whom; nothing covers anything, and no street and no person is on it."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_days import day_with, team, visit

from casework.regions import REGENCIES, all_districts
from casework.rounds import plan_rounds
from casework.rounds_on_paper.drawing import COLOURS, home_at, letters
from casework.rounds_on_paper.placing import Box, NoRoom, nearest_free
from casework.rounds_on_paper.rounds_map import _drawn, rounds_map

SVG = "{http://www.w3.org/2000/svg}"
DISTRICTS = [district.code for district in all_districts()]
TIMURAN_AND_GENTAN = {"SAHS-AAAA": "33.72.05.1007", "SAHS-BBBB": "33.11.10.2013", "SAHS-CCCC": "33.72.05.1001"}


def plan_of(homes, teams=2, **more):
    visits = [
        visit(name.removeprefix("SAHS-"), regency=code[:5], district_code=code[:8]) for name, code in homes.items()
    ]
    return plan_rounds(day_with(*(team(number) for number in range(1, teams + 1)), **more), visits)


def words_on(svg):
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def drawn(plan, homes):
    places = {one: home_at(code[:5], code) for one, code in homes.items()}
    return _drawn(plan, {one: places[one] for one in plan.references})


def test_a_stop_is_told_by_its_sub_district_its_reference_and_its_place_in_the_round():
    words = words_on(rounds_map(plan_of(TIMURAN_AND_GENTAN, teams=1), TIMURAN_AND_GENTAN))
    assert words[0] == "Kunjungan rumah, Rabu, 6 Oktober 2021"
    assert {"Baki", "Banjarsari"} <= set(words)
    tags = {line[3:]: line[:2] for line in words if re.fullmatch(r"[A-Z]\d SAHS-.{4}", line)}
    assert tags.keys() == TIMURAN_AND_GENTAN.keys()
    assert sorted(tags.values()) == ["A1", "A2", "A3"]


def test_the_office_and_the_seven_towns_are_on_every_map():
    words = words_on(rounds_map(plan_of({}), {}))
    towns = {"Surakarta", "Sukoharjo", "Karanganyar", "Sragen", "Wonogiri", "Klaten", "Boyolali"}
    assert {regency.name.partition(" ")[2] for regency in REGENCIES.values()} == towns
    assert towns | {"Kantor"} <= set(words)


def test_the_legend_says_who_goes_when_they_leave_and_return_and_what_is_kept_free():
    plan = plan_of({"SAHS-AAAA": "33.72.05.1007"}, teams=1, reserve=1)
    words = words_on(rounds_map(plan, {"SAHS-AAAA": "33.72.05.1007"}))
    assert "Tim T1 · A1 (ketua), B1, C1" in words
    (told,) = [line for line in words if "kunjungan" in line]
    (kept,) = plan.reserves
    assert f"{kept.starts_at:%H:%M}" == "09:00"
    assert told == "09:33–10:57 WIB · 1 kunjungan · cadangan 09:00"


def test_a_home_of_which_the_sub_district_is_not_known_stands_at_its_regencys_seat():
    plan = plan_of({"SAHS-AAAA": "33.12.12.1001"}, teams=1)
    words = words_on(rounds_map(plan, {}))
    assert words.count("Wonogiri") == 2  # the town, and the stop there
    assert "A1 SAHS-AAAA" in words


def test_the_same_plan_is_the_same_drawing_byte_for_byte_and_a_phone_can_show_it():
    plan = plan_of(TIMURAN_AND_GENTAN)
    svg = rounds_map(plan, TIMURAN_AND_GENTAN)
    assert rounds_map(plan, dict(reversed(TIMURAN_AND_GENTAN.items()))) == svg
    root = ET.fromstring(svg)
    assert root.get("viewBox").split()[:3] == ["0", "0", "360.0"]
    assert (root.get("width"), root.get("height")) == (None, None)  # as wide as whatever shows it
    sizes = [float(element.get("font-size")) for element in root.iter() if element.get("font-size")]
    assert min(sizes) >= 10


def test_the_map_fetches_nothing_and_needs_no_style_of_a_page():
    svg = rounds_map(plan_of(TIMURAN_AND_GENTAN), TIMURAN_AND_GENTAN)
    assert re.findall(r" style=|<style|<image|href|<script|url\(", svg) == []
    assert re.findall(r"https?://\S+", svg) == ['http://www.w3.org/2000/svg"']


def test_what_a_team_is_called_is_shown_as_text():
    plan = plan_rounds(day_with(team(1, code="<b>&")), [visit("AAAA")])
    assert "Tim <b>& · A1 (ketua), B1, C1" in words_on(rounds_map(plan, {}))


def test_each_round_differs_from_the_next_by_lightness_and_each_by_its_letter():
    steps = [later - earlier for earlier, later in pairwise(map(lightness, COLOURS))]
    assert min(steps) > 6
    assert lightness(COLOURS[-1]) < 60  # three to one against the map's ground
    assert [letters(number) for number in (0, 5, 25, 26, 27, 52)] == ["A", "F", "Z", "AA", "AB", "BA"]


def lightness(colour):
    """CIE lightness, 0 to 100."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 116 * (0.2126 * red + 0.7152 * green + 0.0722 * blue) ** (1 / 3) - 16


HOMES = st.lists(st.sampled_from(DISTRICTS) | st.sampled_from(DISTRICTS[-5:]), max_size=24).map(
    lambda codes: {f"SAHS-{number + 2222}": code for number, code in enumerate(codes)}
)


@settings(max_examples=40, deadline=None)
@given(HOMES, st.integers(1, 7))
def test_nothing_on_the_map_covers_anything_and_everything_is_on_it(homes, teams):
    plan = plan_of(homes, teams)
    window, drawing = drawn(plan, homes)
    boxes = [drawing.house, *drawing.towns.values(), *(mark.box for mark in drawing.marks)]
    boxes += [label.box for label in (*drawing.labels, *drawing.town_labels)]
    assert [pair for pair in combinations(boxes, 2) if pair[0].covers(pair[1])] == []
    assert [box for box in boxes if not box.is_on((window.width, window.height))] == []
    told = {reference for label in drawing.labels for _, reference in label.stops}
    assert told == plan.references


def test_a_sheet_that_is_full_is_made_larger():
    with pytest.raises(NoRoom):
        nearest_free((6, 6), (10, 10), [Box(6, 6, 10, 10)], (12, 12))
    assert round(nearest_free((6, 6), (10, 10), [Box(6, 6, 10, 10)], (12, 30)).y) == 18


@pytest.mark.parametrize(
    ("line", "crosses"),
    [
        (((0, 0), (10, 10)), True),
        (((0, 5), (10, 5)), True),
        (((5, 0), (5, 10)), True),
        (((0, 0), (10, 0)), False),
        (((0, 7), (3, 10)), False),
        (((0, 0), (2, 2)), False),
    ],
)
def test_a_line_runs_through_a_label_or_past_it(line, crosses):
    assert Box(5, 5, 4, 4).is_crossed_by(line) is crosses


def test_a_large_day_is_a_small_file():
    homes = {f"SAHS-{number + 2222}": code for number, code in enumerate(DISTRICTS[::5][:25])}
    assert len(rounds_map(plan_of(homes, 7), homes)) < 30_000
