"""What a briefing foresees is what the register then holds; and nothing of having looked ahead remains in it."""

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import pytest
from demo_desk import shown
from demo_life import Life, question_row, queue
from lives_by_stage import (
    first_sample,
    good_samples,
    new_life,
    open_life,
    sample_number,
    set_quickly,
    with_an_unprintable_name,
)
from open_questions import WAYS, at, conflict, decided_up_to, outside, signature
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework import decisions
from casework.decisions import Outcome, suppose
from casework.entitlement import entitled_to
from casework.foresight import SAYS_THE_GROUND, Foresight, foresee
from casework.holding import claim
from casework.letters import LetterKind, LetterRefused, numbering_of
from casework.lifecycle import MoveRefused, Stage
from casework.questions import QUESTION_KINDS, ROLE_NAMES, code_of
from casework.questions.filled_forms import PLAIN_EXTRAS, filled_form
from casework.registry import Event
from casework.registry.models import Base, LetterCounter, Mandate, Officer, OfficeSetting, Question
from casework.sequels import ORDERS
from casework.stages.deciding import ConsequenceRefused
from casework.standing_questions import Standing

# --- offices in which a question is open, beyond the plain ones


def ineligible(folder):
    life = new_life(folder)
    life.receive(sample_number(4))
    life.check()
    return life, life.assess()


def held(life: Life) -> Standing:
    question = life.question("eligibility-verdict")
    with life.change() as change:
        assert claim(change, question.question_id, "EL") == "done"
    return question


def several(way):
    def of(folder):
        life = new_life(folder)
        queue(life, good_samples(5))
        return life, way(life)

    return of


def next_morning(life: Life) -> Standing:
    life.announce()
    return life.ask_morning()


def third_visit(life: Life) -> Standing:
    for _ in range(2):
        life.release()
        life.report("nobody-home", "nobody-home")
        life.send_all()
        life.announce()
    life.release()
    return life.question("visit-report")


def released(life: Life) -> Standing:
    life.release()
    return life.question("visit-report")


def withdrawn_on_the_way(life: Life) -> Standing:
    life.release()
    return outside(life)


def hand_over_with_a_question_open(life: Life) -> Standing:
    outside(life)
    return life.question("delivery-receipt")


def refused_above(folder):
    life, question = decided_up_to("permit-regional")(folder)
    assert life.decide_as("HC", question, "refuse", ground="requirements").granted
    return life, life.question("permit-decision")


SITUATIONS = {
    **WAYS,
    "a verdict that is no": ineligible,
    "several visits to be signed": several(signature),
    "several visits on hold": several(next_morning),
    "a third visit, its team released": at(Stage.VISIT, third_visit),
    "a visit whose team is released": at(Stage.VISIT, released),
    "an end while the team is under way": at(Stage.VISIT, withdrawn_on_the_way),
    "a hand-over with a question open": at(Stage.CLOSING, hand_over_with_a_question_open),
    "a refusal from above": refused_above,
    "a conflict after the assessment": at(Stage.PAYMENT, conflict),
    "a question in a colleague's hands": at(Stage.ASSESSMENT, held),
}


@pytest.fixture(scope="module")
def situation(tmp_path_factory):
    """An office in which a question is open, a minute after the last code was used; made once and only looked at."""
    kept = {}

    def of(name: str) -> tuple[Life, Standing]:
        if name not in kept:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("casework.effects.render_letter", set_quickly)
                life, question = SITUATIONS[name](tmp_path_factory.mktemp("foreseen") / "office")
            life.clock.pass_(minutes=1)
            kept[name] = (life, question)
        return kept[name]

    yield of
    for life, _ in kept.values():
        life.registry.close()


# --- what the register holds


def content_of(registry) -> dict[str, dict[tuple, dict]]:
    """Every row of every table, by its key."""
    with registry.reading() as reading:
        return {
            table.name: {
                tuple(row[key.name] for key in table.primary_key): dict(row)
                for row in reading.session.execute(select(table)).mappings()
            }
            for table in Base.metadata.tables.values()
        }


@dataclass
class Difference:
    """What one decision changed in the register."""

    before: dict[str, dict[tuple, dict]]
    after: dict[str, dict[tuple, dict]]

    def new(self, table: str) -> list[dict]:
        return [row for key, row in self.after[table].items() if key not in self.before[table]]

    def changed(self, table: str) -> list[dict]:
        before, after = self.before[table], self.after[table]
        return [row for key, row in after.items() if key in before and row != before[key]]

    @property
    def letters(self) -> Counter:
        found = [row for row in self.new("letter") if row["state"] == "reserved"]
        return Counter(
            (row["subject"], row["kind"], row["content_digest"], bool(row["signatory_code"])) for row in found
        )

    @property
    def questions(self) -> Counter:
        return Counter((row["subject"], row["kind"], row["role"], row["due_on"]) for row in self.new("question"))

    @property
    def told(self) -> set[str]:
        effects = [row for row in self.new("effect") if row["state"] == "planned"]
        mailed = {party for row in effects if row["kind"].startswith("mail:") for party in row["content"]["to"]}
        return mailed | {"app" for row in effects if row["kind"] == "app-notice"}

    @property
    def orders(self) -> set[str]:
        return {row["kind"] for row in self.new("effect") if row["kind"] in ORDERS}

    @property
    def stages(self) -> dict[str, str]:
        return {row["reference"]: row["stage"] for row in self.changed("case_file")}

    @property
    def payment_due(self) -> set:
        return {row["due_on"] for row in self.new("payment") + self.changed("payment")}

    @property
    def void(self) -> dict[str, int]:
        found = {name: self.changed(name) for name in ("visit", "question", "letter")}
        counts = {name: sum(row["state"] == "void" for row in rows) for name, rows in found.items()}
        return {name: count for name, count in counts.items() if count}


def really_decided(
    name, situation, folder, foresight: Foresight, choice: str, ground: str | None, *, later=timedelta(0), nth=0
) -> tuple[Outcome, Difference]:
    """In a copy of the office, the answer is really given, at the foreseen moment or later; what it changed."""
    life, question = situation(name)
    life.registry.close()
    shutil.copytree(life.desk.settings.state_folder, folder)
    copy = open_life(folder, life.clock.now)
    copy.reference = life.reference
    if foresight.after_release:
        copy.release()
    if later:
        take_a_number_of_each(copy)
    copy.clock.now = foresight.moment.office + later
    before = content_of(copy.registry)
    outcome = copy.submit(question, filled(copy, question, choice, ground, nth))
    after = content_of(copy.registry)
    copy.registry.close()
    shutil.rmtree(folder)
    return outcome, Difference(before, after)


def filled(life: Life, question: Standing, choice: str, ground: str | None, nth: int = 0) -> dict:
    officers = entitled(life, question)
    officer = question_row(life, question.question_id).holder_code or officers[nth % len(officers)]
    kind = QUESTION_KINDS[question.kind]
    values = filled_form(kind, question.options, choice, ground, PLAIN_EXTRAS.get(kind.name, {}).get(choice, {}))
    return values | {"who": f"{officer} · {ROLE_NAMES[question.role]}", "code": life.code_of(officer)}


def entitled(life: Life, question: Standing) -> list[str]:
    with life.registry.reading() as reading:
        row = reading.session.get_one(Question, question.question_id)
        return [officer.code for officer in entitled_to(reading, row, life.clock.now.date())]


def take_a_number_of_each(life: Life) -> None:
    """Other letters are written in the meantime."""
    with life.change() as change:
        for kind in LetterKind:
            numbering = numbering_of(kind, life.clock.now.date())
            key = (numbering.unit, numbering.classification, life.clock.now.year)
            counter = change.session.get(LetterCounter, key) or LetterCounter(
                unit=key[0], classification=key[1], year=key[2], last=0
            )
            counter.last += 1
            change.write(Event("letters:number:reserved", "office"), counter)


def foreseen_for(name, situation, **how) -> Foresight:
    life, question = situation(name)
    return foresee(life.registry, life.office, question.question_id, life.office.now(), **how)


# --- as it is foreseen, so it comes


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_foreseen_of_each_answer_is_what_the_register_holds_once_it_is_given(name, situation, tmp_path):
    foresight = foreseen_for(name, situation, every_ground=True)
    kind = QUESTION_KINDS[situation(name)[1].kind]
    assert [one.choice for one in foresight.choices] == list(kind.choice_codes())
    for one in foresight.choices:
        assert one.fault is None
        assert set(one.by_ground) in ({None}, {code_of(ground) for ground in kind.grounds})
        for ground, sequel in one.by_ground.items():
            outcome, came = really_decided(name, situation, tmp_path / "copy", foresight, one.choice, ground)
            assert outcome.reason == sequel.refusal, (one.choice, ground)
            if sequel.refusal is not None:
                continue
            letters = Counter((letter.subject, letter.kind, letter.digest, letter.signed) for letter in sequel.letters)
            assert letters == came.letters, (one.choice, ground)
            questions = Counter((asked.subject, asked.kind, asked.role, asked.due_on) for asked in sequel.questions)
            assert questions == came.questions, (one.choice, ground)
            assert set(sequel.orders) == came.orders
            assert sequel.stages == came.stages
            assert {day for what, day in sequel.deadlines if what == "payment"} == came.payment_due
            assert sequel.void == came.void
            if name not in ("permit-regional", "permit-central", "a refusal from above"):  # without a guarantor
                assert set(sequel.told) == came.told


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_choice_that_counts_without_a_ground_is_foreseen_without_one_and_only_that(name, situation, tmp_path):
    foresight = foreseen_for(name, situation)
    for one in foresight.choices:
        if one.choice in QUESTION_KINDS[situation(name)[1].kind].needs_ground:
            assert one.needs_ground
        else:
            outcome, _ = really_decided(name, situation, tmp_path / "copy", foresight, one.choice, None)
            assert one.needs_ground == (outcome.reason == "ground-missing"), one.choice


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_content_that_is_called_settled_stays_the_same_two_hours_later_by_another_officer(name, situation, tmp_path):
    foresight = foreseen_for(name, situation)
    for one in foresight.choices:
        ground, sequel = next(iter(one.by_ground.items()))
        if not sequel.letters:
            continue
        _, came = really_decided(
            name, situation, tmp_path / "copy", foresight, one.choice, ground, later=timedelta(hours=2), nth=-1
        )
        for letter in sequel.letters:
            is_the_same = (letter.subject, letter.kind, letter.digest, letter.signed) in came.letters
            assert is_the_same == letter.settled, letter.kind


@pytest.mark.parametrize("name", SITUATIONS)
def test_two_grounds_show_whether_a_letter_says_its_ground_and_nothing_else_depends_on_it(name, situation):
    quickly, wholly = foreseen_for(name, situation), foreseen_for(name, situation, every_ground=True)
    for some, every in zip(quickly.choices, wholly.choices, strict=True):
        assert some.by_ground.items() <= every.by_ground.items() or not all(
            letter.settled for letter in every.sequel.letters
        )
        assert some.content_varies == every.content_varies
        assert len({repr(replace(sequel, letters=())) for sequel in every.by_ground.values()}) == 1
        if every.content_varies:
            assert {letter.kind for letter in every.sequel.letters} <= SAYS_THE_GROUND


def test_the_ground_of_a_refusal_is_foreseen_with_a_content_of_its_own(situation):
    refuse = foreseen_for("permit-decision", situation, every_ground=True).of("refuse")
    digests = {sequel.letters[0].digest for sequel in refuse.by_ground.values()}
    assert len(digests) == len(QUESTION_KINDS["permit-decision"].grounds)


def test_where_the_rules_found_the_reason_the_letter_says_it_whatever_the_ground(situation):
    foresight = foreseen_for("a verdict that is no", situation)
    assert not foresight.of("ineligible").content_varies
    assert foresight.of("eligible").needs_ground
    assert foreseen_for("eligibility-verdict", situation).of("ineligible").content_varies


def test_a_report_is_foreseen_for_the_day_of_the_visit_once_its_team_is_released(situation):
    life, _ = situation("visit-report")
    foresight = foreseen_for("visit-report", situation)
    assert foresight.after_release
    assert foresight.moment.office_date == life.team().day > life.clock.now.date()
    assert not foreseen_for("a visit whose team is released", situation).after_release


def test_the_third_failed_visit_is_foreseen_to_go_to_a_person(situation):
    nobody_home = foreseen_for("a third visit, its team released", situation).of("nobody-home").sequel
    assert [asked.kind for asked in nobody_home.questions] == ["failed-visits"]


def test_whoever_has_an_address_is_foreseen_to_be_told_and_is_told(at_stage):
    life = at_stage(Stage.VISIT)
    question = outside(life)
    sequel = foresee(life.registry, life.office, question.question_id, life.office.now()).of("withdrawn").sequel
    life.neighbours.orders.clear()
    life.decided("SH", "outside-event", "withdrawn", ground="letter-of-withdrawal")
    life.send_all()
    mails = [mail.to for (partner, _), (mail, _) in life.neighbours.orders.items() if partner == "mail"]
    assert sequel.told == ("guarantor", "app")
    assert mails == [first_sample().application.guarantor.email]


def test_an_applicant_without_a_guarantor_is_the_one_who_is_told(situation):
    refuse = foreseen_for("a refusal from above", situation).of("refuse").sequel
    assert refuse.told == ("applicant", "app")


# --- what would be refused


def test_an_answer_that_would_be_refused_is_foreseen_with_its_reason(situation):
    assert (
        foreseen_for("a hand-over with a question open", situation).of("handed-over").sequel.refusal == "something-open"
    )
    above = foreseen_for("a refusal from above", situation)
    assert [one.sequel.refusal for one in above.choices] == ["not-consistent", None, "not-consistent"]
    late = foreseen_for("a conflict after the assessment", situation)
    assert [one.sequel.refusal for one in late.choices] == [None, "not-consistent"]


def test_a_missing_tariff_is_foreseen(at_stage, monkeypatch):
    life = at_stage(Stage.ASSESSMENT)
    monkeypatch.setattr("casework.stages.eligibility.tariff_for", lambda *_: None)
    question = life.question("eligibility-verdict")
    foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
    assert [one.sequel.refusal for one in foresight.choices] == ["tariff-missing", None, None]
    assert life.decide_as("BS", question, "eligible").reason == "tariff-missing"


def test_a_letter_that_cannot_be_printed_is_foreseen(at_stage, monkeypatch):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    application = with_an_unprintable_name(first_sample()).application
    monkeypatch.setattr("casework.stages.letter_facts.application.read_application", lambda *_: application)
    foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
    assert [one.sequel.refusal for one in foresight.choices] == [None, "letter-unprintable", "letter-unprintable"]


def test_a_question_that_is_settled_meanwhile_lets_nothing_follow(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    question = life.question("eligibility-verdict")
    life.decided("BS", "eligibility-verdict", "eligible")
    foresight = foresee(life.registry, life.office, question.question_id, life.office.now())
    assert {one.sequel.refusal for one in foresight.choices} == {"already-decided"}


def test_where_nobody_may_decide_nothing_is_foreseen(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    with life.change() as change:
        for row in change.session.scalars(select(Mandate).where(Mandate.role == "section-head")):
            row.valid_to = life.clock.now.date() - timedelta(days=1)
        change.write(Event("office:mandate:ended", "office"))
    question = life.question("eligibility-verdict")
    assert foresee(life.registry, life.office, question.question_id, life.office.now()).choices == ()


# --- nothing remains


@pytest.mark.parametrize("name", SITUATIONS)
def test_nothing_remains_in_the_register_of_having_looked_ahead(name, situation):
    life, _ = situation(name)
    before = content_of(life.registry)
    foreseen_for(name, situation, every_ground=True)
    assert content_of(life.registry) == before
    assert life.ledger_holds()


def raised(error):
    raise error


REFUSALS = {
    "letter-unprintable": LetterRefused(LetterKind.INELIGIBLE, "recipient_name", "is empty"),
    "tariff-missing": ConsequenceRefused("tariff-missing"),
    "stage-has-changed": MoveRefused("from one stage to another"),
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_nothing_remains_where_what_follows_is_refused_in_the_middle(reason, situation, monkeypatch):
    life, _ = situation("eligibility-verdict")
    before = content_of(life.registry)
    happens_then(monkeypatch, partial(raised, REFUSALS[reason]))
    foresight = foreseen_for("eligibility-verdict", situation)
    assert {one.sequel.refusal for one in foresight.choices} == {reason}
    assert content_of(life.registry) == before


@pytest.mark.parametrize("error", [KeyError("Adelaide"), StopIteration("Adelaide"), ValueError("Adelaide")], ids=repr)
def test_an_unforeseen_error_leaves_nothing_behind_nor_says_more_than_its_class(error, situation, monkeypatch, caplog):
    life, _ = situation("eligibility-verdict")
    before = content_of(life.registry)
    happens_then(monkeypatch, partial(raised, error), only="ineligible")
    foresight = foreseen_for("eligibility-verdict", situation)
    assert [one.fault for one in foresight.choices] == [None, type(error).__name__, None]
    assert foresight.of("ineligible").by_ground == {}
    assert foresight.of("return").sequel.letters
    assert content_of(life.registry) == before
    assert [record.getMessage() for record in caplog.records if record.name == "casework.foresight"] == [
        f"eligibility-verdict, ineligible: cannot be foreseen ({type(error).__name__})"
    ]


def test_a_row_that_the_database_refuses_leaves_nothing_behind_and_the_next_choice_is_foreseen(situation, monkeypatch):
    life, _ = situation("eligibility-verdict")
    before = content_of(life.registry)

    def twice(change):
        change.write(Event("office:setting:set", "office"), OfficeSetting(name="kind", value="twice"))

    happens_then(monkeypatch, twice, only="ineligible", with_change=True)
    foresight = foreseen_for("eligibility-verdict", situation)
    assert [one.fault for one in foresight.choices] == [None, IntegrityError.__name__, None]
    assert foresight.of("return").sequel.letters
    assert content_of(life.registry) == before


def test_nobody_supposes_an_answer_in_a_change_that_would_be_stored(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    standing = life.question("eligibility-verdict")
    answer = filled(life, standing, "eligible", None)
    with life.change() as change:
        question, officer = (
            change.session.get_one(Question, standing.question_id),
            change.session.get_one(Officer, "BS"),
        )
        with pytest.raises(TypeError, match=r"open Registry\.trial"):
            suppose(change, life.office, question, officer, answer)


def happens_then(monkeypatch, then, *, only: str | None = None, with_change: bool = False) -> None:
    """After what follows has been written, something more happens."""
    real = decisions.CONSEQUENCES["eligibility-verdict"]

    def consequence(change, office, decided):
        real(change, office, decided)
        if only in (None, decided.choice):
            then(*([change] if with_change else []))

    monkeypatch.setitem(decisions.CONSEQUENCES, "eligibility-verdict", consequence)


# --- the answers that are tried


@pytest.mark.parametrize("kind", [kind for kind in QUESTION_KINDS.values() if kind.extras], ids=lambda kind: kind.name)
def test_there_is_a_plain_answer_for_each_choice_of_a_form_that_asks_more(kind):
    assert set(PLAIN_EXTRAS[kind.name]) == set(kind.choice_codes())
    for choice, extras in PLAIN_EXTRAS[kind.name].items():
        values = filled_form(kind, {"fit_officers": ("AP", "NR")}, choice, None, extras)
        assert values["decision"] == shown(kind.choices, choice)
        assert set(extras) | {"fit_officers"} >= {extra.name for extra in kind.extras}


def test_a_form_is_never_filled_in_with_what_it_does_not_offer():
    kind = QUESTION_KINDS["plan-approval"]
    with pytest.raises(LookupError, match="the form does not offer 'perhaps': give one of approve, reject"):
        filled_form(kind, {}, "perhaps", None, {})
