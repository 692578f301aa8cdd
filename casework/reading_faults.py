"""What is said about an application that cannot be read: where, why, and what to do, in Indonesian and English."""

from dataclasses import dataclass

UNLISTED = "(unlisted)"


@dataclass(frozen=True)
class Fault:
    """One reason why an application is refused: the path of the field (empty: the whole), and what to do; never a value."""

    field: str
    code: str
    indonesian: str
    english: str

    @property
    def reason(self) -> str:
        """Why, and what to do, Indonesian first."""
        return f"{self.indonesian} · {self.english}"


@dataclass(frozen=True)
class Refusal:
    """The report on an application that was refused whole; nothing of it has been kept."""

    faults: tuple[Fault, ...]

    def as_text(self) -> str:
        """One line for each fault, for a screen or a log: it carries no personal data."""
        return "\n".join(f"{fault.field or '-'}: {fault.reason}" for fault in self.faults)

    def as_json(self) -> list[dict[str, str]]:
        """The same for a program."""
        return [
            {"field": fault.field, "code": fault.code, "id": fault.indonesian, "en": fault.english}
            for fault in self.faults
        ]


def explain(field: str, code: str, **words: str) -> Fault:
    """A fault in words; a code without words of its own is explained by the schema."""
    family = _family(code)
    if family == "value_error" and "sentence" not in words:
        family = "email"
    indonesian, english = SENTENCES.get(family, SENTENCES["other"])
    return Fault(field, code, indonesian.format(**words), english.format(**words))


def _family(code: str) -> str:
    if code.startswith("timezone"):
        return "timezone"
    for family in ("datetime", "date"):
        if code.startswith(family + "_"):
            return family
    return code


SENTENCES: dict[str, tuple[str, str]] = {
    "too_large": ("berkas terlalu besar: kirim paling banyak {limit}", "too large: send at most {limit}"),
    "byte_order_mark": (
        "diawali tanda urutan bita: simpan sebagai UTF-8 tanpa BOM",
        "begins with a byte order mark: save it as UTF-8 without one",
    ),
    "not_utf8": ("bukan UTF-8 ({where}): simpan sebagai UTF-8", "not UTF-8 ({where}): save it as UTF-8"),
    "not_json": (
        "bukan JSON (baris:kolom {where}): perbaiki di tempat itu",
        "not JSON (line:column {where}): correct it there",
    ),
    "too_many_parts": (
        "memuat terlalu banyak bagian: kirim satu permohonan saja",
        "holds too many parts: send one application only",
    ),
    "too_deep": (
        "bersarang terlalu dalam atau memuat bilangan terlalu panjang: ikuti skema",
        "nested too deep, or a number too long: follow the schema",
    ),
    "not_a_number": (
        "NaN dan Infinity bukan JSON: hilangkan isian itu",
        "NaN and Infinity are no JSON: leave that field out",
    ),
    "not_an_object": (
        "bukan objek JSON: kirim satu permohonan di antara {{ dan }}",
        "not a JSON object: send one application between {{ and }}",
    ),
    "repeated": ("tercantum lebih dari satu kali: cantumkan sekali saja", "stands more than once: write it once"),
    "unprintable": (
        "memuat karakter yang tidak tercetak: ketik ulang isian ini dalam satu baris",
        "holds characters that cannot be printed: type it again in one line",
    ),
    "missing": ("belum diisi: lengkapi", "missing: fill it in"),
    "extra_forbidden": ("tidak dikenal: hapus", "not a field of an application: remove it"),
    "string_type": ("harus berupa teks", "must be text: put it between quotation marks"),
    "string_pattern_mismatch": (
        "bentuknya tidak sesuai: sesuaikan dengan {pattern}",
        "has not the right form: make it match {pattern}",
    ),
    "string_too_short": (
        "kosong atau terlalu pendek: isi sedikitnya {min_length} karakter",
        "empty or too short: give at least {min_length} characters",
    ),
    "string_too_long": (
        "terlalu panjang: paling banyak {max_length} karakter",
        "too long: give at most {max_length} characters",
    ),
    "literal_error": ("bukan pilihan yang tersedia: pilih {expected}", "not one of the choices: take {expected}"),
    "enum": ("bukan pilihan yang tersedia: pilih {expected}", "not one of the choices: take {expected}"),
    "date": ("bukan tanggal: tulis sebagai 2026-11-25", "not a date: write it as 2026-11-25"),
    "datetime": (
        "bukan waktu: tulis sebagai 2026-11-25T09:00:00+07:00",
        "not a time: write it as 2026-11-25T09:00:00+07:00",
    ),
    "timezone": (
        "tanpa zona waktu: tulis sebagai 2026-11-25T09:00:00+07:00",
        "has no time zone: write it as 2026-11-25T09:00:00+07:00",
    ),
    "greater_than_equal": (
        "terlalu kecil atau terlalu awal: mulai dari {ge}",
        "too small or too early: begin with {ge}",
    ),
    "less_than_equal": ("terlalu besar atau terlalu akhir: paling jauh {le}", "too large or too late: at most {le}"),
    "int_type": (
        "bukan bilangan bulat: tulis tanpa tanda kutip",
        "not a whole number: write it without quotation marks",
    ),
    "bool_type": ("harus true atau false, tanpa tanda kutip", "must be true or false, without quotation marks"),
    "tuple_type": ("harus berupa daftar di antara [ dan ]", "must be a list between [ and ]"),
    "model_type": ("harus berupa objek JSON", "must be a JSON object"),
    "too_short": ("terlalu sedikit: sedikitnya {min_length}", "too few: give at least {min_length}"),
    "too_long": ("terlalu banyak: paling banyak {max_length}", "too many: give at most {max_length}"),
    "value_error": ("isian tidak benar: periksa kembali ({sentence})", "{sentence}"),
    "email": ("bukan alamat surel: periksa kembali", "not an e-mail address: check it"),
    "other": (
        "isian tidak sesuai skema: lihat skema JSON permohonan",
        "does not fit the schema: see the application's JSON schema",
    ),
}
