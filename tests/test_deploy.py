"""The units and settings of a production office: every command, every name is real, and nothing that matters is missing."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from environment_files import DEPLOY, settings_in
from prefect.settings.models.root import Settings as PrefectSettings
from prefect.settings.models.root import _get_settings_accessors
from prefect_redis.cleanup_queue import RedisWorkerCleanupQueueSettings
from prefect_redis.client import RedisMessagingSettings

from casework.settings import Settings
from homevisit.house import NO_AUTHORITY, PROJECT, house_of_one_part, prefect_environment
from homevisit.parts import runs_at_a_time
from homevisit.serving import PARTS

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NAMES_OF_PREFECT = {
    **_get_settings_accessors(PrefectSettings),
    **{
        f"{kind.model_config['env_prefix']}{name.upper()}": f"{kind.__name__}.{name}"
        for kind in (RedisMessagingSettings, RedisWorkerCleanupQueueSettings)
        for name in kind.model_fields
    },
}
GUARDS = (
    "User=homevisit", "NoNewPrivileges=yes", "ProtectSystem=strict", "StateDirectory=homevisit", "PrivateTmp=yes",
    "CapabilityBoundingSet=", "Restart=on-failure", "EnvironmentFile=/etc/homevisit/office.env", "UMask=0077",
)  # fmt: skip


def commands():
    """What each unit starts, as words after the command's own name."""
    lines = [line for unit in UNITS for line in unit.read_text().splitlines() if line.startswith("ExecStart=")]
    return [shlex.split(line.removeprefix("ExecStart=")) for line in lines]


# the units


def test_every_unit_starts_a_command_that_there_is():
    assert len(commands()) == len(UNITS)
    for program, *words in commands():
        assert program == "/opt/homevisit/.venv/bin/homevisit"
        assert words == ["deploy"] or (words[0] == "serve" and words[1] in PARTS)


def test_every_part_of_the_house_has_its_unit():
    assert {words[1] for _, *words in commands() if words[0] == "serve"} == set(PARTS)


def test_the_target_holds_every_unit_together():
    for unit in UNITS:
        assert "PartOf=homevisit.target" in unit.read_text()
        assert "WantedBy=homevisit.target" in unit.read_text()


@pytest.mark.parametrize("guard", GUARDS)
def test_what_all_units_have_in_common_stands_once(guard):
    common = (DEPLOY / "systemd" / "homevisit-.service.d" / "10-office.conf").read_text().splitlines()
    assert guard in common
    assert all(unit.name.startswith("homevisit-") for unit in UNITS)


def test_a_worker_is_told_first_and_stops_within_seconds():
    worker = (DEPLOY / "systemd" / "homevisit-worker@.service").read_text().splitlines()
    assert {"KillMode=mixed", "KillSignal=SIGTERM", "TimeoutStopSec=10"} <= set(worker)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd on this machine to ask")
def test_systemd_itself_finds_no_fault_and_little_exposure(tmp_path):
    for file in (DEPLOY / "systemd").rglob("*"):
        if file.is_file():
            copy = tmp_path / file.relative_to(DEPLOY / "systemd")
            copy.parent.mkdir(exist_ok=True)
            here = file.read_text().replace("/opt/homevisit/.venv/bin", str(Path(sys.executable).parent))
            copy.write_text(here.replace("/opt/homevisit", str(PROJECT)))
    names = [unit.name.replace("@.", "@1.") for unit in UNITS]
    ask = {"env": {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, "capture_output": True, "text": True}
    verified = subprocess.run(["systemd-analyze", "verify", *names, "homevisit.target"], check=False, **ask)
    assert (verified.returncode, verified.stderr) == (0, "")
    told = subprocess.run(["systemd-analyze", "security", "--offline=yes", *names], check=False, **ask).stdout
    exposures = [float(level) for level in re.findall(r"Overall exposure level for \S+: ([0-9.]+)", told)]
    assert len(exposures) == len(names)
    assert max(exposures) < 2  # of ten


# the settings


@pytest.mark.parametrize("name", ["office.env", "server.env"])
def test_every_variable_is_a_setting_that_there_is(name):
    for variable in settings_in(name, with_offered=True):
        ours = variable.removeprefix("HOMEVISIT_").lower() in Settings.model_fields
        assert (variable.startswith("HOMEVISIT_") and ours) or variable in NAMES_OF_PREFECT, variable


def test_every_setting_of_ours_is_named_and_explained_once():
    named = [*settings_in("office.env", with_offered=True), *settings_in("server.env", with_offered=True)]
    ours = sorted(name for name in named if name.startswith("HOMEVISIT_"))
    assert ours == sorted(f"HOMEVISIT_{name.upper()}" for name in Settings.model_fields)


def test_a_setting_that_the_house_gives_is_overridden_under_the_name_it_has_there():
    given = {NAMES_OF_PREFECT[name]: name for name in prefect_environment(Settings(), 4200)}
    for file in ("office.env", "server.env"):
        for name in settings_in(file, with_offered=True):
            accessor = NAMES_OF_PREFECT.get(name)
            assert given.get(accessor, name) == name


def test_a_part_is_served_with_the_settings_of_both_files_and_otherwise_of_the_house(monkeypatch):
    for name in list(os.environ):
        if name.startswith(("PREFECT_", "HOMEVISIT_")):
            monkeypatch.delenv(name)
    for file in ("office.env", "server.env"):
        for name, value in settings_in(file).items():
            monkeypatch.setenv(name, value)
    house = house_of_one_part(Settings())
    for name, value in house.environment.items():
        monkeypatch.setenv(name, value)
    prefect = PrefectSettings()
    assert house.api_url == "http://127.0.0.1:4200/api"
    assert prefect.server.api.auth_string == prefect.api.auth_string
    assert prefect.server.api.csrf_protection_enabled
    assert prefect.server.api.cors_allowed_origins == "https://kantor.example.com"
    assert prefect.server.ui.api_url == "https://kantor.example.com/api"
    assert prefect.server.database.connection_url.get_secret_value().startswith("postgresql+asyncpg://")
    assert prefect.results.default_serializer == "json"
    assert not prefect.server.analytics_enabled
    assert prefect.flows.heartbeat_frequency == 60
    assert prefect.home == Path("/var/lib/homevisit/prefect")
    assert house.environment["HOMEVISIT_WARM_ENGINE_ADDRESS"] == "/run/homevisit/warm-engine.socket"
    assert runs_at_a_time(house.settings) == 4
    assert "127.0.0.1" in PARTS["server"](house).command


@pytest.mark.parametrize(
    ("address", "authorities"),
    [("http://127.0.0.1:4200/api", str(NO_AUTHORITY)), ("https://kantor.example.com/api", None)],
)
def test_only_where_the_server_answers_without_tls_the_webs_authorities_are_left_out(address, authorities, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", address)
    assert house_of_one_part(Settings()).environment.get("PREFECT_API_SSL_CERT_FILE") == authorities


def test_no_secret_of_an_office_stands_in_the_project():
    for file in ("office.env", "server.env"):
        for name, value in settings_in(file, with_offered=True).items():
            assert not name.endswith("AUTH_STRING") or value == "office:CHANGE-THIS"
