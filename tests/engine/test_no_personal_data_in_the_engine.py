"""Nothing that names a person reaches Prefect: every table and every file of it is searched, decoded.

Each kind of sink has its positive control: a canary that is put there on purpose must be found, or the search is blind.
"""

import base64
import contextlib
import json
import re
import sqlite3
import zlib

import pytest
from office_under_test import awaited

CONTROL = "KENARIKENDALI"


def test_a_case_goes_through_the_engine_and_leaves_no_personal_data_there(office, controls):
    standing, words = a_case_with_canaries(office)
    office.answer(standing, remark="tanpa nama")
    awaited(lambda: True if office.decisions(standing.subject, standing.kind) else None, "never decided")
    seen = everything_in(office)
    for sink in controls:
        assert f"{CONTROL}{sink}" in seen, f"the search does not see {sink}"
    assert [word for word in words if word.lower() in seen.lower()] == []


def a_case_with_canaries(office):
    from casework.stages.case_file import find_case, read_application

    reference = office.apply()
    standing = office.await_question(reference, "eligibility-verdict")
    with office.desk.registry.reading() as reading:
        application = read_application(reading, find_case(reading, reference))
    applicant, residence, guarantor = application.applicant, application.residence, application.guarantor
    words = [
        applicant.full_name,
        applicant.passport_number,
        applicant.machine_readable_zone[0].rstrip("<"),
        applicant.birth_date,
        residence.street,
        residence.contact_telephone,
    ]
    if guarantor:
        words += [guarantor.name, guarantor.email, guarantor.identity_number or guarantor.name]
    return standing, words


@pytest.fixture(scope="module")
def controls(office):
    """A canary in each kind of sink: parameter, run name, tag, idempotency key, log, artifact, variable, input, result."""
    from prefect.client.schemas.actions import ArtifactCreate

    with office.engine() as client:
        flow = client.request("POST", "/flows/", json={"name": "control"}).json()
        run = {
            "flow_id": flow["id"],
            "name": f"{CONTROL}name",
            "parameters": {"word": f"{CONTROL}parameter"},
            "tags": [f"{CONTROL}tag"],
            "idempotency_key": f"{CONTROL}key",
        }
        run_id = client.request("POST", "/flow_runs/", json=run).json()["id"]
        client.create_artifact(ArtifactCreate(key="control", type="markdown", data=f"{CONTROL}artifact"))
        client.create_flow_run_input(run_id, "control", json.dumps({"value": f"{CONTROL}input"}))
        client.request("POST", "/logs/", json=[_log(run_id)])
    results = office.settings.prefect_folder / "storage"
    results.mkdir(parents=True, exist_ok=True)
    pickled = base64.b64encode(f"{CONTROL}result".encode()).decode()
    (results / "control").write_text(json.dumps({"result": pickled}))
    (results / "squeezed").write_bytes(zlib.compress(f"{CONTROL}squeezed".encode()))
    yield ("parameter", "name", "tag", "key", "artifact", "input", "log", "result", "squeezed")
    for name in ("control", "squeezed"):
        (results / name).unlink()
    with office.engine() as client:
        client.delete_flow_run(run_id)  # a run that nobody executes would look like work under way


def _log(flow_run_id):
    return {
        "name": "control",
        "level": 20,
        "message": f"{CONTROL}log",
        "timestamp": "2026-01-05T08:00:00Z",
        "flow_run_id": str(flow_run_id),
    }


def everything_in(office) -> str:
    """All text of Prefect's database and folder and of the logs of its processes, encoded parts decoded."""
    texts = []
    database = sqlite3.connect(f"file:{office.settings.prefect_folder / 'prefect.db'}?mode=ro", uri=True)
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):
            texts.extend(_decoded(value) for value in row if value is not None)
    database.close()
    folders = (office.settings.prefect_folder, office.settings.state_folder / "logs")
    for file in (file for folder in folders for file in folder.rglob("*") if file.is_file()):
        texts.append(file.name)
        texts.append(_decoded(file.read_bytes()))
    return "\n".join(texts)


def _decoded(value) -> str:
    raw = value if isinstance(value, bytes) else str(value).encode()
    parts = [raw.decode("utf-8", "replace")]
    with contextlib.suppress(zlib.error):
        parts.append(zlib.decompress(raw).decode("utf-8", "replace"))
    for encoded in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", raw):
        try:
            parts.append(base64.b64decode(encoded, validate=True).decode("utf-8", "replace"))
        except ValueError:
            continue
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), parts[0])
    return "\n".join([*parts, escaped])
