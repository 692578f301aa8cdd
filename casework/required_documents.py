"""Which documents the law asks for, and since when: rows of data, each with its legal basis and how sure we are of it.

A row is in force from ``valid_from`` to ``valid_to``, both included. ``source`` names where the row was found;
``certainty`` says whether a person must still confirm it (domain facts 2.8, 9).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Literal

from casework.case import Application, DocumentCode, PermitKind, Procedure

Certainty = Literal["high", "medium", "low"]


class Circumstance(StrEnum):
    """What must be so, beside the kind of permit and the procedure, before a document is asked for."""

    ALWAYS = "always"
    GUARANTOR_REQUIRED = "a guarantor is required"
    GUARANTOR_NAMED = "a guarantor is named"
    GUARANTOR_IS_A_PERSON = "the guarantor is a person"
    GUARANTOR_IS_AN_AGENT = "an agent acts for the guarantor"
    MARRIED_TO_INDONESIAN = "the applicant is married to an Indonesian"


@dataclass(frozen=True)
class Citation:
    """How a law is cited while it is in force; a law that replaces another follows it under the same ``law``."""

    law: str
    text: str
    valid_from: date
    valid_to: date | None
    certainty: Certainty


@dataclass(frozen=True)
class RequiredDocument:
    """One document, for whom it is required, and by which law; ``indices`` is a pattern of visa indices."""

    document: DocumentCode
    kinds: frozenset[PermitKind]
    procedures: frozenset[Procedure]
    law: str
    source: str
    certainty: Certainty
    circumstance: Circumstance = Circumstance.ALWAYS
    indices: str = "*"
    valid_from: date = date(2015, 1, 1)
    valid_to: date | None = None


@dataclass(frozen=True)
class GuarantorExemption:
    """Foreigners who need no guarantor: those of some visa ``indices``, or ``None``, those married to an Indonesian."""

    indices: str | None
    legal_basis: str
    source: str
    certainty: Certainty
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class AskedDocument:
    """One document that the law asks of one application, and how that law is cited on that day."""

    document: DocumentCode
    legal_basis: str


# --- the data ---------------------------------------------------------------------------------------------------

EVERY_KIND = frozenset(PermitKind)
EVERY_PROCEDURE = frozenset(Procedure)
VISIT, LIMITED, PERMANENT = (frozenset({kind}) for kind in PermitKind)
GRANT, EXTENSION, CONVERSION, REPORT = (frozenset({procedure}) for procedure in Procedure)

CITATIONS: tuple[Citation, ...] = (
    # The days on which the two regulations changed over are from memory: a person must confirm them before 2021 is replayed.
    Citation(
        "permits",
        "Permenkumham 27/2014 sebagaimana diubah terakhir dengan Permenkumham 29/2021",
        date(2015, 1, 1),
        date(2023, 8, 23),
        "low",
    ),
    Citation("permits", "Permenkumham 22/2023", date(2023, 8, 24), date(2024, 5, 16), "medium"),
    Citation(
        "permits",
        "Permenkumham 22/2023 sebagaimana diubah dengan Permenkumham 11/2024",
        date(2024, 5, 17),
        None,
        "medium",
    ),
    Citation("service", "Keputusan Kepala Kantor tentang layanan kunjungan rumah", date(2015, 1, 1), None, "high"),
    Citation("elderly", "Keppres 31/1998", date(2015, 1, 1), None, "high"),
    Citation("guarantor", "UU 6/2011 Ps 63", date(2011, 5, 5), date(2023, 3, 30), "high"),
    Citation("guarantor", "UU 6/2011 Ps 63 sebagaimana diubah dengan UU 6/2023", date(2023, 3, 31), None, "high"),
    Citation("residence-certificate", "Perpres 96/2018", date(2018, 10, 18), None, "medium"),
)

OFFICES = "checklists of karawang, jabar, imigrasi.go.id (domain facts 2.8)"
OURS = "this service (domain facts 2.8)"
WAKATOBI = "sippn Wakatobi (domain facts 2.8)"
DEPOSIT = "deposit of the E33E (domain facts 2.5)"
LATER_EXTENSIONS = "Disdukcapil; some offices ask only from the fourth extension on (domain facts 2.8)"

# One row is one line of the checklist.
# fmt: off
REQUIRED_DOCUMENTS: tuple[RequiredDocument, ...] = (
    RequiredDocument(DocumentCode.PASSPORT, EVERY_KIND, EVERY_PROCEDURE, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.FORM, EVERY_KIND, EVERY_PROCEDURE, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.REQUEST_LETTER, EVERY_KIND, EVERY_PROCEDURE, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.CURRENT_PERMIT, EVERY_KIND, EVERY_PROCEDURE - GRANT, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.GUARANTEE_LETTER, EVERY_KIND, EVERY_PROCEDURE - REPORT, "permits", OFFICES, "high", Circumstance.GUARANTOR_REQUIRED),
    RequiredDocument(DocumentCode.KTP_GUARANTOR, EVERY_KIND, EVERY_PROCEDURE, "permits", OFFICES, "high", Circumstance.GUARANTOR_NAMED),
    RequiredDocument(DocumentCode.KK_GUARANTOR, EVERY_KIND, EVERY_PROCEDURE, "permits", OFFICES, "medium", Circumstance.GUARANTOR_IS_A_PERSON),
    RequiredDocument(DocumentCode.POWER_OF_ATTORNEY, EVERY_KIND, EVERY_PROCEDURE, "permits", OFFICES, "medium", Circumstance.GUARANTOR_IS_AN_AGENT),
    RequiredDocument(DocumentCode.VISA, VISIT, EXTENSION, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.ENTRY_STAMP, VISIT, EXTENSION, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.VISA, LIMITED, GRANT, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.ENTRY_STAMP, LIMITED, GRANT, "permits", OFFICES, "high"),
    RequiredDocument(DocumentCode.SKTT, LIMITED, EXTENSION, "residence-certificate", LATER_EXTENSIONS, "medium", valid_from=date(2018, 10, 18)),
    RequiredDocument(DocumentCode.INSURANCE, LIMITED, GRANT | EXTENSION, "elderly", WAKATOBI, "medium", indices="E33F"),
    RequiredDocument(DocumentCode.BANK_BOOK, LIMITED, GRANT | EXTENSION, "elderly", WAKATOBI, "medium", indices="E33F"),
    RequiredDocument(DocumentCode.ACCOMMODATION, LIMITED, GRANT | EXTENSION, "elderly", WAKATOBI, "medium", indices="E33F"),
    RequiredDocument(DocumentCode.HELPER, LIMITED, GRANT | EXTENSION, "elderly", WAKATOBI, "medium", indices="E33F"),
    RequiredDocument(DocumentCode.NO_WORK, LIMITED, GRANT | EXTENSION, "elderly", WAKATOBI, "medium", indices="E33F"),
    RequiredDocument(DocumentCode.BANK_BOOK, LIMITED, GRANT, "permits", DEPOSIT, "low", indices="E33E"),
    RequiredDocument(DocumentCode.MARRIAGE_CERTIFICATE, EVERY_KIND, EVERY_PROCEDURE - REPORT, "guarantor", OFFICES, "high", Circumstance.MARRIED_TO_INDONESIAN),
    RequiredDocument(DocumentCode.INTEGRATION_STATEMENT, LIMITED | PERMANENT, CONVERSION, "permits", OFFICES, "medium"),
    RequiredDocument(DocumentCode.HOME_VISIT_CONSENT, EVERY_KIND, EVERY_PROCEDURE, "service", OURS, "high"),
    RequiredDocument(DocumentCode.HEALTH_DECLARATION, EVERY_KIND, EVERY_PROCEDURE, "service", OURS, "high"),
)
# fmt: on

LAW_OF_JOB_CREATION = "UU 6/2011 Ps 63 sebagaimana diubah dengan UU 11/2020, sejak 2023 UU 6/2023"
PRACTICE = "Permenkumham 22/2023"
GUARANTOR_EXEMPTIONS: tuple[GuarantorExemption, ...] = (
    GuarantorExemption(None, "UU 6/2011 Ps 63", "id.wikisource UU 6/2023 (domain facts 2.4)", "high", date(2011, 5, 5)),
    GuarantorExemption(
        "E28*", LAW_OF_JOB_CREATION, "foreign investor: id.wikisource UU 6/2023", "medium", date(2020, 11, 2)
    ),
    GuarantorExemption("A*", PRACTICE, "visa-free: kompasiana (domain facts 2.4)", "medium", date(2023, 8, 24)),
    GuarantorExemption("B*", PRACTICE, "visa on arrival: kompasiana (domain facts 2.4)", "medium", date(2023, 8, 24)),
    GuarantorExemption(
        "C1", PRACTICE, "tourist visit visa: kompasiana (domain facts 2.4)", "medium", date(2023, 8, 24)
    ),
    # Exactly these two: a deposit stands in for the guarantor of a second home, not of the E33F (retirement).
    GuarantorExemption(
        "E33", PRACTICE, "second home with deposit: kompasiana (domain facts 2.4)", "medium", date(2023, 8, 24)
    ),
    GuarantorExemption("E33E", PRACTICE, DEPOSIT, "low", date(2023, 8, 24)),
)

# --- the rules --------------------------------------------------------------------------------------------------


def required_documents(application: Application, on: date) -> tuple[AskedDocument, ...]:
    """The documents that the law in force on this day asks of this application, each once, in the checklist's order.

    Raises ``ValueError`` for a day before the first row: without a row nothing is known, which is not "nothing is asked".
    """
    if on < min(row.valid_from for row in REQUIRED_DOCUMENTS):
        raise ValueError(f"no checklist is recorded for {on}: add its rows to casework/required_documents.py")
    circumstances = set(_circumstances(application, on))
    asked: dict[DocumentCode, AskedDocument] = {}
    for row in REQUIRED_DOCUMENTS:
        if row.circumstance in circumstances and _concerns(row, application, on):
            asked.setdefault(row.document, AskedDocument(row.document, text_in_force(row.law, on)))
    return tuple(asked.values())


def guarantor_is_required(application: Application, on: date) -> bool:
    """A foreigner needs a guarantor unless a row of the exemptions in force on this day covers the application."""
    return not any(_exempts(row, application) for row in GUARANTOR_EXEMPTIONS if _in_force(row, on))


def text_in_force(law: str, on: date) -> str:
    """How a law is cited on this day; raises ``ValueError`` where none of its texts was in force."""
    for citation in CITATIONS:
        if citation.law == law and _in_force(citation, on):
            return citation.text
    raise ValueError(
        f"no text of the law '{law}' is recorded for {on}: add it to CITATIONS in casework/required_documents.py"
    )


def _circumstances(application: Application, on: date) -> Iterator[Circumstance]:
    guarantor = application.guarantor
    yield Circumstance.ALWAYS
    if guarantor_is_required(application, on):
        yield Circumstance.GUARANTOR_REQUIRED
    if guarantor is not None:
        yield Circumstance.GUARANTOR_NAMED
    if guarantor is not None and guarantor.kind == "person":
        yield Circumstance.GUARANTOR_IS_A_PERSON
    if guarantor is not None and guarantor.relation == "agent":
        yield Circumstance.GUARANTOR_IS_AN_AGENT
    if application.applicant.married_to_indonesian:
        yield Circumstance.MARRIED_TO_INDONESIAN


def _concerns(row: RequiredDocument, application: Application, on: date) -> bool:
    return (
        _in_force(row, on)
        and application.permit.kind in row.kinds
        and application.procedure in row.procedures
        and fnmatchcase(application.permit.index, row.indices)
    )


def _exempts(row: GuarantorExemption, application: Application) -> bool:
    if row.indices is None:
        return application.applicant.married_to_indonesian
    return fnmatchcase(application.permit.index, row.indices)


def _in_force(row: Citation | RequiredDocument | GuarantorExemption, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
