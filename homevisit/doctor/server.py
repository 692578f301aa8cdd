"""Prefect's server as the doctor sees it, from outside: not what its settings say, but what it answers to a stranger."""

import os
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from uuid import uuid4

import httpx
import psutil

from casework.settings import Settings
from homevisit.asking import login_of
from homevisit.doctor.finding import Amiss
from homevisit.house import answers, api_address

STRANGER = "https://elsewhere.example.com"
SECONDS_TO_ANSWER = 10


@dataclass(frozen=True)
class Border:
    """What a stranger meets at the server."""

    address: str
    listens_beyond: tuple[str, ...]  # addresses of this machine, other than loopback, at which that port is open
    asks_for_login: bool
    protects_from_forgery: bool
    origin_admitted: str | None  # what it says to a page of another site

    @property
    def is_reached_from_elsewhere(self) -> bool:
        """Whether others than this machine's users come to it."""
        return bool(self.listens_beyond) or not _is_loopback(urlsplit(self.address).hostname or "")


def look_at_server(settings: Settings) -> str:
    """Whether the server answers."""
    address = _address(settings)
    return f"answers at {address}"


def look_at_border(settings: Settings) -> str:
    """Whether the server lets in whom it should, and nobody else."""
    return judge_border(_meet(_address(settings)))


def judge_border(met: Border) -> str:
    """What is to be said of a server's border."""
    if met.listens_beyond and not met.asks_for_login:
        raise Amiss(
            f"the server listens on {', '.join(met.listens_beyond)} and asks for no login: whoever reaches this machine may "
            "force states, delete runs and start anything; stop it, let it listen on 127.0.0.1 only, set "
            "PREFECT_SERVER_API_AUTH_STRING, and let others in by deploy/nginx-staff.conf"
        )
    if met.listens_beyond:
        raise Amiss(
            f"the server listens on {', '.join(met.listens_beyond)}: let it listen on 127.0.0.1 only, "
            "and others come through a reverse proxy with TLS (deploy/README.md)"
        )
    if met.origin_admitted in ("*", STRANGER):
        raise Amiss(
            "pages of every site may speak to the server: set PREFECT_SERVER_CORS_ALLOWED_ORIGINS to the address under which "
            "staff open Prefect"
        )
    if met.is_reached_from_elsewhere and not met.address.startswith("https:"):
        raise Amiss(f"{met.address} is reached over the network without TLS: put a reverse proxy in front, use https")
    if met.is_reached_from_elsewhere and not met.asks_for_login:
        raise Amiss(
            "whoever reaches the server may use it: set PREFECT_SERVER_API_AUTH_STRING there and PREFECT_API_AUTH_STRING here"
        )
    if met.asks_for_login and not met.protects_from_forgery:
        raise Amiss("pages of other sites can act in the staff's name: set PREFECT_SERVER_CSRF_PROTECTION_ENABLED=true")
    return _told(met)


def _told(met: Border) -> str:
    if met.asks_for_login:
        return "a login, protection against forged requests, one origin"
    told = "loopback only and no login: every user and program of this machine may use it"
    if not met.protects_from_forgery:
        told += ", and a page of any site in a browser here can give it orders, though not read the answers"
    return f"{told}. Enough for the demo office; deploy/README.md has the login for a real one"


def _meet(address: str) -> Border:
    own = login_of(os.environ.get("PREFECT_API_AUTH_STRING"))
    with httpx.Client(base_url=address, timeout=SECONDS_TO_ANSWER) as line:
        asks = line.get("/admin/version").status_code == httpx.codes.UNAUTHORIZED
        token = line.get("/csrf-token", params={"client": str(uuid4())}, headers=own)
        if token.status_code == httpx.codes.UNAUTHORIZED:
            raise Amiss("the server asks for a login and ours is wrong: set PREFECT_API_AUTH_STRING as it is there")
        greeted = line.options(
            "/flow_runs/filter", headers={"Origin": STRANGER, "Access-Control-Request-Method": "POST", **own}
        )
    return Border(
        address=address,
        listens_beyond=_open_beyond_loopback(urlsplit(address))
        if _is_loopback(urlsplit(address).hostname or "")
        else (),
        asks_for_login=asks,
        protects_from_forgery=token.is_success,
        origin_admitted=greeted.headers.get("Access-Control-Allow-Origin"),
    )


def _address(settings: Settings) -> str:
    address = os.environ.get("PREFECT_API_URL") or api_address(settings)
    if address is None or not answers(f"{address}/health"):
        raise Amiss("it does not answer: run 'homevisit up', or look at 'systemctl status homevisit-server'")
    return address


def _open_beyond_loopback(address: SplitResult) -> tuple[str, ...]:
    """Where else than on loopback this machine listens at that port; every user may see that."""
    listening = {
        one.laddr.ip
        for one in psutil.net_connections("tcp")
        if one.status == psutil.CONN_LISTEN and one.laddr.port == address.port
    }
    return tuple(sorted(ip for ip in listening if not _is_loopback(ip)))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
