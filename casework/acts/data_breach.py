"""A breach of personal data is put on record by two, and told to everybody concerned and to the agency (UU 27/2022 Pasal 46)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field, field_validator

from casework.acts.case_fields import CaseReference
from casework.acts.fields import BESIDE_THE_HEAD
from casework.acts.kinds import ActContent, ActKind, always
from casework.case import Application
from casework.clock import OFFICE_TIME_ZONE
from casework.letters import LetterKind
from casework.letters.facts.breach import Breach
from casework.office import Office
from casework.questions import SEPARATOR, code_of
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Case, JointAct
from casework.stages import letter_facts
from casework.stages.barring import barred_from_each
from casework.stages.case_file import find_case, read_application
from casework.stages.correspondence import plan_letter
from casework.stages.deciding import Decided
from casework.stages.envelope import TO_ROLE
from casework.stages.letter_facts.ending import has_no_guarantor_to_write_to

NAME = "data-breach"
TO_TELL_WITHIN = timedelta(hours=72)  # UU 27/2022 Pasal 46: 3 × 24 hours, whatever days they fall on
MOST_CASES = 200
SHOWN_CASES = 6
# Nobody of the agency has a mailbox here: the administrator who proposed it hands the report in.
HANDS_THE_REPORT_IN = "administrator"

DataShown = Literal[
    "nama, tanggal lahir, kewarganegaraan · identity",
    "nomor dan masa berlaku paspor · passport",
    "alamat, telepon, pos-el · contact",
    "izin tinggal dan permohonannya · permit",
    "nama dan nomor identitas penjamin · guarantor-identity",
    "salinan dokumen · documents",
    "keterangan kesehatan · health",
    "foto wajah dan sidik jari · biometrics",
]
CauseShown = Literal[
    "perangkat hilang atau dicuri · device-lost",
    "berkas kertas hilang atau dicuri · paper-lost",
    "terkirim kepada yang tidak berhak · sent-to-another",
    "dibuka oleh yang tidak berwenang · seen-without-right",
    "perangkat lunak perusak · malware",
    "kesalahan sistem · system-fault",
    "masih diperiksa · still-examined",
]
MeasureShown = Literal[
    "akses ditutup · access-closed",
    "perangkat dikunci dan dihapus · device-erased",
    "kode masuk petugas diganti · codes-renewed",
    "penerima diminta menghapus · asked-to-delete",
    "dipulihkan dari cadangan · restored-from-copy",
    "dilaporkan kepada kepolisian · reported-to-police",
    "dilaporkan kepada BSSN · reported-to-bssn",
    "tata kerja diubah · procedure-changed",
]


class DataBreachContent(
    ActContent,
    json_schema_extra={
        "description": "Kegagalan pelindungan data pribadi: diberitahukan dalam 3 x 24 jam sejak diketahui. · A breach of personal data: told within 3 x 24 hours of its discovery."
    },
):
    """When a breach was found out and when it happened, which data, how, what is done, and whose files are affected."""

    discovered_on: Annotated[
        date,
        Field(title="Tanggal diketahui · discovered on", description="Hari kantor mengetahuinya. · The office's day."),
    ]
    discovered_at: Annotated[
        str,
        Field(
            title="Jam diketahui (WIB) · discovered at",
            description="Misalnya 16.20 atau 16:20; 3 x 24 jam dihitung dari sini. · The 72 hours run from here.",
            pattern=r"^([01][0-9]|2[0-3])[.:][0-5][0-9]$",
        ),
    ]
    happened_on: Annotated[
        date,
        Field(
            title="Tanggal terjadi · happened on",
            description="Bila belum pasti, hari pertama yang mungkin. · The first day possible, where it is not known.",
        ),
    ]
    data: Annotated[
        list[DataShown],
        Field(
            title="Data yang terungkap · data disclosed",
            description="Semua yang mungkin terungkap. · All that may have been disclosed.",
            min_length=1,
            max_length=8,
        ),
    ]
    cause: Annotated[
        CauseShown,
        Field(title="Bagaimana terjadi · how it happened", description="Sejauh diketahui. · As far as known."),
    ]
    measures: Annotated[
        list[MeasureShown],
        Field(
            title="Penanganan dan pemulihan · what is done",
            description="Yang sudah dilakukan. · What has been done already.",
            min_length=1,
            max_length=8,
        ),
    ]
    references: Annotated[
        list[CaseReference],
        Field(
            title="Berkas yang terdampak · cases affected",
            description="Satu nomor berkas per butir (Add item), misalnya SAHS-7K43. · Add an item for each case, with its reference.",
            min_length=1,
            max_length=MOST_CASES,
        ),
    ]

    @field_validator("data", "measures", "references")
    @classmethod
    def _names_each_once(cls, given: list[str]) -> list[str]:
        return list(dict.fromkeys(given))

    @property
    def found_at(self) -> datetime:
        """When the office found out, in the office's time."""
        return datetime.combine(
            self.discovered_on, time.fromisoformat(self.discovered_at.replace(".", ":")), OFFICE_TIME_ZONE
        )

    @property
    def notify_by(self) -> datetime:
        """When the 3 × 24 hours are over, working days or not."""
        return self.found_at + TO_TELL_WITHIN

    @property
    def last_whole_day(self) -> date:
        """The last day that lies within the 3 × 24 hours from its first hour to its last."""
        return self.notify_by.date() - timedelta(days=1)

    def lines(self) -> list[str]:
        """The time limit first."""
        more = f" … (+{len(self.references) - SHOWN_CASES})" if len(self.references) > SHOWN_CASES else ""
        return [
            f"**Beri tahu paling lambat · tell by {self.notify_by:%d-%m-%Y %H:%M} WIB** (UU 27/2022 Ps 46)",
            f"Diketahui · discovered: {self.found_at:%d-%m-%Y %H:%M} WIB; terjadi · happened: {self.happened_on:%d-%m-%Y}",
            f"Data yang terungkap · data disclosed: {_in_words(self.data)}",
            f"Sebab · cause: {_in_words([self.cause])}; penanganan · done: {_in_words(self.measures)}",
            f"Berkas · cases ({len(self.references)}): {', '.join(self.references[:SHOWN_CASES])}{more}",
        ]


def _in_words(shown: Sequence[str]) -> str:
    """What the letters will say, in the office's language; a comma may stand within one of them."""
    return "; ".join(one.partition(SEPARATOR)[0] for one in shown)


def _fault(change: Change, office: Office, content: DataBreachContent) -> str | None:
    del office
    if content.found_at > change.moment.office:
        return "waktu diketahui belum tiba: periksa tanggal dan jamnya · it was discovered in the future: look at date and time"
    if content.happened_on > content.discovered_on:
        return "terjadi setelah diketahui: periksa kedua tanggalnya · it happened after it was discovered: look at the days"
    unknown = [one for one in content.references if change.session.get(Case, one) is None]
    if unknown:
        return f"berkas {unknown[0]} tidak ada: periksa nomornya · there is no case {unknown[0]}: check the reference"
    return None


def _apply(change: Change, office: Office, decided: Decided, content: DataBreachContent) -> None:
    """Each case's guarantor and applicant are told, in the name of whoever approved it, and the agency in numbers."""
    breach, subject = breach_of(content), decided.question.subject
    told = [_tell(change, decided, find_case(change, one), breach) for one in content.references]
    report = letter_facts.breach_report(
        breach,
        change.moment.office_date,
        cases=len(content.references),
        persons=_persons(change, content),
        letters=told.count(True),
    )
    mail_to = (f"{TO_ROLE}{HANDS_THE_REPORT_IN}",)
    plan_letter(change, subject, LetterKind.BREACH_REPORT, report, signed_by=decided, mail_to=mail_to, office=office)
    facts: dict[str, Fact] = {
        "act": subject,
        "discovered_at": content.found_at.isoformat(),
        "data": list(breach.data),
        "cause": breach.cause,
        "measures": list(breach.measures),
        "cases": list(content.references),
        "letters": told.count(True),
    }
    change.write(Event("office:data-breach:told", "office", decided.officer.code, facts))


def breach_of(content: DataBreachContent) -> Breach:
    """What the letters say of it."""
    return Breach.model_validate(
        {
            "discovered_at": content.found_at,
            "notify_by": content.notify_by,
            "happened_on": content.happened_on,
            "data": [code_of(one) for one in content.data],
            "cause": code_of(content.cause),
            "measures": [code_of(one) for one in content.measures],
        }
    )


def _tell(change: Change, decided: Decided, case: Case, breach: Breach) -> bool:
    """Whether there was anybody to tell: once the applicant has died, only a guarantor is."""
    if case.result == "died" and has_no_guarantor_to_write_to(read_application(change, case)):
        return False
    facts = letter_facts.breach_notice(change, case, breach)
    mail_to = ("guarantor",) if facts.applicant_died else ("guarantor", "applicant")
    plan_letter(change, case.reference, LetterKind.BREACH_NOTICE, facts, signed_by=decided, mail_to=mail_to)
    return True


def _persons(reading: Reading, content: DataBreachContent) -> int:
    """How many are concerned, each counted once however many of their files are."""
    sent = [read_application(reading, find_case(reading, one)) for one in content.references]
    applicants = {(one.applicant.nationality, one.applicant.passport_number) for one in sent}
    return len(applicants) + len({found for one in sent if (found := _guarantor_of(one)) is not None})


def _guarantor_of(application: Application) -> str | None:
    guarantor = application.guarantor
    return None if guarantor is None else guarantor.identity_number or f"{guarantor.name} {guarantor.telephone}"


def _barred(reading: Reading, act: JointAct, question_kind: str) -> Collection[str]:
    """Whoever is kept by a complaint from one of the cases has no part in telling of it."""
    del question_kind
    return {code for codes in barred_from_each(reading, act.content["references"]).values() for code in codes}


def _notes(reading: Reading, content: DataBreachContent, today: date) -> list[str]:
    """Whether the time limit is over, and to whom nothing can be sent."""
    late = today > content.notify_by.date()
    found = [reading.session.get_one(Case, one) for one in content.references]
    died = [case.reference for case in found if case.result == "died"]
    return [
        *(["⚠ Lewat 3 x 24 jam: tetap diberitahukan, suratnya mengakuinya · too late: told all the same, the letter says so"] if late else []),
        *([f"Meninggal · died ({len(died)}): surat hanya kepada penjamin · to the guarantor only"] if died else []),
        "Laporan kepada lembaga dikirim ke Tata Usaha untuk diteruskan · the report to the agency goes to the administrator, who hands it in",
    ]  # fmt: skip


DATA_BREACH = ActKind(
    name=NAME,
    title="Kegagalan pelindungan data",
    title_english="A breach of personal data",
    content=DataBreachContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_fault,
    apply=_apply,
    substitutes=BESIDE_THE_HEAD,  # the hours run on, whoever is away
    cannot_wait=True,
    shuts_out=_barred,
    notes=_notes,
    due_by=lambda content: content.last_whole_day,
)
