"""The machine on which something was measured, in a few words."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Processor, cores, system and Python."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{os.cpu_count()} × {model}, {system}, Python {platform.python_version()}"
