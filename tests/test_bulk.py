"""The same answer to many questions from a terminal: shown first, given with one code, each decided by itself."""

import pytest
from chaos.crash_points import CrashPoints, Killed, watched
from chaos.played_flows import PlayedFlows
from demo_life import decisions_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lives_by_stage import new_life, sample_number
from routine_items import OUTAGE, hold, outage_of, put_out, tray_of, verdict_on, verdicts
from terminal import terminal_of

from casework.joint_decisions.bulk import FAVOURABLE, lapse_bulk_decisions, never_in_bulk, open_bulk_decision
from casework.joint_decisions.carrying_out import carry_out
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS
from casework.questions.by_code import CodedAnswer
from casework.registry import Event
from casework.registry.models import Decision, JointDecision, LedgerEntry, Question, Submission, UsedCode

RETRY = ("decide-many", "--kind", "partner-down", "--choice", "retry", "--ground", "outage", "--who", "RM")
ELIGIBLE = ("decide-many", "--kind", "eligibility-verdict", "--choice", "eligible", "--who", "BS")


@pytest.fixture
def terminal(life, monkeypatch, capsys):
    return terminal_of(life, monkeypatch, capsys)


@pytest.fixture
def down(life):
    """Three cases of which a partner does not answer."""
    return [outage_of(life, one.subject) for one in verdicts(life, 3)]


def fresh_code(life, officer):
    def of_this_moment():
        life.clock.pass_(seconds=30)
        return life.code_of(officer)

    return of_this_moment


def bulks(life):
    return life.rows(Question, Question.kind == "bulk-decision", order_by=Question.id)


# --- what is never decided so


def test_refusals_permits_outside_events_and_what_takes_two_are_never_decided_in_bulk():
    for kind in QUESTION_KINDS.values():
        allowed = {choice for choice in kind.choice_codes() if never_in_bulk(kind.name, choice) is None}
        assert allowed == FAVOURABLE.get(kind.name, frozenset()), kind.name
        refusing = {"refuse", "refused", "reject", "ineligible", "return", "end", "drop", "hold", "died", "withdrawn"}
        assert not allowed & refusing
        if kind.stage == "permit" or kind.name in ("outside-event", "act-approval", "act-proposal", "routine-tray"):
            assert allowed == frozenset()
    assert set(FAVOURABLE) <= set(QUESTION_KINDS)
    assert all(choices <= set(QUESTION_KINDS[name].choice_codes()) for name, choices in FAVOURABLE.items())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--kind", "permit-proposal", "--choice", "grant"), "a permit is decided by itself"),
        (("--role", "head-of-office", "--choice", "refuse"), "decided one by one"),
        (("--kind", "eligibility-verdict", "--choice", "ineligible"), "decided one by one"),
        (("--kind", "outside-event", "--choice", "died"), "decided one by one"),
        (("--kind", "act-approval", "--choice", "approve"), "decided one by one"),
        (("--kind", "payment-overdue", "--choice", "end"), "decided one by one"),
        (("--kind", "partner-down", "--choice", "maybe"), "no such question knows the answer 'maybe'"),
        (("--kind", "opera", "--choice", "retry"), "there is no question 'opera'"),
        (("--role", "king", "--choice", "retry"), "there is no role 'king'"),
        (("--choice", "retry"), "give either --role or --kind"),
        (("--kind", "partner-down", "--role", "technical-officer", "--choice", "retry"), "either --role or --kind"),
        (("--kind", "partner-down", "--choice", "retry", "--set", "x"), "write it as name=code"),
        (("--kind", "failed-visits", "--choice", "again"), "nothing of that kind waits"),
    ],
)
@pytest.mark.parametrize("go", [(), ("--go",)])
def test_what_cannot_be_decided_so_is_one_sentence_and_nothing_is_written(asked, told, go, terminal, life, down):
    before = life.count(LedgerEntry)
    said = terminal("decide-many", *asked, "--who", "RM", *go)
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert said.err.count("\n") == 1
    assert (life.count(LedgerEntry), terminal.prompts) == (before, [])


def test_an_unknown_officer_is_named(terminal, down):
    said = terminal(*RETRY[:-1], "ZZ")
    assert "there is no officer ZZ" in said.err


# --- shown first


def test_without_go_each_is_shown_with_what_would_become_of_it_and_nothing_is_written(terminal, life, down):
    before = life.count(LedgerEntry)
    said = terminal(*RETRY, "--json")
    assert said.code == 0
    assert said.told["written"] is False
    assert [(row["subject"], row["question"], row["refused"]) for row in said.told["items"]] == [
        (one.subject, "partner-down", None) for one in down
    ]
    shown = terminal(*RETRY)
    assert all(one.subject in shown.out for one in down)
    assert (life.count(LedgerEntry), terminal.prompts, bulks(life)) == (before, [], [])


def test_what_would_be_refused_is_shown_with_its_reason(terminal, life):
    first, second, third = verdicts(life, 3)
    override = verdict_on(life, sample_number(4))  # 64 years old
    hold(life, second.question_id, "EL")
    said = terminal(*ELIGIBLE, "--json")
    assert said.code == 1
    refused = {row["subject"]: row["refused"] for row in said.told["items"]}
    assert (refused[first.subject], refused[second.subject], refused[third.subject]) == (
        None, "held-by-colleague", None,
    )  # fmt: skip
    assert "differs from the prepared verdict" in refused[override.subject]
    without_mandate = terminal(*ELIGIBLE[:-1], "SH", "--json")
    assert without_mandate.told["items"][0]["refused"] == "not-entitled"


def test_what_only_its_consequence_finds_is_shown_too_for_it_is_tried_and_undone(terminal, life, monkeypatch):
    cases = verdicts(life, 2)
    before = life.count(LedgerEntry)
    monkeypatch.setattr("casework.stages.eligibility.tariff_for", lambda *_: None)
    said = terminal(*ELIGIBLE, "--json")
    assert [row["refused"] for row in said.told["items"]] == ["tariff-missing"] * 2
    assert [life.standing(one.question_id).state for one in cases] == ["open"] * 2
    assert life.count(LedgerEntry) == before


def test_a_ground_that_is_missing_or_unknown_is_said_before_anything_is_asked(terminal, down):
    missing = terminal(*RETRY[:5], "--who", "RM", "--json")
    assert {row["refused"] for row in missing.told["items"]} == {"ground-missing"}
    unknown = terminal(*RETRY[:5], "--ground", "weather", "--who", "RM", "--json")
    assert "the form does not offer 'weather': give one of outage, corrected" in unknown.told["items"][0]["refused"]


def test_only_the_subjects_that_were_named_are_looked_at(terminal, down):
    said = terminal(*RETRY, "--subject", down[0].subject, "--subject", down[2].subject, "--json")
    assert [row["subject"] for row in said.told["items"]] == [down[0].subject, down[2].subject]


def test_of_more_than_fifty_the_rest_is_left_for_the_next_time(terminal, life, down, monkeypatch):
    monkeypatch.setattr("casework.joint_decisions.bulk_forecast.MOST", 2)
    said = terminal(*RETRY, "--json")
    assert [row["refused"] and row["refused"].startswith("lebih dari") for row in said.told["items"]] == [
        None, None, True,
    ]  # fmt: skip


# --- given with one code


def test_with_go_one_code_is_asked_for_and_each_is_decided_by_itself(terminal, life, down):
    said = terminal(*RETRY, "--go", "--json", typed=[fresh_code(life, "RM")])
    assert said.code == 0
    assert len(terminal.prompts) == 1
    assert [row["refused"] for row in said.told["items"]] == [None] * 3
    [bulk] = bulks(life)
    assert (said.told["subject"], bulk.state, bulk.role) == (bulk.subject, "decided", "technical-officer")
    for one in down:
        [decision] = decisions_of(life, one.question_id)
        [submission] = life.rows(Submission, Submission.question_id == one.question_id)
        assert (decision.choice, decision.ground, decision.officer_code) == ("retry", "outage", "RM")
        assert (submission.door, submission.warranted_by) == ("bulk", bulk.id)
    assert life.count(UsedCode) == 1
    assert [row.carried_out_at is not None for row in life.rows(JointDecision)] == [True]
    assert life.ledger_holds()


def test_further_fields_are_given_with_set(terminal, at_stage, monkeypatch, capsys):
    life = at_stage(Stage.CLOSING)
    terminal = terminal_of(life, monkeypatch, capsys)
    asked = ("decide-many", "--role", "counter-officer", "--choice", "handed-over", "--who", "SH")
    missing = terminal(*asked, "--json")
    assert "the field 'receiver' is missing: applicant, guarantor, courier" in missing.told["items"][0]["refused"]
    fields = ("--set", "receiver=courier", "--set", "means=registered-mail", "--set", "identity=none")
    assert terminal(*asked, *fields, "--go", "--json", typed=[fresh_code(life, "SH")]).code == 0
    assert life.stage is Stage.CLOSED


def test_what_was_refused_after_all_is_listed_and_the_others_are_decided(terminal, life, down, monkeypatch):
    odd = down[1]

    def code():
        life.clock.pass_(seconds=30)
        with life.change() as change:  # somebody was faster, while the code was typed
            question = change.session.get_one(Question, odd.question_id)
            question.state, question.void_reason = "void", "test"
            change.write(Event("any:question:voided", odd.subject))
        return life.code_of("RM")

    said = terminal(*RETRY, "--go", "--json", typed=[code])
    assert said.code == 1
    assert [row["refused"] for row in said.told["items"]] == [None, "question-void", None]
    assert life.standing(down[2].question_id).state == "decided"


def test_a_wrong_code_decides_nothing_and_leaves_nothing_open(terminal, life, down):
    said = terminal(*RETRY, "--go", typed=["000000"])
    assert said.code == 1
    assert "Kode sekali pakai salah" in said.err
    assert [row.state for row in bulks(life)] == ["void"]
    assert [life.standing(one.question_id).state for one in down] == ["open"] * 3
    assert [life.standing(one.question_id).attempt for one in down] == [1] * 3


def test_the_code_is_no_option_of_the_command(terminal, down):
    said = terminal(*RETRY, "--go", "--code", "123456")
    assert said.code == 2


# --- nothing passes by it


def open_and_decide(life, items, answer, officer="BS"):
    """What the command does, with an answer that the command itself would have refused."""
    with life.change() as change:
        bulk_id = open_bulk_decision(change, life.office, items, answer).id
    standing = life.standing(bulk_id)
    assert life.decide_as(officer, standing, "decide-all").granted
    return standing


@pytest.mark.parametrize(
    "answer", [CodedAnswer("ineligible", "age"), CodedAnswer("return", "guarantee-unsigned"), CodedAnswer("opera")]
)
def test_an_answer_that_is_never_given_to_many_is_warranted_by_nothing(life, answer):
    items = [one.question_id for one in verdicts(life, 2)]
    bulk = open_and_decide(life, items, answer)
    assert {one.reason for one in carry_out(life.desk, bulk.question_id)} == {"malformed"}
    assert life.rows(Decision, Decision.kind == "eligibility-verdict") == []


def test_an_override_is_warranted_by_nothing(life):
    items = [verdict_on(life, sample_number(number)).question_id for number in (4, 5)]
    bulk = open_and_decide(life, items, CodedAnswer("eligible", "other-evidence"))
    assert [one.granted for one in carry_out(life.desk, bulk.question_id)] == [False, False]


def test_what_a_terminal_left_open_is_void_on_the_next_day(life):
    items = [one.question_id for one in verdicts(life, 2)]
    with life.change() as change:
        open_bulk_decision(change, life.office, items, CodedAnswer("eligible"))
    with life.change() as change:
        assert lapse_bulk_decisions(change) == []
    life.clock.pass_(days=1)
    with life.change() as change:
        [subject] = lapse_bulk_decisions(change)
    assert subject.startswith("BULK-section-head-2026-11-24-")
    assert [row.void_reason for row in bulks(life)] == ["lapsed"]


def test_two_in_the_same_second_have_each_a_name_of_their_own(life):
    items = [one.question_id for one in verdicts(life, 2)]
    for _ in range(2):
        with life.change() as change:
            open_bulk_decision(change, life.office, items, CodedAnswer("eligible"))
    first, second = bulks(life)
    assert first.subject != second.subject


# --- cut off


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passing=st.integers(0, 12), again=st.sampled_from(["recover", "the same command"]))
def test_a_command_that_dies_is_finished_by_recover_or_by_the_same_command(
    passing, again, tmp_path_factory, quick_printing
):
    life = new_life(tmp_path_factory.mktemp("bulk") / "office")
    down = [outage_of(life, one.subject, OUTAGE) for one in verdicts(life, 3)]
    with pytest.MonkeyPatch.context() as patch:
        terminal = terminal_of(life, patch, Silent())
        left = iter(range(passing))
        points = CrashPoints(strikes=lambda: next(left, None) is None)
        died = False
        with watched(points), points.execution():
            try:
                terminal(*RETRY, "--go", "--json", typed=[fresh_code(life, "RM")])
            except Killed:
                died = True
        if again == "recover":
            with PlayedFlows(life).playing() as flows:
                flows.recover()
        else:
            terminal(*RETRY, "--go", "--json", typed=[fresh_code(life, "RM")])
    decided = [one for one in down if life.standing(one.question_id).state == "decided"]
    answered = [row for row in bulks(life) if row.state == "decided"]
    assert len(decided) == (3 if answered else 0), "all of them or none, wherever it was cut off"
    assert died or answered
    assert again == "recover" or len(decided) == 3
    granted = life.rows(Submission, Submission.door == "bulk", Submission.outcome == "granted")
    assert len(granted) == len(decided)
    assert all(row.carried_out_at is not None for row in life.rows(JointDecision))
    assert life.ledger_holds()
    life.registry.close()


class Silent:
    """Whoever listens to a terminal that may die hears nothing."""

    def readouterr(self):
        class Nothing:
            out, err = "", ""

        return Nothing


def test_a_tray_answered_at_a_terminal_is_carried_out_there(terminal, life):
    cases = verdicts(life, 2)
    [subject] = put_out(life)
    said = terminal("decide", subject, "--who", "BS", "--choice", "approve-all-but", typed=["", fresh_code(life, "BS")])
    assert said.code == 0, said.err
    assert "2 diputuskan · decided, 0 ditolak · refused" in said.out
    assert [life.standing(one.question_id).state for one in cases] == ["decided", "decided"]


def test_exceptions_are_typed_at_a_terminal_separated_by_commas(terminal, life):
    first, second, third = verdicts(life, 3)
    [subject] = put_out(life)
    assert tray_of(life).subject == subject
    typed = [f"{first.subject}, {third.subject}", fresh_code(life, "BS")]
    assert terminal("decide", subject, "--who", "BS", "--choice", "approve-all-but", typed=typed).code == 0
    assert [life.standing(one.question_id).state for one in (first, second, third)] == ["open", "decided", "open"]
