"""An officer comes, an officer leaves, an officer's telephone is lost."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field
from sqlalchemy import func, select

from casework.acts.code_secrets import keep_to_be_shown
from casework.acts.faults import is_over, leaves_no_administrator, not_serving
from casework.acts.fields import BESIDE_THE_HEAD, NO_RANK, POST, UPWARDS, LanguageShown, OfficerCode, Rank, rank_of
from casework.acts.identity import identity_of, serves_under
from casework.acts.kinds import ActContent, ActKind, altogether, always, from_approving
from casework.acts.subjects import act_of
from casework.office import Office
from casework.questions import code_of
from casework.questions.about_acts import ACT_APPROVAL
from casework.registry import Change, Event, Reading
from casework.registry.models import JointAct, Officer, Question
from casework.registry.officers import NewOfficer, enrol_officer, owner_of_officer, renew_code_secret
from casework.stages.deciding import ConsequenceRefused, Decided


class OfficerContent(
    ActContent,
    json_schema_extra={
        "description": "Petugas baru; nama dan NIP diisi pada lembar berkas, tidak di sini. · A new officer; name and NIP are typed at the case sheet, not here."
    },
):
    """Who comes, by code and post; name and NIP are typed at the case sheet."""

    code: OfficerCode
    post: Annotated[
        str,
        Field(
            title="Jabatan · post",
            description="Nama jabatan, bukan nama orang; nama dan NIP diisi pada lembar berkas. · The post; name and NIP are typed at the case sheet.",
            pattern=POST,
        ),
    ]
    rank: Rank = NO_RANK
    languages: Annotated[
        list[LanguageShown],
        Field(title="Bahasa · languages", description="Yang dikuasai. · Those spoken.", min_length=1, max_length=12),
    ]
    serves_from: Annotated[
        date, Field(title="Bertugas mulai · serves from", description="Hari pertama bertugas. · The first day.")
    ]


class OfficerLeavesContent(
    ActContent, json_schema_extra={"description": "Hari terakhir seorang petugas bertugas. · An officer's last day."}
):
    """Who leaves, and when they serve for the last time."""

    code: OfficerCode
    last_day: Annotated[
        date, Field(title="Hari terakhir · last day", description="Masih bertugas pada hari itu. · Still serves then.")
    ]


class NewCodeSecretContent(
    ActContent,
    json_schema_extra={
        "description": "Pengganti kode sekali pakai, misalnya ponsel hilang. · A new one-time code, when a phone is lost."
    },
):
    """Whose authenticator is lost."""

    code: OfficerCode


def _officer_fault(change: Change, office: Office, content: OfficerContent) -> str | None:
    del office
    if change.session.get(Officer, content.code) is not None:
        return f"kode {content.code} sudah dipakai · the code {content.code} is taken"
    if len(set(content.languages)) < len(content.languages):
        return "satu bahasa disebut dua kali · a language is named twice"
    return None


def _without_identity(reading: Reading, act: JointAct) -> str | None:
    """Nobody is proposed before it is on record who they are: whoever approves reads it."""
    del reading
    return "identity-missing" if act.sealed_identity is None else None


def _who_typed_it(reading: Reading, act: JointAct, question_kind: str) -> Collection[str]:
    """Whoever typed who the new officer is does not approve it."""
    del reading
    typed_by = act.identity_typed_by
    return {typed_by} if typed_by is not None and question_kind == ACT_APPROVAL.name else set()


def _enrol(change: Change, office: Office, decided: Decided, content: OfficerContent) -> None:
    del office
    subject = decided.question.subject
    act = act_of(change, subject)
    identity = identity_of(change, act)
    if identity is None:
        raise ConsequenceRefused("identity-missing")
    if serves_under(change, identity.employee_number, change.moment.office_date) is not None:
        raise ConsequenceRefused("identity-known")
    new = NewOfficer(
        code=content.code,
        name=identity.name,
        employee_number=identity.employee_number,
        post=content.post,
        languages=tuple(code_of(one) for one in content.languages),
        serves_from=content.serves_from,
        rank=rank_of(content.rank),
    )
    officer, secret = enrol_officer(change, new)
    act.sealed_identity = None  # it lies with the officer now
    told = Event("office:officer:enrolled", owner_of_officer(content.code), decided.officer.code, {"act": subject})
    change.write(told, officer)
    keep_to_be_shown(change, subject, secret, decided.officer.code)


def _leaving_fault(change: Change, office: Office, content: OfficerLeavesContent) -> str | None:
    del office
    today = change.moment.office_date
    officer = change.session.get(Officer, content.code)
    if officer is not None and officer.serves_until == content.last_day:
        return f"hari terakhir {content.code} sudah demikian · that is the last day of {content.code} already"
    return (
        not_serving(change, content.code, today)
        or is_over(content.last_day, today)
        or leaves_no_administrator(change, content.code, content.last_day + timedelta(days=1))
    )


def _let_leave(change: Change, office: Office, decided: Decided, content: OfficerLeavesContent) -> None:
    del office
    change.session.get_one(Officer, content.code).serves_until = content.last_day
    facts = {"act": decided.question.subject, "last_day": content.last_day.isoformat()}
    change.write(Event("office:officer:left", owner_of_officer(content.code), decided.officer.code, facts))


def _what_they_hold(reading: Reading, content: OfficerLeavesContent, today: date) -> list[str]:
    del today
    in_hand = select(func.count()).where(Question.state == "open", Question.holder_code == content.code)
    held = reading.session.scalar(in_hand)
    if not held:
        return []
    return [f"{content.code} masih memegang {held} pertanyaan · still has {held} questions in hand"]


def _secret_fault(change: Change, office: Office, content: NewCodeSecretContent) -> str | None:
    del office
    return not_serving(change, content.code, change.moment.office_date)


def _renew(change: Change, office: Office, decided: Decided, content: NewCodeSecretContent) -> None:
    del office
    secret = renew_code_secret(change, change.session.get_one(Officer, content.code))
    keep_to_be_shown(change, decided.question.subject, secret, decided.officer.code)


OFFICER = ActKind(
    name="officer",
    title="Petugas baru",
    title_english="A new officer",
    content=OfficerContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_officer_fault,
    apply=_enrol,
    substitutes=BESIDE_THE_HEAD,  # where the one who comes is the head, and the post is vacant
    shuts_out=_who_typed_it,
    unready=_without_identity,
)
OFFICER_LEAVES = ActKind(
    name="officer-leaves",
    title="Petugas berhenti bertugas",
    title_english="An officer leaves",
    content=OfficerLeavesContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_leaving_fault,
    apply=_let_leave,
    substitutes=BESIDE_THE_HEAD,  # where the head is the one who leaves
    shuts_out=from_approving("code"),
    notes=_what_they_hold,
)
NEW_CODE_SECRET = ActKind(
    name="new-code-secret",
    title="Kode sekali pakai baru",
    title_english="A new secret for the one-time code (lost phone)",
    content=NewCodeSecretContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_secret_fault,
    apply=_renew,
    substitutes=UPWARDS,  # the lost phone may be either's
    shuts_out=altogether("code"),
)
