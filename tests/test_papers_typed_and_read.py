"""A paper as it is typed, and as it is read again: in the list, on the decision's page; no form takes what no paper can say."""

from datetime import date, datetime, time

import pytest
from papers import SCAN, SIGNED_AT, SIGNED_ON, approved, paper, submitted
from pydantic import ValidationError
from terminal import terminal_of

from casework.acts.paper_decision import ON_PAPER, PaperDecisionContent
from casework.clock import OFFICE_TIME_ZONE
from casework.decision_record import decision_as_markdown
from casework.lifecycle import Stage
from casework.questions import QUESTION_KINDS, code_of

SIGNED = datetime.combine(SIGNED_ON, time.fromisoformat(SIGNED_AT), OFFICE_TIME_ZONE)


@pytest.fixture
def life(at_stage):
    """A verdict has waited since Tuesday; it is Friday, and the system is back."""
    opened = at_stage(Stage.ASSESSMENT)
    opened.clock.put(date(2026, 11, 27), time(9, 0))
    return opened


@pytest.fixture
def asked(life):
    return life.question("eligibility-verdict")


def test_every_question_but_those_about_several_or_about_two_may_be_on_paper():
    assert {code_of(shown) for shown in ON_PAPER} == set(QUESTION_KINDS) - {
        "routine-tray", "bulk-decision", "act-proposal", "act-approval",
    }  # fmt: skip
    assert PaperDecisionContent.model_json_schema()["properties"]["question"]["enum"] == list(ON_PAPER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scan_sha256": "9F" * 32},
        {"scan_sha256": "9f" * 31},
        {"subject": "TRAY-section-head-2026-11-26-0800"},
        {"subject": "ACT-1"},
        {"question": "routine-tray"},
        {"who": "bs"},
        {"decided_at": "24:00"},
        {"decided_at": "9:00"},
        {"decision": "layak · eligible"},
        {"extras": "receiver"},
        {"cycle": 0},
    ],
)
def test_what_no_paper_can_say_is_refused_by_the_form_itself(wrong, life, asked):
    told = paper(asked).model_dump(mode="json") | wrong
    with pytest.raises(ValidationError):
        PaperDecisionContent.model_validate(told)


def test_the_list_of_papers_is_for_people_and_for_programs(life, asked, monkeypatch, capsys):
    terminal = terminal_of(life, monkeypatch, capsys)
    assert terminal("paper", "list", "--json").told == []
    subject = approved(life, paper(asked))
    submitted(life, subject)
    [row] = terminal("paper", "list", "--json").told
    assert row == {
        "subject": asked.subject, "question": "eligibility-verdict", "cycle": 1, "choice": "eligible", "ground": None,
        "officer": "BS", "decided_at": "2026-11-25T03:15:00+00:00", "office_time": "2026-11-25T10:15:00+07:00",
        "entered_on": "2026-11-27", "entered_by": "SH", "countersigned_by": "EL", "scan_sha256": SCAN, "act": subject,
    }  # fmt: skip
    assert asked.subject in terminal("paper", "list").out


def test_the_decisions_page_says_that_it_was_on_paper(life, asked):
    subject = approved(life, paper(asked))
    submitted(life, subject)
    with life.registry.reading() as reading:
        told = decision_as_markdown(reading, life.office, asked.question_id)
    assert "25-11-2026 10:15:00 WIB (paper)" in told
    assert f"entered 27-11-2026 SH, disetujui · countersigned EL; pindaian · scan sha256 `{SCAN}`" in told
    assert f"one code for several | [{subject}](" in told
