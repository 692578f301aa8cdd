"""The work pool, the deployments of ``prefect.yaml`` and what watches over their runs: brought up to date at each start."""

import shlex
import subprocess
import sys

import httpx

from homevisit.asking import accepted, insist, line_to_the_server
from homevisit.crash_detection import install_crash_detection
from homevisit.house import PROJECT, House, HouseTrouble, python
from homevisit.pages_in_the_engine import install_pages
from homevisit.parts import POOL
from homevisit.work_list_in_the_engine import install_searches

ERRAND = PROJECT / "homevisit" / "warm_engine" / "errand.py"


def deploy(house: House) -> None:
    """Create the work pool, the crash detection, the pages, the searches and the deployments; what is there already is brought up to date."""
    create_work_pool(house, POOL, warm_template() if house.settings.warm_engine else plain_template())
    install_crash_detection(house)
    install_pages(house)
    install_searches(house)
    run_prefect(house, "deploy", "--all", "--prefect-file", str(PROJECT / "prefect.yaml"))


def run_prefect(house: House, *arguments: str) -> None:
    """Run a command of Prefect's own; raises ``HouseTrouble`` where it fails."""
    command = python("-m", "prefect", "--no-prompt", *arguments)
    done = subprocess.run(command, env=house.environment, cwd=PROJECT, capture_output=True, check=False)  # noqa: S603 no shell
    logs = house.settings.state_folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "deploy.log").open("ab") as log:
        log.write(done.stdout + done.stderr)
    if done.returncode:
        raise HouseTrouble(f"prefect {arguments[0]} failed: see {logs}/deploy.log")


def create_work_pool(house: House, name: str, template: dict[str, object] | None = None) -> None:
    """A pool of processes, with Prefect's own job template where none is given."""
    # through the API: a process of Prefect's own would need three seconds more, before every newcomer's eyes
    chosen = {} if template is None else {"base_job_template": template}
    with line_to_the_server(house) as client:
        answer = insist(lambda: client.post("/work_pools/", json={"name": name, "type": "process", **chosen}))
        if answer.status_code == httpx.codes.CONFLICT:
            answer = insist(lambda: client.patch(f"/work_pools/{name}", json=chosen))
    accepted(answer, "work pool")


def warm_template() -> dict[str, object]:
    """Each execution is an errand to the warm engine of the machine on which its worker runs."""
    return _job_template(shlex.join([sys.executable, "-I", "-S", str(ERRAND)]))


def plain_template() -> dict[str, object]:
    """Each execution is a Python of its own, without the supervisor that Prefect would start before it."""
    return _job_template(shlex.join([sys.executable, "-m", "prefect.engine"]))


def _job_template(command: str) -> dict[str, object]:
    """Whoever starts a run does not choose what is executed, where, or with which environment: the server refuses to be told.

    Prefect's own template lets each run bring its command: anybody who may press Run could execute anything as the
    office's user. ``env`` stands nowhere: wherever it does, what a run brings is merged into it.
    """
    return {
        "job_configuration": {"command": command, "working_dir": str(PROJECT), "stream_output": True},
        "variables": {"type": "object", "properties": {}, "additionalProperties": False},
    }
