"""What would follow from each answer to a question, found by trying it in a transaction that is never stored."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from casework.briefing.sequels import NOTHING, Sequel, sequel_of
from casework.clock import OFFICE_TIME_ZONE, Moment
from casework.decisions import suppose
from casework.entitlement import authority_for, entitled_to
from casework.joint_decisions.warrants import NO_CODE
from casework.office import Office
from casework.questions import QUESTION_KINDS, QuestionKind, as_asked, code_of
from casework.questions.filled_forms import PLAIN_EXTRAS, filled_form
from casework.registry import Event, Reading, Registry, Trial
from casework.registry.authority import Authority
from casework.registry.models import Case, Question, TeamDay, Visit
from casework.stages.remedy import LETTER_OF_RESULT, remedy_against

# In these letters a ground has words of its own, unless what the rules found is told instead.
SAYS_THE_GROUND = frozenset({"missing-documents", "ineligible", "refusal", "complaint-answer", "visit-record"})

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Foreseen:
    """What would follow from one choice, on each ground that was tried; on ``None`` where it needs no ground.

    ``fault`` is the class of an unforeseen error that trying it raised; nothing is known then.
    """

    choice: str
    by_ground: Mapping[str | None, Sequel]
    fault: str | None = None

    @property
    def needs_ground(self) -> bool:
        """Whether it counts only with a ground."""
        return bool(self.by_ground) and None not in self.by_ground

    @property
    def sequel(self) -> Sequel:
        """What follows, whichever ground is given; only the letters' content may vary with it."""
        return next(iter(self.by_ground.values()), NOTHING)

    @property
    def content_varies(self) -> bool:
        """Whether what a letter says depends on the ground."""
        return len({sequel.letters for sequel in self.by_ground.values()}) > 1


@dataclass(frozen=True)
class Foresight:
    """What would follow from each choice of a question, were it answered at ``moment``.

    ``after_release``: a team's report is foreseen for the day of its visit, its team having been released. Without
    ``choices`` nothing could be foreseen, because nobody may answer.
    """

    moment: Moment
    after_release: bool
    choices: tuple[Foreseen, ...]

    def of(self, choice: str) -> Foreseen | None:
        """What was foreseen of a choice, by its code."""
        return next((one for one in self.choices if one.choice == choice), None)


def foresee(
    registry: Registry, office: Office, question_id: int, moment: Moment, *, every_ground: bool = False
) -> Foresight:
    """What follows from an answer is found by giving it, as an entitled officer would, and undoing all of it.

    Nothing of it is stored, whatever is raised. It holds for an answer given on the office day of ``moment`` while
    the case stands as it does: the letters' content digests leave out number, date, signatory and link, but a letter
    may say the day of the decision or a deadline counted from it. Where it says more that only the answer itself can
    settle (``ForeseenLetter.settled``), the digest holds for this very moment only. A choice that raises an
    unforeseen error is logged by its class and leaves the others foreseen.
    """
    supposed = _when_it_can_be_answered(registry, question_id, moment)
    with registry.trial(supposed) as trial:
        question = trial.session.get_one(Question, question_id)
        kind = as_asked(QUESTION_KINDS[question.kind], question.prepared.get("options") or {})
        after_release = _suppose_the_release(trial, question)
        authority = _authority_of_somebody(trial, question)
        if authority is None:
            return Foresight(supposed, after_release, ())
        trying = _Trying(trial, office, question, kind, authority, every_ground)
        return Foresight(supposed, after_release, tuple(trying.choice(code) for code in kind.choice_codes()))


@dataclass(frozen=True)
class _Trying:
    """One question, and on whose authority its answers are tried."""

    trial: Trial
    office: Office
    question: Question
    kind: QuestionKind
    authority: Authority
    every_ground: bool

    def choice(self, choice: str) -> Foreseen:
        """One choice: without a ground, or on as many as it takes where it needs one."""
        try:
            plain = None if choice in self.kind.needs_ground else self.answer(choice, None)
            if plain is not None and plain.refusal != "ground-missing":
                return Foreseen(choice, {None: plain})
            return Foreseen(choice, self.on_grounds(choice))
        except Exception as fault:  # noqa: BLE001 a choice that cannot be tried must not keep staff from the others
            logger.warning("%s, %s: cannot be foreseen (%s)", self.kind.name, choice, type(fault).__name__)
            return Foreseen(choice, {}, type(fault).__name__)

    def on_grounds(self, choice: str) -> dict[str | None, Sequel]:
        """One ground; a second where a letter says which, to see whether it says it here; all where all are wanted."""
        tried: dict[str | None, Sequel] = {}
        for ground in map(code_of, self.kind.grounds_for(choice)):
            tried[ground] = self.answer(choice, ground)
            says_it = any(letter.kind in SAYS_THE_GROUND for letter in tried[ground].letters)
            if not self.every_ground and len(tried) == (2 if says_it else 1):
                break
        return tried

    def answer(self, choice: str, ground: str | None) -> Sequel:
        """One answer is given, looked at and undone."""
        extras = PLAIN_EXTRAS.get(self.kind.name, {}).get(choice, {})
        values = filled_form(self.kind, self.question.prepared.get("options") or {}, choice, ground, extras)
        values |= {"who": self.authority.officer.code, "code": NO_CODE}
        with self.trial.attempt() as written:
            refusal = suppose(self.trial, self.office, self.question, self.authority, values)
            if refusal:
                return Sequel(refusal)
            return replace(sequel_of(self.trial, written), nobody_above=self.nobody_above())

    def nobody_above(self) -> bool:
        """Whether the case, as it would stand now, has a "no" to which no objection can be made any more."""
        case = self.trial.session.get(Case, self.question.subject)
        if case is None or case.result not in LETTER_OF_RESULT:
            return False
        return not remedy_against(self.trial, case, case.result).objection


def _authority_of_somebody(trial: Trial, question: Question) -> Authority | None:
    """Of the colleague who has the question in hand, or of the first who may decide it; what follows is the same for all."""
    on, at = trial.moment.office_date, trial.moment.recorded_at
    codes = [officer.code for officer in entitled_to(trial, question, on)]
    if not codes:
        return None
    authority = authority_for(
        trial, question, question.holder_code if question.holder_code in codes else codes[0], on, at
    )
    return None if isinstance(authority, str) else authority


def _when_it_can_be_answered(registry: Registry, question_id: int, moment: Moment) -> Moment:
    """Now; a team's report, which is put before its lead when the visit is announced, at the end of the visit."""
    with registry.reading() as reading:
        visit = _reported_visit(reading, reading.session.get_one(Question, question_id))
    if visit is None or visit.day <= moment.office_date:
        return moment
    later = visit.ends_at.astimezone(OFFICE_TIME_ZONE) - moment.office
    return Moment(recorded_at=moment.recorded_at + later, office=moment.office + later)


def _suppose_the_release(trial: Trial, question: Question) -> bool:
    """A team that has not been released yet can report nothing; what it will report is foreseen as if it had been."""
    visit = _reported_visit(trial, question)
    team = None if visit is None else trial.session.get(TeamDay, (visit.day, visit.team_code))
    if team is None or team.state != "planned":
        return False
    team.state = "released"
    trial.write(Event("dispatch:team:released", question.subject))
    return True


def _reported_visit(reading: Reading, question: Question) -> Visit | None:
    if question.kind != "visit-report" or question.state != "open":
        return None
    return reading.session.get(Visit, (question.subject, question.cycle))
