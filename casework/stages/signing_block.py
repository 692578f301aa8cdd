"""Who signs a letter, and as what: the block that stands over an official's name."""

from typing import Any

from casework.approval_chain import ABOVE_THE_OFFICE
from casework.letters import KINDS, LetterKind, Signatory
from casework.letters.frame import Capacity
from casework.registry import Reading
from casework.registry.authority import mandates_in_force
from casework.registry.models import Decision, Letter, Mandate, Officer
from casework.registry.officers import employee_number_of, name_of
from casework.stages.dispatch.plans import TEAM_ROLES

ACTING = {"plh": "Plh.", "plt": "Plt."}
# Whoever is further down than these signs below a section head.
DIRECTLY_BELOW_THE_HEAD = frozenset({"section-head", "administrator"})
ON_BEHALF: Capacity = "a.n. Kepala Kantor,"


def signatory_of(reading: Reading, letter: Letter) -> Signatory | None:
    """The block under a letter: the holder's own, acting (Plh., Plt.), on behalf (a.n.), or on behalf of who signs on behalf (u.b.).

    On behalf of the head signs whoever is directly below, a section head or the administrator; everybody else below one of these.
    """
    if letter.signatory_code is None or letter.signed_by_decision is None:
        return None
    if KINDS[LetterKind(letter.kind)].issued_by == "system":  # reserved before such a letter was refused a signatory
        return None
    officer = reading.session.get_one(Officer, letter.signatory_code)
    decision = reading.session.get_one(Decision, letter.signed_by_decision)
    mandate = reading.session.get_one(Mandate, decision.mandate_id)
    return Signatory(
        **_block(reading, letter, officer, decision, mandate),
        name=name_of(reading, officer),
        employee_number=employee_number_of(reading, officer),
    )


def _block(reading: Reading, letter: Letter, officer: Officer, decision: Decision, mandate: Mandate) -> dict[str, Any]:
    acting, of_the_head = ACTING.get(mandate.capacity), mandate.role == "head-of-office"
    if mandate.role in ABOVE_THE_OFFICE:  # nobody of the regional office signs for the head below it
        return {"capacity": "", "post": f"{acting} {mandate.post or officer.post}" if acting else officer.post}
    if mandate.role in TEAM_ROLES:  # whoever was at the door attests it in their own name
        return {"capacity": "", "post": officer.post}
    is_directly_below = mandate.role in DIRECTLY_BELOW_THE_HEAD
    if mandate.signs_for == "ub" or (decision.acted_for and is_directly_below):
        under = _post_held(mandate, reading.session.get_one(Officer, mandate.officer_code))
        return {"capacity": ON_BEHALF, "under": under, "post": officer.post}
    if not of_the_head:
        post = _post_held(mandate, officer) if acting and not decision.acted_for else officer.post
        under = "" if is_directly_below else _section_head_above(reading, letter, decision)
        return {"capacity": ON_BEHALF, "under": "" if under == post else under, "post": post}
    if decision.acted_for or mandate.signs_for is not None:
        return {"capacity": ON_BEHALF, "post": officer.post}
    return {"capacity": f"{acting} Kepala Kantor,", "post": ""} if acting else {"capacity": "", "post": officer.post}


def _section_head_above(reading: Reading, letter: Letter, decision: Decision) -> str:
    """The section head's post as held at the moment of the act; while nobody holds one, that of the head of the letter's unit."""
    then = mandates_in_force(reading, decision.office_date, decision.recorded_at)
    held = [(one, who) for one, who in then if one.role == "section-head" and one.signs_for is None]
    if not held:
        return f"Kepala {KINDS[LetterKind(letter.kind)].office_unit}"
    mandate, holder = min(held, key=lambda one: (one[0].capacity != "definitive", one[0].id))
    return _post_held(mandate, holder)


def _post_held(mandate: Mandate, holder: Officer) -> str:
    acting = ACTING.get(mandate.capacity)
    return f"{acting} {mandate.post or holder.post}" if acting else mandate.post or holder.post
