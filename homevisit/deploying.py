"""The work pool and the deployments of ``prefect.yaml``: made once, brought up to date at each start."""

import shlex
import subprocess
import sys
import time
from collections.abc import Callable

import httpx

from homevisit.house import PROJECT, House, HouseTrouble, python
from homevisit.parts import POOL, warm_engine_address

TRIES, SECONDS_BETWEEN_TRIES = 30, 1
ERRAND = PROJECT / "homevisit" / "warm_engine" / "errand.py"


def deploy(house: House) -> None:
    """Create the work pool and the deployments; what is there already is brought up to date."""
    _create_work_pool(house)
    run_prefect(house, "deploy", "--all", "--prefect-file", str(PROJECT / "prefect.yaml"))


def run_prefect(house: House, *arguments: str) -> None:
    """Run a command of Prefect's own; raises ``HouseTrouble`` where it fails."""
    command = python("-m", "prefect", "--no-prompt", *arguments)
    done = subprocess.run(command, env=house.environment, cwd=PROJECT, capture_output=True, check=False)  # noqa: S603 no shell
    with (house.settings.state_folder / "logs" / "deploy.log").open("ab") as log:
        log.write(done.stdout + done.stderr)
    if done.returncode:
        raise HouseTrouble(f"prefect {arguments[0]} failed: see {house.settings.state_folder}/logs/deploy.log")


def _create_work_pool(house: House) -> None:
    # through the API: a process of Prefect's own would need three seconds more, before every newcomer's eyes
    template = {"base_job_template": _job_template(house)}
    with httpx.Client(base_url=house.api_url, timeout=60) as client:
        answer = _insist(lambda: client.post("/work_pools/", json={"name": POOL, "type": "process", **template}))
        if answer.status_code == httpx.codes.CONFLICT:
            answer = _insist(lambda: client.patch(f"/work_pools/{POOL}", json=template))
    if not answer.is_success:
        raise HouseTrouble(f"Prefect's server refused the work pool ({answer.status_code}): see its log")


def _insist(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask again while the server is busy: on SQLite it answers 503 where its database is locked, and at its start it is."""
    for _ in range(TRIES - 1):
        answer = ask()
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            return answer
        time.sleep(SECONDS_BETWEEN_TRIES)
    return ask()


def _job_template(house: House) -> dict[str, object]:
    """How the worker starts an execution: an errand to the warm engine, or Python anew where that is switched off."""
    errand = shlex.join([sys.executable, "-I", "-S", str(ERRAND), str(warm_engine_address(house))])
    command = errand if house.settings.warm_engine else shlex.join([sys.executable, "-m", "prefect.engine"])
    return {
        "job_configuration": {
            "command": "{{ command }}",
            "env": "{{ env }}",
            "name": "{{ name }}",
            "working_dir": "{{ working_dir }}",
            "stream_output": True,
        },
        "variables": {
            "type": "object",
            "properties": {
                "command": {"title": "Command", "type": "string", "default": command},
                "env": {"title": "Environment", "type": "object", "additionalProperties": {"type": "string"}},
                "name": {"title": "Name", "type": "string"},
                "working_dir": {"title": "Folder", "type": "string", "default": str(PROJECT)},
            },
        },
    }
