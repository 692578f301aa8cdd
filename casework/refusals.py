"""Why an answer does not count, in the words that whoever gave it reads."""

from casework.broken_rules import BROKEN_RULES

UNPRINTABLE = "letter-unprintable"
DETAIL = ": "
TOO_LATE = ("already-decided", "question-void")  # whatever else such a submission may lack
REFUSALS: dict[str, str] = {
    "malformed": "Isian tidak lengkap atau tidak sesuai. · A field was missing or not allowed.",
    "question-void": "Pertanyaan ini sudah tidak berlaku. · This question has been withdrawn.",
    "already-decided": "Sudah diputuskan sebelumnya. · It had been decided already.",
    "unknown-officer": "Kode petugas tidak dikenal atau tidak aktif. · Unknown or inactive officer.",
    "wrong-code": "Kode sekali pakai salah; ketik kode yang sedang tampil pada aplikasi Anda. · The one-time code was wrong: type the one that your app shows now.",
    "code-used": "Kode ini sudah dipakai; tunggu kode berikutnya. · That code has been used: wait for the next one.",
    "not-entitled": "Petugas tidak berwenang untuk pertanyaan ini. · The officer has no mandate for this question.",
    "four-eyes": "Petugas sudah menangani berkas ini, atau dikecualikan darinya; pejabat lain harus memutuskan. · Four eyes: another officer must decide.",
    "held-by-colleague": "Berkas ini sedang dipegang petugas lain. · A colleague has this in hand: it must be put back or taken over first.",
    "not-warranted": "Keputusan bersama tidak mencakup pertanyaan ini. · The joint decision does not cover this question.",
    "ground-missing": "Pilihan ini memerlukan dasar; pilih salah satu pada isian Dasar. · This choice needs a ground: choose one in that field.",
    "ground-not-fitting": "Dasar itu tidak sesuai dengan pilihannya. · That ground does not fit this choice.",
    "not-consistent": "Isian saling bertentangan. · The answers contradict each other.",
    "fingers-not-told": "Pengecualian menyebut jarinya, setiap jari dengan satu alasan; tanpa pengecualian tidak ada jari yang ditandai. · An exception names its fingers, each with one reason; without one no finger is marked.",
    "language-not-told": "Wawancara yang selesai menyebut bahasanya; kunjungan yang tidak terlaksana tidak. · A completed interview names its language, a visit that was not held names none.",
    "identity-not-told": "Penyerahan langsung menyebut identitas yang ditunjukkan; lewat surel atau pos tidak ada yang ditemui. · Handed over in person, an identity was shown; by e-mail or post nobody was met.",
    "team-not-released": "Tim belum dilepas pagi ini. · The team has not been released this morning.",
    "double-booking": "Petugas, perangkat, atau pemohon sudah terjadwal. · Somebody or something is booked already.",
    "something-open": "Masih ada yang belum selesai pada berkas ini. · Something on this case is still open.",
    "tariff-missing": "Tarif PNBP untuk izin ini belum ditetapkan bendahara. · The treasurer has not set this permit's tariff.",
    "address-missing": "Alamat baru belum diketik pada lembar berkas. · The new address has not been typed on the case sheet yet.",
    "day-has-come": "Hari kunjungan sudah tiba atau lewat; rencana ini gugur. · The day has come or gone: this plan has lapsed.",
    UNPRINTABLE: "Surat tidak dapat dicetak dengan data ini; kembalikan berkas untuk diperbaiki. · The letter cannot be printed with these data: return the file.",
    "no-longer-fits": "Usul ini tidak sesuai lagi dengan data kantor; batalkan dan isi formulir baru. · It no longer fits the register: drop it and fill the form anew.",
    "identity-missing": "Nama dan NIP petugas baru belum diisi pada lembar berkas. · The new officer's name and NIP have not been typed at the case sheet yet.",
    "identity-known": "NIP itu sudah terdaftar pada petugas lain. · Another officer has this NIP already.",
    "stage-has-changed": "Berkas sudah berada pada tahap lain. · The case stands in another stage by now.",
    "nobody-decides-anew": "Tidak ada tingkat yang dapat memutuskan keberatan ini lagi; jawab 'bukan keberatan', lalu arahkan ke banding atau PTUN sesuai surat. · Nobody is left to decide this objection: answer 'dropped', and point to appeal or court as the letter says.",
    "replacement-incomplete": "Pengganti tidak melengkapi tim: peran, bahasa, atau jumlahnya tidak sesuai, atau dikecualikan dari suatu permohonan. · The replacements do not make a team: role, language or number is wrong, or somebody is kept from a case.",
    "replacement-not-chosen": "Pengganti dipilih, tetapi keputusannya bukan 'ganti'; atau sebaliknya. · Replacements go with 'replace', and 'replace' with replacements.",
    # on record in registers of before the three that follow: it is read, never given any more
    "day-impossible": "Tanggal itu tidak mungkin: sebelum tanggal surat, atau setelah hari ini. · That day is impossible: before the letter's own, or after today.",
    "day-before-the-letter": "Tanggal itu mendahului tanggal surat; isi hari suratnya sungguh dikirim atau diserahkan. · That day comes before the letter's own date: enter the day on which it really went out.",
    "day-to-come": "Tanggal itu belum tiba; jawab setelah suratnya dikirim atau diserahkan. · That day is still to come: answer once the letter has gone out.",
    "day-not-in-the-calendar": "Tanggal itu tidak ada dalam kalender; periksa hari dan bulannya. · There is no such day: check day and month.",
    "time-not-ahead": "Jam itu sudah lewat. · That time is over.",
    "consent-missing": "Penjamin belum menyetujui kunjungan secepat itu; tandai yang setuju, atau tunda yang lain. · Not every guarantor has agreed to so short a notice: mark those who have, put off the others.",
    "addition-not-revised": "Rencana itu sudah ditandatangani; tambahan hanya dapat disetujui atau ditolak. · That day is signed: an addition is approved or rejected only.",
    "another-change-waits": "Perubahan lain pada hari ini masih menunggu tanda tangan Kepala Kantor; jawab lagi sesudahnya. · Another change of today waits for the head's signature: answer again after it.",
    "nothing-to-revise": "Pilih dahulu kunjungan yang ditunda atau dipindahkan. · Choose first what is put off or moved.",
    "change-not-revised": "Ada perubahan yang dipilih, tetapi keputusannya bukan 'ubah'. · A change is chosen, but the decision is not 'revise'.",
    "move-incomplete": "Pemindahan memerlukan kunjungan dan tim; jam juga, bila yang lain boleh bergeser. · A move needs visit and team; a time too, where others may move.",
    "no-other-template": "Bukan surat, atau templatnya masih sama. · No letter, or its template is still the same.",
    "no-mandate-for-the-letter": "Tidak ada kewenangan menandatangani. · No mandate to sign the letter.",
    **BROKEN_RULES,
}


def with_detail(code: str, detail: str) -> str:
    """A reason on record that says what to correct: a field and what is wrong with it, never what stands in it."""
    return f"{code}{DETAIL}{detail}"


def code_of_refusal(reason: str) -> str:
    """The reason without its detail."""
    return reason.partition(DETAIL)[0]


def refusal_in_words(reason: str) -> str:
    """A reason on record in the words that whoever answered reads, with its detail where it has one."""
    code, _, detail = reason.partition(DETAIL)
    words = REFUSALS.get(code, code)
    return f"{words} ({detail})" if detail else words
