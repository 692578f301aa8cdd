"""What follows from each answer, whatever the case, in the words that the officer reads before giving it.

What follows in this case (letters, deadlines, who is told) is found by ``foresight`` and stands behind these words.
"""

FOLLOWS: dict[str, dict[str, str]] = {
    "eligibility-verdict": {
        "eligible": "ke antrean kunjungan, setelah PNBP bila terutang · on to a visit, after the state fee where one is due",
        "ineligible": "layanan ditolak, berkas ditutup · refused, the case closes",
        "return": "berkas menunggu kiriman baru · the case waits for what is missing",
    },
    "payment-overdue": {
        "extend": "batas bayar lima hari kerja lagi · five more working days",
        "end": "permohonan berakhir, berkas ditutup · the application ends, the case closes",
    },
    "intake-conflict": {
        "keep": "kiriman pertama tetap berlaku · the first content stands",
        "ask-again": "penjamin diminta kirim ulang · the guarantor is to send it anew",
    },
    "plan-approval": {
        "approve": "surat tugas diajukan untuk tanda tangan · the assignments go to be signed",
        "revise": "rencana berikutnya diajukan dengan perubahan itu; belum ada yang diberi tahu · the next plan is proposed with that change, nobody is told",
        "reject": "rencana gugur; jalankan dispatch lagi · the plan is dropped, start dispatch again",
    },
    "assignment-signature": {
        "sign": "tim terjadwal, surat terbit · teams booked, letters issued",
        "refuse": "rencana gugur; tidak ada yang diberi tahu · the plan is dropped, nobody is told",
    },
    "morning-release": {
        "release": "tim berangkat · the team leaves",
        "replace": "Kepala Kantor menandatangani surat tugas perubahan, lalu tim berangkat · the head signs the changed assignment, then the team leaves",
        "hold": "tim lain mengambil alih yang dapat dicapai, sisanya ditunda · another team takes over what it can, the rest is postponed",
    },
    "day-change": {
        "late": "kunjungan sisanya bergeser atau diambil alih; Kepala Kantor menandatangani · what is left comes later or is taken over, the head signs",
        "stopped": "tim lain mengambil alih yang dapat dicapai, sisanya ditunda · another team takes over what it can, the rest is postponed",
        "dropped": "tidak ada yang berubah · nothing changes",
    },
    "changed-assignment": {
        "sign": "surat tugas baru terbit, penjamin diberi tahu · new letters are issued, the guarantors are told",
        "refuse": "kunjungan yang bersangkutan ditunda · the visits concerned are postponed",
    },
    "visit-calls": {"phoned": "tercatat · recorded"},
    "team-recall": {
        "phoned": "tercatat; kunjungan tim yang masih diumumkan tetap berjalan · recorded; visits of the team that are still announced go on",
    },
    "visit-report": {
        "held": "bila biometrik dan wawancara lengkap: ke persetujuan izin · with both acts complete: to the permit's approval",
        "nobody-home": "percobaan dihitung · the attempt counts",
        "ill": "dijadwalkan ulang, tidak dihitung · repeated, not counted",
        "refused": "percobaan dihitung · the attempt counts",
        "postponed": "dijadwalkan ulang, tidak dihitung · repeated, not counted",
        "device-failure": "dijadwalkan ulang, tidak dihitung · repeated, not counted",
    },
    "biometric-exception": {
        "accept": "berkas ke persetujuan izin · the case goes to the permit's approval",
        "repeat": "kunjungan diulang, tidak dihitung · the visit is repeated, not counted",
    },
    "failed-visits": {
        "again": "kembali ke antrean kunjungan · back to the queue",
        "end": "permohonan berakhir, berkas ditutup · the application ends, the case closes",
    },
    "permit-proposal": {
        "grant": "diajukan ke Kepala Kantor · goes to the head of office",
        "refuse": "usul penolakan ke Kepala Kantor · the refusal is proposed to the head of office",
    },
    "permit-decision": {
        "grant": "ke tingkat berikutnya, atau ke SIMKIM lalu surat a.n. Anda · to the next level, or to SIMKIM and a letter in your name",
        "refuse": "izin ditolak, berkas ditutup · refused, the case closes",
        "return": "kembali ke Kepala Seksi · back to the section head",
    },
    "permit-regional": {
        "grant": "tingkat berikutnya · the next level",
        "refuse": "Kepala Kantor menandatangani penolakan · the head of office signs the refusal",
        "return": "kembali ke Kepala Seksi · back to the section head",
    },
    "permit-central": {
        "grant": "izin ke SIMKIM, lalu surat Kepala Kantor · the permit goes to SIMKIM, then the head's letter",
        "refuse": "Kepala Kantor menandatangani penolakan · the head of office signs the refusal",
        "return": "kembali ke Kepala Seksi · back to the section head",
    },
    "partner-down": {
        "retry": "dikirim lagi, tidak pernah dua kali · sent again, never twice",
        "current-template": "nomor tetap · its number stays",
    },
    "letter-by-post": {
        "posted": "tercatat; tenggat dalam surat dihitung sejak tanggal itu · recorded, the letter's terms count from that day",
        "handed-over": "tercatat; tenggat dalam surat dihitung sejak tanggal itu · recorded, the letter's terms count from that day",
    },
    "delivery-receipt": {"handed-over": "berkas ditutup · the case closes"},
    "passport-return": {"returned": "pengembalian tercatat; berkas dapat ditutup · recorded, the case can be closed"},
    "outside-event": {
        "died": "semua berhenti; satu surat, bukan kepada mendiang; hanya dua orang dapat membatalkan · all stops; one letter, not to the dead; only two can undo it",
        "withdrawn": "semua berhenti; hanya dua orang dapat membatalkan · all stops; only two can undo it",
    },
    "complaint-receipt": {
        "registered": "petugas itu dikecualikan saat ini juga; jawaban kantor dimintakan · those officers are kept from the case at once, the office's answer is asked for",
        "dropped": "tidak ada yang berubah; tercatat · nothing changes, on record",
    },
    "complaint-answer": {
        "founded": "surat jawaban atas nama Anda · the answer goes out in your name",
        "partly": "surat jawaban atas nama Anda · the answer goes out in your name",
        "unfounded": "surat jawaban atas nama Anda · the answer goes out in your name",
    },
    "objection-receipt": {
        "admissible": "berkas dibuka kembali dan diputuskan tingkat di atasnya · the case opens again, the next level decides",
        "too-late": "tidak ada yang berubah · nothing changes",
        "dropped": "tidak ada yang berubah; tercatat · nothing changes, on record",
    },
    "act-proposal": {
        "propose": "diajukan kepada orang kedua; belum berlaku · goes to a second person, does not hold yet",
        "drop": "tidak jadi; tercatat · dropped, on record",
    },
    "act-approval": {
        "approve": "berlaku saat ini juga · holds from this moment on",
        "reject": "tidak berlaku · does not hold",
    },
    "routine-tray": {
        "approve-all-but": "diputuskan satu per satu atas nama Anda; yang tidak bisa tetap menunggu · each is decided in your name, or waits on",
        "not-now": "semuanya tetap menunggu satu per satu · each waits by itself",
    },
    "bulk-decision": {
        "decide-all": "diputuskan satu per satu atas nama Anda; yang tidak bisa tetap menunggu · each is decided in your name, or waits on",
        "drop": "tidak ada yang diputuskan · nothing is decided",
    },
}

CANNOT_BE_UNDONE = "tidak dapat dibatalkan · cannot be undone"
ONLY_BY_OBJECTION = "hanya dapat diubah lewat keberatan · only an objection can change it"
# The answers of which no later one by whoever gave it takes anything back; a "no" can be objected to while somebody stands above.
FINAL: dict[str, dict[str, str]] = {
    "eligibility-verdict": {"ineligible": ONLY_BY_OBJECTION},
    "payment-overdue": {"end": CANNOT_BE_UNDONE},
    "failed-visits": {"end": CANNOT_BE_UNDONE},
    "permit-decision": {"refuse": ONLY_BY_OBJECTION},
}
