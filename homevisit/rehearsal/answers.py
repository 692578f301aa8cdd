"""What the demo office's staff answer, by scenario; everything that is not named is answered as on a good day."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from casework.clock import OFFICE_TIME_ZONE
from casework.questions import QUESTION_KINDS
from casework.questions.filled_forms import (
    GIVEN_BACK,
    HANDED_OVER,
    HELD,
    NO_EXCEPTIONS,
    NOT_HELD,
    READY,
    WITH_WORN_FINGERS,
    Extras,
    filled_form,
)
from casework.registry.models import Visit
from casework.standing_questions import Standing


@dataclass(frozen=True)
class Reply:
    """One answer in codes: the choice, its ground, and what else the form asks."""

    choice: str
    ground: str | None = None
    extras: Extras = field(default_factory=dict)


GOOD_DAY: dict[str, Reply] = {
    "eligibility-verdict": Reply("eligible"),
    "payment-overdue": Reply("extend", "health"),
    "intake-conflict": Reply("keep", "sent-by-mistake"),
    "plan-approval": Reply("approve"),
    "assignment-signature": Reply("sign"),
    "morning-release": Reply("release", None, READY),
    "day-change": Reply("dropped", None, {"free_from": "23:50"}),
    "changed-assignment": Reply("sign"),
    "visit-calls": Reply("phoned"),
    "team-recall": Reply("phoned"),
    "visit-report": Reply("held", None, HELD),
    "biometric-exception": Reply("accept", "worn-ridges"),
    "failed-visits": Reply("end", "not-met"),
    "permit-proposal": Reply("grant"),
    "permit-decision": Reply("grant"),
    "permit-regional": Reply("grant"),
    "permit-central": Reply("grant"),
    "partner-down": Reply("retry", "outage"),
    "letter-by-post": Reply("posted"),
    "delivery-receipt": Reply("handed-over", None, HANDED_OVER),
    "passport-return": Reply("returned", None, GIVEN_BACK),
    "act-proposal": Reply("propose"),
    "act-approval": Reply("approve"),
    "routine-tray": Reply("approve-all-but", None, NO_EXCEPTIONS),
    "bulk-decision": Reply("decide-all"),
    "outside-event": Reply("withdrawn", "letter-of-withdrawal"),
    "complaint-receipt": Reply("registered", "conduct", {"officers": (), "others": "-"}),
    "complaint-answer": Reply("unfounded", "no-evidence", {"bar": "lifted"}),
    "objection-receipt": Reply("admissible"),
}
NOBODY_HOME = {**NOT_HELD, "started_at": "09:00", "ended_at": "09:17", "calls": "twice"}
WORN = Reply("held", "worn-ridges", WITH_WORN_FINGERS)

# Each scenario lists, for a kind of question, what successive cycles on one case are answered; the last one stays.
SCENARIOS: dict[str, dict[str, tuple[Reply, ...]]] = {
    "golden": {},
    "nobody-home": {"visit-report": (Reply("nobody-home", "nobody-home", NOBODY_HOME), GOOD_DAY["visit-report"])},
    "worn-fingers": {"visit-report": (WORN,)},
    "refused": {
        "permit-proposal": (Reply("refuse", "activities"),),
        "permit-decision": (Reply("refuse", "activities"),),
    },
    "ineligible": {"eligibility-verdict": (Reply("ineligible", "permit-kind"),)},
    "outage": {},
    "mixed": {},
}
MIXTURE = ("golden", "golden", "nobody-home", "worn-fingers", "refused", "ineligible")


def values_for(standing: Standing, scenario: str) -> dict[str, Any]:
    """A form filled in as staff would fill it; ``who`` and ``code`` are added at the moment of submission."""
    kind = QUESTION_KINDS[standing.kind]
    reply = _reply(standing, _played(standing.subject, scenario))
    return filled_form(kind, standing.options, reply.choice, reply.ground, reply.extras)


def as_announced(report: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """A team's report with the hours of its own visit: it comes when it was announced, and stays as long as the report says."""
    came, left = (datetime.combine(visit.day, time.fromisoformat(report[name])) for name in ("started_at", "ended_at"))
    starts = visit.starts_at.astimezone(OFFICE_TIME_ZONE)
    return report | {"started_at": f"{starts:%H:%M}", "ended_at": f"{starts + (left - came):%H:%M}"}


def _played(subject: str, scenario: str) -> str:
    if scenario != "mixed":
        return scenario
    return MIXTURE[hashlib.sha256(subject.encode()).digest()[0] % len(MIXTURE)]


def _reply(standing: Standing, scenario: str) -> Reply:
    replies = SCENARIOS[scenario].get(standing.kind, (GOOD_DAY[standing.kind],))
    return replies[min(standing.cycle, len(replies)) - 1]
