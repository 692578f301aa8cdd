"""At a terminal too a question is taken on, handed on, put back and taken over, with a code each time."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from staff_changes import is_away
from terminal import one_sentence

from casework.clock import OFFICE_TIME_ZONE
from casework.decisions import wrong_codes_in_the_name_of
from casework.registry.models import Question


def held(life):
    return life.rows(Question, Question.subject == life.reference, Question.state == "open")[0].holder_code


def test_a_question_is_taken_handed_on_put_back_and_taken_over_with_a_code_each_time(homevisit, folder, assessed):
    def act(what, who, *more):
        wait_for_the_next_code(assessed)
        return homevisit(folder, what, assessed.reference, "--who", who, *more, typed=[code_now(assessed, who)])

    assert act("claim", "BS")[:2] == (0, "Tercatat. · Recorded.\n")
    assert held(assessed) == "BS"
    code, out, err = act("claim", "EL")
    assert (code, out, one_sentence(err)) == (1, "", True)
    assert "A colleague has it in hand already" in err
    assert act("reassign", "BS", "--to", "EL")[0] == 0
    assert held(assessed) == "EL"
    assert "Its holder is at work" in act("take-over", "BS")[2]
    with assessed.change() as change:
        is_away(change, "EL", datetime.now(OFFICE_TIME_ZONE).date())
    assert act("take-over", "BS")[0] == 0
    assert held(assessed) == "BS"
    assert act("release", "BS")[0] == 0
    assert held(assessed) is None


def test_nothing_is_taken_on_with_a_wrong_code_or_with_one_that_was_used(homevisit, folder, assessed):
    asked = ("claim", assessed.reference, "--who", "BS")
    wrong = homevisit(folder, *asked, typed=["000000"])
    assert (wrong[0], "The one-time code was wrong" in wrong[2], held(assessed)) == (1, True, None)
    code = code_now(assessed, "BS")
    assert homevisit(folder, *asked, typed=[code])[0] == 0
    assert "wait for the next one" in homevisit(folder, *asked, typed=[code])[2]
    assert "Unknown or inactive officer" in homevisit(folder, *asked[:-1], "QQ", typed=[code])[2]
    assert assessed.events("officer:BS")[-3:] == ["office:code:refused", "office:code:used-up", "office:code:refused"]


def test_a_wrong_code_counts_at_the_question_and_in_the_officers_name_like_one_given_with_a_decision(
    homevisit, folder, assessed
):
    begun = datetime.now(UTC)
    for what in (("claim",), ("release",), ("take-over",), ("reassign", "--to", "EL")):
        assert homevisit(folder, what[0], assessed.reference, "--who", "BS", *what[1:], typed=["000000"])[0] == 1
    [question] = assessed.open(kind="eligibility-verdict")
    assert (question.refusals, question.wait_before_asking) == (("wrong-code",) * 4, 4)
    with assessed.registry.reading() as reading:
        assert wrong_codes_in_the_name_of(reading, "BS", begun) == 4


def test_the_work_list_says_in_whose_hands_a_question_is(homevisit, folder, assessed):
    [row] = json.loads(homevisit(folder, "worklist", "--json")[1])
    assert row["holder"] is None
    homevisit(folder, "claim", assessed.reference, "--who", "EL", typed=[code_now(assessed, "EL")])
    [row] = json.loads(homevisit(folder, "worklist", "--json")[1])
    assert row["holder"] == "EL"
    assert "EL" in homevisit(folder, "worklist")[1]


def code_now(life, officer):
    return life.code_of(officer, datetime.now(UTC))


def wait_for_the_next_code(life):
    """No code of any officer counts as used: the test would wait for half a minute otherwise."""
    with closing(sqlite3.connect(life.registry.engine.url.database, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER IF EXISTS used_code_is_never_deleted")
        connection.execute("DELETE FROM used_code")
