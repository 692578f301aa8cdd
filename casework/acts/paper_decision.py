"""A decision made on paper while the system was down is entered by one officer and countersigned by another."""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from casework.acts.fields import UPWARDS
from casework.acts.kinds import ActContent, ActKind, always
from casework.clock import OFFICE_TIME_ZONE, Moment
from casework.office import Office, clock_ahead
from casework.questions.by_code import CodedAnswer, NotOnTheForm, filled_in
from casework.questions.kinds import SEPARATOR, code_of
from casework.questions.table import QUESTION_KINDS
from casework.registry import Change, Reading
from casework.registry.authority import WHENEVER, Staff
from casework.registry.models import JointAct, Officer, Question
from casework.stages.case_file import question_of
from casework.stages.deciding import Decided
from casework.stages.joint_decision import begin_joint_decision

# What is itself about several questions, or about what takes two, is never decided on paper.
NOT_ON_PAPER = frozenset({"routine-tray", "bulk-decision", "act-proposal", "act-approval"})
ON_PAPER = tuple(
    f"{kind.title}{SEPARATOR}{kind.name}" for kind in QUESTION_KINDS.values() if kind.name not in NOT_ON_PAPER
)
SUBJECT_ON_PAPER = r"^(SAHS-[2-9A-HJ-NP-Z]{4,6}|ROUNDS-\d{4}-\d{2}-\d{2}|TEAM-[A-Z0-9]{1,4}-\d{4}-\d{2}-\d{2})$"
ONE_CODE = r"([a-z0-9:-]+|[A-Z]{2,4})"  # of a choice, of an officer, or a time of day
ONE_EXTRA = rf"[a-z_]+=({ONE_CODE}(,{ONE_CODE})*)?"
if TYPE_CHECKING:
    OnPaper = str
else:
    OnPaper = Literal[ON_PAPER]


class PaperDecisionContent(ActContent):
    """Isi formulir kertas, dengan kode yang tercetak padanya, dan sidik pindaiannya. · What the paper says, in the codes that are printed on it, and its scan's fingerprint."""

    subject: Annotated[
        str,
        Field(
            title="Nomor pada formulir · reference on the form",
            description="Misalnya SAHS-7K43, ROUNDS-2026-11-26 atau TEAM-T1-2026-11-26.",
            pattern=SUBJECT_ON_PAPER,
        ),
    ]
    question: Annotated[OnPaper, Field(title="Pertanyaan · question", description="Judul formulir.")]
    cycle: Annotated[int, Field(title="Putaran · cycle", description="Seperti tercetak pada formulir.", ge=1, le=999)]
    who: Annotated[
        str, Field(title="Yang memutuskan · who decided", description="Kode petugas.", pattern=r"^[A-Z]{2,4}$")
    ]
    decided_on: Annotated[date, Field(title="Tanggal keputusan · decided on", description="Tanggal pada formulir.")]
    decided_at: Annotated[
        str,
        Field(
            title="Jam keputusan (WIB) · decided at",
            description="Misalnya 10:15.",
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        ),
    ]
    decision: Annotated[
        str,
        Field(title="Keputusan · decision", description="Kode yang ditandai, misalnya eligible.", pattern=r"^[a-z-]+$"),
    ]
    scan_sha256: Annotated[
        str,
        Field(title="SHA-256 pindaian · of the scan", description="64 angka heksadesimal.", pattern=r"^[0-9a-f]{64}$"),
    ]
    ground: Annotated[
        str, Field(title="Dasar · ground", description="Kode yang ditandai; boleh kosong.", pattern=r"^[a-z-]*$")
    ] = ""
    extras: Annotated[
        str,
        Field(
            title="Isian lain · what else was marked",
            description="Misalnya receiver=guarantor; means=e-mail, beberapa kode dipisah koma; kosong bila tidak ada yang ditandai, misalnya officers=.",
            pattern=rf"^({ONE_EXTRA}(; ?{ONE_EXTRA})*)?$",
        ),
    ] = ""

    @property
    def kind(self) -> str:
        """The kind of question, by its code."""
        return code_of(self.question)

    @property
    def answer(self) -> CodedAnswer:
        """What was marked on the paper."""
        extras = dict(one.split("=", 1) for one in re.split(r"; ?", self.extras) if one)
        return CodedAnswer(self.decision, self.ground or None, extras)


def can_be_on_paper(subject: str, kind: str) -> bool:
    """Whether a question can be decided on paper and entered later: those of a case, of a day's rounds, of a team's day."""
    return kind not in NOT_ON_PAPER and re.match(SUBJECT_ON_PAPER, subject) is not None


def signed_at(content: PaperDecisionContent, ahead: timedelta) -> datetime:
    """The real time (aware) at which the paper was signed: it says the office's time (WIB), which may be ``ahead`` of it."""
    written = datetime.combine(content.decided_on, time.fromisoformat(content.decided_at), OFFICE_TIME_ZONE)
    return written - ahead


def question_on_paper(reading: Reading, content: PaperDecisionContent) -> Question | None:
    """The question that the paper answers."""
    return question_of(reading, content.subject, content.kind, content.cycle)


def _fault(change: Change, office: Office, content: PaperDecisionContent) -> str | None:
    from casework.entitlement import authority_for  # noqa: PLC0415 four eyes ask each kind of act whom it keeps out

    question = question_on_paper(change, content)
    if question is None:
        return f"pertanyaan itu tidak ada · {content.subject} was never asked that in cycle {content.cycle}"
    if question.state != "open":
        return f"sudah tidak menunggu ({question.state}) · it does not wait any more: {question.state}"
    if change.session.get(Officer, content.who) is None:
        return f"kode petugas {content.who} tidak dikenal · there is no officer {content.who}"
    signed = signed_at(content, office.ahead)
    if authority_for(change, question, content.who, content.decided_on, signed, WHENEVER) == "held-by-colleague":
        return f"sedang dipegang {question.holder_code}; harus dikembalikan dahulu · {question.holder_code} has it in hand and must put it back first"
    return _fault_of_the_time(content, question, signed, change.moment) or _fault_of_the_form(content, question)


def _fault_of_the_time(
    content: PaperDecisionContent, question: Question, signed: datetime, moment: Moment
) -> str | None:
    if signed > moment.recorded_at:
        return "waktu keputusan belum tiba · it was decided in the future: look at date and time"
    asked_later = content.decided_on == question.opened_on and signed < question.opened_at
    if content.decided_on < question.opened_on or asked_later:
        return f"diputuskan sebelum ditanyakan · decided before it was asked on {question.opened_on:%d-%m-%Y}"
    return None


def _fault_of_the_form(content: PaperDecisionContent, question: Question) -> str | None:
    kind = QUESTION_KINDS[content.kind]
    try:
        filled_in(kind, question.prepared.get("options") or {}, content.who, content.answer)
    except NotOnTheForm as fault:
        return str(fault)
    needs_ground = content.decision in kind.needs_ground and not content.ground
    return "pilihan ini memerlukan dasar · this choice needs a ground" if needs_ground else None


def _apply(change: Change, office: Office, decided: Decided, content: PaperDecisionContent) -> None:
    """The paper itself is submitted afterwards, by itself: there it is judged like any other answer."""
    question = question_on_paper(change, content)
    begin_joint_decision(change, decided, signed_at(content, office.ahead), [question.id] if question else [])


def _who_signed(reading: Reading, act: JointAct, question_kind: str) -> Collection[str]:
    """Whoever signed the paper, and for whom: none of them enters or countersigns it.

    By what they signed is judged as their answer will be: on its day, at its time, by whatever was entered since, and
    without those who may not decide the question on the paper.
    """
    from casework.stages.four_eyes import excluded_officers  # noqa: PLC0415 which asks each kind of act whom it shuts out

    del question_kind
    content = PaperDecisionContent.model_validate(act.content)
    question = question_on_paper(reading, content)
    if question is None:
        return {content.who}
    staff = Staff(reading, content.decided_on, signed_at(content, clock_ahead(reading)), WHENEVER)
    authority = staff.authority_of(content.who, question.role, excluded_officers(reading, question))
    return authority.counts_as if authority is not None else {content.who}


PAPER_DECISION = ActKind(
    name="paper-decision",
    title="Keputusan di atas kertas",
    title_english="A decision made on paper",
    content=PaperDecisionContent,
    proposed_by="counter-officer",
    approved_by=always("section-head"),
    fault=_fault,
    apply=_apply,
    substitutes=UPWARDS,
    shuts_out=_who_signed,
    case_of=lambda content: str(content.subject),
)
