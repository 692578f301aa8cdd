"""``office init`` and ``office schema``: how a real office begins."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import segno
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.prompt import Prompt

from casework.clock import read_clock
from casework.founding import Newcomer, NotThisOffice, OfficeFile, faults_in, found_office
from casework.settings import Settings
from homevisit.command_line.errors import Trouble
from homevisit.opening import prepare_register

LONE_PAIR = (
    "Hanya dua orang: bila satu ponsel hilang, tidak ada yang dapat menyetujui gantinya; segera tambahkan orang ketiga. · "
    "Two persons only: where one phone is lost, nobody could approve another. Enter a third one soon."
)
SHOWN_ONCE = (
    "Pindai sekarang, masing-masing oleh petugasnya; tidak ditampilkan lagi. · "
    "Let each officer scan theirs now: it is not shown again."
)
DELETE_IT = "Hapus {file} sekarang: di dalamnya ada nama dan NIP. · Delete {file} now: it holds names and NIP."
HEAD, ADMINISTRATOR = "Kepala Kantor · head of office", "Tata Usaha · administrator"


def init(
    *,
    file: Annotated[Path | None, typer.Option(help="office.json; asked for piece by piece when not given")] = None,
    qr: Annotated[bool, typer.Option(help="draw each secret as a QR code, too")] = True,
) -> None:
    """Begin a real office in an empty register, whole or not at all; prints each officer's authenticator secret, once.

    A real office in which all mandates have lapsed begins again by the same file with its next decree.
    """
    wanted = _validated(_ask_for_office() if file is None else _read(file))
    moment, settings = read_clock(), Settings()  # a real office's clock is the real one
    faults = faults_in(wanted, moment.office_date)
    if faults:
        raise _refused(faults)
    settings.state_folder.mkdir(parents=True, exist_ok=True)
    desk = prepare_register(settings)
    try:
        with desk.registry.change(moment) as change:
            newcomers = found_office(change, wanted)
            _show(newcomers, qr=qr)  # within the change: where nobody could be shown anything, nothing has begun
    except NotThisOffice as error:
        raise _refused(error.faults) from None
    _say_what_next(wanted, newcomers, file)


def schema() -> None:
    """The JSON schema of the file with which an office begins."""
    sys.stdout.write(json.dumps(OfficeFile.model_json_schema(), indent=2, ensure_ascii=False) + "\n")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except FileNotFoundError:
        raise Trouble(f"there is no file {file}: 'homevisit office schema' says what stands in it") from None
    except OSError as fault:
        raise Trouble(f"{file} cannot be read ({fault.strerror}): make it readable for this user") from None
    except ValueError:
        raise Trouble(f"{file} is no JSON: 'homevisit office schema' says what stands in it") from None


def _validated(told: Any) -> OfficeFile:
    try:
        return OfficeFile.model_validate(told)
    except ValidationError as error:
        # without what was typed: it may be somebody's name
        faults = error.errors(include_input=False, include_url=False, include_context=False)
    raise _refused([f"{'.'.join(str(part) for part in one['loc']) or 'the file'}: {one['msg']}" for one in faults])


def _refused(faults: Sequence[str]) -> Trouble:
    sys.stdout.write(json.dumps({"refused": list(faults)}, ensure_ascii=False, indent=2) + "\n")
    return Trouble(f"the office was refused for {len(faults)} reasons, and nothing was stored")


def _show(newcomers: Sequence[Newcomer], *, qr: bool) -> None:
    for one in newcomers:
        sys.stdout.write(f"{one.code} {one.uri}\n")
        if qr:
            segno.make_qr(one.uri).terminal(out=sys.stdout, compact=True)
    sys.stdout.flush()


def _say_what_next(wanted: OfficeFile, newcomers: Sequence[Newcomer], file: Path | None) -> None:
    console = Console(stderr=True)
    if newcomers:
        console.print(SHOWN_ONCE, soft_wrap=True)
    if len(wanted.everybody) == 2:
        console.print(LONE_PAIR, style="bold red", soft_wrap=True)
    if file is not None:
        console.print(DELETE_IT.format(file=file), style="bold", soft_wrap=True)


# --- without a file


def _ask_for_office() -> dict[str, Any]:
    office: dict[str, Any] = {
        "decree": {
            "number": Prompt.ask("Nomor SK · number of the decree"),
            "dated": Prompt.ask("Tanggal SK · dated (YYYY-MM-DD)"),
            "valid_from": Prompt.ask("Berlaku dari · in force from (YYYY-MM-DD)"),
            "valid_to": Prompt.ask("Berlaku sampai · to (YYYY-MM-DD)"),
            "signatory_post": Prompt.ask("Jabatan penanda tangan · post of its signatory", default="Kepala Kantor"),
        },
        "head_of_office": _ask_for_person(HEAD, Prompt.ask(f"{HEAD}: kode · code")),
        "administrator": _ask_for_person(ADMINISTRATOR, Prompt.ask(f"{ADMINISTRATOR}: kode · code")),
        "officers": [],
    }
    while code := Prompt.ask("Petugas lain: kode · another officer's code (kosong: selesai · empty: done)", default=""):
        roles = Prompt.ask(f"{code}: peran, dipisah koma · roles, separated by commas (section-head, dispatcher, …)")
        person = _ask_for_person(code, code)
        office["officers"].append({**person, "roles": [role.strip() for role in roles.split(",")]})
    kit = Prompt.ask("Perangkat dan kendaraan, dipisah koma · kits and vehicles (K1,V1)", default="")
    return {**office, "equipment": [one.strip() for one in kit.split(",") if one.strip()]}


def _ask_for_person(what: str, code: str) -> dict[str, Any]:
    languages = Prompt.ask(f"{what}: bahasa · languages (id,en)", default="id")
    return {
        "code": code,
        "name": Prompt.ask(f"{what}: nama lengkap dan gelar · full name with titles"),
        "employee_number": Prompt.ask(f"{what}: NIP", password=True),
        "post": Prompt.ask(f"{what}: jabatan · post"),
        "rank": Prompt.ask(
            f"{what}: golongan, misalnya III/b · grade (kosong: tidak tercatat · empty: none)", default=""
        )
        or None,
        "languages": [one.strip() for one in languages.split(",")],
    }
