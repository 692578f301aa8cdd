"""What the demo office's staff answer, by scenario; everything that is not named is answered as on a good day."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.questions import NO_GROUND, QUESTION_KINDS, code_of
from casework.standing_questions import Standing


@dataclass(frozen=True)
class Reply:
    """One answer in codes: the choice, its ground, and what else the form asks."""

    choice: str
    ground: str | None = None
    extras: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


HELD = {
    "started_at": "09:00",
    "ended_at": "09:30",
    "biometrics": "complete",
    "interview": "complete",
    "evidence": ("package",),
    "free_of_charge": "yes",
}
NOT_HELD = {**HELD, "biometrics": "not-taken", "interview": "incomplete", "evidence": ("door-photo", "call-log")}
GOOD_DAY: dict[str, Reply] = {
    "eligibility-verdict": Reply("eligible"),
    "payment-overdue": Reply("extend", "health"),
    "intake-conflict": Reply("keep", "sent-by-mistake"),
    "plan-approval": Reply("approve"),
    "assignment-signature": Reply("sign"),
    "morning-release": Reply(
        "release", None, {"protective_equipment": "yes", "kit_self_test": "passed", "secured_line": "yes"}
    ),
    "team-recall": Reply("phoned"),
    "visit-report": Reply("held", None, HELD),
    "biometric-exception": Reply("accept", "worn-ridges"),
    "failed-visits": Reply("end", "not-met"),
    "permit-proposal": Reply("grant"),
    "permit-decision": Reply("grant"),
    "permit-regional": Reply("grant"),
    "permit-central": Reply("grant"),
    "partner-down": Reply("retry", "outage"),
    "delivery-receipt": Reply("handed-over", None, {"receiver": "guarantor", "means": "e-mail"}),
    "act-proposal": Reply("propose"),
    "act-approval": Reply("approve"),
    "routine-tray": Reply("approve-all-but", None, {"exceptions": ()}),
    "bulk-decision": Reply("decide-all"),
    "outside-event": Reply("withdrawn", "letter-of-withdrawal"),
}
WORN = Reply("held", "worn-ridges", {**HELD, "biometrics": "exception"})

# Each scenario lists, for a kind of question, what successive cycles on one case are answered; the last one stays.
SCENARIOS: dict[str, dict[str, tuple[Reply, ...]]] = {
    "golden": {},
    "nobody-home": {"visit-report": (Reply("nobody-home", "nobody-home", NOT_HELD), GOOD_DAY["visit-report"])},
    "worn-fingers": {"visit-report": (WORN,)},
    "refused": {
        "permit-proposal": (Reply("refuse", "requirements"),),
        "permit-decision": (Reply("refuse", "requirements"),),
    },
    "ineligible": {"eligibility-verdict": (Reply("ineligible", "other-evidence"),)},
    "outage": {},
    "mixed": {},
}
MIXTURE = ("golden", "golden", "nobody-home", "worn-fingers", "refused", "ineligible")


def values_for(standing: Standing, scenario: str) -> dict[str, Any]:
    """A form filled in as staff would fill it; ``who`` and ``code`` are added at the moment of submission."""
    kind = QUESTION_KINDS[standing.kind]
    reply = _reply(standing, _played(standing.subject, scenario))
    values: dict[str, Any] = {"decision": _shown(kind.choices, reply.choice), "remark": "", "other_officer": ""}
    for extra in kind.extras:
        options = tuple(standing.options.get(extra.name, extra.options))
        given = reply.extras.get(extra.name)
        if given is None:
            values[extra.name] = list(options)  # every officer fit
        elif isinstance(given, tuple):
            values[extra.name] = [_shown(options, code) for code in given]
        else:
            values[extra.name] = _shown(options, given) if options else given
    if kind.grounds:
        values["ground"] = NO_GROUND if reply.ground is None else _shown(kind.grounds, reply.ground)
    return values


def _played(subject: str, scenario: str) -> str:
    if scenario != "mixed":
        return scenario
    return MIXTURE[hashlib.sha256(subject.encode()).digest()[0] % len(MIXTURE)]


def _reply(standing: Standing, scenario: str) -> Reply:
    replies = SCENARIOS[scenario].get(standing.kind, (GOOD_DAY[standing.kind],))
    return replies[min(standing.cycle, len(replies)) - 1]


def _shown(options: tuple[str, ...], code: str) -> str:
    return next(option for option in options if code_of(option) == code)
