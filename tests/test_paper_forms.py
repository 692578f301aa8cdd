"""Decisions on paper, for an outage: one page for each question, with all that can be answered and nobody's name."""

import re
from datetime import date

import pytest
from pydantic import ValidationError
from role_mail import AT_SEVEN_FIFTEEN, moment, pages_of

from casework.acts.paper_decision import PaperDecisionContent, can_be_on_paper
from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.staff_mail.paper_forms import PaperForm, print_forms

pytestmark = pytest.mark.xdist_group("paper_forms")

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))

BOTH_SIDES = {"visit-report"}  # more is asked than one page holds


def forms_of(names, **told):
    facts = {
        "cycle": 1,
        "opened_on": TUESDAY,
        "due_on": WEDNESDAY,
        "options": {"fit_officers": ["AP", "NR", "JP"]},
        **told,
    }
    return [PaperForm("SAHS-7K43", QUESTION_KINDS[name], QUESTION_KINDS[name].role, **facts) for name in names]


def printed(forms, *, more=0, specimen=True):
    return print_forms(forms, printed_at=moment(THURSDAY, AT_SEVEN_FIFTEEN), more=more, specimen=specimen)


@pytest.fixture(scope="module")
def every_form():
    pages = pages_of(printed(forms_of(QUESTION_KINDS)))
    return {name: " ".join(pages.pop(0) for _ in range(2 if name in BOTH_SIDES else 1)) for name in QUESTION_KINDS}


@pytest.mark.parametrize("name", QUESTION_KINDS)
def test_every_question_fits_one_page_or_both_sides_of_a_sheet_with_all_that_can_be_answered(name, every_form):
    kind, page = QUESTION_KINDS[name], every_form[name]
    shown = [kind.title, kind.title_english, "SAHS-7K43", ROLE_NAMES[kind.role], "25 November 2026", "TERLAMBAT"]
    shown += [part for one in (*kind.choices, *kind.grounds) for part in one.split(" · ")]
    for extra in kind.extras:
        shown += [*extra.title.split(" · "), *(part for one in extra.options for part in one.split(" · "))]
    squeezed = page.replace(" ", "").replace("-", "")
    assert [one for one in shown if one.replace(" ", "").replace("-", "") not in squeezed] == []
    for blank in ("Kode petugas code", "Tanggal date", "Jam time", "Tanda tangan signature"):
        assert page.count(blank) == 2  # who decides, and the second officer
    assert "dimasukkan ke sistem dengan pindaian formulir ini" in page
    assert "entered there with a scan of this form" in page


@pytest.mark.parametrize("name", QUESTION_KINDS)
def test_each_further_field_stands_there_with_the_name_under_which_it_is_typed_in_later(name, every_form):
    squeezed = every_form[name].replace(" ", "")
    assert [extra.name for extra in QUESTION_KINDS[name].extras if f"{extra.name}=" not in squeezed] == []


def test_a_ground_on_which_only_some_answers_can_rest_says_on_which():
    [form] = forms_of(["complaint-answer"])
    assert [words.partition(" → ")[2] for words, _ in form.grounds] == [
        "terbukti", "terbukti sebagian", "tidak terbukti", "tidak terbukti", "",
    ]  # fmt: skip
    [verdict] = forms_of(["eligibility-verdict"])
    only_on_return = [words for words, _ in verdict.grounds if words.endswith("→ kembalikan untuk dilengkapi")]
    assert len(only_on_return) == 6  # what can be put right


SUBJECTS = ["SAHS-7K43", "ROUNDS-2026-11-26", "TEAM-T1-2026-11-26", "ACT-7", "ROLES-2026-11-26-dispatcher", "BULK-1", "TRAY-1"]  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("name", QUESTION_KINDS)
def test_what_can_be_on_paper_is_exactly_what_can_be_entered_later(name, subject):
    kind = QUESTION_KINDS[name]
    told = {"subject": subject, "question": f"{kind.title} · {name}", "cycle": 1, "decision": kind.choice_codes()[0]}
    told |= {"who": "BS", "decided_on": THURSDAY, "decided_at": "10:15", "scan_sha256": "0" * 64}
    try:
        PaperDecisionContent.model_validate(told)
    except ValidationError:
        assert not can_be_on_paper(subject, name)
    else:
        assert can_be_on_paper(subject, name)


def test_the_members_of_a_team_are_offered_by_their_codes(every_form):
    assert re.search(r"officers fit today.* AP NR JP ", every_form["morning-release"])


def test_a_form_that_is_not_late_does_not_say_so_and_a_real_office_prints_no_specimen():
    [page] = pages_of(printed(forms_of(["permit-decision"], due_on=FRIDAY), specimen=False))
    assert "TERLAMBAT" not in page
    assert "CONTOH" not in page
    assert "CONTOH · SPECIMEN" in pages_of(printed(forms_of(["permit-decision"])))[0]


def test_the_same_forms_are_the_same_bytes():
    assert printed(forms_of(["visit-report"])) == printed(forms_of(["visit-report"]))
