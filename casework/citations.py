"""Law as it is cited: staff write it short (UU 30/2014 Ps 77), an official letter writes it in full, in either language.

A short citation is an instrument, its articles, and by which later one it was amended; several are set apart by
semicolons, and what stands in brackets after one is the office's own note, which no letter repeats.
"""

import re
from datetime import date
from typing import Literal

from babel.dates import format_date

Language = Literal["id", "en"]

# How each kind of instrument is called; in English whoever issued it follows the number.
INSTRUMENTS: dict[str, tuple[str, str, str]] = {
    "UU": ("Undang-Undang", "Law", ""),
    "PP": ("Peraturan Pemerintah", "Government Regulation", ""),
    "Perpres": ("Peraturan Presiden", "Presidential Regulation", ""),
    "Keppres": ("Keputusan Presiden", "Presidential Decree", ""),
    "Permenkumham": (
        "Peraturan Menteri Hukum dan Hak Asasi Manusia",
        "Regulation",
        " of the Minister of Law and Human Rights",
    ),
    "Permenpan-RB": (
        "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi",
        "Regulation",
        " of the Minister of Administrative and Bureaucratic Reform",
    ),
    "PMK": ("Peraturan Menteri Keuangan", "Regulation", " of the Minister of Finance"),
    "Perma": ("Peraturan Mahkamah Agung", "Regulation", " of the Supreme Court"),
    "SE Dirjen": (
        "Surat Edaran Direktur Jenderal Imigrasi",
        "Circular",
        " of the Director General of Immigration",
    ),
}
# Each instrument's own title, for lists of legal bases; one whose title is not certain stands there without.
TITLES: dict[str, str] = {
    "UU 5/1986": "Peradilan Tata Usaha Negara",
    "UU 13/1998": "Kesejahteraan Lanjut Usia",
    "UU 25/2009": "Pelayanan Publik",
    "UU 6/2011": "Keimigrasian",
    "UU 30/2014": "Administrasi Pemerintahan",
    "UU 27/2022": "Pelindungan Data Pribadi",
    "PP 31/2013": "Peraturan Pelaksanaan Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian",
    "Perpres 125/2016": "Penanganan Pengungsi dari Luar Negeri",
    "Permenkumham 29/2021": "Visa dan Izin Tinggal",
    "Permenkumham 22/2023": "Visa dan Izin Tinggal",
}
SERVICE_DECREE = "SK layanan"
# What is no instrument of the State's gazettes.
IN_WORDS: dict[str, tuple[str, str]] = {
    SERVICE_DECREE: (
        "Keputusan Kepala Kantor tentang layanan kunjungan rumah",
        "the Head of Office's decree on the home visit service",
    ),
    "tidak ada SK layanan yang berlaku": (
        "tidak ada Keputusan Kepala Kantor tentang layanan kunjungan rumah yang berlaku pada tanggal itu",
        "no decree of the Head of Office on the home visit service was in force on that day",
    ),
    "tarif PNBP sebelum PP 28/2019": (
        "tarif PNBP yang berlaku sebelum Peraturan Pemerintah Nomor 28 Tahun 2019",
        "the state fees before Government Regulation No. 28 of 2019",
    ),
}
SCHEDULE = ("Jadwal Retensi Arsip menurut ", "the archive retention schedule of ")
AMENDED = {
    " jo. ": (" sebagaimana telah diubah dengan ", " as amended by "),
    " jo. terakhir ": (" sebagaimana telah beberapa kali diubah, terakhir dengan ", " as last amended by "),
}

_BY_LENGTH = "|".join(map(re.escape, sorted(INSTRUMENTS, key=len, reverse=True)))
_INSTRUMENT = rf"(?:{_BY_LENGTH}) \S+/\d{{4}}"
_CITED = re.compile(
    rf"(?P<schedule>JRA )?(?P<instrument>{_INSTRUMENT})"
    r"(?P<articles>(?:,? (?:Ps|Pasal) \d+(?:–\d+)?)*)"
    rf"(?:(?P<how> jo\. (?:terakhir )?)(?P<amendment>{_INSTRUMENT}|\S+/\d{{4}}))?"
)
_NUMBERED = re.compile(rf"{SERVICE_DECREE} Nomor (?P<number>[^;]+) tanggal (?P<dated>\d{{4}}-\d\d-\d\d)")
_NOTE = re.compile(r" \([^()]*\)$")
_ARTICLES = re.compile(r"(\d+)(?:–(\d+))?")


def cited(legal_basis: str, language: Language = "id", *, titled: bool = False) -> str:
    """A letter cites its law in full: Pasal 77 Undang-Undang Nomor 30 Tahun 2014 / Article 77 of Law No. 30 of 2014.

    ``titled`` adds an instrument's title to the Indonesian, for lists of legal bases. A legal basis that holds a
    reference unknown here is answered as it stands.
    """
    known = [_in_full(part, language, titled=titled) for part in legal_basis.split("; ")]
    parts = [part for part in known if part is not None]
    return legal_basis if len(parts) < len(known) else _together(parts, language)


def service_decree(number: str, dated: date) -> str:
    """How staff cite the service's decree whose number and date are known; a letter cites it in full."""
    return f"{SERVICE_DECREE} Nomor {number} tanggal {dated.isoformat()}"


def _in_full(part: str, language: Language, *, titled: bool) -> str | None:
    without_note = _NOTE.sub("", part)
    if without_note in IN_WORDS:
        return IN_WORDS[without_note][language == "en"]
    numbered = _NUMBERED.fullmatch(part)
    if numbered is not None:
        return _service_decree(numbered["number"], date.fromisoformat(numbered["dated"]), language)
    found = _CITED.fullmatch(without_note)
    if found is None:
        return None
    schedule = SCHEDULE[language == "en"] if found["schedule"] else ""
    articles = _articles(found["articles"], language) if found["articles"] else ""
    title = f" tentang {TITLES[found['instrument']]}" if titled and found["instrument"] in TITLES else ""
    amendment = _amendment(found, language) if found["amendment"] else ""
    return f"{schedule}{articles}{_instrument(found['instrument'], language)}{title if language == 'id' else ''}{amendment}"


def _service_decree(number: str, dated: date, language: Language) -> str:
    if language == "en":
        day = format_date(dated, "d MMMM y", locale="en_GB")
        return f"the Head of Office's decree No. {number} of {day} on the home visit service"
    day = format_date(dated, "d MMMM y", locale="id")
    return f"Keputusan Kepala Kantor Nomor {number} tanggal {day} tentang layanan kunjungan rumah"


def _instrument(written: str, language: Language, *, issuer_is_known: bool = False) -> str:
    """Undang-Undang Nomor 30 Tahun 2014 / Law No. 30 of 2014; a number that bears slashes of its own is kept whole."""
    kind, _, numbered = written.rpartition(" ")
    number, _, year = numbered.rpartition("/")
    indonesian, english, issuer = INSTRUMENTS[kind]
    if language == "id":
        return f"{indonesian} Nomor {numbered if '/' in number else f'{number} Tahun {year}'}"
    return f"{english} No. {numbered if '/' in number else f'{number} of {year}'}{'' if issuer_is_known else issuer}"


def _amendment(found: re.Match[str], language: Language) -> str:
    kind = found["instrument"].rpartition(" ")[0]
    by = found["amendment"] if " " in found["amendment"] else f"{kind} {found['amendment']}"
    by_the_same = by.startswith(f"{kind} ")
    return AMENDED[found["how"]][language == "en"] + _instrument(by, language, issuer_is_known=by_the_same)


def _articles(written: str, language: Language) -> str:
    """Pasal 44 sampai dengan Pasal 50 / Articles 44 to 50 of, before their instrument."""
    asked = _ARTICLES.findall(written)
    if language == "id":
        each = (f"Pasal {first}" + (f" sampai dengan Pasal {last}" if last else "") for first, last in asked)
        return " dan ".join(each) + " "
    word = "Article" if len(asked) == 1 and not asked[0][1] else "Articles"
    return f"{word} {' and '.join(first + (f' to {last}' if last else '') for first, last in asked)} of "


def _together(parts: list[str], language: Language) -> str:
    if len(parts) < 2:
        return "".join(parts)
    joint = {"id": " serta ", "en": " and "}[language]
    return ", ".join(parts[:-1]) + joint + parts[-1]
