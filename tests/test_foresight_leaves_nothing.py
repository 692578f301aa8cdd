"""Nothing of having looked ahead remains in the register, whatever went wrong; and what is tried is a plain answer."""

from functools import partial

import pytest
from demo_desk import shown
from foreseen_and_stored import content_of, filled, foreseen_for
from open_questions import SITUATIONS
from sqlalchemy.exc import IntegrityError

from casework import decisions
from casework.decisions import suppose
from casework.entitlement import authority_for
from casework.letters import LetterKind, LetterRefused
from casework.lifecycle import MoveRefused, Stage
from casework.questions import QUESTION_KINDS
from casework.questions.filled_forms import PLAIN_EXTRAS, filled_form
from casework.registry import Event
from casework.registry.models import OfficeSetting, Question
from casework.stages.deciding import ConsequenceRefused

pytestmark = pytest.mark.xdist_group("foresight_leaves_nothing")


@pytest.mark.parametrize("name", SITUATIONS)
def test_nothing_remains_in_the_register_of_having_looked_ahead(name, open_question):
    life, _ = open_question(name)
    before = content_of(life.registry)
    foreseen_for(name, open_question, every_ground=True)
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
def test_nothing_remains_where_what_follows_is_refused_in_the_middle(reason, open_question, monkeypatch):
    life, _ = open_question("eligibility-verdict")
    before = content_of(life.registry)
    happens_then(monkeypatch, partial(raised, REFUSALS[reason]))
    foresight = foreseen_for("eligibility-verdict", open_question)
    assert {one.sequel.refusal for one in foresight.choices} == {reason}
    assert content_of(life.registry) == before


@pytest.mark.parametrize("error", [KeyError("Adelaide"), StopIteration("Adelaide"), ValueError("Adelaide")], ids=repr)
def test_an_unforeseen_error_leaves_nothing_behind_nor_says_more_than_its_class(
    error, open_question, monkeypatch, caplog
):
    life, _ = open_question("eligibility-verdict")
    before = content_of(life.registry)
    happens_then(monkeypatch, partial(raised, error), only="ineligible")
    foresight = foreseen_for("eligibility-verdict", open_question)
    assert [one.fault for one in foresight.choices] == [None, type(error).__name__, None]
    assert foresight.of("ineligible").by_ground == {}
    assert foresight.of("return").sequel.letters
    assert content_of(life.registry) == before
    assert [record.getMessage() for record in caplog.records if record.name == "casework.briefing.foresight"] == [
        f"eligibility-verdict, ineligible: cannot be foreseen ({type(error).__name__})"
    ]


def test_a_row_that_the_database_refuses_leaves_nothing_behind_and_the_next_choice_is_foreseen(
    open_question, monkeypatch
):
    life, _ = open_question("eligibility-verdict")
    before = content_of(life.registry)

    def twice(change):
        change.write(Event("office:setting:set", "office"), OfficeSetting(name="kind", value="twice"))

    happens_then(monkeypatch, twice, only="ineligible", with_change=True)
    foresight = foreseen_for("eligibility-verdict", open_question)
    assert [one.fault for one in foresight.choices] == [None, IntegrityError.__name__, None]
    assert foresight.of("return").sequel.letters
    assert content_of(life.registry) == before


def test_nobody_supposes_an_answer_in_a_change_that_would_be_stored(at_stage):
    life = at_stage(Stage.ASSESSMENT)
    standing = life.question("eligibility-verdict")
    moment, answer = life.office.now(), filled(life, standing, "eligible", None)
    with life.change() as change:
        question = change.session.get_one(Question, standing.question_id)
        authority = authority_for(change, question, "BS", moment.office_date, moment.recorded_at)
        with pytest.raises(TypeError, match=r"open Registry\.trial"):
            suppose(change, life.office, question, authority, answer)


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
    assert set(PLAIN_EXTRAS.get(kind.name, {})) == set(kind.choice_codes())
    for choice, extras in PLAIN_EXTRAS[kind.name].items():
        values = filled_form(kind, {"fit_officers": ("AP", "NR")}, choice, None, extras)
        assert values["decision"] == shown(kind.choices, choice)
        assert set(extras) | {"fit_officers"} >= {extra.name for extra in kind.extras if not extra.optional}


def test_a_form_is_never_filled_in_with_what_it_does_not_offer():
    kind = QUESTION_KINDS["plan-approval"]
    with pytest.raises(LookupError, match="the form does not offer 'perhaps': give one of approve, revise, reject"):
        filled_form(kind, {}, "perhaps", None, {})
