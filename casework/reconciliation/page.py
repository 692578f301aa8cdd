"""The report as people read it: a page of the engine, and one line for each finding; no names, no free text of anybody."""

from collections.abc import Mapping, Sequence

from casework.clock import OFFICE_TIME_ZONE, Moment
from casework.office import Office
from casework.questions import QUESTION_KINDS
from casework.reconciliation.findings import Finding, Kind, SinceThen
from casework.reconciliation.record import Reported
from casework.work_list import run_link

PAGE_KEY = "laporan-rekonsiliasi"
MOST = 200  # nobody reads further before asking who did all this
NO_DIFFERENCES = "tidak ada selisih · no differences"
WITHOUT_A_PAGE = frozenset({Kind.DELETED, Kind.START_WITHOUT_RUN})
HOW: Mapping[str, str] = {
    "completed": "selesai · Completed",
    "cancelled": "dibatalkan · Cancelled",
    "failed": "gagal · Failed",
    "crashed": "terhenti · Crashed",
}
FOUND: Mapping[Kind, str] = {
    Kind.ENDED_BY_HAND: "Run diakhiri dengan tangan ({how}) selagi pertanyaannya terbuka. · Ended by hand while its question was open.",
    Kind.DELETED: "Run yang menanyakannya sudah dihapus di Prefect. · The run that asked was deleted in Prefect.",
    Kind.RETRIED: "Run yang sudah {how} dijalankan lagi dengan tangan (Retry). · Retried by hand after it had ended.",
    Kind.SUBMITTED_TOO_LATE: "Resume ditekan setelah pertanyaannya selesai lewat pintu lain. · Resume was pressed after the question had been settled elsewhere.",
    Kind.FAILED: "Run gagal selagi pertanyaannya terbuka; lihat catatan run. · Failed while its question was open: see its log.",
    Kind.NO_LIVE_RUN: "Pertanyaan terbuka tanpa run yang menunggu. · An open question waits in no run.",
    Kind.WAITS_IN_VAIN: "Run menunggu, padahal pertanyaannya sudah selesai. · A run waits though its question is settled.",
    Kind.STILL_SAYS_IT_WAITS: "Run sudah berakhir ({how}) tetapi namanya masih menunggu. · Over, and still says that it waits.",
    Kind.START_WITHOUT_RUN: "Dimulai menurut register ({how}), tetapi run-nya tidak ada. · Started on record, but there is no such run.",
    Kind.ENGINE_IS_NEW: "Basis data Prefect baru: {how} run lama tidak dikenalnya. · Prefect's database is new: it does not know so many runs.",
}  # fmt: skip
BECAME: Mapping[SinceThen, str] = {
    SinceThen.ASKED_AGAIN: "bukan keputusan: pertanyaan dibuka lagi · not a decision: asked again",
    SinceThen.DECIDED: "bukan keputusan; diputuskan oleh petugas, tercatat · not a decision: an officer's is on record",
    SinceThen.VOID: "bukan keputusan; pertanyaannya tidak berlaku lagi · not a decision: the question is no longer needed",
    SinceThen.NOT_YET: "bukan keputusan; belum ditanyakan lagi, recover melakukannya: periksa apakah ia berjalan · not a decision: not asked again yet, recover does so: see whether that runs",
    SinceThen.REFUSED: "tercatat sebagai ditolak, tidak dihitung · on record as refused, it did not count",
    SinceThen.WOKEN_SOON: "recover membangunkannya; periksa apakah ia berjalan · recover wakes it: see whether that runs",
    SinceThen.NAMED_SOON: "recover membetulkan namanya; periksa apakah ia berjalan · recover corrects it: see whether that runs",
    SinceThen.STARTED_AGAIN: "dimulai lagi · started again",
    SinceThen.NOT_NEEDED: "tidak ada yang perlu dilakukan · nothing needs to be done",
}  # fmt: skip


def found_in_words(finding: Finding) -> str:
    """What was found, in Indonesian and English; about which question, where it is about one."""
    how = finding.how or ""
    told = FOUND[finding.kind].format(how=HOW.get(how, how))
    return f"{QUESTION_KINDS[finding.question.kind].title}: {told}" if finding.question else told


def became_in_words(finding: Finding) -> str:
    """What the system did about it, or is about to do."""
    return BECAME[finding.since_then]


def in_words(finding: Finding) -> str:
    """One line for the log and the terminal."""
    return f"{finding.subject}: {found_in_words(finding)} → {became_in_words(finding)}"


def count_in_words(reported: Sequence[Reported]) -> str:
    """How many findings there are: ``3 selisih · differences, 1 baru · new``."""
    if not reported:
        return NO_DIFFERENCES
    return f"{len(reported)} selisih · differences, {sum(one.is_new for one in reported)} baru · new"


def as_markdown(reported: Sequence[Reported], moment: Moment, office: Office, ui_url: str) -> str:
    """The report as a page of the engine, the newest finding first."""
    head = f"**{count_in_words(reported)}** — per {moment.office:%d-%m-%Y %H:%M} WIB, 7 hari terakhir · the last 7 days"
    rule = (
        "Tidak satu pun dari ini keputusan atau penarikan: yang memutuskan hanya jawaban petugas dengan kodenya. "
        "· Nothing of this is a decision or a withdrawal: only an officer's answer with its code is."
    )
    if not reported:
        return f"{head}\n\n{rule}"
    table = [
        "| Kapan · when | Berkas · case | Run | Ditemukan · found | Tindakan sistem · what the system did |",
        "| --- | --- | --- | --- | --- |",
        *(_row(one, office, ui_url) for one in reported[:MOST]),
    ]
    more = len(reported) - MOST
    below = [f"… dan {more} lagi · and so many more: homevisit reconcile."] if more > 0 else []
    return "\n\n".join([head, rule, "\n".join(table), *below])


def _row(one: Reported, office: Office, ui_url: str) -> str:
    finding = one.finding
    when = f"{one.at.astimezone(OFFICE_TIME_ZONE):%d-%m-%Y %H:%M}".replace("-", "\N{NON-BREAKING HYPHEN}")
    when = f"**{when} baru · new**" if one.is_new else when
    about = (
        finding.subject
        if finding.kind is Kind.ENGINE_IS_NEW
        else _link(finding.subject, office.sheet_link(finding.subject))
    )
    run = _run(finding, ui_url)
    again = f" ([run]({run_link(ui_url, finding.other_run)}))" if finding.other_run else ""
    return f"| {when} | {about} | {run} | {found_in_words(finding)} | {became_in_words(finding)}{again} |"


def _run(finding: Finding, ui_url: str) -> str:
    if finding.flow_run_id is None:
        return "–"
    short = finding.flow_run_id[:8]
    return short if finding.kind in WITHOUT_A_PAGE else _link(short, run_link(ui_url, finding.flow_run_id))


def _link(text: str, address: str) -> str:
    return f"[{text}]({address})"
