"""What a digest says, in plain text, Indonesian first; and the decision forms that are attached to it for an outage."""

from collections.abc import Iterable, Iterator, Sequence

from casework.letters.wording import date_in_words
from casework.partners.protocols import Attachment, OutgoingMail
from casework.questions import QUESTION_KINDS, ROLE_NAMES, shown
from casework.refusals import refusal_in_words
from casework.registry.models import Effect
from casework.staff_mail.digest_content import DecidedLine, DigestContent, PaperLine, RefusedLine, WaitingLine
from casework.staff_mail.digests import content_of
from casework.staff_mail.paper_forms import PaperForm, print_forms
from casework.staff_mail.reminder_words import FOOT, NOT_PUT_YET
from casework.stages.case_file import office_time_of

REFUSED_BY_WHOM = (
    "Bila bukan Anda yang mengirimnya, beri tahu Petugas Teknis. · If it was not you, tell the technical officer."
)


def digest_mail(effect: Effect, mailbox: str, *, specimen: bool) -> OutgoingMail:
    """The mail of a planned digest with its decision forms, the same bytes however often it is sent."""
    content = content_of(effect)
    counts = [f"{content.waiting_count} menunggu · waiting"]
    if content.late_count:
        counts.append(f"{content.late_count} terlambat · late")
    if content.late_elsewhere:
        counts.append(f"{_count_elsewhere(content)} terlambat pada peran lain · late elsewhere")
    return OutgoingMail(
        to=mailbox,
        subject=f"Ringkasan pagi · digest {content.day:%d-%m-%Y}, {ROLE_NAMES[content.role]}: {', '.join(counts)}",
        text=digest_text(content),
        attachments=_forms(content, specimen=specimen),
        dated=office_time_of(effect),
    )


def digest_text(content: DigestContent) -> str:
    """What waits, late first; what is due today; what was decided; what did not count."""
    head = f"Ringkasan pagi untuk {ROLE_NAMES[content.role]} · morning digest\n{date_in_words(content.day)}, {content.as_of:%H.%M} WIB"
    parts = [
        head,
        *_stuck(content),
        *_waiting(content),
        *_late_elsewhere(content),
        *_decided(content),
        *_refused(content),
    ]
    return "\n\n".join([*parts, *_attached(content), FOOT]) + "\n"


def _stuck(content: DigestContent) -> Iterator[str]:
    if content.stuck:
        lines = (f"- {one}" for one in content.stuck)
        yield _section("TIDAK SEORANG PUN BERWENANG · NOBODY MAY DECIDE", content.stuck_count, lines)


def _waiting(content: DigestContent) -> Iterator[str]:
    if not content.waiting:
        yield "Tidak ada yang menunggu keputusan Anda. · Nothing waits for your decision."
        return
    due_later = content.waiting_count - content.late_count - content.due_today_count
    sections = (
        ("TERLAMBAT · LATE", content.late_count, [one for one in content.waiting if one.due_on < content.day]),
        (
            "BATAS WAKTU HARI INI · DUE TODAY",
            content.due_today_count,
            [one for one in content.waiting if one.due_on == content.day],
        ),
        ("MENUNGGU · WAITING", due_later, [one for one in content.waiting if one.due_on > content.day]),
    )
    for title, count, lines in sections:
        if count:
            yield _section(title, count, (_waiting_line(one) for one in lines))
    yield f"Daftar kerja · work list: {content.work_list}"


def _waiting_line(one: WaitingLine) -> str:
    title = QUESTION_KINDS[one.kind].title
    answer = one.run or NOT_PUT_YET
    return f"- {one.subject}, {title}, batas · due {one.due_on:%d-%m-%Y}\n  jawab · answer: {answer}\n  lembar · sheet: {one.sheet}"


def _late_elsewhere(content: DigestContent) -> Iterator[str]:
    if content.late_elsewhere:
        lines = (
            f"- {ROLE_NAMES[one.role]}: {one.count}, paling lama · oldest {one.oldest:%d-%m-%Y}"
            for one in content.late_elsewhere
        )
        yield _section("TERLAMBAT PADA PERAN LAIN · LATE ELSEWHERE", _count_elsewhere(content), lines, are_all=True)


def _count_elsewhere(content: DigestContent) -> int:
    return sum(one.count for one in content.late_elsewhere)


def _decided(content: DigestContent) -> Iterator[str]:
    if content.decided:
        title = f"DIPUTUSKAN SEJAK {content.decided_since:%d-%m-%Y} · DECIDED SINCE"
        yield _section(title, content.decided_count, (_decided_line(one) for one in content.decided))


def _decided_line(one: DecidedLine) -> str:
    kind = QUESTION_KINDS[one.kind]
    return (
        f"- {one.subject}, {kind.title}: {shown(kind.choices, one.choice)} ({one.officer}, {one.at:%d-%m-%Y %H.%M} WIB)"
    )


def _refused(content: DigestContent) -> Iterator[str]:
    if content.refused:
        lines = (_refused_line(one) for one in content.refused)
        yield _section("TIDAK TERPAKAI · DID NOT COUNT", content.refused_count, lines) + f"\n{REFUSED_BY_WHOM}"


def _refused_line(one: RefusedLine) -> str:
    title = QUESTION_KINDS[one.kind].title
    reason = refusal_in_words(one.reason)
    return f"- {one.officer}, {one.at:%d-%m-%Y %H.%M} WIB, {one.subject}, {title}:\n  {reason}"


def _section(title: str, count: int, lines: Iterable[str], *, are_all: bool = False) -> str:
    told = list(lines)
    more = 0 if are_all else count - len(told)
    below = [f"  … dan {more} lagi · and {more} more"] if more else []
    return "\n".join([f"{title} ({count})", *told, *below])


def _attached(content: DigestContent) -> Iterator[str]:
    count, more = len(content.forms), content.forms_count - len(content.forms)
    if count:
        unprinted = f" {more} lagi tidak dicetak · {more} more are not printed." if more else ""
        yield (
            f"Terlampir formulir keputusan ({count}), untuk dicetak bila sistem padam. · Attached: decision forms ({count}), "
            f"to be printed for an outage.{unprinted}"
        )
    only_here = content.waiting_count - content.forms_count
    if only_here:
        yield (
            f"{only_here} pertanyaan hanya dapat diputuskan di sistem, tidak di atas kertas. · "
            f"{only_here} can be decided in the system only, not on paper."
        )


def _forms(content: DigestContent, *, specimen: bool) -> tuple[Attachment, ...]:
    if not content.forms:
        return ()
    forms = _paper_forms(content.role, content.forms)
    pdf = print_forms(forms, printed_at=content.as_of, more=content.forms_count - len(forms), specimen=specimen)
    return (Attachment(file_name=f"formulir-{content.role}-{content.day.isoformat()}.pdf", content=pdf),)


def _paper_forms(role: str, lines: Sequence[PaperLine]) -> list[PaperForm]:
    return [
        PaperForm(
            reference=one.subject,
            kind=QUESTION_KINDS[one.kind],
            role=role,
            cycle=one.cycle,
            opened_on=one.opened_on,
            due_on=one.due_on,
            options=one.options,
        )
        for one in lines
    ]
