"""The words of the case sheet: every code that it shows, in Indonesian and in English."""

from collections.abc import Mapping

from casework.letters import KINDS, LetterKind
from casework.letters.catalogue import CHANNELS, NEEDS, OUTCOMES, PERMIT_KINDS, PROCEDURES, RESULTS
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS

Words = tuple[str, str]

STAGES: dict[str, Words] = {
    Stage.RECEIVED: ("Penerimaan", "Received"),
    Stage.INCOMPLETE: ("Menunggu kelengkapan", "Waiting for documents"),
    Stage.ASSESSMENT: ("Pemeriksaan kelayakan", "Assessment"),
    Stage.PAYMENT: ("Menunggu pembayaran PNBP", "Waiting for the fee"),
    Stage.WAITING_FOR_VISIT: ("Menunggu jadwal kunjungan rumah", "Waiting for a visit"),
    Stage.VISIT: ("Kunjungan rumah", "Home visit"),
    Stage.PERMIT: ("Keputusan izin tinggal", "Permit decision"),
    Stage.CLOSING: ("Penyelesaian", "Being concluded"),
    Stage.CLOSED: ("Selesai", "Closed"),
}
ROLES: dict[str, Words] = {
    "counter-officer": ("Petugas Loket", "counter officer"),
    "section-head": ("Kepala Seksi", "section head"),
    "head-of-office": ("Kepala Kantor", "head of office"),
    "dispatcher": ("Koordinator Kunjungan", "dispatcher"),
    "team-lead": ("Ketua Tim", "team lead"),
    "biometric-operator": ("Petugas Perekaman Biometrik", "biometric operator"),
    "health-and-security": ("Petugas Kesehatan dan Keamanan", "health and security"),
    "technical-officer": ("Petugas Teknis", "technical officer"),
    "administrator": ("Tata Usaha", "administrator"),
    "regional-office": ("Kantor Wilayah", "regional office"),
    "directorate-general": ("Direktorat Jenderal", "directorate general"),
}
OTHERS: dict[str, dict[str, Words]] = {
    "stage": STAGES,
    "role": ROLES,
    "procedure": PROCEDURES,
    "permit": PERMIT_KINDS,
    "channel": CHANNELS,
    "need": NEEDS,
    "result": RESULTS,
    "failure": OUTCOMES,
    "sex": {"F": ("Perempuan", "female"), "M": ("Laki-laki", "male"), "X": ("Tidak disebutkan", "unspecified")},
    "passport": {
        "ordinary": ("Paspor biasa", "ordinary"),
        "service": ("Paspor dinas", "service"),
        "diplomatic": ("Paspor diplomatik", "diplomatic"),
        "refugee": ("Dokumen perjalanan pengungsi", "refugee"),
        "stateless": ("Dokumen perjalanan tanpa kewarganegaraan", "stateless"),
    },
    "relation": {
        "spouse": ("suami atau istri", "spouse"),
        "child": ("anak", "child"),
        "employer": ("pemberi kerja", "employer"),
        "school": ("sekolah", "school"),
        "agent": ("agen", "agent"),
        "host": ("tuan rumah", "host"),
        "other": ("lainnya", "other"),
    },
    "party": {"person": ("Orang perseorangan", "person"), "body": ("Badan atau yayasan", "body")},
    "outcome": {
        "pass": ("Terpenuhi", "met"),
        "fail": ("Tidak terpenuhi", "not met"),
        "manual": ("Perlu petugas", "for an officer"),
        "not-applicable": ("Tidak berlaku", "not applicable"),
    },
    "visit": {
        "announced": ("Diumumkan", "announced"),
        "held": ("Terlaksana", "held"),
        "failed": ("Tidak terlaksana", "not held"),
        "void": ("Dibatalkan", "void"),
    },
    "team": {
        "planned": ("Belum dilepas", "not released yet"),
        "released": ("Dilepas", "released"),
        "held": ("Ditahan", "held back"),
    },
    "level": {
        "waiting": ("Belum gilirannya", "not yet its turn"),
        "open": ("Menunggu keputusan", "waiting for a decision"),
        "decided": ("Sudah memutuskan", "decided"),
        "void": ("Tidak berlaku lagi", "void"),
    },
    "letter": {
        "reserved": ("Nomor dipesan", "number reserved"),
        "issued": ("Terbit", "issued"),
        "void": ("Batal", "void"),
    },
    "act": {
        "prepared": ("Menunggu usul", "waits to be proposed"),
        "proposed": ("Menunggu persetujuan", "waits to be approved"),
        "approved": ("Berlaku", "holds"),
        "revised": ("Diubah koordinator", "revised by the dispatcher"),
        "rejected": ("Ditolak", "rejected"),
        "dropped": ("Dibatalkan", "dropped"),
    },
    "plan": {
        "proposed": ("Diusulkan", "proposed"),
        "approved": ("Disetujui, menunggu tanda tangan", "approved, to be signed"),
        "signed": ("Ditandatangani", "signed"),
        "rejected": ("Ditolak", "rejected"),
        "missed": ("Terlewat", "missed"),
        "closed": ("Gugur, kantor tutup", "fell, the office is closed"),
        "empty": ("Tidak ada kunjungan", "no visits"),
    },
    "planner": {
        "exact": ("setiap kemungkinan dicoba", "every possibility was tried"),
        "solver": ("disusun oleh penyusun rute", "made by the route solver"),
        "plain": ("disusun oleh penyusun sederhana", "made by the plain planner"),
    },
    "capacity": {"definitive": ("", ""), "plh": ("Plh.", "acting (plh.)"), "plt": ("Plt.", "acting (plt.)")},
    "way": {
        "letters:mail:sent": ("surel terkirim", "mailed"),
        "letters:mail:refused": ("alamat surel ditolak", "address refused"),
        "letters:letter:posted": ("pos tercatat", "posted"),
        "letters:letter:handed-over": ("diserahkan langsung", "handed over"),
        "waits": ("menunggu dikirim lewat pos atau diserahkan", "waits to be posted or handed over"),
    },
    "effect": {
        "letter": ("Surat belum ditulis", "letter not written yet"),
        "mail": ("Surel belum dikirim", "mail not sent yet"),
        "post": ("Menunggu dikirim lewat pos atau diserahkan", "waits to be posted or handed over"),
        "billing-order": ("Kode billing belum diminta", "billing code not ordered yet"),
        "simkim-handover": ("Belum diserahkan ke SIMKIM", "not handed over to SIMKIM yet"),
        "app-notice": ("Pemberitahuan MiskaGO belum terkirim", "the app's notice not delivered yet"),
    },
}

# What the ledger's events mean, by what follows the stage: the same thing may happen in several stages.
EVENTS: dict[str, Words] = {
    "case:opened": ("Permohonan diterima", "The application was received"),
    "case:completion-received": ("Kelengkapan berkas diterima", "The completion was received"),
    "case:conflict-arrived": ("Kiriman dengan nomor sama, isi berbeda", "The same reference came with other content"),
    "case:complete": ("Berkas lengkap", "The application is complete"),
    "case:incomplete": ("Berkas belum lengkap", "The application is incomplete"),
    "case:completed": ("Berkas dilengkapi", "The application was completed"),
    "case:eligible": ("Dinyatakan layak", "Found eligible"),
    "case:eligible-without-fee": ("Dinyatakan layak, tanpa PNBP", "Found eligible, no fee due"),
    "case:returned": ("Dikembalikan untuk dilengkapi", "Returned for completion"),
    "case:ineligible": ("Dinyatakan tidak layak", "Found ineligible"),
    "case:paid": ("PNBP lunas, menunggu jadwal kunjungan", "Fee paid, waiting for a visit"),
    "case:unpaid": ("Diakhiri karena PNBP tidak dibayar", "Ended: the fee was not paid"),
    "case:announced": ("Kunjungan rumah diumumkan", "The home visit was announced"),
    "case:held": ("Kunjungan rumah terlaksana", "The home visit was held"),
    "case:safe-day-moved": ("Hari kunjungan aman terakhir dihitung ulang", "The last safe visit day was counted anew"),
    "case:to-be-repeated": ("Kunjungan rumah dijadwalkan ulang", "The visit is to be repeated"),
    "case:given-up": ("Kunjungan rumah tidak dilanjutkan", "The visits were given up"),
    "case:granted": ("Izin tinggal diberikan", "The permit was granted"),
    "case:refused": ("Izin tinggal ditolak", "The permit was refused"),
    "case:closed": ("Berkas ditutup", "The case was closed"),
    "case:died": ("Ditutup: pemegang izin meninggal dunia", "Closed: the permit holder died"),
    "case:withdrawn": ("Ditutup: permohonan ditarik", "Closed: withdrawn"),
    "case:objected": ("Dibuka kembali karena keberatan", "Opened again on an objection"),
    "case:reinstated": ("Kembali ke keadaan sebelumnya", "Stands again where it stood"),
    "case:address-changed": ("Alamat diperbarui", "The address was changed"),
    "case:address-kept": ("Alamat yang disetujui tetap berlaku", "The approved address stands"),
    "case:judged-anew": ("Kelayakan diperiksa ulang", "Eligibility is judged anew"),
    "case:conflict-kept": ("Kiriman lain ditanyakan lagi", "The other content is asked about again"),
    "event:reported": ("Peristiwa dari luar dilaporkan", "An event from outside was reported"),
    "event:undone": ("Peristiwa yang keliru dibatalkan", "A mistaken event was undone"),
    "officer:barred": ("Petugas dikecualikan dari berkas", "Officers are kept from the case"),
    "officer:bar-lifted": ("Pengecualian petugas dicabut", "The bar was lifted"),
    "complaint:registered": ("Pengaduan dicatat", "A complaint was registered"),
    "complaint:dropped": ("Bukan pengaduan", "No complaint after all"),
    "complaint:answered": ("Pengaduan dijawab", "The complaint was answered"),
    "complaint:taken-out": ("Satu pengaduan dibatalkan", "One of the complaints was undone"),
    "objection:admitted": ("Keberatan diterima", "The objection was admitted"),
    "objection:too-late": ("Keberatan lewat waktu", "The objection came too late"),
    "objection:dropped": ("Bukan keberatan", "No objection after all"),
    "address:typed": ("Alamat baru diketik", "A new address was typed"),
    "address:read": ("Alamat baru dibaca", "The new address was read"),
    "billing:wanted-anew": ("Kode billing diminta lagi", "A billing code is wanted anew"),
    "chain:granted-above": ("Dikabulkan di tingkat atas", "Granted above the office"),
    "case:read": ("Lembar berkas dibaca", "The case sheet was read"),
    "letter:read": ("Surat dibaca", "A letter was read"),
    "document:read": ("Dokumen dibaca", "A document was read"),
    "act:read": ("Usul perubahan dibaca", "The act was read"),
    "act:proposed": ("Diusulkan kepada orang kedua", "Proposed to a second person"),
    "act:approved": ("Disetujui, mulai berlaku", "Approved, and in force"),
    "act:rejected": ("Ditolak", "Rejected"),
    "act:dropped": ("Tidak jadi diusulkan", "Dropped by its proposer"),
    "act:identity-entered": ("Nama dan NIP diisi", "Name and NIP were typed"),
    "code-secret:shown": ("Rahasia kode sekali pakai ditampilkan", "The code's secret was shown, once"),
    "rounds:read": ("Rencana kunjungan dibaca", "The rounds were read"),
    "map:read": ("Peta kunjungan dibaca", "The map of the rounds was read"),
    "day-sheet:read": ("Lembar harian tim dicetak", "The team's day sheet was printed"),
    "consent-form:read": ("Formulir persetujuan kunjungan dicetak", "The consent form of the visit was printed"),
    "calendar:read": ("Kalender tim diambil", "The team's calendar was taken"),
    "question:opened": ("Pertanyaan diajukan", "A question was opened"),
    "question:put": ("Pertanyaan ditampilkan kepada petugas", "The question was put before staff"),
    "question:decided": ("Diputuskan", "Decided"),
    "question:submission-refused": ("Isian ditolak", "A submission was refused"),
    "items:to-be-answered": ("Berlaku untuk beberapa pertanyaan", "The answer stands for several questions"),
    "items:answered": ("Tiap pertanyaan sudah dijawab", "Each question was answered"),
    "paper:entered": ("Keputusan kertas dimasukkan", "A decision on paper was entered"),
    "tray:read": ("Baki dibaca", "The tray was read"),
    "question:reminder-planned": ("Pengingat direncanakan", "A reminder was planned"),
    "question:claimed": ("Pertanyaan diambil", "A question was taken on"),
    "question:released": ("Pertanyaan dikembalikan", "A question was put back"),
    "question:reassigned": ("Pertanyaan diserahkan", "A question was handed to a colleague"),
    "question:taken-over": ("Pertanyaan diambil alih", "A question was taken over from an absent colleague"),
    "question:due-moved": ("Batas waktu dihitung ulang", "The due date was counted anew"),
    "question:voided": ("Pertanyaan tidak berlaku lagi", "The question was withdrawn"),
    "question:put-again": ("Pertanyaan ditampilkan lagi", "The question was put again"),
    "verdict:passed-alone": (
        "Lolos setiap pemeriksaan tanpa keputusan petugas",
        "Every rule was met, no officer had to decide",
    ),
    "verdict:prepared": ("Hasil pemeriksaan disiapkan", "The verdict was prepared"),
    "number:reserved": ("Nomor surat dipesan", "A letter's number was reserved"),
    "letter:issued": ("Surat terbit", "The letter was issued"),
    "mail:refused": ("Alamat surel ditolak", "The address was refused by the mail server"),
    "letter:posted": ("Surat dikirim lewat pos tercatat", "The letter was posted by registered mail"),
    "letter:handed-over": ("Surat diserahkan langsung", "The letter was handed over"),
    "mail:sent": ("Surel terkirim", "The mail was sent"),
    "notice:delivered": ("Pemberitahuan MiskaGO tersampaikan", "The app's notice was delivered"),
    "billing:ordered": ("Kode billing diminta", "A billing code was ordered"),
    "billing:issued": ("Kode billing terbit", "The billing code was issued"),
    "deadline:extended": ("Batas waktu pembayaran diperpanjang", "The deadline was extended"),
    "fee:set": ("Besaran PNBP ditetapkan", "The fee was set"),
    "fee:paid": ("PNBP dibayar", "The fee was paid"),
    "chain:frozen": ("Jenjang persetujuan ditetapkan", "The approval chain was fixed"),
    "chain:refused-above": ("Ditolak di tingkat atas", "Refused above the office"),
    "decision:granted": ("Pemberian izin disetujui", "The grant was approved"),
    "permit:registered": ("Izin tinggal terdaftar di SIMKIM", "The permit was registered in SIMKIM"),
    "simkim:handed-over": ("Diserahkan ke SIMKIM", "Handed over to SIMKIM"),
    "partner:to-be-tried-again": ("Sistem mitra dicoba lagi", "The partner is to be tried again"),
    "visit:announced": ("Jadwal kunjungan rumah ditetapkan", "The visit's time was set"),
    "visit:reported": ("Tim melaporkan kunjungan", "The team reported the visit"),
    "visit:held": ("Kunjungan rumah dinyatakan terlaksana", "The visit counts as held"),
    "visit:ended": ("Kunjungan rumah berakhir tanpa terlaksana", "The visit ended without being held"),
    "passport:taken": ("Paspor dibawa tim", "The passport was taken along"),
    "passport:returned": ("Paspor dikembalikan", "The passport was given back"),
    "gift:reported": ("Permintaan atau pemberian dilaporkan", "A request or gift was reported"),
    "effects:voided": ("Surat dan kiriman yang belum keluar dibatalkan", "What had not gone out was voided"),
    "plan:proposed": ("Rencana kunjungan diusulkan", "The plan was proposed"),
    "plan:empty": ("Tidak ada kunjungan pada hari ini", "No visit on this day"),
    "plan:approved": ("Rencana kunjungan disetujui", "The plan was approved"),
    "plan:revised": ("Rencana kunjungan diubah", "The plan was revised"),
    "plan:rejected": ("Rencana kunjungan ditolak", "The plan was rejected"),
    "plan:signed": ("Surat tugas ditandatangani", "The assignments were signed"),
    "plan:closed": ("Rencana gugur karena kantor tutup", "The plan fell, for the office is closed"),
    "plan:missed": ("Hari ini terlewat tanpa rencana", "The day was missed"),
    "addition:proposed": ("Tambahan mendesak diusulkan", "An urgent addition was proposed"),
    "addition:approved": ("Tambahan mendesak disetujui", "The urgent addition was approved"),
    "addition:rejected": ("Tambahan mendesak ditolak", "The urgent addition was rejected"),
    "addition:refused": ("Tambahan mendesak tidak ditandatangani", "The urgent addition was not signed"),
    "plan:changed": ("Rencana hari itu diubah", "The day's plan was changed"),
    "team:late": ("Tim terlambat", "The team is late"),
    "team:stopped": ("Tim tidak dapat melanjutkan", "The team goes no further"),
    "team:to-be-changed": ("Penggantian dalam tim diajukan", "A replacement was proposed"),
    "team:phoned": ("Tim sudah dihubungi", "The team was telephoned"),
    "guarantors:phoned": ("Penjamin sudah dihubungi", "The guarantors were telephoned"),
    "bookings:freed": ("Pemesanan dibebaskan", "Bookings were freed"),
    "bookings:made": ("Pemesanan dibuat", "Bookings were made"),
    "visit:changed": ("Jadwal atau tim kunjungan diubah", "The visit's time or team was changed"),
    "team:assigned": ("Tim ditugaskan", "A team was assigned"),
    "team:released": ("Tim dilepas", "The team was released"),
    "team:held": ("Tim ditahan", "The team was held back"),
    "form:seen": ("Formulir sudah tampil di Prefect", "The form was seen in Prefect"),
    "form:emptied": ("Isian dihapus dari Prefect", "What was typed was removed from Prefect"),
    "run:started": ("Proses dijalankan", "A run was started"),
    "run:found-interfered-with": ("Campur tangan di Prefect ditemukan", "Somebody interfered with a run in Prefect"),
    "run:found-amiss": ("Selisih antara Prefect dan register ditemukan", "Prefect and the register did not agree"),
    "run:named": ("Proses diberi nama", "The run was named"),
}


# The way of most cases, as a strip above the sheet; a case that waits for documents stands at the first step.
WAY: tuple[tuple[tuple[Stage, ...], Words], ...] = (
    ((Stage.RECEIVED, Stage.INCOMPLETE), ("Penerimaan", "intake")),
    ((Stage.ASSESSMENT,), ("Kelayakan", "eligibility")),
    ((Stage.PAYMENT,), ("PNBP", "state fee")),
    ((Stage.WAITING_FOR_VISIT, Stage.VISIT), ("Kunjungan rumah", "home visit")),
    ((Stage.PERMIT,), ("Izin tinggal", "permit")),
    ((Stage.CLOSING,), ("Penyelesaian", "closure")),
)


def way_to(stage: Stage, result: str | None) -> list[tuple[str, str, str]]:
    """Each step of the way as done, here or ahead; nothing for a case that left the way before its end."""
    if result not in (None, "granted", "refused"):
        return []
    here = next((number for number, (stages, _) in enumerate(WAY) if stage in stages), len(WAY))
    states = ["done" if number < here else "here" if number == here else "ahead" for number in range(len(WAY))]
    return [(state, *words) for state, (_, words) in zip(states, WAY, strict=True)]


def words_for(subject: str, code: str) -> Words:
    """A code in Indonesian and English; one that has no words yet is shown as it is."""
    return OTHERS[subject].get(code, (code, code))


def event_words(event: str, facts: Mapping[str, object]) -> Words:
    """An event in plain words, with what it is about; an event without words is shown by its code."""
    indonesian, english = EVENTS.get(event.partition(":")[2], (event, event))
    about = _about(facts)
    return (f"{indonesian}: {about[0]}", f"{english}: {about[1]}") if about else (indonesian, english)


def effect_words(kind: str) -> Words:
    """What has not gone out yet; a letter and its mail by the letter's title."""
    family, _, letter = kind.partition(":")
    indonesian, english = words_for("effect", family)
    title = _letter_title(letter)
    return (f"{indonesian}: {title[0]}", f"{english}: {title[1]}") if title else (indonesian, english)


def _about(facts: Mapping[str, object]) -> Words | None:
    kind = QUESTION_KINDS.get(str(facts.get("question", "")))
    return (kind.title, kind.title_english) if kind else _letter_title(str(facts.get("letter", "")))


def _letter_title(kind: str) -> Words | None:
    return next((KINDS[known].title for known in LetterKind if known.value == kind), None)
