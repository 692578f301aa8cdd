"""A demo office with one application, and its case sheet opened by a person."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from one_case import HERE, PDF, code_of, sign_in
from sqlalchemy import select
from starlette.testclient import TestClient

from casework.demo_office.applications import sample_applications
from casework.desk import Desk, desk_of
from casework.inbox import submit
from casework.registry import Event
from casework.registry.models import (
    Letter,
)
from casework.registry.schema import migrate
from casework.registry.vault import create_office_key
from casework.settings import Settings
from homevisit.case_sheet.application import case_sheet
from homevisit.demo import load_demo_office


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo office with one application, whose applicant is called <b>Adelaide</b>, and its issued receipt."""
    folder = tmp_path_factory.mktemp("office")
    settings = Settings(state_folder=folder)
    create_office_key(settings.key_file)
    migrate(settings.register_url)
    desk = desk_of(settings)
    load_demo_office(desk)
    sample = sample_applications(desk.office.now().office_date)[0]
    applicant = sample.application.applicant.model_copy(update={"full_name": "<b>Adelaide</b> & Söhne"})
    sample = replace(sample, application=sample.application.model_copy(update={"applicant": applicant}))
    beside = folder / "beside"
    beside.mkdir()
    for name, content in sample.files.items():
        (beside / name).write_bytes(content)
    submit(desk.registry, desk.office, sample.as_json(), beside, desk.office.now())
    _issue_the_receipt(desk)
    desk.registry.close()
    return folder


def _issue_the_receipt(desk: Desk) -> None:
    with desk.registry.change(desk.office.now()) as change:
        letter = change.session.scalars(select(Letter)).one()
        letter.state, letter.pdf_sha256 = "issued", hashlib.sha256(PDF).hexdigest()
        letter.stored_as = desk.office.files.store(change.key_of(letter.subject), PDF)
        change.write(Event("letters:letter:issued", letter.subject, facts={"number": letter.number}))


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Any:
    shutil.copytree(furnished, tmp_path / "office")
    desk = desk_of(Settings(state_folder=tmp_path / "office"))
    yield desk
    desk.registry.close()


@pytest.fixture
def browser(desk: Desk) -> TestClient:
    return TestClient(case_sheet(desk), base_url=HERE, follow_redirects=False)


@pytest.fixture
def reader(desk: Desk, browser: TestClient) -> TestClient:
    assert sign_in(browser, "BS", code_of(desk, "BS")).status_code == 303
    return browser
