"""The smallest change that would bring a visit in that was left out: tried one by one, the cheapest for everybody first.

A change is told only if the visit fits with it into the plan as it is: nobody else is moved for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from functools import cached_property

from casework.office_calendar import VisitingHours, Window
from casework.rounds.calls import Call, Order, Orders
from casework.rounds.insertion import cheapest_place
from casework.rounds.model import TeamOfTheDay, VisitRequest, WorkingDay
from casework.rounds.reserves import is_a_reserve
from casework.rounds.timetable import Timetable, minute_of

LONGER_BY = (30, 60, 90)  # minutes of a longer day
ANOTHER_TEAM = "another"


@dataclass(frozen=True)
class Change:
    """What would have to be otherwise, by its code and in words; ``day`` and ``request`` as they would be then."""

    code: str
    indonesian: str
    english: str
    day: WorkingDay
    request: VisitRequest | None = None


class Changes:
    """Looks for the smallest change for each visit that is in none of the orders; what concerns the whole day is made ready once."""

    def __init__(self, orders: Orders, timetable: Timetable) -> None:
        self.orders, self.timetable, self.day = orders, timetable, timetable.day
        self._timetables: dict[str, Timetable] = {}

    def smallest(self, request: VisitRequest, call: Call | None) -> Change | None:
        """The first change with which the visit fits; None where not a single one helps."""
        alone = call is None or len(call.visits) == 1
        if alone:
            for change in self._of_the_visit(request):
                if change.request is not None and self._fits_with(Call((change.request,))):
                    return change
        if call is None:
            return None
        for change in self._of_the_day:
            if self._fits_on(change, call):
                return change
        return next((change for team, change in self._of_the_teams(call) if self._fits_into(team, call)), None)

    def _fits_with(self, call: Call) -> bool:
        """Whether a call as it would be then fits into the plan as it is."""
        return any(self._fits_into(team, call) for team in self.day.teams)

    def _fits_on(self, change: Change, call: Call) -> bool:
        """Whether a call fits into the plan on a day that is otherwise."""
        orders = self.orders
        if change.code == "reserve-given-up":
            orders = {code: _without_reserves(order) for code, order in orders.items()}
        if change.code not in self._timetables:
            self._timetables[change.code] = Timetable(change.day, self.timetable.calls)
        return cheapest_place(call, orders, self._timetables[change.code]) is not None

    def _fits_into(self, team: TeamOfTheDay, call: Call) -> bool:
        """Whether a call fits into the order of a team that is otherwise, or that comes besides."""
        order = self.orders.get(team.code, ())
        alone = Timetable(self.day.model_copy(update={"teams": (team,)}), [*order, call])
        return cheapest_place(call, {team.code: order}, alone) is not None

    def _of_the_visit(self, request: VisitRequest) -> Iterator[Change]:
        if self.day.date in request.postponed_on:
            yield self._otherwise(
                request.model_copy(update={"postponed_on": ()}),
                "no-longer-postponed",
                "koordinator tidak menundanya",
                "the dispatcher does not put it off",
            )
        if not request.may_be_on(self.day.date):
            yield self._otherwise(
                request.model_copy(update={"not_before": None, "not_on": (), "postponed_on": ()}),
                "this-day-agreed",
                "penjamin menyetujui hari ini juga",
                "the guarantor agrees to this day after all",
            )
        if request.windows:
            yield from self._wider_windows(request)
        if request.promise is not None and request.promise.team is not None:
            yield self._otherwise(
                request.model_copy(update={"promise": request.promise.model_copy(update={"team": None})}),
                "promised-team-released",
                "tim lain boleh datang pada jam yang dijanjikan",
                "another team may come at the promised time",
            )
        if request.promise is not None:
            yield self._otherwise(
                request.model_copy(update={"promise": None}),
                "promise-released",
                "jam yang dijanjikan dilepas dengan persetujuan penjamin",
                "the promised time is released with the guarantor's consent",
            )

    def _wider_windows(self, request: VisitRequest) -> Iterator[Change]:
        """The last agreed window open for longer, step by step; then any time of the day."""
        *earlier, last = sorted(request.windows, key=lambda window: window.closes)
        for minutes in LONGER_BY:
            closes = _later(last.closes, minutes)
            wider = (*earlier, Window(last.opens, closes))
            yield self._otherwise(
                request.model_copy(update={"windows": wider}),
                f"window-until-{closes:%H%M}",
                f"penjamin menerima kunjungan sampai pukul {closes:%H.%M}",
                f"the guarantor receives the visit until {closes:%H:%M}",
            )
        yield self._otherwise(
            request.model_copy(update={"windows": ()}),
            "any-time",
            "penjamin menerima kunjungan pada jam berapa pun",
            "the guarantor receives the visit at any time of the day",
        )

    def _otherwise(self, request: VisitRequest, code: str, indonesian: str, english: str) -> Change:
        return Change(code, f"bila {indonesian}", f"if {english}", self.day, request)

    @cached_property
    def _of_the_day(self) -> tuple[Change, ...]:
        found = []
        if any(is_a_reserve(call.first) for order in self.orders.values() for call in order):
            given_up = self.day.model_copy(update={"reserve": 0})
            found.append(
                Change(
                    "reserve-given-up",
                    "bila cadangan darurat dilepas",
                    "if the emergency reserve is given up",
                    given_up,
                )
            )
        for minutes in LONGER_BY:
            hours = _longer(self.day.hours, minutes)
            found.append(
                Change(
                    f"back-by-{hours.back_by:%H%M}",
                    f"bila tim boleh kembali sampai pukul {hours.back_by:%H.%M} dan jam kunjungan diperpanjang {minutes} menit",
                    f"if teams may be back by {hours.back_by:%H:%M} and visiting hours end {minutes} minutes later",
                    self.day.model_copy(update={"hours": hours}),
                )
            )
        one_more = replace(self.day.capacity, visits=self.day.capacity.visits + 1, visits_by_regency={})
        found.append(
            Change(
                "one-visit-more",
                "bila satu tim boleh melakukan satu kunjungan lebih banyak",
                "if a team may make one visit more than its regions allow",
                self.day.model_copy(update={"capacity": one_more}),
            )
        )
        return tuple(found)

    def _of_the_teams(self, call: Call) -> Iterator[tuple[TeamOfTheDay, Change]]:
        needs = {need for request in call.visits for need in request.needs}
        for team in self.day.teams:
            lacking = sorted(needs - team.offers)
            if lacking:
                able = team.model_copy(update={"abilities": (*team.abilities, *lacking)})
                words = ", ".join(lacking)
                yield self._with_team(
                    able,
                    f"{team.code}-with-{'-'.join(lacking)}",
                    f"tim {team.code} membawa {words}",
                    f"team {team.code} brings {words}",
                )
        barred = {code for request in call.visits for code in request.not_with}
        for team in self.day.teams:
            inside = sorted(barred & set(team.members))
            if inside:
                others = {code: f"?{code}" for code in inside}
                members = tuple(others.get(code, code) for code in team.members)
                words = ", ".join(inside)
                yield self._with_team(
                    team.model_copy(update={"members": members, "lead": others.get(team.lead, team.lead)}),
                    f"{team.code}-without-{'-'.join(inside)}",
                    f"{words} dalam tim {team.code} digantikan petugas lain",
                    f"somebody else goes for {words} in team {team.code}",
                )
        another = TeamOfTheDay(
            code=ANOTHER_TEAM, members=("?",), lead="?", kit="?", vehicle="?", abilities=tuple(sorted(needs))
        )
        yield self._with_team(
            another,
            f"another-team-{'-'.join(sorted(needs))}".rstrip("-"),
            "ada satu tim lagi (tiga petugas, satu perangkat, satu kendaraan)",
            "there is one more team (three officers, a kit, a vehicle)",
        )

    def _with_team(self, team: TeamOfTheDay, code: str, indonesian: str, english: str) -> tuple[TeamOfTheDay, Change]:
        others = tuple(other for other in self.day.teams if other.code != team.code)
        day = self.day.model_copy(update={"teams": (*others, team)})
        return team, Change(code, f"bila {indonesian}", f"if {english}", day)


def _without_reserves(order: Order) -> Order:
    return tuple(call for call in order if not is_a_reserve(call.first))


def _longer(hours: VisitingHours, minutes: int) -> VisitingHours:
    *earlier, last = hours.windows
    return replace(
        hours,
        windows=(*earlier, Window(last.opens, _later(last.closes, minutes))),
        last_start=_later(hours.last_start, minutes),
        back_by=_later(hours.back_by, minutes),
    )


def _later(clock_time: time, minutes: int) -> time:
    minute = min(minute_of(clock_time) + minutes, 23 * 60 + 59)
    return time(minute // 60, minute % 60)
