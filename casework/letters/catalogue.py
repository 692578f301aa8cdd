"""The words for the codes that facts carry: a letter shows words, never a code."""

from casework.document_names import DOCUMENT_NAMES
from casework.identity.civil_service_ranks import RANKS

PROCEDURES = {
    "grant": ("pemberian", "first grant"),
    "extension": ("perpanjangan", "extension"),
    "conversion": ("alih status", "change of status"),
    "report": ("pelaporan lima tahunan", "five-year report"),
}
PERMIT_KINDS = {
    "ITK": ("Izin Tinggal Kunjungan", "Visit Stay Permit"),
    "ITAS": ("Izin Tinggal Terbatas (ITAS)", "Limited Stay Permit (ITAS)"),
    "ITAP": ("Izin Tinggal Tetap (ITAP)", "Permanent Stay Permit (ITAP)"),
}
DOCUMENTS = {code.value: names for code, names in DOCUMENT_NAMES.items()}
DOCUMENT_STATUSES = {"received": ("Diterima", "Received"), "missing": ("Belum ada", "Missing")}
FAULTS = {
    "absent": ("belum dilampirkan", "not enclosed"),
    "unreadable": ("tidak terbaca", "not readable"),
    "expired": ("tidak berlaku lagi", "no longer valid"),
    "unsigned": ("belum ditandatangani", "not signed"),
    "inconsistent": ("tidak sesuai dengan data permohonan", "does not agree with the application"),
}
CHANNELS = {
    "miskago": ("aplikasi MiskaGO", "the MiskaGO app"),
    "counter": ("loket pelayanan", "the service counter"),
}
# A numeral stays in the line of its word; in English the ranks keep their names.
RANKS_IN_WORDS = {grade: (rank.replace(" I", "\N{NO-BREAK SPACE}I"),) * 2 for grade, rank in RANKS.items()}
ROLES = {
    "coordinator": ("Koordinator kunjungan", "Visit coordinator"),
    "lead": ("Ketua tim dan pewawancara", "Team lead and interviewer"),
    "biometrics": ("Petugas perekaman biometrik", "Biometric operator"),
    "safety": ("Pengemudi merangkap petugas kesehatan dan keamanan", "Driver, health and safety"),
}
NEEDS = {
    "interpreter": ("juru bahasa", "an interpreter"),
    "lying-down": ("perekaman dalam posisi berbaring", "capture while lying down"),
    "wheelchair": ("pengguna kursi roda", "wheelchair user"),
    "hard-of-hearing": ("hambatan pendengaran", "hard of hearing"),
    "low-vision": ("hambatan penglihatan", "low vision"),
    "companion": ("didampingi keluarga atau perawat", "accompanied by family or a carer"),
    "female-officer": ("petugas perempuan", "a female officer"),
}
OUTCOMES = {
    "nobody-home": ("tidak ada orang yang membukakan pintu", "nobody answered the door"),
    "ill": (
        "kondisi kesehatan pemegang izin tinggal tidak memungkinkan",
        "the permit holder's health did not allow it",
    ),
    "refused": ("perekaman biometrik atau wawancara tidak disetujui", "biometrics or interview were declined"),
    "postponed": ("kunjungan ditunda atas permintaan", "the visit was postponed on request"),
    "device-failure": ("gangguan pada perangkat atau jaringan petugas", "the officers' equipment or network failed"),
    "office-closed": (
        "kantor tutup pada hari itu menurut keputusan yang terbit setelah jadwal diberitahukan",
        "the office is closed on that day, by a decree issued after the visit was announced",
    ),
    "team-not-ready": (
        "tim kami tidak siap berangkat atau tidak dapat melanjutkan perjalanan pada hari itu",
        "our team was not ready to leave, or could not go on, on that day",
    ),
    "another-team": ("kunjungan akan dilaksanakan oleh tim lain", "another team will make the visit"),
    "new-address": ("alamat tempat tinggal telah berubah", "the permit holder has moved"),
    "interview-incomplete": ("wawancara belum dapat diselesaikan", "the interview could not be completed"),
    "exception-repeated": (
        "rekaman sidik jari belum mencukupi dan perlu diambil lagi",
        "the fingerprints that were taken do not suffice and must be taken again",
    ),
}
VISIT_OUTCOMES = {
    **OUTCOMES,
    "team-not-ready": (
        "tim tidak berangkat atau tidak dapat melanjutkan perjalanan",
        "the team did not leave, or could not go on",
    ),
    "office-closed": ("kantor tutup pada hari itu", "the office was closed on that day"),
    "another-team": ("diserahkan kepada tim lain pada hari lain", "left to another team on another day"),
    "held": ("terlaksana", "held"),
    "held-with-exception": (
        "terlaksana, dengan pengecualian biometrik yang disetujui",
        "held, with a biometric exception that was accepted",
    ),
    "exception-pending": (
        "terlaksana, menunggu persetujuan pengecualian biometrik",
        "held, a biometric exception waits to be accepted",
    ),
    "exception-repeated": (
        "pengecualian biometrik tidak disetujui, kunjungan diulang",
        "the biometric exception was not accepted, the visit is repeated",
    ),
    "interview-incomplete": (
        "wawancara tidak dapat diselesaikan, kunjungan diulang",
        "the interview could not be completed, the visit is repeated",
    ),
    "application-ended": ("permohonan berakhir sebelum kunjungan", "the application ended before the visit"),
    "called-off": ("kunjungan dibatalkan", "the visit was called off"),
}
BIOMETRIC_EXCEPTIONS = {
    "worn-ridges": (
        "garis sidik jari aus dan tetap tidak terbaca setelah tiga percobaan",
        "the ridges of the fingers are worn and stayed unreadable in three attempts",
    ),
    "temporary-injury": ("jari terluka untuk sementara", "fingers are injured for the time being"),
    "missing-finger": ("ada jari atau anggota tubuh yang tidak ada", "a finger or a limb is missing"),
}
WHY_A_FINGER_IS_NOT_RECORDED = {
    "worn-ridges": (
        "garisnya aus, tetap tidak terbaca setelah tiga percobaan",
        "worn ridges, unreadable in three attempts",
    ),
    "temporary-injury": ("terluka untuk sementara", "injured for the time being"),
    "missing-finger": ("tidak ada", "missing"),
}
FINGERS = {
    "right-thumb": ("ibu jari kanan", "right thumb"),
    "right-index": ("telunjuk kanan", "right index finger"),
    "right-middle": ("jari tengah kanan", "right middle finger"),
    "right-ring": ("jari manis kanan", "right ring finger"),
    "right-little": ("kelingking kanan", "right little finger"),
    "left-thumb": ("ibu jari kiri", "left thumb"),
    "left-index": ("telunjuk kiri", "left index finger"),
    "left-middle": ("jari tengah kiri", "left middle finger"),
    "left-ring": ("jari manis kiri", "left ring finger"),
    "left-little": ("kelingking kiri", "left little finger"),
}
INTERPRETERS = {
    "none": ("tanpa juru bahasa", "without an interpreter"),
    "team": ("diterjemahkan oleh anggota tim", "interpreted by a member of the team"),
    "office": ("diterjemahkan oleh juru bahasa kantor", "interpreted by the office's interpreter"),
    "family": ("diterjemahkan oleh keluarga atau pendamping", "interpreted by family or a companion"),
}
CONSENTS = {
    "signed": ("ditandatangani oleh pemegang izin tinggal", "was signed by the permit holder"),
    "guardian": ("ditandatangani oleh wali pemegang izin tinggal", "was signed by the permit holder's guardian"),
    "thumb-print": (
        "dibubuhi cap jempol pemegang izin tinggal di hadapan saksi",
        "bears the permit holder's thumb-print, made before a witness",
    ),
}
KEPT_ON_THE_DEVICE = {
    "package": ("paket rekaman", "the capture package"),
    "door-photo": (
        "foto pintu dengan waktu dan lokasi (GPS)",
        "a photograph of the door with its time and place (GPS)",
    ),
    "call-log": ("catatan telepon", "the log of telephone calls"),
}
GIVEN_BACK_TO = {
    "applicant": ("pemegang izin tinggal", "the permit holder"),
    "guarantor": ("penjamin", "the guarantor"),
    "family": ("keluarga pemegang izin tinggal", "the permit holder's family"),
    "embassy": ("perwakilan negara asal", "the embassy or consulate"),
}
IDENTITIES = {
    "passport": ("paspor", "passport"),
    "identity-card": ("KTP", "identity card (KTP)"),
    "other": ("kartu identitas lain", "another identity card"),
}
DELIVERIES = {
    "electronic": ("secara elektronik melalui pos-el", "electronically by e-mail"),
    "courier": ("melalui kurir ke alamat tempat tinggal", "by courier to the home address"),
    "by-hand": ("langsung oleh petugas di tempat tinggal", "by an officer at home"),
    "registered-mail": ("melalui pos tercatat ke alamat tempat tinggal", "by registered mail to the home address"),
}
RECEIVERS = {
    "applicant": ("pemegang izin tinggal", "the permit holder"),
    "guarantor": ("penjamin", "the guarantor"),
    "courier": ("kurir", "a courier"),
}
RESULTS = {
    "granted": ("izin tinggal disetujui", "the stay permit was granted"),
    "refused": ("izin tinggal ditolak", "the stay permit was refused"),
    "ineligible": ("permohonan kunjungan rumah tidak memenuhi syarat", "a home visit could not be offered"),
    "unpaid": ("PNBP tidak dibayar dalam tenggat waktu", "the state fee was not paid in time"),
    "given-up": ("kunjungan rumah tidak dapat dilaksanakan", "the home visit could not be held"),
    "withdrawn": ("permohonan ditarik kembali", "the application was withdrawn"),
    "died": ("pemegang izin tinggal meninggal dunia", "the permit holder passed away"),
}
COMPLAINT_OUTCOMES = {
    "founded": ("terbukti", "founded"),
    "partly": ("terbukti sebagian", "founded in part"),
    "unfounded": ("tidak terbukti", "unfounded"),
}
SEXES = {"F": ("perempuan", "female"), "M": ("laki-laki", "male"), "X": ("tidak ditentukan", "unspecified")}
RELATIONS = {
    "spouse": ("suami atau istri", "spouse"),
    "child": ("anak", "child"),
    "employer": ("pemberi kerja", "employer"),
    "school": ("lembaga pendidikan", "school"),
    "agent": ("biro jasa", "agent"),
    "host": ("tuan rumah", "host"),
    "other": ("lainnya", "other"),
}
OBJECTED_TO = {
    "refused": ("Keputusan Penolakan Permohonan Izin Tinggal", "the decision refusing the stay permit"),
    "ineligible": (
        "putusan bahwa permohonan kunjungan rumah tidak memenuhi syarat",
        "the verdict that a home visit cannot be offered",
    ),
}
DATA_KINDS = {
    "identity": ("nama, tanggal lahir, jenis kelamin, dan kewarganegaraan", "name, date of birth, sex and nationality"),
    "passport": ("nomor dan masa berlaku paspor", "number and validity of the passport"),
    "contact": ("alamat, nomor telepon, dan pos-el", "address, telephone number and e-mail"),
    "permit": ("data izin tinggal dan permohonannya", "data of the stay permit and its application"),
    "guarantor-identity": ("nama dan nomor identitas penjamin", "name and identity number of the guarantor"),
    "documents": ("salinan dokumen yang diunggah", "copies of the documents that were sent"),
    "health": (
        "keterangan kesehatan (data pribadi yang bersifat spesifik)",
        "information about health (specific personal data)",
    ),
    "biometrics": (
        "foto wajah dan sidik jari (data pribadi yang bersifat spesifik)",
        "photograph of the face and fingerprints (specific personal data)",
    ),
}
BREACH_CAUSES = {
    "device-lost": ("perangkat kantor hilang atau dicuri", "a device of the office was lost or stolen"),
    "paper-lost": ("berkas kertas hilang atau dicuri", "papers were lost or stolen"),
    "sent-to-another": (
        "data terkirim kepada orang yang tidak berhak menerimanya",
        "data were sent to somebody who has no right to them",
    ),
    "seen-without-right": (
        "data dibuka oleh orang yang tidak berwenang",
        "data were opened by somebody without authority",
    ),
    "malware": ("perangkat lunak perusak pada sistem kantor", "malicious software in a system of the office"),
    "system-fault": ("kesalahan pada sistem kantor", "a fault in a system of the office"),
    "still-examined": ("penyebabnya masih diperiksa", "the cause is still being examined"),
}
BREACH_MEASURES = {
    "access-closed": ("akses terhadap data itu telah ditutup", "access to these data has been closed"),
    "device-erased": (
        "perangkat telah dikunci dan dihapus dari jauh",
        "the device has been locked and erased remotely",
    ),
    "codes-renewed": ("kode masuk petugas telah diganti", "the officers' access codes have been replaced"),
    "asked-to-delete": (
        "penerima yang tidak berhak telah diminta menghapus data itu dan menyatakannya secara tertulis",
        "whoever received them has been asked to delete them and to confirm that in writing",
    ),
    "restored-from-copy": (
        "data telah dipulihkan dari cadangan; permohonan tidak terganggu",
        "the data have been restored from a copy; the application is not affected",
    ),
    "reported-to-police": (
        "kejadian telah dilaporkan kepada kepolisian",
        "the incident has been reported to the police",
    ),
    "reported-to-bssn": (
        "kejadian telah dilaporkan kepada Badan Siber dan Sandi Negara",
        "the incident has been reported to the National Cyber and Crypto Agency",
    ),
    "procedure-changed": (
        "tata kerja telah diubah agar kejadian itu tidak terulang",
        "the way of working has been changed so that it does not happen again",
    ),
}
DAYS_KINDS = {"working": ("hari kerja", "working days"), "calendar": ("hari kalender", "calendar days")}

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "procedure": PROCEDURES,
    "permit": PERMIT_KINDS,
    "document": DOCUMENTS,
    "status": DOCUMENT_STATUSES,
    "fault": FAULTS,
    "channel": CHANNELS,
    "role": ROLES,
    "rank": RANKS_IN_WORDS,
    "need": NEEDS,
    "outcome": OUTCOMES,
    "visit-outcome": VISIT_OUTCOMES,
    "exception": BIOMETRIC_EXCEPTIONS,
    "finger": FINGERS,
    "why-not-recorded": WHY_A_FINGER_IS_NOT_RECORDED,
    "interpreter": INTERPRETERS,
    "consent": CONSENTS,
    "kept": KEPT_ON_THE_DEVICE,
    "given-back-to": GIVEN_BACK_TO,
    "delivery": DELIVERIES,
    "receiver": RECEIVERS,
    "identity": IDENTITIES,
    "result": RESULTS,
    "days": DAYS_KINDS,
    "complaint": COMPLAINT_OUTCOMES,
    "sex": SEXES,
    "relation": RELATIONS,
    "objection": OBJECTED_TO,
    "data": DATA_KINDS,
    "breach-cause": BREACH_CAUSES,
    "breach-measure": BREACH_MEASURES,
}
# ICAO 9303 codes of passports whose holders belong to a country that has another code.
PASSPORTS_OF = dict.fromkeys(("GBD", "GBN", "GBO", "GBP", "GBS"), "GBR")
# What CLDR calls by the language's own name, or by one that the country has given up.
LANGUAGES = {"da": "Denmark", "fi": "Finlandia", "my": "Myanmar", "pl": "Polandia", "sk": "Slovakia"}
NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
WITHOUT_COUNTRY = {
    "XXA": ("tanpa kewarganegaraan", "stateless"),
    "XXB": ("pengungsi", "refugee"),
    "XXC": ("pengungsi", "refugee"),
    "XXX": ("kewarganegaraan tidak ditentukan", "nationality unspecified"),
    "UNO": ("Perserikatan Bangsa-Bangsa", "United Nations"),
    "UNA": ("Perserikatan Bangsa-Bangsa", "United Nations"),
    "XOM": ("Ordo Militer Berdaulat Malta", "Sovereign Military Order of Malta"),
    "EUE": ("Uni Eropa", "European Union"),
}
