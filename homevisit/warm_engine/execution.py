"""What a child of the fork server does: it becomes what ``python -m prefect.engine`` would be, and ends as that ends."""

import atexit
import os
import runpy
import sys
import threading
import traceback
import warnings
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

OF_ONE_RUN = "PREFECT__"  # such names tell an execution which run is its own; they are no settings
ENVIRONMENTS_REMEMBERED = 8  # one for each kind of worker would do


def execute(environment: Mapping[str, str], folder: str, settings: Any) -> int:
    """Execute the run that this environment names; returns the exit code."""
    try:
        _enter(environment, folder)
        import prefect.context  # noqa: PLC0415 this module is loaded without Prefect

        if settings is None:  # they cannot be read: the execution says so itself, as any other would
            prefect.context.refresh_global_settings_context()
        else:
            prefect.context.GLOBAL_SETTINGS_CONTEXT = settings
        sys.argv = ["prefect.engine"]
        # it is loaded already, on purpose; runpy warns of that
        warnings.filterwarnings("ignore", category=RuntimeWarning, message=".*found in sys.modules.*")
        runpy.run_module("prefect.engine", run_name="__main__")
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:  # noqa: BLE001 as the interpreter would at its top level
        traceback.print_exc()
        code = 1
    _say_goodbye()
    return code


def settings_for(environment: Mapping[str, str], folder: str) -> Any:
    """Prefect's settings in that environment and folder, or None where they cannot be read.

    To be called in the fork server, before it forks: reading them takes half of an execution, and all executions of a
    worker are told the same. A file of settings that is changed later is not read again.
    """
    try:
        told = frozenset((name, value) for name, value in environment.items() if not name.startswith(OF_ONE_RUN))
        return _read_settings(told, folder)
    except Exception:  # noqa: BLE001 whatever is wrong with one errand's environment must not end the fork server
        return None


@lru_cache(maxsize=ENVIRONMENTS_REMEMBERED)
def _read_settings(environment: frozenset[tuple[str, str]], folder: str) -> Any:
    from prefect.context import root_settings_context  # noqa: PLC0415 this module is loaded without Prefect

    _enter(dict(environment), folder)
    return root_settings_context()


def _enter(environment: Mapping[str, str], folder: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)


def _say_goodbye() -> None:
    """What the interpreter does at its end: threads are joined, buffers and log queues are flushed."""
    try:
        threading._shutdown()  # type: ignore[attr-defined] # noqa: SLF001 the interpreter's own end, which os._exit skips

        atexit._run_exitfuncs()  # noqa: SLF001 the same: Prefect flushes its logs here
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
