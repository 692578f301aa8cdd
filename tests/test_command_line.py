"""The command as it is used at a terminal: answers on stdout, troubles in one sentence on stderr, no code as an argument."""

import errno
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from terminal import one_sentence

from casework.eligibility import rules_in_force
from casework.lifecycle import NEUTRAL_SENTENCE, Stage
from casework.registry import Event, ledger
from casework.registry.models import Decision, Officer, Submission
from casework.stages.case_file import find_case, read_application
from homevisit.command_line import deciding

SAMPLE = Path(__file__).parent / "samples" / "application.json"


def test_the_command_starts_in_a_python_that_has_loaded_nothing_before():
    started = subprocess.run(
        [sys.executable, "-c", "from homevisit.command_line import run; run()", "--help"],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert (started.returncode, started.stderr) == (0, "")


# troubles


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("case", "show", "SAHS-0000"), "there is no case SAHS-0000"),
        (("intake", "submit", "nowhere.json"), "there is no file nowhere.json"),
        (("worklist", "--role", "king"), "there is no role 'king'"),
        (("mandate", "--role", "king"), "there is no role 'king'"),
        (("worklist", "--mine", "ZZ"), "there is no officer ZZ"),
        (("decide", "SAHS-0000", "--who", "BS"), "there is no case SAHS-0000"),
        (("decide", "SAHS-0000", "--who", "BS", "--question", "why"), "there is no question 'why'"),
        (("reconcile",), "the Prefect server does not answer, so there is nothing to compare"),
        (("officer", "code", "XX"), "there is no officer XX"),
        (("office", "form", "king"), "there is no form 'king'"),
        (("office", "form", "absence", "--set", "king=BS"), "this form has no field 'king'"),
        (("claim", "SAHS-0000", "--who", "BS"), "there is no case SAHS-0000"),
        (("rehearse", "--scenario", "opera"), "there is no scenario 'opera'"),
        (("serve", "kitchen"), "the office has no part 'kitchen'"),
        (("key", "verify-backup", "nowhere"), "there is no file nowhere"),
    ],
)
def test_what_cannot_be_done_ends_in_one_sentence_on_stderr_and_exit_code_1(homevisit, folder, arguments, told):
    code, out, err = homevisit(folder, *arguments)
    assert (code, out) == (1, "")
    assert told in err
    assert one_sentence(err)


@pytest.mark.parametrize(
    "arguments", [("case", "list"), ("worklist",), ("ledger", "verify"), ("officer", "list"), ("officer", "code", "BS")]
)
def test_before_the_first_start_each_look_says_what_to_do(homevisit, tmp_path, arguments):
    code, out, err = homevisit(tmp_path / "nothing", *arguments)
    assert (code, out) == (1, "")
    assert "homevisit up" in err
    assert one_sentence(err)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://office@127.0.0.1/register", "the register cannot lie in mysql"),
        ("postgresql://office@127.0.0.1:9/register", "the register's database does not answer"),
    ],
)
def test_a_register_that_cannot_be_reached_is_one_sentence_without_its_address(
    homevisit, folder, monkeypatch, url, told
):
    monkeypatch.setenv("HOMEVISIT_DATABASE_URL", url)
    code, out, err = homevisit(folder, "case", "list")
    assert (code, out) == (1, "")
    assert told in err
    assert one_sentence(err)
    assert "127.0.0.1" not in err


def test_a_one_time_code_is_no_option_of_any_command(homevisit, folder):
    code, _, err = homevisit(folder, "decide", "SAHS-0000", "--who", "BS", "--code", "123456")
    assert code == 2
    assert "--code" in err


# taking in


def test_an_application_from_a_file_is_taken_in_and_sent_again_it_is_the_same_case(homevisit, tmp_path, life):
    folder = life.desk.settings.state_folder
    code, out, err = homevisit(folder, "intake", "submit", str(SAMPLE))
    first = json.loads(out)
    assert (code, first["arrival"]) == (0, "new")
    assert "goes on as soon as it is" in err
    again = json.loads(homevisit(folder, "intake", "submit", str(SAMPLE))[1])
    assert again == {**first, "arrival": "resent"}


def test_an_application_that_cannot_be_read_is_named_as_the_cause_and_not_the_offices_folder(
    homevisit, tmp_path, life, monkeypatch
):
    readable = Path.read_bytes

    def read_bytes(path):
        if path == SAMPLE:
            raise PermissionError(errno.EACCES, "Permission denied")
        return readable(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    code, out, err = homevisit(life.desk.settings.state_folder, "intake", "submit", str(SAMPLE))
    assert (code, out) == (1, "")
    assert "the application cannot be read (Permission denied): make its file readable" in err
    assert one_sentence(err)


def test_a_malformed_application_is_refused_with_each_field_and_nothing_is_stored(homevisit, life, monkeypatch):
    folder = life.desk.settings.state_folder
    broken = json.loads(SAMPLE.read_text())
    del broken["applicant"]["full_name"]
    broken["submitted_at"] = "yesterday"
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(json.dumps(broken).encode())))
    code, out, err = homevisit(folder, "intake", "submit", "-")
    assert code == 1
    assert {fault["field"] for fault in json.loads(out)["refused"]} == {"applicant.full_name", "submitted_at"}
    assert one_sentence(err)
    assert json.loads(homevisit(folder, "case", "list", "--json")[1]) == []


# looking


def test_a_case_is_shown_with_its_questions_and_the_sentence_that_may_be_told(homevisit, folder, assessed):
    code, out, _ = homevisit(folder, "case", "show", assessed.reference, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["reference"], told["stage"]) == (assessed.reference, "assessment")
    assert (told["may_be_told"]["id"], told["may_be_told"]["en"]) == NEUTRAL_SENTENCE[Stage.ASSESSMENT]
    assert {"timeline", "decisions", "letters", "deadlines"} <= set(told)
    assert assessed.reference in homevisit(folder, "case", "show", assessed.reference)[1]


def test_the_work_list_names_what_waits_and_for_whom(homevisit, folder, assessed):
    rows = json.loads(homevisit(folder, "worklist", "--json")[1])
    assert [(row["subject"], row["question"], row["role"]) for row in rows] == [
        (assessed.reference, "eligibility-verdict", "section-head")
    ]
    [row] = rows
    assert (row["attempt"], row["opened"] < row["due"], row["run"], row["deadlock"]) == (1, True, None, None)
    assert row["case_sheet"].endswith(f"/cases/{assessed.reference}")
    assert json.loads(homevisit(folder, "worklist", "--role", "dispatcher", "--json")[1]) == []
    assert [len(json.loads(homevisit(folder, "worklist", "--mine", who, "--json")[1])) for who in ("BS", "RK")] == [
        1,
        0,
    ]


def test_the_ledger_is_verified_to_its_head_and_a_changed_row_is_named(homevisit, folder, assessed):
    code, out, _ = homevisit(folder, "ledger", "verify", "--json")
    found = json.loads(out)
    assert (code, found["holds"]) == (0, True)
    assert found["head"] == ledger.verify(assessed.registry.engine).head
    assert found["head"] in homevisit(folder, "ledger", "verify")[1]


def test_the_rules_of_a_day_are_listed_each_with_its_version(homevisit, folder):
    code, out, _ = homevisit(folder, "rules", "--at", "2026-11-25", "--json")
    assert code == 0
    assert [(row["id"], row["version"]) for row in json.loads(out)] == [
        (rule.id, rule.version) for rule in rules_in_force(date(2026, 11, 25))
    ]


def test_who_was_entitled_on_a_day_is_listed_by_role_with_the_decree(homevisit, folder, assessed):
    def entitled(*asked):
        code, out, _ = homevisit(folder, "mandate", *asked, "--json")
        assert code == 0
        return [(row["role"], row["officer"]) for row in json.loads(out)]

    day = assessed.clock.now.date()
    assert entitled("--at", day.isoformat(), "--role", "section-head") == [
        ("section-head", "BS"),
        ("section-head", "EL"),
    ]
    assert {role for role, _ in entitled("--at", day.isoformat())} >= {"head-of-office", "dispatcher", "team-lead"}
    assert entitled("--at", "2001-01-01") == []
    assert "Kasi" in homevisit(folder, "mandate", "--at", day.isoformat())[1]


def test_whoever_had_left_by_that_day_is_named_and_marked(homevisit, folder, assessed):
    with assessed.change() as change:
        change.session.get(Officer, "BS").serves_until = change.moment.office_date - timedelta(days=1)
        change.write(Event("office:officer:left", "officer:BS"))
    asked = ("mandate", "--at", assessed.clock.now.date().isoformat(), "--role", "section-head")
    rows = json.loads(homevisit(folder, *asked, "--json")[1])
    assert [(row["officer"], row["has_left"]) for row in rows] == [("BS", True), ("EL", False)]
    told = homevisit(folder, *asked)[1]
    assert ("BS ✗" in told, "EL ✗" in told, "✗ tidak bertugas lagi pada hari itu" in told) == (True, False, True)


def test_no_look_from_the_terminal_shows_a_name(homevisit, folder, assessed):
    with assessed.registry.reading() as reading:
        application = read_application(reading, find_case(reading, assessed.reference))
    looks = [("case", "list"), ("case", "show", assessed.reference), ("worklist",), ("officer", "list"), ("mandate",)]
    seen = "".join(homevisit(folder, *look, *json_too)[1] for look in looks for json_too in ((), ("--json",)))
    assert assessed.reference in seen
    assert application.applicant.full_name not in seen
    assert application.applicant.passport_number not in seen


# deciding


def test_a_question_is_answered_with_a_code_that_is_asked_for(homevisit, folder, assessed):
    code_now = assessed.code_of("BS", datetime.now(UTC))
    code, out, _ = homevisit(
        folder, "decide", assessed.reference, "--who", "BS", "--choice", "eligible", typed=[code_now]
    )
    assert code == 0
    assert "recorded: eligible" in out
    assert code_now not in out
    [decision] = assessed.rows(Decision, Decision.subject == assessed.reference)
    assert (decision.officer_code, decision.choice) == ("BS", "eligible")


def test_a_wrong_code_is_refused_in_one_sentence_and_decides_nothing(homevisit, folder, assessed):
    code, _, err = homevisit(
        folder, "decide", assessed.reference, "--who", "BS", "--choice", "eligible", typed=["000000"]
    )
    assert code == 1
    assert one_sentence(err)
    assert assessed.rows(Decision, Decision.subject == assessed.reference) == []


def test_who_answers_before_a_question_is_open_hears_what_is_asked_now(homevisit, folder, assessed):
    code, out, err = homevisit(folder, "decide", assessed.reference, "--who", "RK", "--question", "permit-decision")
    assert (code, out) == (1, "")
    assert f"{assessed.reference}: Keputusan Kepala Kantor belum dibuka; sekarang menunggu Kasi" in err
    assert one_sentence(err)


def test_who_answers_after_the_decision_hears_which_role_decided_when_and_what_comes_next(homevisit, folder, assessed):
    assessed.decided("BS", "eligibility-verdict", "eligible")
    code, out, err = homevisit(folder, "decide", assessed.reference, "--who", "EL")
    assert (code, out) == (1, "")
    assert "Kelayakan permohonan sudah diputuskan oleh Kasi " in err
    assert "lalu Koordinator ditanya (Rencana kunjungan rumah)" in err
    assert one_sentence(err)


def test_who_is_overtaken_while_typing_hears_it_and_stands_on_record(homevisit, folder, assessed, monkeypatch):
    code_now = assessed.code_of("EL", datetime.now(UTC))

    def overtaken(*given):
        assessed.decided("BS", "eligibility-verdict", "ineligible", ground="age")
        return judge(*given)

    judge = deciding.decide
    monkeypatch.setattr(deciding, "decide", overtaken)
    asked = ("decide", assessed.reference, "--who", "EL", "--choice", "eligible")
    code, _, err = homevisit(folder, *asked, typed=[code_now])
    assert code == 1
    assert "Kelayakan permohonan sudah diputuskan oleh Kasi " in err
    assert "isian Anda tercatat sebagai tidak dihitung" in err
    assert one_sentence(err)
    [late] = assessed.rows(Submission, Submission.outcome == "refused")
    assert (late.officer_code, late.door, late.reason) == ("EL", "command-line", "already-decided")
    assert [one.choice for one in assessed.rows(Decision)] == ["ineligible"]


# staff


def test_an_officer_is_no_longer_taken_in_by_one_person_alone(homevisit, folder):
    code, _, err = homevisit(folder, "officer", "enrol", "XY")
    assert code == 2
    assert "No such command 'enrol'" in err


# the office key


def test_a_verified_backup_is_noted_in_the_ledger(homevisit, folder, assessed, tmp_path):
    copy = tmp_path / "copy"
    copy.write_bytes(assessed.desk.settings.key_file.read_bytes())
    before = ledger.verify(assessed.registry.engine).rows
    code, out, _ = homevisit(folder, "key", "verify-backup", str(copy))
    assert code == 0
    assert "holds the office key" in out
    found = ledger.verify(assessed.registry.engine)
    assert (found.rows, found.holds) == (before + 1, True)
