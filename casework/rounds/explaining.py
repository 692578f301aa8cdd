"""Why a visit is not in the plan, in the dispatcher's words."""

from casework.rounds.model import LeftOut, LeftOutReason, VisitRequest, WorkingDay

REASONS: dict[LeftOutReason, tuple[str, str]] = {
    LeftOutReason.NO_TEAM_TODAY: ("Tidak ada tim pada hari ini", "There is no team on this day"),
    LeftOutReason.NOT_BEFORE: (
        "Disepakati dengan penjamin untuk hari lain",
        "A later day was agreed with the guarantor",
    ),
    LeftOutReason.NO_TEAM_WITH_SKILL: (
        "Tidak ada tim dengan kemampuan yang diperlukan ({needs})",
        "No team has what the visit needs ({needs})",
    ),
    LeftOutReason.EVERY_TEAM_BARRED: (
        "Setiap tim yang mampu memuat petugas yang dikecualikan dari permohonan ini",
        "Every team that could go has an officer who is kept from this case",
    ),
    LeftOutReason.UNREACHABLE_IN_WINDOW: (
        "Tidak terjangkau dalam jam kunjungan hari ini, bahkan sebagai satu-satunya kunjungan",
        "Cannot be reached within the day's visiting hours, even as the only visit",
    ),
    LeftOutReason.TEAM_LIMIT_REACHED: (
        "Jumlah kunjungan yang diperbolehkan bagi setiap tim sudah tercapai",
        "Every team has as many visits as its regions allow",
    ),
    LeftOutReason.OUTRANKED_BY_PRIORITY: (
        "Waktu tim terpakai oleh permohonan yang lebih mendesak",
        "The teams' time went to cases that come first",
    ),
    LeftOutReason.NO_ROOM_LEFT_TODAY: (
        "Tidak ada sisa waktu yang cukup; kunjungan lain yang lebih dekat masih muat",
        "Not enough time is left; nearer visits still fitted in",
    ),
}
TOO_LATE = (
    "; kesempatan berikutnya setelah hari kunjungan aman terakhir",
    "; the next chance lies after the last safe visit day",
)


def left_out(request: VisitRequest, reason: LeftOutReason, day: WorkingDay) -> LeftOut:
    """Whoever is left out is told why, and on which working day the next chance is."""
    earliest = max(filter(None, (request.not_before, day.following[0])))
    next_chance = next((following for following in day.following if following >= earliest), earliest)
    too_late = next_chance > request.last_safe_day
    indonesian, english = (
        words.format(needs=", ".join(request.needs)) + (late if too_late else "")
        for words, late in zip(REASONS[reason], TOO_LATE, strict=True)
    )
    return LeftOut(
        reference=request.reference,
        reason=reason,
        next_chance=next_chance,
        too_late=too_late,
        explanation_indonesian=indonesian,
        explanation_english=english,
    )
