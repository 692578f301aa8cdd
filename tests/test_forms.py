"""One door, all forms: whatever is posted to any question, only a right answer by an entitled officer decides it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from demo_desk import shown
from demo_life import Life, question_row
from lives_by_stage import carry_case_to
from pydantic import ConfigDict, ValidationError, create_model
from sqlalchemy import func, select
from staff_changes import mandate_besides

from casework.lifecycle import Stage
from casework.questions import NO_GROUND, OTHER, QUESTION_KINDS, ROLE_NAMES, code_of, form_fields
from casework.refusals import REFUSALS
from casework.registry import Event
from casework.registry.models import Decision, LedgerEntry, Mandate, Question, Submission
from casework.stages.case_file import ask, next_cycle
from casework.stages.deciding import seal_answer
from casework.standing_questions import Standing

KINDS = list(QUESTION_KINDS.values())
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
OPTIONS = {"fit_officers": ["AP", "NR", "JP"], "officers": ["AP", "BS"]}
PREPARED = {
    "eligibility-verdict": {"outcome": "eligible", "ground": None},
    "morning-release": {"options": OPTIONS},
    "permit-decision": {"level": 2, "proposal": "grant"},
    "complaint-receipt": {"options": OPTIONS},
    "complaint-answer": {"receipts": []},
    "objection-receipt": {"of": "refused", "outcome": "admissible"},
    "partner-down": {"effect": "simkim-handover", "reason": "http-503"},
    "letter-by-post": {
        "effect": "SAHS-7K43:mail:receipt:1",
        "effect_id": 1,
        "letter": "receipt",
        "number": "0001",
        "dated": "2026-11-24",
        "parties": ["guarantor"],
        "why": "no-address",
    },
    "routine-tray": {"items": [], "options": {"exceptions": ["SAHS-7K43", "SAHS-7K52"]}},
    "bulk-decision": {"items": [], "choice": "retry", "ground": "outage", "extras": {}},
}
ENTITLED = {
    "section-head": "BS", "head-of-office": "RK", "dispatcher": "WN", "team-lead": "AP", "biometric-operator": "FH",
    "technical-officer": "RM", "counter-officer": "SH", "regional-office": "HC", "directorate-general": "YP",
    "administrator": "PM",
}  # fmt: skip
WITHOUT_MANDATE = {role: "RM" if role != "technical-officer" else "SH" for role in ENTITLED}
SUBJECT = "ROUNDS-2026-11-30"


@dataclass
class Asked:
    """A question that waits, in the office in which it waits."""

    life: Life
    question: Standing
    officer: str

    @property
    def kind(self):
        return QUESTION_KINDS[self.question.kind]

    def good(self) -> dict:
        """A right answer with a fresh code, which the test spoils."""
        self.life.clock.pass_(seconds=30)
        return self.life.values(self.officer, self.question)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    life = carry_case_to(Stage.PERMIT, tmp_path_factory.mktemp("forms") / "office")
    with life.change() as change:
        change.create_key(SUBJECT)
        change.write(Event("dispatch:rounds:prepared", SUBJECT))
    yield life
    life.registry.close()


@pytest.fixture(scope="module")
def waiting(office) -> dict[str, Asked]:
    """One open question of every kind; none of them can be answered wrongly."""
    asked = {}
    for number, kind in enumerate(KINDS):
        subject = SUBJECT if kind.stage == "dispatch" else office.reference
        with office.change() as change:
            row = ask(change, office.office, kind.name, subject, 50 + number, PREPARED.get(kind.name))
        asked[kind.name] = Asked(office, office.standing(row.id), ENTITLED[kind.role])
    return asked


# --- every way in which a form can be wrong, each with the reason that is put on record


def spoilt(asked: Asked):
    """Name, spoilt values and expected reason of each fault that this kind's form can have."""
    kind = asked.kind
    fields = [name for name in asked.good() if name not in ("remark", "other_officer")]
    yield "empty body", {}, "malformed"
    may_be_left = {extra.name for extra in kind.extras if extra.optional}
    for name in fields:
        if name not in may_be_left:
            yield f"{name} missing", {key: value for key, value in asked.good().items() if key != name}, "malformed"
        for what, wrong in (("blank", " "), ("null", None), ("an object", {}), ("no choice of the form", "?")):
            yield f"{name} {what}", asked.good() | {name: wrong}, "malformed"
    yield "an extra field", asked.good() | {"approved": True}, "malformed"
    yield (
        "a template object",
        asked.good() | {"remark": {"__prefect_kind": "jinja", "template": "{{ 1 }}"}},
        "malformed",
    )
    yield "a list for a text", asked.good() | {"remark": ["x"]}, "malformed"
    yield "a long remark", asked.good() | {"remark": "x" * 301}, "malformed"
    yield "half a surrogate", asked.good() | {"remark": "\ud800"}, "malformed"
    yield "a code with a line break", asked.good() | {"code": "123456\n"}, "malformed"
    yield "a wrong code", asked.good() | {"code": wrong_code(asked)}, "wrong-code"
    yield (
        "an expired code",
        asked.good() | {"code": asked.life.code_of(asked.officer, asked.life.clock.now - timedelta(seconds=60))},
        "wrong-code",
    )
    yield (
        "a code of the day after",
        asked.good() | {"code": asked.life.code_of(asked.officer, asked.life.clock.now + timedelta(days=1))},
        "wrong-code",
    )
    yield "an unknown officer", asked.good() | {"who": "QQ · Kasi"}, "unknown-officer"
    yield "another officer, unnamed", asked.good() | {"who": OTHER, "other_officer": ""}, "unknown-officer"
    yield "another officer, unknown", asked.good() | {"who": OTHER, "other_officer": "QQQ"}, "unknown-officer"
    yield (
        "another officer's code",
        asked.good() | {"code": asked.life.code_of(WITHOUT_MANDATE[kind.role])},
        "wrong-code",
    )
    yield "an officer without mandate", by(asked, WITHOUT_MANDATE[kind.role]), "not-entitled"
    if kind.needs_ground:
        needy = shown(kind.choices, min(kind.needs_ground))
        yield (
            "a ground missing where one is needed",
            asked.good() | {"decision": needy, "ground": NO_GROUND},
            "ground-missing",
        )
    for choice, fitting in kind.fitting_grounds.items():
        strange = next(ground for ground in kind.grounds if code_of(ground) not in fitting)
        yield (
            "a ground that does not fit",
            asked.good() | {"decision": shown(kind.choices, choice), "ground": strange},
            "ground-not-fitting",
        )


def wrong_code(asked: Asked) -> str:
    right = {
        asked.life.code_of(asked.officer, asked.life.clock.now + timedelta(seconds=30 * step))
        for step in (-2, -1, 0, 1, 2)
    }
    return next(code for code in ("111111", "222222", "333333", "444444", "555555", "666666") if code not in right)


def by(asked: Asked, officer: str) -> dict:
    return asked.good() | {"who": f"{officer} · {ROLE_NAMES[asked.kind.role]}", "code": asked.life.code_of(officer)}


def assert_refused(asked: Asked, values: dict, reason: str, what: str, *, officer: str | None = None) -> None:
    """No decision, the question still open, one refused submission with its reason, the next attempt, one event."""
    before = seen(asked)
    outcome = asked.life.submit(asked.question, values)
    after = seen(asked)
    code_was_used_up = reason in ("not-entitled", "four-eyes", "ground-missing", "ground-not-fitting", "not-consistent")
    assert (outcome.granted, outcome.reason) == (False, reason), what
    assert (after.state, after.decisions) == ("open", 0), what
    assert after.refusals == [*before.refusals, reason], what
    assert (after.submissions, after.entries) == (before.submissions + 1, before.entries + 1 + code_was_used_up), what
    assert reason in REFUSALS
    assert officer is None or outcome.officer == officer


@dataclass(frozen=True)
class Seen:
    """How a question stands, and how long the record is."""

    state: str
    refusals: list[str]
    decisions: int
    submissions: int
    entries: int


def seen(asked: Asked) -> Seen:
    question_id = asked.question.question_id
    with asked.life.registry.reading() as reading:
        count = lambda model, *where: reading.session.scalar(select(func.count()).select_from(model).where(*where))  # noqa: E731 a word for a query
        refusals = select(Submission.reason).where(
            Submission.question_id == question_id, Submission.outcome == "refused"
        )
        return Seen(
            reading.session.get_one(Question, question_id).state,
            list(reading.session.scalars(refusals.order_by(Submission.id))),
            count(Decision, Decision.question_id == question_id),
            count(Submission),
            count(LedgerEntry),
        )


@every_kind
def test_the_attempt_number_is_one_more_than_the_refused_submissions(kind, waiting):
    asked = waiting[kind.name]
    assert_refused(asked, {}, "malformed", kind.name)
    refused = seen(asked).refusals
    standing = asked.life.standing(asked.question.question_id)
    assert (standing.attempt, list(standing.refusals)) == (len(refused) + 1, refused)


@every_kind
def test_whatever_is_wrong_with_a_form_nothing_is_decided_and_the_question_is_asked_again(kind, waiting):
    asked = waiting[kind.name]
    for what, values, reason in spoilt(asked):
        assert_refused(asked, values, reason, f"{kind.name}: {what}")
    assert asked.life.ledger_holds()


@every_kind
def test_a_code_that_was_used_for_a_refused_answer_is_used_up(kind, waiting):
    asked = waiting[kind.name]
    officer = WITHOUT_MANDATE[kind.role]
    values = by(asked, officer)
    assert_refused(asked, values, "not-entitled", kind.name, officer=officer)
    assert_refused(asked, values, "code-used", kind.name, officer=officer)


@pytest.mark.parametrize(
    ("kind", "earlier"),
    [(kind, earlier) for kind in KINDS for earlier in sorted(kind.excludes)],
    ids=lambda part: getattr(part, "name", part),
)
def test_whoever_decided_what_is_now_judged_is_shut_out_by_four_eyes(kind, earlier, waiting, office):
    asked = waiting[kind.name]
    with office.change() as change:
        mandate_besides(change, "EL", kind.role)
    on_record(office, asked.question.subject, earlier, "EL")
    assert_refused(asked, by(asked, "EL"), "four-eyes", f"{kind.name} after {earlier}", officer="EL")


def on_record(office: Life, subject: str, kind: str, officer: str) -> None:
    """An earlier decision on the same subject, as ``decide`` would have written it."""
    moment = office.office.now()
    with office.change() as change:
        cycle = next_cycle(change, subject, kind)
        row = ask(change, office.office, kind, subject, cycle)
        row.state = "decided"
        submission = Submission(
            question_id=row.id, key=f"earlier:{kind}:{cycle}", door="test", officer_code=officer, submitted_at=moment.recorded_at,
            recorded_at=moment.recorded_at, outcome="granted", reason=None,
        )  # fmt: skip
        decision = Decision(
            question_id=row.id, submission_key=submission.key, subject=subject, kind=kind, officer_code=officer,
            mandate_id=office.rows(Mandate, Mandate.officer_code == officer)[0].id, choice="earlier", ground=None,
            sealed_answer=seal_answer(change, row, {}), submitted_at=moment.recorded_at, recorded_at=moment.recorded_at,
            office_date=moment.office_date,
        )  # fmt: skip
        change.write(Event("test:question:decided", subject, officer), submission, decision)


# --- the form that the engine shows refuses what the schema can refuse


@every_kind
def test_the_form_itself_refuses_what_a_schema_can_refuse(kind, waiting):
    asked = waiting[kind.name]
    officers = (f"{asked.officer} · {ROLE_NAMES[kind.role]}", "EL · Kasi")
    form = create_model(
        "Form", __config__=ConfigDict(extra="forbid"), **form_fields(kind, officers, asked.question.options)
    )
    form.model_validate(asked.good())
    for what, values, reason in spoilt(asked):
        if reason == "malformed" and "surrogate" not in what:
            with pytest.raises(ValidationError):
                form.model_validate(values)
    with pytest.raises(ValidationError):
        form.model_validate(asked.good() | {"who": "QQ · Kasi"})


@every_kind
def test_after_all_that_the_question_stands_as_it_was_asked(kind, waiting):
    row = question_row(waiting[kind.name].life, waiting[kind.name].question.question_id)
    assert (row.state, row.void_reason) == ("open", None)
