"""Why a visit is not in the plan, in the dispatcher's words: the first rule that, tried alone, keeps it out."""

from collections.abc import Sequence
from datetime import date

from casework.rounds.calls import Call, Orders, is_able, is_promised, is_welcome, visits_of
from casework.rounds.changes import Change, Changes
from casework.rounds.model import TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.plan import LeftOut, LeftOutReason
from casework.rounds.timetable import Timetable

REASONS: dict[LeftOutReason, tuple[str, str]] = {
    LeftOutReason.NO_TEAM_TODAY: ("Tidak ada tim pada hari ini", "There is no team on this day"),
    LeftOutReason.NOT_BEFORE: (
        "Disepakati dengan penjamin untuk hari lain",
        "A later day was agreed with the guarantor",
    ),
    LeftOutReason.NOT_ON: (
        "Penjamin meminta jangan pada hari ini",
        "The guarantor asked not to be visited on this day",
    ),
    LeftOutReason.POSTPONED: (
        "Ditunda oleh koordinator",
        "The dispatcher put it off on this day",
    ),
    LeftOutReason.NO_TEAM_WITH_SKILL: (
        "Tidak ada tim dengan kemampuan yang diperlukan ({needs})",
        "No team has what the visit needs ({needs})",
    ),
    LeftOutReason.EVERY_TEAM_BARRED: (
        "Setiap tim yang mampu memuat petugas yang dikecualikan dari permohonan ini",
        "Every team that could go has an officer who is kept from this case",
    ),
    LeftOutReason.PROMISED_TEAM_AWAY: (
        "Tim yang dijanjikan tidak bertugas pada hari ini",
        "The team that was promised is not out on this day",
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


def explain_left_out(requests: Sequence[VisitRequest], orders: Orders, timetable: Timetable) -> tuple[LeftOut, ...]:
    """Everybody who asked and is on no round, whoever goes first first, each with the reason."""
    planned = {visit.reference for order in orders.values() for visit in visits_of(order)}
    calls = {request.reference: call for call in timetable.calls for request in call.visits}
    left = sorted((one for one in requests if one.reference not in planned), key=lambda request: request.rank)
    changes = Changes(orders, timetable)
    return tuple(
        _left_out(
            request,
            _reason(request, calls.get(request.reference), orders, timetable),
            changes.smallest(request, calls.get(request.reference)),
            timetable.day,
        )
        for request in left
    )


def _reason(request: VisitRequest, call: Call | None, orders: Orders, timetable: Timetable) -> LeftOutReason:
    teams = timetable.day.teams
    if call is None:
        return _not_on_this_day(request, timetable.day.date)
    if not teams:
        return LeftOutReason.NO_TEAM_TODAY
    able = [team for team in teams if is_able(call, team)]
    welcome = [team for team in able if is_welcome(call, team)]
    going = [team for team in welcome if is_promised(call, team)]
    if not going:
        return _no_team(able, welcome)
    if timetable.in_time((call,)) is None:
        return LeftOutReason.UNREACHABLE_IN_WINDOW
    return _crowded_out(call, going, orders, timetable)


def _not_on_this_day(request: VisitRequest, day: date) -> LeftOutReason:
    if day in request.postponed_on:
        return LeftOutReason.POSTPONED
    return LeftOutReason.NOT_ON if day in request.not_on else LeftOutReason.NOT_BEFORE


def _no_team(able: Sequence[TeamOfTheDay], welcome: Sequence[TeamOfTheDay]) -> LeftOutReason:
    if not able:
        return LeftOutReason.NO_TEAM_WITH_SKILL
    return LeftOutReason.PROMISED_TEAM_AWAY if welcome else LeftOutReason.EVERY_TEAM_BARRED


def _crowded_out(call: Call, going: Sequence[TeamOfTheDay], orders: Orders, timetable: Timetable) -> LeftOutReason:
    if any(_fits_in_time(call, orders, team, timetable) for team in going):
        return LeftOutReason.TEAM_LIMIT_REACHED
    in_the_way = [visit for team in going for visit in visits_of(orders[team.code])]
    outranked = all(other.rank < call.first.rank for other in in_the_way)
    return LeftOutReason.OUTRANKED_BY_PRIORITY if outranked else LeftOutReason.NO_ROOM_LEFT_TODAY


def _fits_in_time(call: Call, orders: Orders, team: TeamOfTheDay, timetable: Timetable) -> bool:
    order = orders[team.code]
    longer = ((*order[:position], call, *order[position:]) for position in range(len(order) + 1))
    return any(timetable.in_time(one) for one in longer)


def _left_out(request: VisitRequest, reason: LeftOutReason, change: Change | None, day: WorkingDay) -> LeftOut:
    """Whoever is left out is told why, and on which working day the next chance is."""
    next_chance = next(
        (following for following in day.following if request.may_be_on(following)),
        max(filter(None, (request.not_before, day.following[-1]))),
    )
    indonesian, english = _words(reason, request, next_chance)
    return LeftOut(
        reference=request.reference,
        reason=reason,
        next_chance=next_chance,
        too_late=next_chance > request.last_safe_day,
        explanation_indonesian=indonesian,
        explanation_english=english,
        change=change and change.code,
        change_indonesian=change and change.indonesian,
        change_english=change and change.english,
    )


def with_a_later_day(left: LeftOut, request: VisitRequest, planned_for: date) -> LeftOut:
    """The same, now that the day on which there is room is known."""
    indonesian, english = _words(left.reason, request, planned_for)
    return left.model_copy(
        update={
            "next_chance": planned_for,
            "planned_for": planned_for,
            "too_late": planned_for > request.last_safe_day,
            "explanation_indonesian": indonesian,
            "explanation_english": english,
        }
    )


def _words(reason: LeftOutReason, request: VisitRequest, next_chance: date) -> tuple[str, str]:
    late = TOO_LATE if next_chance > request.last_safe_day else ("", "")
    indonesian, english = (words.format(needs=", ".join(request.needs)) for words in REASONS[reason])
    return indonesian + late[0], english + late[1]
