"""From what is told of an invented person to a complete application with its files."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from casework.case import (
    Applicant,
    Application,
    Document,
    DocumentCode,
    Guarantor,
    Permit,
    PermitKind,
    Procedure,
    Residence,
    VisitNeed,
)
from casework.clock import OFFICE_TIME_ZONE
from casework.demo_office.documents import specimen
from casework.identity.machine_readable_zone import compose
from casework.required_documents import required_documents


@dataclass(frozen=True)
class SampleApplication:
    """One invented application: why it is there, what should become of it, and its files by name."""

    story: str
    outcome: Literal["good", "incomplete", "ineligible", "resent", "conflict"]
    application: Application
    files: dict[str, bytes]

    @property
    def external_reference(self) -> str:
        """The number under which the MiskaGO app sends it."""
        return self.application.external_reference

    def as_json(self) -> bytes:
        """What lies in ``application.json``."""
        return self.application.model_dump_json(indent=2).encode()

    def files_by_code(self) -> dict[str, bytes]:
        """The bytes of each document by its code."""
        return {
            document.code.value: self.files[document.file] for document in self.application.documents if document.file
        }


@dataclass(frozen=True)
class Dossier:
    """What is told of an invented person; ``born`` as far as the passport knows it, ``permit_ends_in`` in days.

    ``reads_mail``: the applicant and the guarantor have e-mail addresses.
    """

    reference: str
    surname: str
    given_names: str
    nationality: str
    sex: Literal["F", "M"]
    born: str
    passport_number: str
    village_code: str
    postal_code: str
    street: str
    serial: int
    kind: PermitKind = PermitKind.LIMITED
    index: str = "E31G"
    procedure: Procedure = Procedure.EXTENSION
    extension_number: int = 1
    permit_ends_in: int | None = 50
    languages: tuple[str, ...] = ("en",)
    needs: tuple[VisitNeed, ...] = ()
    married_to_indonesian: bool = False
    guarantor: Literal["person", "body", "none"] = "person"
    left_out: frozenset[DocumentCode] = frozenset()
    reads_mail: bool = True


def assemble(
    dossier: Dossier, today: date, story: str, outcome: Literal["good", "incomplete", "ineligible"] = "good"
) -> SampleApplication:
    """An application sent the day before ``today``, with the documents that the law asks for, but for those left out."""
    bare = Application(
        schema_version="1",
        channel="miskago",
        external_reference=dossier.reference,
        submitted_at=datetime.combine(today - timedelta(days=1), time(9, 12), OFFICE_TIME_ZONE),
        procedure=dossier.procedure,
        permit=_permit(dossier, today),
        applicant=_applicant(dossier, today),
        residence=_residence(dossier),
        guarantor=_guarantor(dossier),
        documents=(),
    )
    documents, files = [], {}
    for asked in required_documents(bare, today):
        if asked.document not in dossier.left_out:
            name, content, media_type = specimen(asked.document, dossier.reference)
            files[name] = content
            digest = hashlib.sha256(content).hexdigest()
            documents.append(
                Document.model_validate(
                    {"code": asked.document, "sha256": digest, "media_type": media_type, "file": name}
                )
            )
    return SampleApplication(story, outcome, bare.model_copy(update={"documents": tuple(documents)}), files)


def born_years_ago(years: int, today: date) -> str:
    """A birth date of somebody who turned this old a hundred days ago."""
    birthday = today - timedelta(days=100)
    return date(birthday.year - years, birthday.month, min(birthday.day, 28)).isoformat()


def _permit(dossier: Dossier, today: date) -> Permit:
    ends = None if dossier.permit_ends_in is None else today + timedelta(days=dossier.permit_ends_in)
    number = None if dossier.procedure is Procedure.GRANT else f"2C11JE{dossier.serial:05}-X"
    extension = dossier.extension_number if dossier.procedure is Procedure.EXTENSION else 0
    return Permit(kind=dossier.kind, index=dossier.index, number=number, expires_on=ends, extension_number=extension)


def _applicant(dossier: Dossier, today: date) -> Applicant:
    passport_expires_on = date(today.year + 5, 6, 1 + dossier.serial % 28)
    year, month, day = [*dossier.born.split("-"), "<<", "<<"][:3]
    lines = compose(
        issuing_state=dossier.nationality,
        surname=dossier.surname,
        given_names=dossier.given_names,
        passport_number=dossier.passport_number,
        nationality=dossier.nationality,
        born=year[2:] + month + day,
        sex=dossier.sex,
        expiry=passport_expires_on,
    )
    return Applicant(
        full_name=f"{dossier.given_names} {dossier.surname}".strip(),
        machine_readable_zone=lines,
        nationality=dossier.nationality,
        birth_date=dossier.born,
        sex=dossier.sex,
        passport_number=dossier.passport_number,
        passport_expires_on=passport_expires_on,
        languages=dossier.languages,
        needs=dossier.needs,
        married_to_indonesian=dossier.married_to_indonesian,
        telephone=f"0812-0000-{1000 + dossier.serial % 9000:04}",
        email=f"resident-{dossier.serial}@example.org" if dossier.reads_mail else None,
    )


def _residence(dossier: Dossier) -> Residence:
    return Residence(
        village_code=dossier.village_code,
        street=dossier.street,
        neighbourhood=f"{1 + dossier.serial % 9:03}/{1 + dossier.serial % 7:03}",
        postal_code=dossier.postal_code,
        access_notes="Rumah contoh berpagar hijau",
        contact_name=f"Narahubung Contoh {dossier.serial}",
        contact_telephone=f"0813-0000-{1000 + dossier.serial % 9000:04}",
    )


def _guarantor(dossier: Dossier) -> Guarantor | None:
    if dossier.guarantor == "none":
        return None
    telephone = f"0815-0000-{1000 + dossier.serial % 9000:04}"
    email = f"guarantor-{dossier.serial}@example.org" if dossier.reads_mail else None
    if dossier.guarantor == "body":
        name, number = f"Yayasan Contoh {dossier.serial}", f"0{dossier.serial % 10**9:09}526000"
        return Guarantor(
            kind="body",
            name=name,
            identity_number=number,
            relation="host",
            telephone=telephone,
            email=email,
            address=("Jalan Contoh Yayasan No. 3", "Kelurahan Timuran, Kecamatan Banjarsari", "Kota Surakarta 57131"),
        )
    # A woman born on 15 August 1980 (day plus 40), registered in Banjarsari.
    number = f"337205550880{1 + dossier.serial % 9999:04}"
    name = f"Penjamin Contoh {dossier.serial}"
    return Guarantor(
        kind="person", name=name, identity_number=number, relation="child", telephone=telephone, email=email
    )
