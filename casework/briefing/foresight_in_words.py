"""What was foreseen of each choice, as lines of the briefing: the words for every case first, then what is particular."""

import re
from collections import defaultdict
from collections.abc import Sequence

from casework.briefing.consequences_in_words import CANNOT_BE_UNDONE, FINAL, FOLLOWS, ONLY_BY_OBJECTION
from casework.briefing.foresight import Foreseen, Foresight
from casework.briefing.sequels import ForeseenLetter, Sequel
from casework.houses import MAILBOX_NAMES
from casework.questions import ROLE_NAMES, QuestionKind, code_of
from casework.refusals import REFUSALS
from casework.stages.envelope import TO_ROLE

LONGEST_LINE = 220
DEPENDS_ON_THE_FORM = frozenset({"replacement-incomplete", "replacement-not-chosen", "time-not-ahead"})
DIGITS_SHOWN, DIGESTS_SHOWN = 8, 2
LETTERS = {
    "receipt": "tanda terima",
    "missing-documents": "permintaan kelengkapan",
    "ineligible": "penolakan layanan",
    "team-decree": "SK tim",
    "assignment": "surat tugas",
    "visit-notice": "jadwal kunjungan",
    "consent": "persetujuan kunjungan",
    "visit-record": "berita acara",
    "passport-custody": "tanda terima paspor",
    "failed-visit": "kunjungan gagal",
    "dispatch-report": "laporan harian",
    "billing": "tagihan PNBP",
    "grant": "persetujuan izin",
    "refusal": "SK penolakan izin",
    "closing": "penutupan berkas",
    "complaint-answer": "jawaban pengaduan",
    "approval-request": "permohonan persetujuan",
    "process-ended": "penghentian",
    "reinstated": "pengaktifan kembali",
    "objection-admitted": "tanda terima keberatan",
    "objection-too-late": "keberatan lewat waktu",
    "breach-notice": "pemberitahuan kegagalan",
    "breach-report": "laporan ke lembaga",
}
PARTIES = {
    "guarantor": "penjamin",
    "applicant": "pemegang izin",
    "post": "lewat pos",
    "app": "MiskaGO",
    **{f"{TO_ROLE}{role}": name for role, name in MAILBOX_NAMES.items()},
}
ORDERS = {"billing-order": "PNBP ditagih · fee billed", "simkim-handover": "diserahkan ke SIMKIM · handed to SIMKIM"}
DEADLINES = {"payment": "bayar", "documents": "kelengkapan", "contact": "kabar kantor"}
WITHDRAWN = {"visit": "kunjungan", "question": "pertanyaan", "letter": "surat"}
# The words of the lines in English; the heading explains those that occur below it.
IN_ENGLISH = {
    "surat": "letter",
    "a.n. Anda": "in your name",
    "isi": "digest",
    "menurut dasar": "by ground",
    "menyusul": "once decided",
    "ke": "told",
    "berikutnya": "next",
    "batas": "due",
    "bayar": "payment",
    "kelengkapan": "documents",
    "kabar kantor": "office's word",
    "gugur": "withdrawn",
}


def what_follows(kind: QuestionKind, foresight: Foresight) -> list[str]:
    """The heading with the day for which this was foreseen, and a line for each choice in the order of the form."""
    lines = [_line(kind, choice, foresight) for choice in kind.choices]
    return [_heading(foresight, "; ".join(line.partition(" — ")[2] for line in lines)), *lines]


def _heading(foresight: Foresight, told: str) -> str:
    if not foresight.choices:
        return "Pilihan dan akibatnya · what follows from each answer:"
    day = f"{foresight.moment.office:%d-%m-%Y}"
    beginning = f"Akibat jawaban pada {day} · if answered that day"
    if foresight.after_release:
        beginning = f"Akibat jawaban pada {day}, setelah tim dilepas · once released"
    legend = [f"{word} · {english}" for word, english in IN_ENGLISH.items() if re.search(rf"\b{word}\b", told)]
    return f"{beginning} ({'; '.join(legend)}):" if legend else f"{beginning}:"


def _line(kind: QuestionKind, choice: str, foresight: Foresight) -> str:
    """One choice, as the form shows it, and what follows; or why it cannot be chosen now."""
    code = code_of(choice)
    foreseen = foresight.of(code)
    if foreseen is not None and foreseen.sequel.refusal in DEPENDS_ON_THE_FORM:
        foreseen = None  # what else is filled in decides
    if foreseen is not None and foreseen.sequel.refusal is not None:
        reason = REFUSALS[foreseen.sequel.refusal]
        return f"**{choice}** → tidak dapat sekarang · not possible now ({foresight.moment.office:%d-%m-%Y %H:%M} WIB): {reason}"
    beginning = f"**{choice}** → {FOLLOWS[kind.name][code]}"
    ending = _ending(kind, code, foreseen)
    return beginning + _as_far_as_there_is_room(
        _particulars(kind, foreseen), ending, LONGEST_LINE - len("- " + beginning)
    )


def _ending(kind: QuestionKind, code: str, foreseen: Foreseen | None) -> list[str]:
    """How final an answer is: of a "no" that the highest level gives no objection takes anything back either."""
    words = FINAL.get(kind.name, {}).get(code)
    if words == ONLY_BY_OBJECTION and foreseen is not None and foreseen.sequel.nobody_above:
        return [CANNOT_BE_UNDONE]
    return [words] if words else []


def _as_far_as_there_is_room(particulars: Sequence[str], ending: Sequence[str], room: int) -> str:
    """Behind the words for every case; what does not fit any more is left out, the last first, and that shows."""
    for count in range(len(particulars), -1, -1):
        left_out = ["…"] if count < len(particulars) else []
        told = "; ".join([*particulars[:count], *left_out, *ending])
        if not told or len(" — " + told) <= room:
            break
    return f" — {told}" if told else ""


def _particulars(kind: QuestionKind, foreseen: Foreseen | None) -> list[str]:
    """What was foreseen, what matters most first."""
    if foreseen is None:
        return []
    if foreseen.fault is not None:
        return ["selebihnya tidak dapat dihitung · the rest could not be worked out"]
    sequel = foreseen.sequel
    only_here = foreseen.needs_ground and foreseen.choice not in kind.needs_ground
    return [
        *(["perlu dasar · needs a ground"] if only_here else []),
        *_letters(foreseen),
        *([f"ke: {', '.join(PARTIES[party] for party in sequel.told)}"] if sequel.told else []),
        *_questions(sequel),
        *(ORDERS[order] for order in sequel.orders),
        *(f"{DEADLINES[name]} batas {day:%d-%m-%Y}" for name, day in sequel.deadlines),
        *_withdrawn(sequel),
    ]


def _letters(foreseen: Foreseen) -> list[str]:
    alike: dict[tuple[bool, str], list[ForeseenLetter]] = defaultdict(list)
    for letter in foreseen.sequel.letters:
        alike[letter.signed, letter.kind].append(letter)
    return [
        f"surat{' a.n. Anda' if signed else ''}: {LETTERS[kind]}{_times(len(some))} (isi {_content(foreseen, some)})"
        for (signed, kind), some in alike.items()
    ]


def _content(foreseen: Foreseen, letters: Sequence[ForeseenLetter]) -> str:
    if foreseen.content_varies:
        return "menurut dasar"
    if not all(letter.settled for letter in letters):
        return "menyusul"
    shown = [letter.digest[:DIGITS_SHOWN] for letter in letters[:DIGESTS_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(letters) > DIGESTS_SHOWN else [])])


def _questions(sequel: Sequel) -> list[str]:
    asked = [(ROLE_NAMES[question.role], f"{question.due_on:%d-%m-%Y}") for question in sequel.questions]
    return [f"berikutnya: {role}{_times(asked.count((role, due)))}, batas {due}" for role, due in dict.fromkeys(asked)]


def _withdrawn(sequel: Sequel) -> list[str]:
    told = [f"{count} {WITHDRAWN[what]}" for what, count in sequel.void.items()]
    return [f"gugur: {', '.join(told)}"] if told else []


def _times(count: int) -> str:
    return f" ×{count}" if count > 1 else ""
