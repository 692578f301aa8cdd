"""One screen after the start: where everything is, what waits for whom, how to answer it."""

from collections import Counter

from rich.console import Console
from rich.table import Table

from casework.desk import Desk
from casework.questions import ROLE_NAMES
from casework.standing_questions import open_questions
from homevisit.house import House


def print_welcome(desk: Desk, house: House, console: Console) -> None:
    """Print it; what is still on its way is said to be."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_row("Menunggu keputusan · waiting for staff", f"{house.ui_url}/v2/runs?state=Suspended")
    table.add_row("Prefect (V1)", f"{house.ui_url}/runs")
    table.add_row("Lembar berkas · case sheet", f"http://127.0.0.1:{house.sheet_port}/")
    table.add_row(
        "Surat yang diterima penjamin · letters as received", str(house.settings.neighbours_folder / "mailbox")
    )
    table.add_row("Catatan · logs", str(house.settings.state_folder / "logs"))
    console.rule("Kunjungan rumah · home visits")
    console.print(table)
    console.print(_waiting(desk))
    if desk.office.is_demo:
        console.print(
            "Kode sekali pakai petugas contoh · a demo officer's one-time code: [bold]homevisit officer code BS[/bold]"
        )
    console.print(
        "Semua pertanyaan · everything that waits: [bold]homevisit worklist[/bold] — Ctrl-C untuk berhenti · to stop"
    )


def _waiting(desk: Desk) -> str:
    with desk.registry.reading() as reading:
        counts = Counter(one.role for one in open_questions(reading))
    if not counts:
        return "Permohonan contoh sedang diambil; pertanyaan pertama muncul sebentar lagi. · The samples are being taken in; the first questions come within minutes."
    told = ", ".join(f"{ROLE_NAMES[role]}: {count}" for role, count in counts.most_common())
    return f"Menunggu · waiting for — {told}"
