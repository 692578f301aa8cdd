"""A form filled in for an example: by the rehearsal's staff, and where it is tried what would follow from an answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.questions.forms import asked_extras
from casework.questions.kinds import NO_GROUND, QuestionKind, as_asked, code_of

Extras = Mapping[str, str | tuple[str, ...]]

READY: Extras = {"protective_equipment": "yes", "kit_self_test": "passed", "secured_line": "yes"}
NOT_READY: Extras = {**READY, "kit_self_test": "failed"}
HELD: Extras = {
    "started_at": "09:00",
    "ended_at": "09:30",
    "biometrics": "complete",
    "interview": "complete",
    "language": "en",
    "interpreter": "none",
    "consent": "signed",
    "passport": "not-taken",
    "evidence": ("package",),
    "free_of_charge": "yes",
}
WITH_WORN_FINGERS: Extras = {**HELD, "biometrics": "exception", "worn_fingers": ("right-ring", "right-little")}
NOT_HELD: Extras = {
    **HELD,
    "biometrics": "not-taken",
    "interview": "incomplete",
    "language": "none",
    "consent": "none",
    "evidence": ("door-photo", "call-log"),
}
COMPLAINED_OF: Extras = {"officers": (), "others": "-"}
BAR_LIFTED: Extras = {"bar": "lifted"}
HANDED_OVER: Extras = {"receiver": "guarantor", "means": "e-mail", "identity": "none"}
GIVEN_BACK: Extras = {"receiver": "applicant", "means": "brought"}
NO_EXCEPTIONS: Extras = {"exceptions": ()}
THE_FIRST = ("*",)  # of several whatever is offered first

# What the other fields say with a choice where nothing is out of the ordinary; a field that is not named is left as it
# is where it may be, and takes all where it may not.
PLAIN_EXTRAS: dict[str, dict[str, Extras]] = {
    "plan-approval": {"approve": {}, "revise": {"postponed": THE_FIRST}, "reject": {}},
    "morning-release": {"release": READY, "replace": {**READY, "replacements": THE_FIRST}, "hold": NOT_READY},
    "day-change": {choice: {"free_from": "23:50"} for choice in ("late", "stopped", "dropped")},
    "visit-report": {
        "held": HELD,
        **dict.fromkeys(("nobody-home", "ill", "refused", "postponed", "device-failure"), NOT_HELD),
    },
    "letter-by-post": {"posted": {}, "handed-over": {}},
    "delivery-receipt": {"handed-over": HANDED_OVER},
    "passport-return": {"returned": GIVEN_BACK},
    "complaint-receipt": {"registered": COMPLAINED_OF, "dropped": COMPLAINED_OF},
    "complaint-answer": dict.fromkeys(("founded", "partly", "unfounded"), BAR_LIFTED),
    "routine-tray": {"approve-all-but": NO_EXCEPTIONS, "not-now": NO_EXCEPTIONS},
}


def filled_form(
    kind: QuestionKind, options: Mapping[str, Sequence[str]], choice: str, ground: str | None, extras: Extras
) -> dict[str, Any]:
    """A form filled in from codes, all but ``who`` and ``code``; ``options`` are the choices known only where it is asked.

    Raises ``LookupError`` for a code that the form does not offer.
    """
    kind = as_asked(kind, options)
    values: dict[str, Any] = {"decision": _shown(kind.choices, choice), "remark": "", "other_officer": ""}
    for extra in asked_extras(kind, options):
        offered = tuple(options.get(extra.name, extra.options))
        given = extras.get(extra.name)
        if given is None and extra.optional:
            values[extra.name] = [] if extra.several else next(iter(offered), "")
        elif given is None:
            values[extra.name] = list(offered)  # every officer fit
        elif given is THE_FIRST:
            values[extra.name] = list(offered[:1])
        elif isinstance(given, tuple):
            values[extra.name] = [_shown(offered, code) for code in given]
        else:
            values[extra.name] = _shown(offered, given) if offered else given
    if kind.grounds:
        values["ground"] = NO_GROUND if ground is None else _shown(kind.grounds, ground)
    return values


def _shown(options: Sequence[str], code: str) -> str:
    for option in options:
        if code_of(option) == code:
            return option
    raise LookupError(f"the form does not offer '{code}': give one of {', '.join(map(code_of, options))}")
