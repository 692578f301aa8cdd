"""The folder into which applications are laid: emptied by one at a time, and what was refused is put aside."""

import errno
import fcntl
import json
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from lives_by_stage import first_sample, sample_number, with_an_unprintable_name

from casework.demo_office.applications import write_application
from casework.inbox import collect_inbox, laid_at, lying_in
from casework.letters import LetterKind, LetterRefused
from casework.registry.models import Case
from casework.stages.letter_facts.sources import field_of_application


def test_the_inbox_is_emptied_the_oldest_first_and_what_was_refused_is_put_aside_with_its_report(life):
    inbox = life.office.settings.inbox_folder
    good = write_application(inbox, first_sample())
    bad = write_application(inbox, with_an_unprintable_name(sample_number(2)))
    another = write_application(inbox, sample_number(10))
    (inbox / ".writing-half").mkdir()
    references = collect_inbox(life.registry, life.office)
    assert len(references) == life.count(Case) == 2
    assert [folder.exists() for folder in (good, bad, another)] == [False, False, False]
    report = json.loads((inbox / "refused" / bad.name / "report.json").read_text())
    assert [fault["field"] for fault in report["refused"]] == ["applicant.full_name"]
    assert report["refused"][0]["reason"].startswith(
        "holds U+0B95 TAMIL LETTER KA, which the office's fonts cannot print"
    )
    assert collect_inbox(life.registry, life.office) == []


def refusal_of(fact, kind=LetterKind.RECEIPT):
    return LetterRefused(kind, fact, "is empty")


def test_what_no_letter_can_print_is_named_as_the_application_names_it(life):
    guarantor = sample_number(2).application.guarantor.model_copy(update={"name": "Retno \u0b95"})
    sample = sample_number(2)
    sample = replace(sample, application=sample.application.model_copy(update={"guarantor": guarantor}))
    bad = write_application(life.office.settings.inbox_folder, sample)
    collect_inbox(life.registry, life.office)
    report = (life.office.settings.inbox_folder / "refused" / bad.name / "report.json").read_text()
    assert [fault["field"] for fault in json.loads(report)["refused"]] == ["guarantor.name"]
    assert "recipient_name" not in report


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        ("recipient_address", "residence.street"),
        ("passport_number_masked", "applicant.passport_number"),
        ("external_reference", "external_reference"),
    ],
)
def test_each_fact_that_was_sent_has_its_field(fact, field):
    assert field_of_application(refusal_of(fact), first_sample().application) == field


def test_without_a_guarantor_the_letter_goes_to_the_applicant():
    alone = first_sample().application.model_copy(update={"guarantor": None})
    assert field_of_application(refusal_of("recipient_name"), alone) == "applicant.full_name"


def test_a_letter_to_the_applicant_bears_the_applicants_name_whoever_stands_surety():
    refused = refusal_of("recipient_name", LetterKind.GRANT)
    assert field_of_application(refused, first_sample().application) == "applicant.full_name"


def test_an_inbox_that_somebody_is_emptying_is_left_to_them(life):
    inbox = life.office.settings.inbox_folder
    write_application(inbox, first_sample())
    with (inbox / ".being-emptied").open("a") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        assert collect_inbox(life.registry, life.office) == []
    assert life.count(Case) == 0
    assert len(collect_inbox(life.registry, life.office)) == life.count(Case) == 1


def test_a_crash_after_storing_makes_it_a_resend(life, tmp_path):
    inbox = life.office.settings.inbox_folder
    folder = write_application(inbox, first_sample())
    shutil.copytree(folder, tmp_path / "kept")
    collect_inbox(life.registry, life.office)
    shutil.copytree(tmp_path / "kept", folder)
    assert collect_inbox(life.registry, life.office) == []
    assert life.count(Case) == 1


def forbidden(monkeypatch, owner, name, *paths):
    """What the kernel says to a user without the right, here about these paths only."""
    allowed = getattr(owner, name)

    def guarded(path, *more):
        if path in paths:
            raise PermissionError(errno.EACCES, "Permission denied")
        return allowed(path, *more)

    monkeypatch.setattr(owner, name, guarded)


@pytest.mark.parametrize("file", ["application.json", "PASSPORT.png"])
def test_an_application_that_cannot_be_read_stays_and_the_others_are_taken(life, monkeypatch, caplog, file):
    inbox = life.office.settings.inbox_folder
    unreadable = write_application(inbox, first_sample())
    readable = write_application(inbox, sample_number(10))
    assert (unreadable / file).exists()
    with monkeypatch.context() as office:
        forbidden(office, Path, "read_bytes", unreadable / file)
        assert len(collect_inbox(life.registry, life.office)) == life.count(Case) == 1
    assert (unreadable.exists(), readable.exists()) == (True, False)
    assert caplog.messages == ["an application stays in the inbox: the office's user may not read it"]
    assert len(collect_inbox(life.registry, life.office)) == 1


def test_an_application_that_cannot_be_removed_is_taken_once_and_the_others_too(life, monkeypatch, caplog):
    inbox = life.office.settings.inbox_folder
    stuck = write_application(inbox, first_sample())
    write_application(inbox, sample_number(10))
    forbidden(monkeypatch, shutil, "rmtree", stuck)
    assert [len(collect_inbox(life.registry, life.office)) for _ in range(2)] == [2, 0]
    assert life.count(Case) == 2
    assert [folder.name for folder in lying_in(inbox)] == [stuck.name]
    assert set(caplog.messages) == {
        "an application was judged and stays in the inbox: the office's user may not remove it"
    }


def test_the_office_folder_that_cannot_be_written_is_no_fault_of_an_application(life, monkeypatch):
    write_application(life.office.settings.inbox_folder, first_sample())

    def not_writable(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("casework.registry.sealed_files.SealedFiles.store", not_writable)
    with pytest.raises(PermissionError):
        collect_inbox(life.registry, life.office)


def test_an_application_that_somebody_takes_while_it_is_looked_at_was_laid_down_just_now(tmp_path):
    before = time.time()
    assert before <= laid_at(tmp_path / "taken-meanwhile") <= time.time()
