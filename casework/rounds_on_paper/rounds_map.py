"""A day's rounds as a map (SVG), drawn without any map service: places, references and codes; no street and no person."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from casework.clock import OFFICE_TIME_ZONE
from casework.letters.wording import date_in_words
from casework.regions import outlines
from casework.rounds import Plan, Round
from casework.rounds.travel import Place
from casework.rounds_on_paper.drawing import Drawing, home_at, points_on
from casework.rounds_on_paper.placing import NoRoom
from casework.rounds_on_paper.projecting import Point, Window, window_around

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "paper" / "rounds-map.svg"
WIDTH, TALLEST = 360.0, 400.0  # as wide as a phone, so that its text is never smaller than it is written
HEAD, LEGEND_ROW, FOOT = 26.0, 35.0, 30.0
MOST_VISITS = 40
SPARE = range(0, 6_000, 60)  # units of height added for labels, as far as it takes


def map_if_small(plan: Plan, districts: Mapping[str, str]) -> str | None:
    """The map of a day that a page can show, drawn once by a process; None for a day of more visits than fit on one sheet."""
    if len(plan.references) > MOST_VISITS:
        return None
    return _drawn_once(plan.model_dump_json(), tuple(sorted(districts.items())))


@lru_cache(maxsize=32)
def _drawn_once(plan: str, districts: tuple[tuple[str, str], ...]) -> str:
    return rounds_map(Plan.model_validate_json(plan), dict(districts))


def rounds_map(plan: Plan, districts: Mapping[str, str]) -> str:
    """The day's rounds as one SVG, readable on a phone; the same plan is the same drawing, byte for byte.

    ``districts`` gives the sub-district of a visit by its case reference; one that it lacks is drawn at its regency's seat.
    """
    homes = {
        stop.reference: home_at(stop.regency_code, districts.get(stop.reference))
        for tour in plan.rounds
        for stop in tour.stops
    }
    window, drawing = _drawn(plan, homes)
    return (
        _environment()
        .get_template(TEMPLATE.name)
        .render(
            title=f"Kunjungan rumah, {date_in_words(plan.date)}",
            drawing=drawing,
            window=window,
            borders=[_ring(points, window) for rings in outlines().values() for points in rings],
            legend=[(tour, _kept_free(plan, tour)) for tour in plan.rounds],
            head=HEAD,
            legend_row=LEGEND_ROW,
            height=HEAD + window.height + LEGEND_ROW * len(plan.rounds) + FOOT,
        )
    )


def _drawn(plan: Plan, homes: Mapping[str, Place]) -> tuple[Window, Drawing]:
    """The drawing on the smallest sheet that has room for every label."""
    points = points_on(plan, homes, plan.date)
    for spare in SPARE:
        window = window_around(points, WIDTH, TALLEST, spare)
        with suppress(NoRoom):
            return window, Drawing(plan, homes, window)
    raise NoRoom


def _ring(points: tuple[Point, ...], window: Window) -> str:
    places = (window.place(latitude, longitude) for latitude, longitude in points)
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def _kept_free(plan: Plan, tour: Round) -> list[str]:
    """The places that a team keeps free, in the office's time."""
    own = (kept for kept in plan.reserves if kept.team == tour.team.code)
    return [f"{kept.starts_at.astimezone(OFFICE_TIME_ZONE):%H:%M}" for kept in own]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"units": "{:.1f}".format, "clock": lambda at: f"{at.astimezone(OFFICE_TIME_ZONE):%H:%M}"}
    return environment
