"""The secret of an officer's one-time code: shown once, after the act that made it was approved, and to nobody twice."""

from sqlalchemy import select

from casework.acts.subjects import act_of, subject_of_act
from casework.registry import Change, Event, Reading
from casework.registry.models import Decision, JointAct, Officer
from casework.registry.officers import provisioning_uri

COLUMN = "joint_act.sealed_code_secret"
OF_AN_OFFICER = ("officer", "new-code-secret")  # whose contents name the officer's code


def keep_to_be_shown(change: Change, subject: str, secret: str, by: str) -> None:
    """A fresh secret lies with its act until it is shown; one of the same officer that nobody has seen is void."""
    act = act_of(change, subject)
    code = act.content["code"]
    for earlier in _never_shown(change):
        if earlier.id != act.id and earlier.content["code"] == code:
            earlier.sealed_code_secret = None
    act.sealed_code_secret = change.seal(secret.encode(), COLUMN, subject)
    change.write(Event("office:code-secret:made", f"officer:{code}", by, {"act": subject}))


def may_be_shown_to(reading: Reading, act: JointAct, officer_code: str, roles: tuple[str, ...]) -> bool:
    """A secret that was not shown yet is shown to an administrator or to whoever proposed the act, the officer beside them."""
    if act.sealed_code_secret is None:
        return False
    proposed = select(Decision.officer_code).where(
        Decision.subject == subject_of_act(act), Decision.kind == "act-proposal"
    )
    return "administrator" in roles or reading.session.scalar(proposed) == officer_code


def show_once(change: Change, subject: str, officer_code: str) -> str | None:
    """What an authenticator reads, given out once and on record before anybody sees it; None where there is nothing left."""
    act = act_of(change, subject)
    if act.sealed_code_secret is None:
        return None
    secret = change.unseal(act.sealed_code_secret, COLUMN, subject).decode()
    officer = change.session.get_one(Officer, act.content["code"])
    act.sealed_code_secret = None
    change.write(Event("office:code-secret:shown", subject, officer_code, {"officer": officer.code}))
    return provisioning_uri(officer.code, secret, officer.code_step_seconds)


def _never_shown(reading: Reading) -> list[JointAct]:
    waiting = select(JointAct).where(JointAct.sealed_code_secret.is_not(None), JointAct.kind.in_(OF_AN_OFFICER))
    return list(reading.session.scalars(waiting))
