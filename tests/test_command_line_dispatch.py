"""``homevisit dispatch``: a day from a file planned, judged and explained, without an office; bad input in a sentence."""

import json
import sys

import pytest

from casework.rounds import Plan
from casework.rounds.day_file import DayFile
from homevisit.command_line import run

TEAM = {"code": "T1", "members": ["BS", "SH", "NR"], "lead": "BS", "kit": "K1", "vehicle": "V1", "languages": ["id"]}
VISIT = {"reference": "SAHS-AAAA", "regency_code": "33.72", "last_safe_day": "2026-12-04"}
OTHER = {"reference": "SAHS-BBBB", "regency_code": "33.11", "last_safe_day": "2026-12-01"}
A_DAY = {"date": "2026-11-26", "teams": [TEAM], "visits": [VISIT, OTHER]}
STAFF = {
    "officers": [
        {"code": "BS", "roles": ["team-lead"], "languages": ["id"]},
        {"code": "SH", "roles": ["biometric-operator"]},
        {"code": "NR", "roles": ["health-and-security"]},
    ],
    "kits": ["K1"],
    "vehicles": ["V1"],
}


@pytest.fixture
def homevisit(tmp_path, monkeypatch, capsys):
    """``homevisit(*arguments)`` in a folder of its own; returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["homevisit", "dispatch", *arguments])
        with pytest.raises(SystemExit) as ended:
            run()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return command


@pytest.fixture
def written(tmp_path):
    """``written(day)`` puts a day, or anything else, into day.json."""

    def write(content):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "day.json").write_text(text, encoding="utf-8")
        return "day.json"

    return write


def test_a_day_is_planned_judged_and_written(homevisit, written, tmp_path):
    code, shown, _ = homevisit(
        "plan", "--input", written(A_DAY), "--output", "plan.json", "--budget-s", "5", "--seed", "7"
    )
    plan = Plan.model_validate_json((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert (code, [len(tour.stops) for tour in plan.rounds], plan.left_out) == (0, [2], ())
    assert "09.00 SAHS-" in shown
    assert homevisit("check", "--input", "day.json", "--plan", "plan.json") == (0, "Every rule is kept.\n", "")


def test_the_same_day_gives_the_same_bytes_whatever_the_seed(homevisit, written):
    first = homevisit("plan", "--input", written(A_DAY))
    again = homevisit("plan", "--input", written({**A_DAY, "visits": [OTHER, VISIT]}), "--seed", "99")
    assert first == again
    assert first[0] == 0


def test_a_hand_edited_plan_that_breaks_a_rule_is_told_which(homevisit, written, tmp_path):
    homevisit("plan", "--input", written(A_DAY), "--output", "plan.json")
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    plan["rounds"][0]["stops"][0]["travel_minutes"] = 1
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    code, told, _ = homevisit("check", "--input", "day.json", "--plan", "plan.json")
    assert (code, told.splitlines()[-1]) == (1, "1 broken rules")
    assert told.startswith("travel-too-short: team T1, SAHS-")
    code, told, _ = homevisit("check", "--input", "day.json", "--plan", "plan.json", "--json")
    assert (code, [one["code"] for one in json.loads(told)]) == (1, ["travel-too-short"])


def test_whoever_is_left_out_is_told_the_reason_the_day_and_the_smallest_change(homevisit, written):
    full = [VISIT | {"reference": f"SAHS-{name}"} for name in ("AAAA", "BBBB", "CCCC", "DDDD", "EEEE")]
    code, told, _ = homevisit("plan", "--input", written({**A_DAY, "visits": full}))
    (left,) = json.loads(told)["left_out"]
    assert (code, left["planned_for"], left["change"]) == (0, "2026-11-27", "another-team")


def test_teams_are_formed_from_the_staff_of_the_morning(homevisit, written):
    formed = {**A_DAY, "teams": None, "staff": STAFF}
    assert json.loads(homevisit("plan", "--input", written(formed))[1])["rounds"][0]["team"]["members"] == [
        "BS",
        "SH",
        "NR",
    ]
    unfit = {**formed, "staff": {**STAFF, "unfit": ["SH"]}}
    assert {left["reason"] for left in json.loads(homevisit("plan", "--input", written(unfit))[1])["left_out"]} == {
        "no-team-today"
    }


@pytest.mark.parametrize(
    "day",
    [
        {**A_DAY, "visits": []},
        {**A_DAY, "teams": []},
        {**A_DAY, "visits": [VISIT | {"windows": [{"opens": "20:00", "closes": "21:00"}]}]},
        {**A_DAY, "hours": {"leaves_office_from": "07:00", "first_start": "08:00", "last_start": "11:00", "windows": [{"opens": "08:00", "closes": "12:00"}], "back_by": "13:00"}},
        {**A_DAY, "limits": {"visits": 1}},
        {**A_DAY, "travel": {"kind": "table", "places": ["office", "33.72", "33.11"], "minutes": [[0, 9, 9], [9, 0, 9], [9, 9, 0]]}},
    ],
    ids=["nobody waits", "no team", "an impossible window", "other hours", "one visit a team", "a travel table"],
)  # fmt: skip
def test_a_strange_day_is_still_planned(homevisit, written, day):
    code, told, said = homevisit("plan", "--input", written(day))
    assert (code, said) == (0, "")
    plan = Plan.model_validate_json(told)
    assert len(plan.left_out) + sum(len(tour.stops) for tour in plan.rounds) == len(day["visits"])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("{", "the whole: Invalid JSON"),
        ({**A_DAY, "date": "2026-11-28"}, "the office is closed on 2026-11-28 (Hari Sabtu)"),
        ({**A_DAY, "date": "2026-11-31"}, "date: Input should be a valid date"),
        ({**A_DAY, "visits": [VISIT, VISIT]}, "the case SAHS-AAAA is there more than once: give each once"),
        ({**A_DAY, "teams": [TEAM, TEAM]}, "the team T1 is there more than once: give each once"),
        ({**A_DAY, "teams": [TEAM, TEAM | {"code": "T2", "members": ["EL"], "lead": "EL", "vehicle": "V2"}]}, "the kit K1 is there more than once"),
        ({**A_DAY, "teams": [TEAM, TEAM | {"code": "T2", "kit": "K2", "vehicle": "V2"}]}, "the officer BS, NR, SH is there more than once"),
        ({**A_DAY, "teams": [TEAM | {"lead": "QQ"}]}, "team T1 is led by QQ, who is none of its members"),
        ({**A_DAY, "visits": [VISIT | {"windows": [{"opens": "10:00Z", "closes": "11:00"}]}]}, "a time of the day is the office's own (WIB)"),
        ({**A_DAY, "visits": [VISIT | {"promise": {"starts_at": "10:00:30"}}]}, "write it like 10:30"),
        ({**A_DAY, "teams": None}, "give the day's teams, or the staff from which they are formed"),
        ({**A_DAY, "visits": [VISIT | {"regency_code": "34.04"}]}, "'34.04' is none of the seven regencies"),
        ({**A_DAY, "visits": [VISIT | {"latitude": 51.5, "longitude": 0.0}]}, "km from Kota Surakarta: correct the coordinates"),
        ({**A_DAY, "visits": [VISIT | {"latitude": 951.5, "longitude": 0.0}]}, "visits[0].latitude: Input should be less than"),
        ({**A_DAY, "visits": [VISIT | {"reference": f"S{n}"} for n in range(2000)]}, "should have at most 1000 items"),
        ({**A_DAY, "visits": [VISIT | {"servce_minutes": 3}]}, "visits[0].servce_minutes: Extra inputs are not permitted"),
        ({**A_DAY, "travel": {"kind": "table", "places": ["office"], "minutes": [[0, 1]]}}, "must have 1 rows of 1 minutes"),
        ({**A_DAY, "travel": {"kind": "table", "places": ["office"], "minutes": [[0]]}}, "no way from 'office' to '33.11'"),
        ({**A_DAY, "closed_days": ["2026-11-26"]}, "2026-11-26 is blocked: plan another day"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_whole_with_a_sentence_that_says_where(homevisit, written, day, said):
    code, told, trouble = homevisit("plan", "--input", written(day))
    assert (code, told) == (1, "")
    assert said in trouble
    assert trouble.startswith("homevisit: ")
    assert "Traceback" not in trouble


def test_a_file_that_is_not_there_is_named(homevisit):
    assert homevisit("plan", "--input", "nowhere.json")[2] == (
        "homevisit: there is no file nowhere.json: name one that is there\n"
    )


def test_what_one_more_team_would_do_to_the_waiting_time_is_told(homevisit, written):
    many = [VISIT | {"reference": f"SAHS-{number:04}"} for number in range(9)]
    day = written({**A_DAY, "visits": many})
    code, told, _ = homevisit("capacity", "--input", day, "--days", "5", "--more", "30", "--json")
    by_case = {row["case"]: row for row in json.loads(told)}
    assert code == 0
    assert {case: (row["planned"], row["mean_days"], row["longest_days"]) for case, row in by_case.items()} == {
        "as it is": (9, 1.0, 2),  # Thursday four, Friday one, Monday four
        "one more team": (9, 0.11, 1),
        "one team less": (0, 5.0, 5),
        "30% more visits": (12, 1.5, 3),
    }
    assert homevisit("capacity", "--input", day)[1].startswith("26-11-2026, 10 hari kerja · working days")


def test_what_one_more_kit_would_do_is_told_where_the_staff_is_known(homevisit, written):
    six = [officer | {"code": f"{officer['code']}{n}"} for officer in STAFF["officers"] for n in (1, 2)]
    many = [VISIT | {"reference": f"SAHS-{number:04}"} for number in range(8)]
    day = written(
        {**A_DAY, "teams": None, "visits": many, "staff": {**STAFF, "officers": six, "vehicles": ["V1", "V2"]}}
    )
    told = json.loads(homevisit("capacity", "--input", day, "--days", "3", "--json")[1])
    assert {row["case"]: row["longest_days"] for row in told if "one more" in row["case"]} == {
        "one more team": 0,
        "one more kit": 0,
        "one more vehicle": 2,
    }


def test_a_place_where_nothing_can_be_read_or_written_is_named(homevisit, written, tmp_path):
    assert "cannot be read" in homevisit("plan", "--input", ".")[2]
    code, _, said = homevisit("plan", "--input", written(A_DAY), "--output", "nowhere/plan.json")
    assert (code, said) == (
        1,
        "homevisit: plan.json cannot be written (No such file or directory): choose another place\n",
    )


def test_the_schemas_are_told(homevisit):
    code, told, _ = homevisit("schema", "day")
    assert (code, json.loads(told)) == (0, DayFile.model_json_schema())
    assert homevisit("schema", "week")[2] == "homevisit: 'week' has no schema: choose one of day, plan\n"
