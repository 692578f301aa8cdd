"""What a reminder says: reference, title and dates, and where it is answered; no person, Indonesian first, plain text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.partners.protocols import OutgoingMail
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.registry.models import Effect
from casework.staff_mail.ladder import Rung
from casework.stages.case_file import office_time_of

HEADINGS = {
    Rung.REMIND: ("Pengingat", "reminder"),
    Rung.ESCALATE: ("Diteruskan ke atasan", "escalated"),
    Rung.TELL_THE_HEAD: ("Terlambat tiga hari kerja", "three working days late"),
}
INDONESIAN = {
    Rung.REMIND: "pertanyaan berikut menunggu keputusan {waits}. Batas waktunya {due}.",
    Rung.ESCALATE: "pertanyaan berikut melewati batas waktunya ({due}) dan masih menunggu keputusan {waits}. "
    "Mohon dipastikan ada yang memutuskan.",
    Rung.TELL_THE_HEAD: "pertanyaan berikut sudah tiga hari kerja atau lebih melewati batas waktunya ({due}) dan masih menunggu "
    "keputusan {waits}. Pengingat lain tidak akan dikirim.",
}
ENGLISH = {
    Rung.REMIND: "The question above waits for a decision by {waits}. It is due on {due}.",
    Rung.ESCALATE: "The question above is past its day ({due}) and still waits for a decision by {waits}. "
    "Please see to it that somebody decides.",
    Rung.TELL_THE_HEAD: "The question above is three working days or more past its day ({due}) and still waits for a decision by "
    "{waits}. No other reminder will be sent.",
}
TEXT = """\
Yth. {to},

{indonesian}

Nomor      : {about}
Pertanyaan : {title}
             {title_english}
Menunggu   : {waits}
Diajukan   : {opened}
Batas waktu: {due}

Jawab di   : {answer}
Lembar     : {sheet}

{english}

{foot}
"""
FOOT = (
    "Surel ini dikirim oleh sistem, tidak memuat data pribadi dan tidak perlu dibalas.\n"
    "Sent by the system; it holds no personal data and needs no reply."
)
NOT_PUT_YET = "pertanyaan belum ditampilkan; lihat daftar kerja · not put before staff yet: see the work list"


def reminder_mail(effect: Effect, mailbox: str) -> OutgoingMail:
    """The mail of a planned reminder, the same to the letter however often it is sent."""
    told = effect.content
    kind, rung = QUESTION_KINDS[told["kind"]], Rung(told["rung"])
    heading, heading_english = HEADINGS[rung]
    waits, due = ROLE_NAMES[told["role"]], _day(told, "due_on")
    return OutgoingMail(
        to=mailbox,
        subject=f"{heading} · {heading_english}: {told['about']}, {kind.title}",
        text=TEXT.format(
            to=ROLE_NAMES[told["to"]],
            indonesian=INDONESIAN[rung].format(waits=waits, due=due),
            english=ENGLISH[rung].format(waits=waits, due=due),
            about=told["about"],
            title=kind.title,
            title_english=kind.title_english,
            waits=waits,
            opened=_day(told, "opened_on"),
            due=due,
            answer=told["run"] or NOT_PUT_YET,
            sheet=told["sheet"],
            foot=FOOT,
        ),
        dated=office_time_of(effect),
    )


def _day(told: Mapping[str, Any], name: str) -> str:
    return f"{date.fromisoformat(told[name]):%d-%m-%Y}"
