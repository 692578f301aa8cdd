"""A new address that the guarantor reported: typed here by a counter officer, read here by whoever approves it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from casework.acts import content_of, subject_of_act
from casework.acts.new_address import KeptFromTheCase, NewAddressContent, keep_address, kept_address, waiting_act
from casework.acts.table import may_type_for
from casework.case import Residence
from casework.desk import Desk
from casework.identity.telephone import as_dialled
from casework.letters.text_checks import clean_text
from casework.regions import Village, find_village
from casework.registry import Reading
from casework.registry.models import JointAct
from casework.stages.case_file import find_case, read_application
from casework.stages.letter_facts.parties import home_of
from homevisit.case_sheet import timeline
from homevisit.case_sheet.door import Door, Reader
from homevisit.case_sheet.pages import message, page
from homevisit.case_sheet.sheet import is_there

READ = "sheet:address:read"
PATH = "/cases/{reference}/new-address"
LONGEST = 95  # with RT/RW beside it, it fits on a line of a letter
TYPED = ("street", "neighbourhood", "access_notes", "contact_name", "contact_telephone")
NOTHING_WAITS = (
    "Tidak ada laporan alamat baru yang menunggu pada berkas ini; isilah dahulu formulir 'Alamat baru' di Prefect.",
    "No report of a new address waits on this case: fill the form 'new address' in Prefect first.",
)
NOT_YOURS = (
    "Hanya Petugas Loket, atau siapa yang diminta mengusulkannya, yang mengetik alamat; bukan yang dikecualikan dari berkas ini.",
    "Only a counter officer, or whoever is asked to propose it, types an address; not one whom a complaint keeps from this case.",
)
ALREADY_PROPOSED = (
    "Alamat ini sudah diusulkan dan tidak dapat diubah lagi.",
    "This address has been proposed and cannot be changed any more.",
)
FAULTS: dict[str, tuple[str, str]] = {
    "street": (
        "Jalan dan nomor rumah, huruf Latin, paling banyak 95 karakter.",
        "Street and number, in Latin letters, 95 characters at most.",
    ),
    "neighbourhood": ("RT/RW, misalnya 002/005.", "RT/RW, e.g. 002/005."),
    "access_notes": ("Paling banyak 300 karakter.", "300 characters at most."),
    "contact_name": ("Nama orang di rumah itu.", "The name of somebody at that home."),
    "contact_telephone": ("Nomor telepon yang dapat dihubungi.", "A telephone number that can be reached."),
}


@dataclass(frozen=True)
class AddressPage:
    """What the page shows: the act, the village that was reported, the present home, what is typed so far; ``barred`` may not type."""

    reference: str
    act: str
    state: str
    village: Village | None
    village_code: str
    present: tuple[str, ...]
    typed: Mapping[str, str]
    is_typed: bool
    may_type: bool


def routes(desk: Desk, door: Door) -> list[Route]:
    """The page, to be read by whoever is signed in, and its form, for counter officers."""
    site = _Site(desk)
    return [
        Route(PATH, door.signed_in(site.show)),
        Route(PATH, door.submitted(site.keep), methods=["POST"]),
    ]


def judge(form: Mapping[str, str], village: Village | None, village_code: str) -> Residence | tuple[str, ...]:
    """What was typed as an address, or the fields that are not right; the village gives the postal code."""
    typed = {name: form.get(name, "") for name in TYPED}
    wrong: set[str] = set()
    try:
        residence = Residence(
            **typed, village_code=village_code, postal_code=village.postal_code if village is not None else ""
        )
    except ValidationError as error:  # its values are personal data: only the names of the fields go on
        return tuple(name for name in TYPED if name in {str(one["loc"][0]) for one in error.errors()})
    if as_dialled(residence.contact_telephone) is None:
        wrong.add("contact_telephone")
    wrong |= {name for name in ("street", "contact_name") if not _is_printable(str(getattr(residence, name)))}
    return tuple(name for name in TYPED if name in wrong) or residence


class _Site:
    """The page of one desk, for a reader who is signed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, request: Request, reader: Reader) -> Response:
        """The address as it was typed so far; the look is on the ledger first."""
        reference = self._reference(request)
        timeline.put_reading_on_record(self._desk.registry, self._desk.office, READ, reference, reader.officer.code)
        with self._desk.registry.reading() as reading:
            act = waiting_act(reading, reference)
            shown = None if act is None else _gather(reading, reference, act, reader)
        if shown is None:
            return message(NOTHING_WAITS, status=404)
        return self._page(reader, shown, (), status=200)

    def keep(self, request: Request, reader: Reader, form: Mapping[str, str]) -> Response:
        """What a counter officer typed is kept, sealed, or shown again with what is not right."""
        reference = self._reference(request)
        with self._desk.registry.reading() as reading:
            act = waiting_act(reading, reference)
            shown = None if act is None else _gather(reading, reference, act, reader)
        if shown is None:
            return message(NOTHING_WAITS, status=404)
        if shown.state == "prepared" and not shown.may_type:
            return message(NOT_YOURS, status=403)
        judged = judge(form, shown.village, shown.village_code)
        if not isinstance(judged, Residence):
            typed = {name: form.get(name, "") for name in TYPED}
            return self._page(reader, AddressPage(**{**vars(shown), "typed": typed}), judged, status=422)
        return self._keep(reference, judged, reader.officer.code)

    def _keep(self, reference: str, residence: Residence, officer_code: str) -> Response:
        with self._desk.registry.change(self._desk.office.now()) as change:
            act = waiting_act(change, reference)
            if act is None or act.state != "prepared" or act.content["village_code"] != residence.village_code:
                return message(ALREADY_PROPOSED, status=409)
            try:
                keep_address(change, act, residence, officer_code)
            except KeptFromTheCase:
                return message(NOT_YOURS, status=403)
        return RedirectResponse(PATH.format(reference=reference), status_code=303)

    def _page(self, reader: Reader, shown: AddressPage, wrong: tuple[str, ...], *, status: int) -> Response:
        faults = {name: FAULTS[name] for name in wrong}
        return page(
            "new-address.html", status=status, reader=reader, shown=shown, may_type=shown.may_type, faults=faults
        )

    def _reference(self, request: Request) -> str:
        reference = str(request.path_params["reference"])
        with self._desk.registry.reading() as reading:
            if not is_there(reading, reference):
                raise HTTPException(404)
        return reference


def _gather(reading: Reading, reference: str, act: JointAct, reader: Reader) -> AddressPage:
    content = content_of(act)
    if not isinstance(content, NewAddressContent):
        raise TypeError(f"{subject_of_act(act)} is no report of a new address")
    application = read_application(reading, find_case(reading, reference))
    kept = kept_address(reading, act)
    at_first = {"contact_name": application.residence.contact_name, "contact_telephone": application.residence.contact_telephone}  # fmt: skip
    typed = {name: str(getattr(kept, name)) if kept else at_first.get(name, "") for name in TYPED}
    return AddressPage(
        reference=reference,
        act=subject_of_act(act),
        state=act.state,
        village=find_village(content.village_code),
        village_code=content.village_code,
        present=tuple(home_of(application).splitlines()),
        typed=typed,
        is_typed=kept is not None,
        may_type=may_type_for(reading, act, reader.officer.code, reader.roles),
    )


def _is_printable(text: str) -> bool:
    """Whether a letter has the letters and the room for it."""
    try:
        return len(clean_text(text)) <= LONGEST
    except ValueError:
        return False
