"""The words of the case sheet: every code that it shows, in Indonesian and in English."""

from casework.letters import KINDS, LetterKind
from casework.letters.catalogue import CHANNELS, NEEDS, OUTCOMES, PERMIT_KINDS, PROCEDURES, RESULTS
from casework.lifecycle import Stage

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
    "way": {
        "to-be-sent": ("belum dikirim", "not sent yet"),
        "to-be-posted": ("menunggu diposkan", "waits to be posted"),
        "sent": ("terkirim", "sent"),
        "posted": ("diposkan", "posted"),
        "handed-over": ("diserahkan", "handed over"),
        "not-sent": ("tidak dikirim", "not sent"),
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
    "effect": {
        "letter": ("Surat belum ditulis", "letter not written yet"),
        "mail": ("Surel belum dikirim", "mail not sent yet"),
        "copies": ("Tembusan belum dikirim", "copies not sent yet"),
        "post": ("Menunggu dikirim lewat pos atau diserahkan", "waits to be posted or handed over"),
        "billing-order": ("Kode billing belum diminta", "billing code not ordered yet"),
        "simkim-handover": ("Belum diserahkan ke SIMKIM", "not handed over to SIMKIM yet"),
        "app-notice": ("Pemberitahuan MiskaGO belum terkirim", "the app's notice not delivered yet"),
    },
}


def words_for(subject: str, code: str) -> Words:
    """A code in Indonesian and English; one that has no words yet is shown as it is."""
    return OTHERS[subject].get(code, (code, code))


def effect_words(kind: str) -> Words:
    """What has not gone out yet; a letter and its mail by the letter's title."""
    family, _, letter = kind.partition(":")
    indonesian, english = words_for("effect", family)
    title = letter_title(letter)
    return (f"{indonesian}: {title[0]}", f"{english}: {title[1]}") if title else (indonesian, english)


def letter_title(kind: str) -> Words | None:
    """What a letter of this kind is called; none where there is no such kind."""
    return next((KINDS[known].title for known in LetterKind if known.value == kind), None)
