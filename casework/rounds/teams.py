"""The teams of a day: three officers within the decree, each with a role, a kit and a vehicle."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.effective_dates import the_one_in_force
from casework.rounds.assumptions import TEAM_RULES
from casework.rounds.model import TeamOfTheDay

ROLE_WORDS: dict[str, tuple[str, str]] = {
    "team-lead": ("ketua tim", "team leads"),
    "biometric-operator": ("operator biometrik", "biometric operators"),
    "health-and-security": ("petugas kesehatan dan keamanan", "officers for health and security"),
}


@dataclass(frozen=True)
class AvailableOfficer:
    """An officer on duty that day, with the roles of the mandates in force, the languages spoken and what else a visit may need."""

    code: str
    roles: tuple[str, ...]
    languages: tuple[str, ...] = ()
    abilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shortfall:
    """Why there are not more teams: what was lacking, in code and in words."""

    reason: str
    explanation_indonesian: str
    explanation_english: str


@dataclass(frozen=True)
class FormedTeams:
    """The teams of the day, and what kept the office from forming one more."""

    teams: tuple[TeamOfTheDay, ...]
    shortfalls: tuple[Shortfall, ...]


def form_teams(
    day: date,
    officers: Iterable[AvailableOfficer],
    *,
    decree_members: Collection[str],
    kits: Sequence[str],
    vehicles: Sequence[str],
    unfit: Collection[str] = (),
) -> FormedTeams:
    """As many teams as officers, kits and vehicles allow; nobody outside the decree, nobody unfit, nobody twice.

    The same officers give the same teams. Where not one more team could be formed, the shortfalls say why.
    """
    roles = the_one_in_force(TEAM_RULES, day, "the members of a team").roles
    pool = sorted(
        (officer for officer in officers if officer.code in decree_members and officer.code not in unfit),
        key=lambda o: o.code,
    )
    most = min(len(kits), len(vehicles), len(pool) // len(roles))
    for number in range(most, 0, -1):
        seats = _seated(pool, roles, number)
        if seats is not None:
            break
    else:
        number, seats = 0, {}
    teams = tuple(_team(seat, roles, seats, (sorted(kits)[seat], sorted(vehicles)[seat])) for seat in range(number))
    kept_back = [code for code in unfit if code in decree_members]
    return FormedTeams(teams, _shortfalls(pool, roles, number, (kits, vehicles), kept_back))


def _seated(
    pool: Sequence[AvailableOfficer], roles: Sequence[str], number: int
) -> dict[tuple[int, str], AvailableOfficer] | None:
    """An officer for every seat of so many teams, found by augmenting paths; None where there are too few."""
    seats: dict[tuple[int, str], AvailableOfficer] = {}
    for team in range(number):
        for role in roles:
            if not _seat(pool, (team, role), seats, set()):
                return None
    return seats


def _seat(
    pool: Sequence[AvailableOfficer],
    seat: tuple[int, str],
    seats: dict[tuple[int, str], AvailableOfficer],
    tried: set[str],
) -> bool:
    for officer in pool:
        if seat[1] not in officer.roles or officer.code in tried:
            continue
        tried.add(officer.code)
        held = next((other for other, holder in seats.items() if holder.code == officer.code), None)
        if held is None or _seat(pool, held, seats, tried):
            seats[seat] = officer
            return True
    return False


def _team(
    number: int, roles: Sequence[str], seats: Mapping[tuple[int, str], AvailableOfficer], equipment: tuple[str, str]
) -> TeamOfTheDay:
    members = [seats[(number, role)] for role in roles]
    return TeamOfTheDay(
        code=f"T{number + 1}",
        members=tuple(member.code for member in members),
        lead=members[0].code,
        kit=equipment[0],
        vehicle=equipment[1],
        languages=tuple(sorted({language for member in members for language in member.languages})),
        abilities=tuple(sorted({ability for member in members for ability in member.abilities})),
        roles={member.code: role for member, role in zip(members, roles, strict=True)},
    )


def _shortfalls(
    pool: Sequence[AvailableOfficer],
    roles: Sequence[str],
    formed: int,
    equipment: tuple[Sequence[str], Sequence[str]],
    unfit: Collection[str],
) -> tuple[Shortfall, ...]:
    kits, vehicles = equipment
    lacking = []
    if len(kits) == formed:
        lacking.append(Shortfall("no-kit", f"hanya {formed} perangkat yang siap", f"only {formed} kits are ready"))
    if len(vehicles) == formed:
        lacking.append(
            Shortfall("no-vehicle", f"hanya {formed} kendaraan yang siap", f"only {formed} vehicles are ready")
        )
    lacking += [
        _no_officer(role, formed, unfit) for role in roles if sum(role in officer.roles for officer in pool) == formed
    ]
    if not lacking:
        lacking.append(_too_few(len(pool), formed, unfit))
    return tuple(lacking)


def _no_officer(role: str, formed: int, unfit: Collection[str]) -> Shortfall:
    indonesian, english = ROLE_WORDS.get(role, (role, role))
    return Shortfall(
        f"no-{role}",
        f"hanya {formed} {indonesian} dalam SK yang siap ({len(unfit)} petugas tidak siap)",
        f"only {formed} {english} within the decree are ready ({len(unfit)} officers are not)",
    )


def _too_few(ready: int, formed: int, unfit: Collection[str]) -> Shortfall:
    return Shortfall(
        "too-few-officers",
        f"{ready} petugas dalam SK yang siap tidak cukup untuk {formed + 1} tim ({len(unfit)} petugas tidak siap)",
        f"{ready} officers ready within the decree are too few for {formed + 1} teams ({len(unfit)} officers are not)",
    )
