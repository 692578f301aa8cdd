"""What follows from each answer, in the words that the officer reads before giving it."""

FOLLOWS: dict[str, dict[str, str]] = {
    "eligibility-verdict": {
        "eligible": "tagihan PNBP dikirim ke penjamin; kunjungan dijadwalkan setelah dibayar · the state fee is billed, then a visit is planned",
        "ineligible": "surat penolakan layanan atas nama Anda; berkas ditutup · a letter in your name, the case closes; cannot be undone",
        "return": "surat permintaan kelengkapan; berkas menunggu kiriman baru · a letter asks for completion",
    },
    "payment-overdue": {
        "extend": "batas bayar lima hari kerja lagi · five more working days",
        "end": "permohonan berakhir, berkas ditutup · the application ends; cannot be undone",
    },
    "intake-conflict": {
        "keep": "kiriman pertama tetap berlaku · the first content stands",
        "ask-again": "penjamin diminta mengirim ulang · the guarantor is asked to send it anew",
    },
    "plan-approval": {
        "approve": "surat tugas diajukan untuk tanda tangan · the assignments go to be signed",
        "reject": "rencana gugur; jalankan dispatch lagi · the plan is dropped, start dispatch again",
    },
    "assignment-signature": {
        "sign": "surat tugas atas nama Anda, tim terjadwal, penjamin diberi tahu · assignments in your name, teams booked, guarantors told",
        "refuse": "rencana gugur; tidak ada yang diberi tahu · the plan is dropped, nobody is told",
    },
    "morning-release": {
        "release": "tim berangkat · the team leaves",
        "hold": "semua kunjungan tim ini ditunda, penjamin diberi tahu · all its visits are postponed, guarantors told",
    },
    "team-recall": {
        "phoned": "tercatat; kunjungan tim yang lain tetap berjalan · recorded; the team's other visits go on",
    },
    "visit-report": {
        "held": "berkas ke persetujuan izin · the case goes to the permit's approval",
        "nobody-home": "surat kunjungan gagal, percobaan dihitung · a letter, the attempt counts",
        "ill": "surat penjadwalan ulang, tidak dihitung · a letter, not counted",
        "refused": "surat kunjungan gagal, percobaan dihitung · a letter, the attempt counts",
        "postponed": "surat penjadwalan ulang, tidak dihitung · a letter, not counted",
        "device-failure": "surat penjadwalan ulang, tidak dihitung · a letter, not counted",
    },
    "biometric-exception": {
        "accept": "berkas ke persetujuan izin · the case goes on",
        "repeat": "kunjungan diulang, tidak dihitung · the visit is repeated, not counted",
    },
    "failed-visits": {
        "again": "kembali ke antrean kunjungan · back to the queue",
        "end": "permohonan berakhir, berkas ditutup · the application ends; cannot be undone",
    },
    "permit-proposal": {
        "grant": "diajukan ke Kepala Kantor · goes to the head of office",
        "refuse": "usul penolakan ke Kepala Kantor · the refusal is proposed to the head of office",
    },
    "permit-decision": {
        "grant": "tingkat berikutnya, atau SIMKIM dan surat atas nama Anda · the next level, or SIMKIM and a letter in your name",
        "refuse": "keputusan penolakan atas nama Anda · a refusal in your name; cannot be undone",
        "return": "kembali ke Kepala Seksi · back to the section head",
    },
    "permit-regional": {
        "grant": "tingkat berikutnya · the next level",
        "refuse": "Kepala Kantor menandatangani penolakan · the head of office signs the refusal",
        "return": "kembali ke Kepala Seksi · back to the section head",
    },
    "permit-central": {
        "grant": "izin diserahkan ke SIMKIM · the permit goes to SIMKIM",
        "refuse": "Kepala Kantor menandatangani penolakan · the head of office signs the refusal",
        "return": "kembali ke Kepala Seksi · back to the section head",
    },
    "partner-down": {
        "retry": "dikirim lagi dengan kunci yang sama, tidak pernah dua kali · sent again under the same key, never twice"
    },
    "delivery-receipt": {
        "handed-over": "surat penutupan atas nama Anda, berkas ditutup · a closing letter in your name, the case closes"
    },
    "outside-event": {
        "died": "semua berhenti saat ini juga, tidak ada surat lagi · everything stops at once, no more letters; cannot be undone",
        "withdrawn": "semua berhenti saat ini juga, surat penutupan · everything stops at once, a closing letter; cannot be undone",
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
        "approve-all-but": "tiap pertanyaan diputuskan sendiri atas nama Anda, yang tidak bisa tetap menunggu · each is decided by itself in your name, what cannot be stays open",
        "not-now": "baki ditutup; semuanya tetap menunggu satu per satu · the tray is put away, each item waits by itself",
    },
    "bulk-decision": {
        "decide-all": "tiap pertanyaan diputuskan sendiri atas nama Anda, yang tidak bisa tetap menunggu · each is decided by itself in your name, what cannot be stays open",
        "drop": "tidak ada yang diputuskan · nothing is decided",
    },
}
