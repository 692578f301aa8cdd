"""Why a permit is refused, in the words of its letter: each coded ground with its rule and, where it is certain, the article.

A refusal is an administrative act: no ground names a penal provision, for only a court finds somebody guilty.
"""

from datetime import date

from casework.case import Application, PermitKind
from casework.letters import LetterKind
from casework.letters.facts.parts import Ground
from casework.questions.about_permits import LOOK_AGAIN
from casework.stages.letter_facts.legal_bases import as_in_view

# Indonesian, English, legal basis, to which the last amendment of the letter's day is added; {index} is the application's.
IN_WORDS: dict[str, tuple[str, str, str]] = {
    "passport-not-valid": (
        "Paspor pemohon tidak berlaku pada hari keputusan",
        "The applicant's passport is not valid on the day of the decision",
        "Permenkumham 22/2023",
    ),
    "guarantor-missing": (
        "Permohonan ini memerlukan penjamin, sedangkan penjamin tidak ada atau telah melepaskan penjaminannya",
        "The application needs a guarantor, and there is none or the guarantee has been withdrawn",
        "UU 6/2011 Pasal 63",
    ),
    "stay-used-up": (
        "Lama tinggal atau jumlah perpanjangan yang dapat diberikan untuk indeks {index} telah tercapai",
        "The length of stay or the number of extensions that can be given for index {index} has been reached",
        "PP 31/2013",
    ),
    "not-extendable": (
        "Izin tinggal dengan indeks {index} tidak dapat diperpanjang",
        "A permit of index {index} cannot be extended",
        "Permenkumham 22/2023",
    ),
    "not-convertible": (
        "Izin tinggal dengan indeks {index} tidak dapat dialihstatuskan",
        "A permit of index {index} cannot be converted",
        "Permenkumham 22/2023",
    ),
    "conversion-documents": (
        "Dokumen yang disyaratkan untuk alih status tidak lengkap",
        "The documents that are required for a change of status are not complete",
        "Permenkumham 22/2023",
    ),
    "not-for-permanent-stay": (
        "Pemohon tidak termasuk Orang Asing yang dapat diberi Izin Tinggal Tetap",
        "The applicant is not among the foreigners to whom a permanent stay permit can be given",
        "PP 31/2013 Pasal 152; Permenkumham 22/2023 Pasal 120",
    ),
    "stay-too-short": (
        "Pemohon belum tinggal lebih dari tiga tahun berturut-turut di Indonesia, dan belum dua tahun menikah dengan Warga Negara Indonesia",
        "The applicant has not lived in Indonesia for more than three years in a row, nor been married to an Indonesian for two years",
        "UU 6/2011 Pasal 60",
    ),
    "integration-statement": (
        "Pernyataan Integrasi yang disyaratkan untuk Izin Tinggal Tetap tidak disampaikan",
        "The statement of integration that a permanent stay permit requires was not given",
        "UU 6/2011 Pasal 60",
    ),
    "charge-not-paid": (
        "Biaya beban atas kelebihan masa tinggal (overstay) tidak dibayar",
        "The charge for overstay was not paid",
        "UU 6/2011 Pasal 78",
    ),
    "overstay-beyond": (
        "Pemohon berada di wilayah Indonesia lebih dari 60 hari setelah izin tinggalnya berakhir",
        "The applicant stayed in Indonesia more than 60 days after the stay permit had ended",
        "UU 6/2011 Pasal 78",
    ),
    "activities": (
        "Kegiatan pemohon menurut hasil pemeriksaan berbeda dari peruntukan izin tinggalnya",
        "The applicant's activities, as they were examined, are other than those that the stay permit is for",
        "UU 6/2011 Pasal 75",
    ),
    "false-statement": (
        "Keterangan yang diberikan berbeda dari hasil pemeriksaan",
        "A statement that was made differs from what the examination found",
        "UU 6/2011 Pasal 71",
    ),
    "biometrics-refused": (
        "Pengambilan foto atau sidik jari, yang wajib untuk permohonan ini, ditolak",
        "The taking of photograph or fingerprints, which the application requires, was refused",
        "UU 6/2011; SE Dirjen IMI-417.GR.01.01/2025",
    ),
    # of decisions made before the grounds above were offered
    "requirements": (
        "Syarat permohonan izin tinggal tidak dipenuhi",
        "The conditions of the permit are not met",
        "Permenkumham 22/2023",
    ),
    LOOK_AGAIN: (
        "Permohonan tidak dapat disetujui setelah diperiksa kembali",
        "The application could not be approved on re-examination",
        "Permenkumham 22/2023",
    ),
}
# The article where it is about one kind of the present permit only; of another kind the instrument is cited as a whole.
ARTICLES: dict[tuple[str, PermitKind], str] = {
    ("stay-used-up", PermitKind.LIMITED): "PP 31/2013 Pasal 148",
    ("conversion-documents", PermitKind.VISIT): "Permenkumham 22/2023 Pasal 167",
}


def in_words(ground: str, application: Application, on: date) -> Ground:
    """A coded ground as a letter of this day says it; raises ``KeyError`` for a code that no form ever offered."""
    indonesian, english, law = IN_WORDS[ground]
    index = application.permit.index
    basis = ARTICLES.get((ground, application.permit.kind), law)
    return Ground(
        indonesian=indonesian.format(index=index),
        english=english.format(index=index),
        legal_basis=as_in_view(basis, LetterKind.REFUSAL, on),
    )
