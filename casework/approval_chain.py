"""Who approves a permit, level by level, as a dated routing table; frozen for a case when it enters the permit stage."""

from dataclasses import dataclass
from datetime import date

from casework.case import PermitKind, Procedure
from casework.effective_dates import Certainty, Dated, NothingInForce, in_force

SECTION_HEAD, HEAD_OF_OFFICE = "section-head", "head-of-office"
REGIONAL_OFFICE, DIRECTORATE_GENERAL = "regional-office", "directorate-general"
ABOVE_THE_OFFICE = frozenset({REGIONAL_OFFICE, DIRECTORATE_GENERAL})

OFFICE_ONLY = (SECTION_HEAD, HEAD_OF_OFFICE)
UP_TO_THE_CENTRE = (SECTION_HEAD, HEAD_OF_OFFICE, REGIONAL_OFFICE, DIRECTORATE_GENERAL)


@dataclass(frozen=True, kw_only=True)
class Route(Dated):
    """Applications of this kind and procedure, from this extension on, pass these levels in this order."""

    kind: PermitKind
    procedure: Procedure
    from_extension: int = 0
    levels: tuple[str, ...]


@dataclass(frozen=True)
class _Period:
    valid_from: date
    valid_to: date | None
    legal_basis: str


# domain facts 9, point 6: who signs the first three extensions of an ITAS today is still to be confirmed
_PERIODS = (
    _Period(date(2014, 10, 13), date(2023, 8, 21), "Permenkumham 27/2014"),
    _Period(date(2023, 8, 22), None, "Permenkumham 22/2023 jo. 11/2024"),
)
_GRANT, _EXTENSION, _CONVERSION, _REPORT = Procedure.GRANT, Procedure.EXTENSION, Procedure.CONVERSION, Procedure.REPORT
_TABLE: tuple[tuple[PermitKind, Procedure, int, tuple[str, ...], str, Certainty], ...] = (
    (PermitKind.VISIT, _GRANT, 0, OFFICE_ONLY, "sippn Muara Enim", Certainty.PUBLISHED),
    (PermitKind.VISIT, _EXTENSION, 0, OFFICE_ONLY, "sippn Muara Enim", Certainty.PUBLISHED),
    (
        PermitKind.VISIT,
        _CONVERSION,
        0,
        UP_TO_THE_CENTRE,
        "imigrasi.go.id (mirror): forwarded within 3 working days",
        Certainty.PUBLISHED,
    ),
    (PermitKind.LIMITED, _GRANT, 0, OFFICE_ONLY, "sippn Banggai", Certainty.UNCONFIRMED),
    (PermitKind.LIMITED, _EXTENSION, 0, OFFICE_ONLY, "sippn Banggai: extensions I–III", Certainty.UNCONFIRMED),
    (PermitKind.LIMITED, _EXTENSION, 4, UP_TO_THE_CENTRE, "sippn Banggai: extension IV and later", Certainty.PUBLISHED),
    (PermitKind.LIMITED, _CONVERSION, 0, UP_TO_THE_CENTRE, "imigrasi.go.id (mirror)", Certainty.PUBLISHED),
    (PermitKind.PERMANENT, _GRANT, 0, UP_TO_THE_CENTRE, "imigrasi.go.id (mirror)", Certainty.PUBLISHED),
    (PermitKind.PERMANENT, _EXTENSION, 0, UP_TO_THE_CENTRE, "imigrasi.go.id (mirror)", Certainty.PUBLISHED),
    (
        PermitKind.PERMANENT,
        _REPORT,
        0,
        OFFICE_ONLY,
        "imigrasi.go.id (mirror): reported at the office, free",
        Certainty.OFFICE,
    ),
)

ROUTES: tuple[Route, ...] = tuple(
    Route(
        valid_from=period.valid_from,
        valid_to=period.valid_to,
        legal_basis=period.legal_basis,
        source=source,
        certainty=certainty,
        kind=kind,
        procedure=procedure,
        from_extension=from_extension,
        levels=levels,
    )
    for period in _PERIODS
    for kind, procedure, from_extension, levels, source, certainty in _TABLE
)


def chain_for(kind: PermitKind, procedure: Procedure, extension_number: int, on: date) -> tuple[str, ...]:
    """The section head proposes and the head of office decides; where the law asks for it, two levels more approve.

    The levels in their order, as officers' roles. Raises ``NothingInForce`` for an application that has no route.
    """
    return route_for(kind, procedure, extension_number, on).levels


def levels_above(refused_by: str, route: tuple[str, ...]) -> tuple[str, ...]:
    """Who decides anew what a level refused: the levels of its route above it, or the next one above the whole route.

    None above the directorate general: there the administrative court is next.
    """
    above = UP_TO_THE_CENTRE[UP_TO_THE_CENTRE.index(refused_by) + 1 :]
    return tuple(role for role in above if role in route) or above[:1]


def route_for(kind: PermitKind, procedure: Procedure, extension_number: int, on: date) -> Route:
    """The route with its legal basis; the entry for the highest extension that was reached counts."""
    fitting = [
        route
        for route in in_force(ROUTES, on)
        if route.kind is kind and route.procedure is procedure and route.from_extension <= extension_number
    ]
    if not fitting:
        raise NothingInForce(
            f"no approval route for {kind}, {procedure} is in force on {on}: add it to ROUTES, with its legal basis"
        )
    return max(fitting, key=lambda route: route.from_extension)
