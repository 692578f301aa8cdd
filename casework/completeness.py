"""Whether an application can be judged at all: what is missing from it, or contradicts itself, named for the guarantor.

Everything is checked before the state fee is billed, since that fee is not paid back (domain facts 2.6). Whether the
service is open to the applicant (age, area, kind of permit) is another matter: see ``eligibility``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.case import Application, PermitKind, Procedure
from casework.document_names import DOCUMENT_NAMES
from casework.identity import machine_readable_zone as zone_field
from casework.identity.birth_date import BirthDate
from casework.identity.country_codes import as_in_passports, is_known
from casework.identity.identity_number import Impossible, read_identity_number
from casework.identity.machine_readable_zone import MachineReadableZone, read_zone
from casework.identity.telephone import as_dialled
from casework.regions import REGIONS_DECREE, find_village
from casework.required_documents import guarantor_is_required, required_documents, text_in_force


class LackCode(StrEnum):
    """What kind of thing keeps an application from being judged."""

    DOCUMENT_MISSING = "document-missing"
    PASSPORT_EXPIRED = "passport-expired"
    NOT_A_PASSPORT = "not-a-passport"
    CHECK_DIGIT_WRONG = "check-digit-wrong"
    DISAGREES_WITH_PASSPORT = "disagrees-with-passport"
    COUNTRY_CODE_UNKNOWN = "country-code-unknown"
    GUARANTOR_MISSING = "guarantor-missing"
    IDENTITY_NUMBER_IMPOSSIBLE = "identity-number-impossible"
    TELEPHONE_UNREACHABLE = "telephone-unreachable"
    POSTAL_CODE_OF_ANOTHER_VILLAGE = "postal-code-of-another-village"
    PERMIT_NUMBER_MISSING = "permit-number-missing"
    PERMIT_EXPIRY_MISSING = "permit-expiry-missing"


@dataclass(frozen=True)
class Lack:
    """One thing that the guarantor has to send or correct; it names a document or a field, never a value.

    ``subject`` is the code of a document, or the path of a field. Both sentences have no full stop at their end.
    """

    code: LackCode
    subject: str
    indonesian: str
    english: str
    legal_basis: str


def missing_from(application: Application, on: date) -> tuple[Lack, ...]:
    """An application is complete when this is empty, by the law in force on that day (Asia/Jakarta).

    A village outside the area is no lack: that is a ground of ``eligibility``. Raises ``ValueError`` for a day for
    which no checklist is recorded.
    """
    return (
        *_documents(application, on),
        *_passport(application, on),
        *_guarantor(application, on),
        *_telephones(application, on),
        *_residence(application),
        *_permit(application, on),
    )


def _documents(application: Application, on: date) -> Iterator[Lack]:
    sent = {document.code for document in application.documents}
    for asked in required_documents(application, on):
        if asked.document not in sent:
            yield _lack(
                LackCode.DOCUMENT_MISSING, asked.document.value, asked.legal_basis, *DOCUMENT_NAMES[asked.document]
            )


def _passport(application: Application, on: date) -> Iterator[Lack]:
    applicant = application.applicant
    law = text_in_force("permits", on)
    standard = f"{law}; ICAO Doc 9303"
    zone = read_zone(applicant.machine_readable_zone, on)
    if applicant.passport_expires_on < on:
        yield _lack(LackCode.PASSPORT_EXPIRED, "PASSPORT", law)
    if zone_field.DOCUMENT_KIND in zone.faults:
        yield _lack(LackCode.NOT_A_PASSPORT, "applicant.machine_readable_zone", standard)
    wrong = [ZONE_FIELDS[fault] for fault in zone.faults if fault != zone_field.DOCUMENT_KIND]
    if wrong:
        words = (", ".join(indonesian for indonesian, _ in wrong), ", ".join(english for _, english in wrong))
        yield _lack(LackCode.CHECK_DIGIT_WRONG, "applicant.machine_readable_zone", standard, *words)
    for field in _disagreements(application, zone):
        yield _lack(LackCode.DISAGREES_WITH_PASSPORT, f"applicant.{field}", standard, *TYPED_FIELDS[field])
    if not is_known(applicant.nationality):
        yield _lack(LackCode.COUNTRY_CODE_UNKNOWN, "applicant.nationality", standard)
    if not is_known(zone.issuing_state):
        yield _lack(LackCode.COUNTRY_CODE_UNKNOWN, "applicant.machine_readable_zone", standard)


def _disagreements(application: Application, zone: MachineReadableZone) -> Iterator[str]:
    """A field whose own check digit is wrong is asked for anyway: it is not compared besides."""
    applicant, wrong = application.applicant, zone.faults
    if zone_field.PASSPORT_NUMBER not in wrong and applicant.passport_number != zone.passport_number:
        yield "passport_number"
    if as_in_passports(applicant.nationality) != as_in_passports(zone.nationality):
        yield "nationality"
    if zone_field.BIRTH_DATE not in wrong and not zone.can_be_born_on(BirthDate.read(applicant.birth_date)):
        yield "birth_date"
    if zone_field.SEX not in wrong and applicant.sex != zone.sex:
        yield "sex"
    if zone_field.EXPIRY not in wrong and applicant.passport_expires_on != zone.expiry:
        yield "passport_expires_on"


def _guarantor(application: Application, on: date) -> Iterator[Lack]:
    guarantor = application.guarantor
    if guarantor is None:
        if guarantor_is_required(application, on):
            yield _lack(LackCode.GUARANTOR_MISSING, "guarantor", text_in_force("guarantor", on))
        return
    number = guarantor.identity_number
    if guarantor.kind == "person" and number is not None and isinstance(read_identity_number(number), Impossible):
        law = "UU 23/2006 Ps 13 sebagaimana diubah dengan UU 24/2013"
        yield _lack(LackCode.IDENTITY_NUMBER_IMPOSSIBLE, "guarantor.identity_number", law)


def _telephones(application: Application, on: date) -> Iterator[Lack]:
    written = {
        "applicant.telephone": application.applicant.telephone,
        "residence.contact_telephone": application.residence.contact_telephone,
        "guarantor.telephone": application.guarantor.telephone if application.guarantor else None,
    }
    for field, number in written.items():
        if number is not None and as_dialled(number) is None:
            yield _lack(LackCode.TELEPHONE_UNREACHABLE, field, text_in_force("service", on), *TELEPHONES[field])


def _residence(application: Application) -> Iterator[Lack]:
    village = find_village(application.residence.village_code)
    if village is not None and village.postal_code != application.residence.postal_code:
        yield _lack(LackCode.POSTAL_CODE_OF_ANOTHER_VILLAGE, "residence.postal_code", REGIONS_DECREE)


def _permit(application: Application, on: date) -> Iterator[Lack]:
    permit = application.permit
    if application.procedure is Procedure.GRANT:
        return
    if permit.number is None:
        yield _lack(LackCode.PERMIT_NUMBER_MISSING, "permit.number", text_in_force("permits", on))
    if permit.expires_on is None and permit.kind is not PermitKind.PERMANENT:
        yield _lack(LackCode.PERMIT_EXPIRY_MISSING, "permit.expires_on", text_in_force("permits", on))


def _lack(code: LackCode, subject: str, legal_basis: str, *words: str) -> Lack:
    indonesian, english = WORDING[code]
    first, last = (words[0], words[-1]) if words else ("", "")
    return Lack(code, subject, indonesian.format(first), english.format(last), legal_basis)


# --- the words --------------------------------------------------------------------------------------------------

WORDING: dict[LackCode, tuple[str, str]] = {
    LackCode.DOCUMENT_MISSING: ("{}: belum dilampirkan", "{}: not enclosed"),
    LackCode.PASSPORT_EXPIRED: (
        "Paspor: masa berlakunya telah berakhir; mohon menghubungi kedutaan besar negara asal dan mengirimkan paspor yang baru",
        "Passport: it has expired; please ask the embassy for a new one and send us that",
    ),
    LackCode.NOT_A_PASSPORT: (
        "Paspor: baris pertama zona baca mesin bukan baris sebuah paspor; mohon menyalin ulang kedua baris dari halaman data paspor",
        "Passport: the first line of the machine-readable zone is not that of a passport; please copy both lines again from its data page",
    ),
    LackCode.CHECK_DIGIT_WRONG: (
        "Paspor: angka pemeriksa baris kedua tidak cocok ({}); mohon menyalin ulang kedua baris dari halaman data paspor",
        "Passport: the second line does not agree with its own check digits ({}); please copy both lines again from its data page",
    ),
    LackCode.DISAGREES_WITH_PASSPORT: (
        "{} yang diisikan tidak sama dengan yang tercantum pada zona baca mesin paspor",
        "The {} that was entered is not the one in the passport's machine-readable zone",
    ),
    LackCode.COUNTRY_CODE_UNKNOWN: (
        "Kode negara tidak dikenal; mohon menyalinnya dari halaman data paspor",
        "The country code is unknown; please copy it from the passport's data page",
    ),
    LackCode.GUARANTOR_MISSING: (
        "Penjamin: belum ada, sedangkan izin tinggal ini memerlukan penjamin",
        "Guarantor: none is named, though this stay permit needs one",
    ),
    LackCode.IDENTITY_NUMBER_IMPOSSIBLE: (
        "NIK penjamin: nomor tersebut tidak mungkin ada; mohon menyalinnya dari KTP",
        "Guarantor's identity number (NIK): no such number can exist; please copy it from the KTP",
    ),
    LackCode.TELEPHONE_UNREACHABLE: (
        "{}: nomor tersebut tidak dapat dihubungi; mohon memeriksa kembali",
        "{}: this number cannot be reached; please check it",
    ),
    LackCode.POSTAL_CODE_OF_ANOTHER_VILLAGE: (
        "Alamat: kode pos bukan kode pos kelurahan/desa tersebut; mohon memeriksa keduanya",
        "Address: the postal code is not that of the village; please check both",
    ),
    LackCode.PERMIT_NUMBER_MISSING: (
        "Izin tinggal: nomor izin tinggal yang dimiliki belum diisikan",
        "Stay permit: the number of the permit now held is missing",
    ),
    LackCode.PERMIT_EXPIRY_MISSING: (
        "Izin tinggal: tanggal berakhirnya izin tinggal belum diisikan",
        "Stay permit: the day on which it expires is missing",
    ),
}
ZONE_FIELDS: dict[str, tuple[str, str]] = {
    zone_field.PASSPORT_NUMBER: ("nomor paspor", "passport number"),
    zone_field.BIRTH_DATE: ("tanggal lahir", "date of birth"),
    zone_field.SEX: ("jenis kelamin", "sex"),
    zone_field.EXPIRY: ("tanggal habis berlaku", "date of expiry"),
    zone_field.PERSONAL_NUMBER: ("nomor pribadi", "personal number"),
    zone_field.COMPOSITE: ("angka pemeriksa gabungan", "composite check digit"),
}
TYPED_FIELDS: dict[str, tuple[str, str]] = {
    "passport_number": ("Nomor paspor", "passport number"),
    "nationality": ("Kode kewarganegaraan", "code of nationality"),
    "birth_date": ("Tanggal lahir", "date of birth"),
    "sex": ("Jenis kelamin", "sex"),
    "passport_expires_on": ("Tanggal habis berlaku paspor", "passport's date of expiry"),
}
TELEPHONES: dict[str, tuple[str, str]] = {
    "applicant.telephone": ("Telepon Orang Asing", "Applicant's telephone"),
    "residence.contact_telephone": (
        "Telepon narahubung di tempat tinggal",
        "Telephone of the contact at the residence",
    ),
    "guarantor.telephone": ("Telepon penjamin", "Guarantor's telephone"),
}
