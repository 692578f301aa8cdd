"""A team's visits for a calendar: times, references, sub-districts and a link; nothing that may not lie in a stranger's cloud."""

from datetime import datetime, timedelta

from casework.clock import OFFICE_TIME_ZONE
from casework.rounds_on_paper.calendar_file import Appointment, calendar_file

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=OFFICE_TIME_ZONE)
STAMP = datetime(2026, 11, 24, 13, 31, 7, tzinfo=OFFICE_TIME_ZONE)


def appointment(reference="SAHS-7K43", **more):
    told = {"occurrence": 1, "revision": 2, "starts_at": NINE, "ends_at": NINE + timedelta(minutes=30)}
    return Appointment(reference, **told | {"district_code": "33.72.05"} | more)


def written(*appointments, host="http://127.0.0.1:4280"):
    return calendar_file(appointments, link_of=lambda reference: f"{host}/cases/{reference}", stamped_at=STAMP)


def test_a_visit_is_one_event_in_world_time_with_reference_sub_district_and_link():
    assert written(appointment()).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kantor Imigrasi Surakarta//homevisit//ID",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "UID:SAHS-7K43-1@homevisit",
        "SEQUENCE:2",
        "DTSTAMP:20261124T063107Z",
        "DTSTART:20261125T020000Z",
        "DTEND:20261125T023000Z",
        "SUMMARY:SAHS-7K43 · Banjarsari",
        "LOCATION:Banjarsari\\, Kota Surakarta",
        "URL:http://127.0.0.1:4280/cases/SAHS-7K43",
        "CLASS:CONFIDENTIAL",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_visit_that_was_moved_replaces_itself_in_a_calendar():
    first, later = written(appointment()), written(appointment(revision=3, starts_at=NINE + timedelta(minutes=10)))
    uid, sequence = b"UID:SAHS-7K43-1@homevisit\r\n", b"SEQUENCE:3\r\n"
    assert (uid in first, uid in later, sequence in first, sequence in later) == (True, True, False, True)


def test_a_visit_whose_home_is_not_known_any_more_has_its_reference_alone():
    lines = written(appointment(district_code="")).decode().split("\r\n")
    assert "SUMMARY:SAHS-7K43" in lines
    assert [line for line in lines if line.startswith("LOCATION")] == []


def test_a_long_line_is_folded_after_75_octets_and_no_letter_is_cut():
    told = written(appointment(), host="http://" + "ö" * 80)
    assert max(len(line) for line in told.split(b"\r\n")) <= 75
    assert "ö" * 80 + "/cases/SAHS-7K43\r\n" in told.decode().replace("\r\n ", "")
    assert b"\n" not in told.replace(b"\r\n", b"")


def test_a_team_without_visits_has_an_empty_calendar():
    assert written().count(b"\r\n") == 5
    assert b"VEVENT" not in written()
