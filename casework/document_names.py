"""How each document of the checklist is called, in Indonesian and English: on screen, in lacks and in letters alike."""

from casework.case import DocumentCode

DOCUMENT_NAMES: dict[DocumentCode, tuple[str, str]] = {
    DocumentCode.PASSPORT: ("Paspor kebangsaan yang sah dan masih berlaku", "Valid national passport"),
    DocumentCode.CURRENT_PERMIT: ("Izin tinggal yang masih berlaku", "Current stay permit"),
    DocumentCode.REQUEST_LETTER: ("Surat permohonan dari penjamin", "Guarantor's letter of request"),
    DocumentCode.GUARANTEE_LETTER: (
        "Surat jaminan bermeterai Rp10.000",
        "Guarantor's letter of guarantee with duty stamp",
    ),
    DocumentCode.KTP_GUARANTOR: ("KTP penjamin", "Guarantor's identity card (KTP)"),
    DocumentCode.KK_GUARANTOR: ("Kartu Keluarga penjamin", "Guarantor's family card (KK)"),
    DocumentCode.POWER_OF_ATTORNEY: ("Surat kuasa bermeterai", "Power of attorney with duty stamp"),
    DocumentCode.FORM: ("Formulir permohonan yang telah diisi", "Completed application form"),
    DocumentCode.VISA: ("Visa", "Visa"),
    DocumentCode.ENTRY_STAMP: ("Tanda masuk pada paspor", "Entry stamp in the passport"),
    DocumentCode.SKTT: ("Surat Keterangan Tempat Tinggal (SKTT)", "Certificate of residence (SKTT)"),
    DocumentCode.INSURANCE: ("Polis asuransi kesehatan dan jiwa", "Health and life insurance policy"),
    DocumentCode.BANK_BOOK: ("Bukti dana pensiun atau rekening bank", "Proof of pension or bank account"),
    DocumentCode.ACCOMMODATION: ("Surat pernyataan tempat tinggal", "Statement of accommodation"),
    DocumentCode.HELPER: ("Surat pernyataan mempekerjakan pramuwisma", "Statement of employing a domestic helper"),
    DocumentCode.NO_WORK: ("Surat pernyataan tidak bekerja", "Statement of not working"),
    DocumentCode.MARRIAGE_CERTIFICATE: ("Akta perkawinan", "Marriage certificate"),
    DocumentCode.INTEGRATION_STATEMENT: ("Surat pernyataan integrasi", "Statement of integration"),
    DocumentCode.HOME_VISIT_CONSENT: ("Persetujuan kunjungan rumah", "Consent to the home visit"),
    DocumentCode.HEALTH_DECLARATION: ("Pernyataan kesehatan", "Health declaration"),
    DocumentCode.MEDICAL_LETTER: ("Surat keterangan dokter", "Medical letter"),
}
