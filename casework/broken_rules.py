"""The rules of a day's rounds that a change by hand can break, in the words that the dispatcher reads."""

PREFIX = "rule-"
ANOTHER_RULE = f"{PREFIX}other"
WORDS: dict[str, tuple[str, str]] = {
    "barred-officer": (
        "petugas tim itu dikecualikan dari permohonan ini",
        "an officer of that team is kept from this case",
    ),
    "skill-missing": ("tim itu tidak memiliki kemampuan yang diperlukan", "that team lacks what the visit needs"),
    "too-many-visits": (
        "kunjungan tim itu melebihi batas wilayahnya",
        "that team would have more visits than its regions allow",
    ),
    "start-outside-hours": ("jam itu di luar jam kunjungan", "that time is outside the visiting hours"),
    "outside-windows": (
        "kunjungan itu mengenai jam istirahat atau salat Jumat",
        "the visit would reach into the noon rest or Friday prayer",
    ),
    "outside-agreed-times": ("penjamin menyepakati jam lain", "the guarantor agreed to other times"),
    "too-early": ("penjamin menyepakati hari yang lebih kemudian", "the guarantor agreed to a later day"),
    "day-refused": ("penjamin meminta jangan pada hari itu", "the guarantor refused that day"),
    "overlap": (
        "kunjungan sebelum atau sesudahnya, perjalanan, atau istirahat belum selesai",
        "another visit, its drive or the noon rest is in the way",
    ),
    "arrives-too-late": ("tim tidak sempat tiba pada jam itu", "the team cannot be there by then"),
    "leaves-too-early": (
        "tim harus berangkat sebelum jam kantor",
        "the team would have to leave before the office opens",
    ),
    "returns-too-late": ("tim kembali setelah jam kantor", "the team would be back too late"),
    "household-divided": ("penghuni serumah dikunjungi bersama", "people of one household are visited together"),
    "promise-broken": (
        "jam yang sudah ditetapkan bagi kunjungan lain tidak dapat dipertahankan",
        "a time that stands for another visit could not be kept",
    ),
    "promised-team-changed": (
        "tim yang dijanjikan bagi kunjungan lain akan berubah",
        "another visit's promised team would change",
    ),
    "unknown-team": ("tim itu tidak bertugas pada hari itu", "that team is not out on that day"),
    "not-asked-for": ("permohonan itu tidak menunggu kunjungan lagi", "that case does not wait for a visit any more"),
}
BROKEN_RULES: dict[str, str] = {
    f"{PREFIX}{code}": f"Perubahan itu tidak mungkin: {indonesian}. · That change cannot be: {english}."
    for code, (indonesian, english) in WORDS.items()
} | {ANOTHER_RULE: "Perubahan itu melanggar aturan kunjungan. · That change breaks a rule of the rounds."}


def refusal_of(rule: str) -> str:
    """Under which reason a change is refused that breaks this rule of the checker."""
    return f"{PREFIX}{rule}" if rule in WORDS else ANOTHER_RULE
