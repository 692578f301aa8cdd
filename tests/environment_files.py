"""The environment files of a production office, read as systemd reads them."""

import re

from homevisit.house import PROJECT

DEPLOY = PROJECT / "deploy"


def settings_in(name: str, *, with_offered: bool = False) -> dict[str, str]:
    """The variables of an environment file; those that are only offered stand behind a # without a space."""
    lines = (DEPLOY / name).read_text().splitlines()
    found = [re.fullmatch(r"(#?)([A-Z][A-Z_]+)=(.*)", line) for line in lines]
    return {one[2]: one[3] for one in found if one and (with_offered or not one[1])}
