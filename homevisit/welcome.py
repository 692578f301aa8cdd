"""One screen after the start: what waits for whom, where everything is, how to answer it."""

import shutil
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console

from casework.desk import Desk
from casework.questions import ROLE_NAMES
from casework.standing_questions import open_questions
from casework.work_list import WAITS
from homevisit.house import House
from homevisit.work_list_in_the_engine import waiting_runs_link, work_list_link


def print_welcome(desk: Desk, house: House, console: Console) -> None:
    """Print it, 80 columns wide; each address stands on a line of its own, whole, so that a terminal can open it."""
    console.rule("[bold]Kunjungan rumah · home visits[/bold]")
    _print_waiting(desk, house, console)
    _print(console, "Lembar berkas · case sheet", f"http://127.0.0.1:{house.sheet_port}/")
    _print(console, "Semua langkah · all deployments", f"{house.ui_url}/v2/deployments")
    _print(
        console,
        "Surat yang diterima penjamin · letters as received",
        _short(house.settings.neighbours_folder, "mailbox"),
    )
    _print(console, "Catatan · logs", _short(house.settings.state_folder, "logs"))
    console.rule()
    _print_how_to_answer(desk, console)


def links_by_role(desk: Desk, ui_url: str) -> list[tuple[str, int, str]]:
    """Each role that is waited for, how much waits for it, and the list of those runs; the longest list first."""
    with desk.registry.reading() as reading:
        counts = Counter(one.role for one in open_questions(reading))
    return [
        (ROLE_NAMES[role], count, waiting_runs_link(ui_url, f"{WAITS}{role}")) for role, count in counts.most_common()
    ]


def _print_waiting(desk: Desk, house: House, console: Console) -> None:
    waiting = links_by_role(desk, house.ui_url)
    if not waiting:
        console.print("Permohonan contoh sedang diambil; pertanyaan pertama muncul sebentar lagi.")
        console.print("The samples are being taken in; the first questions come within minutes.\n", style="dim")
    for role, count, link in waiting:
        _print(console, f"Menunggu {role} · waiting: [bold]{count}[/bold]", link)
    _print(console, "Semua yang menunggu · everything that waits", waiting_runs_link(house.ui_url))
    _print(console, "Daftar kerja · work list", work_list_link(house))


def _print_how_to_answer(desk: Desk, console: Console) -> None:
    console.print("Buka satu run, menu [bold]⋮[/bold] › [bold]Resume[/bold], baca, isi, kirim.")
    console.print("Open a run, menu ⋮ › Resume, read, fill in, press Resume.", style="dim")
    if desk.office.is_demo:
        _command(console, "officer code BS", "kode sekali pakai petugas contoh · a demo officer's code")
    _command(console, "worklist", "semua pertanyaan · every question")
    _command(console, "--help", "perintah lain · other commands")
    console.print("[bold]Ctrl-C[/bold] untuk menghentikan semuanya · stops everything")


def _print(console: Console, label: str, address: str) -> None:
    """A label and below it the address, never folded and never cut."""
    console.print(label, highlight=False)
    console.print(f"  {address}", style="cyan", highlight=False, soft_wrap=True, markup=False)


def _command(console: Console, command: str, meaning: str) -> None:
    program = "homevisit" if shutil.which("homevisit") else _short(Path(sys.executable).parent, "homevisit")
    console.print(f"[bold]{program} {command}[/bold]\n  {meaning}", highlight=False)


def _short(folder: Path, name: str) -> str:
    """A path as one would type it from here."""
    path = folder.absolute() / name
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
