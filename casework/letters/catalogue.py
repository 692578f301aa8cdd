"""The words for the codes that facts carry: a letter shows words, never a code."""

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
DOCUMENTS = {
    "PASSPORT": ("Paspor kebangsaan yang sah dan masih berlaku", "Valid national passport"),
    "CURRENT_PERMIT": ("Izin tinggal yang masih berlaku", "Current stay permit"),
    "REQUEST_LETTER": ("Surat permohonan dari penjamin", "Guarantor's letter of request"),
    "GUARANTEE_LETTER": ("Surat jaminan bermeterai Rp10.000", "Guarantor's letter of guarantee with duty stamp"),
    "KTP_GUARANTOR": ("KTP penjamin", "Guarantor's identity card (KTP)"),
    "KK_GUARANTOR": ("Kartu Keluarga penjamin", "Guarantor's family card (KK)"),
    "POWER_OF_ATTORNEY": ("Surat kuasa bermeterai", "Power of attorney with duty stamp"),
    "FORM": ("Formulir permohonan yang telah diisi", "Completed application form"),
    "VISA": ("Visa", "Visa"),
    "ENTRY_STAMP": ("Tanda masuk pada paspor", "Entry stamp in the passport"),
    "SKTT": ("Surat Keterangan Tempat Tinggal (SKTT)", "Certificate of residence (SKTT)"),
    "INSURANCE": ("Polis asuransi kesehatan dan jiwa", "Health and life insurance policy"),
    "BANK_BOOK": ("Bukti dana pensiun atau rekening bank", "Proof of pension or bank account"),
    "ACCOMMODATION": ("Surat pernyataan tempat tinggal", "Statement of accommodation"),
    "HELPER": ("Surat pernyataan mempekerjakan pramuwisma", "Statement of employing a domestic helper"),
    "NO_WORK": ("Surat pernyataan tidak bekerja", "Statement of not working"),
    "MARRIAGE_CERTIFICATE": ("Akta perkawinan", "Marriage certificate"),
    "INTEGRATION_STATEMENT": ("Surat pernyataan integrasi", "Statement of integration"),
    "HOME_VISIT_CONSENT": ("Persetujuan kunjungan rumah", "Consent to the home visit"),
    "HEALTH_DECLARATION": ("Pernyataan kesehatan", "Health declaration"),
    "MEDICAL_LETTER": ("Surat keterangan dokter", "Medical letter"),
}
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
ROLES = {
    "lead": ("Ketua tim dan pewawancara", "Team lead and interviewer"),
    "biometrics": ("Petugas perekaman biometrik", "Biometric operator"),
    "safety": ("Pengemudi, kesehatan, dan keamanan", "Driver, health and safety"),
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
}
DELIVERIES = {
    "electronic": ("secara elektronik melalui pos-el", "electronically by e-mail"),
    "courier": ("melalui kurir ke alamat tempat tinggal", "by courier to the home address"),
    "by-hand": ("langsung oleh petugas di tempat tinggal", "by an officer at home"),
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
DAYS_KINDS = {"working": ("hari kerja", "working days"), "calendar": ("hari kalender", "calendar days")}

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "procedure": PROCEDURES,
    "permit": PERMIT_KINDS,
    "document": DOCUMENTS,
    "status": DOCUMENT_STATUSES,
    "fault": FAULTS,
    "channel": CHANNELS,
    "role": ROLES,
    "need": NEEDS,
    "outcome": OUTCOMES,
    "delivery": DELIVERIES,
    "result": RESULTS,
    "days": DAYS_KINDS,
}
# ICAO 9303 codes that name no country of ISO 3166.
TRAVEL_DOCUMENT_CODES = {
    "D": "DE",
    "GBD": "GB",
    "GBN": "GB",
    "GBO": "GB",
    "GBP": "GB",
    "GBS": "GB",
    "RKS": "XK",
}
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
