"""Each deployed flow can be loaded by itself, as a worker without the warm engine does it."""

import subprocess
import sys
from pathlib import Path

import yaml

PROJECT = Path(__file__).parent.parent
ENTRYPOINTS = [one["entrypoint"] for one in yaml.safe_load((PROJECT / "prefect.yaml").read_text())["deployments"]]

# One Python for all of them, in which Prefect stays loaded and what is ours is forgotten before each module with flows.
LOAD_EACH_ALONE = """
import sys
from prefect.flows import load_flow_from_entrypoint

OURS = ("casework", "flows", "homevisit", "tasks")
for entrypoint in sys.argv[1:]:
    if entrypoint.rpartition(".")[0] not in sys.modules:
        for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
            del sys.modules[name]
    print(load_flow_from_entrypoint(entrypoint).name)
"""


def test_each_flow_is_found_and_loaded_before_any_other():
    done = subprocess.run(
        [sys.executable, "-c", LOAD_EACH_ALONE, *sorted(ENTRYPOINTS)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(set(done.stdout.splitlines()))) == (0, len(ENTRYPOINTS)), done.stderr
