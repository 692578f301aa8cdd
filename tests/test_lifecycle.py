import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.lifecycle import (
    FLOW_OF_STAGE,
    FROM_OUTSIDE,
    MOVES,
    NEUTRAL_SENTENCE,
    MoveRefused,
    Stage,
    as_diagram,
    target_of,
)

STAGES = st.sampled_from(list(Stage))
OUTSIDE = ("died", "withdrawn")
BACK = ("objected", "reinstated")  # the only ones that lead to several stages: back to where a case stood
HAPPENINGS = sorted({move.happening for move in MOVES})
DEPLOYMENTS = {
    deployment["name"]
    for deployment in yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]
}


def reachable(start, moves=MOVES):
    """Every stage to which a case may come from this one."""
    reached, waiting = {start}, [start]
    while waiting:
        stage = waiting.pop()
        new = {move.target for move in moves if move.source is stage} - reached
        reached |= new
        waiting.extend(new)
    return reached


def test_a_case_may_come_from_received_to_every_stage():
    assert reachable(Stage.RECEIVED) == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_a_case_may_be_closed_from_every_stage_also_without_a_death_or_a_withdrawal(stage):
    inside = [move for move in MOVES if move.happening not in (*OUTSIDE, *BACK)]
    assert Stage.CLOSED in reachable(stage, inside)


def test_a_closed_case_goes_nowhere_but_back_on_an_objection_or_where_it_was_closed_by_mistake():
    away = [(move.happening, move.target) for move in MOVES if move.source is Stage.CLOSED]
    assert {target for happening, target in away if happening == "objected"} == {Stage.ASSESSMENT, Stage.PERMIT}
    assert {target for happening, target in away if happening == "reinstated"} == set(Stage) - {Stage.CLOSED}
    assert {happening for happening, _ in away} == set(BACK)
    for happening in HAPPENINGS:
        with pytest.raises(MoveRefused):
            target_of(Stage.CLOSED, happening)


def test_a_happening_that_may_lead_to_several_stages_leads_where_it_is_said():
    assert target_of(Stage.CLOSED, "reinstated", Stage.PAYMENT) is Stage.PAYMENT
    assert target_of(Stage.CLOSING, "objected", Stage.PERMIT) is Stage.PERMIT
    with pytest.raises(MoveRefused, match="'objected, in stage payment'"):
        target_of(Stage.CLOSED, "objected", Stage.PAYMENT)
    with pytest.raises(MoveRefused, match="'eligible, in stage permit'"):
        target_of(Stage.ASSESSMENT, "eligible", Stage.PERMIT)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
@pytest.mark.parametrize("happening", OUTSIDE)
def test_a_death_or_a_withdrawal_closes_a_case_at_once_wherever_it_stands(stage, happening):
    assert target_of(stage, happening) is Stage.CLOSED


def test_one_happening_leads_from_one_stage_to_one_stage_or_back():
    onward = [move for move in MOVES if move.happening not in BACK]
    assert len({(move.source, move.happening) for move in onward}) == len(onward)
    assert len(set(MOVES)) == len(MOVES)


@given(STAGES, st.sampled_from(HAPPENINGS) | st.text(max_size=10))
def test_a_move_that_the_table_does_not_know_is_refused_and_one_that_it_knows_leads_where_it_says(stage, happening):
    known = {(move.source, move.happening): move.target for move in MOVES if move.happening not in BACK}
    if (stage, happening) in known:
        assert target_of(stage, happening) is known[stage, happening]
    else:
        with pytest.raises(MoveRefused, match=r"see the table in casework/lifecycle\.py"):
            target_of(stage, happening)


def test_a_refused_move_names_where_the_case_stands_and_what_was_tried():
    with pytest.raises(MoveRefused) as refused:
        target_of(Stage.PAYMENT, "granted")
    assert (
        str(refused.value)
        == "a case in stage 'payment' cannot become 'granted': see the table in casework/lifecycle.py"
    )


@pytest.mark.parametrize(
    ("happenings", "last"),
    [
        (["complete", "eligible", "paid", "announced", "held", "granted", "closed"], Stage.CLOSED),
        (
            ["complete", "eligible-without-fee", "announced", "to-be-repeated", "announced", "held", "refused"],
            Stage.CLOSING,
        ),
        (["incomplete", "completed", "complete", "returned", "completed"], Stage.RECEIVED),
        (["complete", "ineligible", "closed"], Stage.CLOSED),
        (["complete", "eligible", "unpaid"], Stage.CLOSING),
        (["complete", "eligible", "paid", "announced", "given-up", "closed"], Stage.CLOSED),
    ],
)
def test_the_lives_that_the_service_knows_are_walked_to_their_end(happenings, last):
    stage = Stage.RECEIVED
    for happening in happenings:
        stage = target_of(stage, happening)
    assert stage is last


def test_the_diagram_shows_each_move_but_those_from_outside_once():
    drawn = []
    for source, target, words in re.findall(r"^    (\w+) --> (\w+): (.+)$", as_diagram(), re.MULTILINE):
        drawn += [(source, word, target) for word in words.split(", ")]
    told = [
        (move.source.value.replace("-", "_"), move.happening, move.target.value.replace("-", "_"))
        for move in MOVES
        if move.happening not in FROM_OUTSIDE
    ]
    assert sorted(drawn) == sorted(told)


def test_the_diagram_begins_with_an_arrival_ends_with_closed_and_tells_of_the_outside():
    lines = as_diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> received: an application arrives"]
    assert lines[-1] == "    closed --> [*]"
    assert "death or withdrawal" in lines[-2]


def test_every_stage_says_what_works_on_it_and_what_may_be_told():
    assert set(FLOW_OF_STAGE) == set(NEUTRAL_SENTENCE) == set(Stage)
    assert {flow for flow in FLOW_OF_STAGE.values() if flow} <= DEPLOYMENTS
    assert [stage.value for stage, flow in FLOW_OF_STAGE.items() if flow is None] == [
        "incomplete",
        "waiting-for-visit",
        "closed",
    ]


def test_the_neutral_sentence_does_not_tell_what_is_being_examined():
    assert NEUTRAL_SENTENCE[Stage.ASSESSMENT] == NEUTRAL_SENTENCE[Stage.PERMIT]
    for indonesian, english in NEUTRAL_SENTENCE.values():
        assert indonesian.endswith(".")
        assert english.endswith(".")
        assert not re.search(r"tolak|kasus|refus|denied|reject", f"{indonesian} {english}", re.IGNORECASE)
