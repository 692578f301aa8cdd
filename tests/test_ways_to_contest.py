"""A letter that says no promises what the office then takes: the objection, to whom, within how many days, and no other."""

from dataclasses import replace
from datetime import date

import pytest
from demo_life import Life, queue
from lives_by_stage import sample_number
from reported_events import closed_by_itself, ineligible_case, object_to_it, objection_form, refused_case

from casework.deadlines import last_day_to_object, objection_rule_on
from casework.letters import LetterKind, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.rendering import letter_as_html
from casework.lifecycle import Stage
from casework.stages.letter_facts.addressees import addressee_on
from casework.stages.letter_facts.remedies import ways_to_contest
from casework.stages.remedy import Remedy

TODAY = date(2026, 11, 25)
REFUSER = {"permit-regional": "HC", "permit-central": "YP"}


def ineligible(life: Life, at_stage) -> Life:
    return ineligible_case(at_stage(Stage.ASSESSMENT))


def ineligible_once_more(life: Life, at_stage) -> Life:
    again = ineligible(life, at_stage)
    object_to_it(again)
    again.decided("RK", "eligibility-verdict", "ineligible", ground="permit-kind")
    return closed_by_itself(again)


def objected_to(life: Life, refusing: str, *granting: str) -> Life:
    """An objection that passes these levels and is rejected by another; the head of office signs it."""
    object_to_it(life)
    for level in granting:
        life.decided(REFUSER[level], level, "grant")
    life.decided(REFUSER[refusing], refusing, "refuse", ground="activities")
    life.decided("RK", "permit-decision", "refuse", ground="activities")
    return closed_by_itself(life)


def refused(_, at_stage) -> Life:
    return refused_case(at_stage(Stage.PERMIT))


def on_objection(life: Life, at_stage) -> Life:
    return objected_to(refused(life, at_stage), "permit-regional")


def long(*granted: str):
    """A permit of the long chain, granted by these levels and refused by the next."""

    def of(life: Life, at_stage) -> Life:
        queue(life, [sample_number(10)])
        life.visit_once()
        life.send_all()
        levels = {"permit-proposal": "BS", "permit-decision": "RK", **REFUSER}
        for level in granted:
            life.decided(levels[level], level, "grant")
        refused_by = list(levels)[len(granted)]
        life.decided(levels[refused_by], refused_by, "refuse", ground="activities")
        if refused_by != "permit-decision":
            life.decided("RK", "permit-decision", "refuse", ground="activities")
        return closed_by_itself(life)

    return of


# How it came to the "no": with whom an objection is filed, who decides it, and who stands above for an appeal.
SAID_NO = {
    "a verdict of the section head": (ineligible, "head-of-office", ("head-of-office",), "regional-office"),
    "a verdict that the head of office upheld": (ineligible_once_more, None, (), "regional-office"),
    "the head of office, on a short chain": (
        refused, "head-of-office", ("regional-office",), "directorate-general",
    ),
    "the regional office, on objection": (on_objection, None, (), "directorate-general"),
    "the head of office, on the long chain": (
        long("permit-proposal"), "head-of-office", ("regional-office", "directorate-general"), "directorate-general",
    ),
    "the regional office, on an objection on the long chain": (
        lambda life, at_stage: objected_to(long("permit-proposal")(life, at_stage), "permit-regional"),
        None, (), "directorate-general",
    ),
    "the directorate general, on an objection on the long chain": (
        lambda life, at_stage: objected_to(long("permit-proposal")(life, at_stage), "permit-central", "permit-regional"),
        None, (), None,
    ),
    "the regional office, on the long chain": (
        long("permit-proposal", "permit-decision"), "head-of-office", ("directorate-general",), None,
    ),
    "the directorate general, on the long chain": (
        long("permit-proposal", "permit-decision", "permit-regional"), None, (), None,
    ),
}  # fmt: skip


def promised(filed_with: str, deciders: tuple[str, ...]) -> str:
    """What a letter says of an objection, up to its legal basis."""
    by = [_named(role) for role in deciders]
    decided = "olehnya" if deciders == (filed_with,) else f"oleh {' dan, apabila dikabulkan, juga oleh '.join(by)}"
    return (
        f"<strong>keberatan tertulis</strong>, diajukan kepada {_named(filed_with)} "
        "melalui loket, pos, atau pos-el kantor imigrasi ini paling lama 21 (dua puluh satu) hari kerja "
        f"dan diputuskan {decided} ("
    )


@pytest.mark.parametrize("how", SAID_NO)
def test_the_objection_that_a_letter_promises_is_the_one_that_the_office_takes(how, life, at_stage):
    said_no, filed_with, deciders, appeal = SAID_NO[how]
    case = said_no(life, at_stage)
    text = case.letter_text("ineligible" if case.case().result == "ineligible" else "refusal")
    assert appeal_in(text) == appeal
    assert "diajukan kepada Pengadilan Tata Usaha Negara Semarang paling lama 90" in text
    if filed_with is None:
        assert "<strong>keberatan tertulis</strong>" not in text
        assert "appeal or court, as the letter says" in objection_form(case)
        return
    assert promised(filed_with, deciders) in text
    object_to_it(case)
    [asked] = case.open()
    assert asked.role == deciders[0]
    case.send_all()
    receipt = case.letter_text("objection-admitted")
    decided = " dan, apabila dikabulkan, juga oleh ".join(_named(role) for role in deciders)
    assert f"<p>Keberatan ini diputuskan oleh {decided}.</p>" in receipt


def _named(role: str) -> str:
    return addressee_on(role, TODAY).named.indonesian


def appeal_in(text: str) -> str | None:
    """The role to which a letter says that one appeals; None where it names no appeal."""
    named = [
        role
        for role in ("head-of-office", "regional-office", "directorate-general")
        if f"<strong>banding administratif</strong>, diajukan kepada {_named(role)} " in text
    ]
    assert len(named) <= 1
    return named[0] if named else None


def test_an_objection_is_filed_with_the_head_who_issued_the_decision_and_decided_one_level_up():
    remedy = Remedy(("regional-office",), "directorate-general")
    route = ways_to_contest(remedy, TODAY)["objection"]
    assert route.addressee.english == "the Head of the Surakarta Immigration Office"
    assert [one.english for one in route.decided_by] == [
        "the Head of the Regional Office of Immigration for Central Java"
    ]
    assert (route.days, route.days_kind, route.legal_basis) == (21, "working", "UU 30/2014 Ps 77")


def test_whoever_decides_what_is_filed_with_them_is_named_once():
    route = ways_to_contest(Remedy(("head-of-office",), "regional-office"), TODAY)["objection"]
    assert (route.addressee.indonesian, route.decided_by) == ("Kepala Kantor Imigrasi Kelas I TPI Surakarta", ())


def test_the_days_to_object_are_those_of_the_law_of_the_day(monkeypatch):
    longer = replace(objection_rule_on(TODAY), file_within=30)
    monkeypatch.setattr("casework.stages.letter_facts.remedies.objection_rule_on", lambda _: longer)
    route = ways_to_contest(Remedy(("head-of-office",), None), TODAY)["objection"]
    assert (route.days, route.days_kind) == (30, "working")


@pytest.mark.parametrize(
    ("kind", "received"), [(LetterKind.INELIGIBLE, "surat ini"), (LetterKind.REFUSAL, "Keputusan ini")]
)
def test_where_nobody_stands_above_the_letter_names_the_court_alone(kind, received):
    facts = sample_facts(kind).model_copy(update={"objection": None, "appeal": None})
    text = letter_as_html(kind, facts, sample_frame(kind))
    assert [way in text for way in ("keberatan tertulis", "banding administratif", "gugatan")] == [False, False, True]
    assert ["written objection" in text, "administrative appeal" in text] == [False, False]
    assert f"dihitung sejak {received} diterima:" in text


def test_where_an_objection_may_pass_two_levels_the_letter_says_that_the_second_is_asked_only_after_a_yes():
    route = ways_to_contest(Remedy(("regional-office", "directorate-general"), "directorate-general"), TODAY)
    text = _refusal(route)
    assert (
        "dan diputuskan oleh Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah dan, apabila dikabulkan, "
        "juga oleh Direktur Jenderal Imigrasi (Pasal 77 Undang-Undang Nomor 30 Tahun 2014)" in text
    )
    assert "<strong>banding administratif</strong>, diajukan kepada Direktur Jenderal Imigrasi paling lama 10" in text
    assert (
        "and decided by the Head of the Regional Office of Immigration for Central Java and, if it is granted, also by "
        "the Director General of Immigration" in text
    )
    assert "<strong>administrative appeal</strong> to the Director General of Immigration within 10" in text
    assert "berjenjang" not in text


def _refusal(route) -> str:
    facts = sample_facts(LetterKind.REFUSAL).model_copy(update=dict(route))
    return letter_as_html(LetterKind.REFUSAL, facts, sample_frame(LetterKind.REFUSAL))


def test_the_receipt_of_such_an_objection_says_so_in_both_languages():
    kind = LetterKind.OBJECTION_ADMITTED
    text = letter_as_html(kind, sample_facts(kind), sample_frame(kind))
    assert (
        "<p>Keberatan ini diputuskan oleh Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah dan, apabila "
        "dikabulkan, juga oleh Direktur Jenderal Imigrasi.</p>" in text
    )
    assert (
        "<p>The objection is decided by the Head of the Regional Office of Immigration for Central Java and, if it is "
        "granted, also by the Director General of Immigration.</p>" in text
    )


def test_one_that_came_too_late_on_the_long_chain_names_the_appeal_above_whoever_would_have_decided_it(life, at_stage):
    case = long("permit-proposal")(life, at_stage)
    told_on = case.clock.now.date()
    case.clock.pass_(days=(last_day_to_object(told_on, case.office.calendar) - told_on).days + 1)
    objection_form(case)
    case.decided("SH", "objection-receipt", "too-late")
    case.send_all()
    assert appeal_in(case.letter_text("objection-too-late")) == "directorate-general"


def test_the_english_half_says_with_whom_an_objection_is_filed_where_it_is_taken_in_and_who_decides_it():
    english = letter_as_html(LetterKind.REFUSAL, sample_facts(LetterKind.REFUSAL), sample_frame(LetterKind.REFUSAL))
    assert (
        "filed with the Head of the Surakarta Immigration Office, at the counter of this immigration office or by post or "
        "e-mail to it, within 21 (twenty-one) working days, and decided by the Head of the Regional Office of "
        "Immigration for Central Java" in english
    )
    by_the_same = letter_as_html(
        LetterKind.INELIGIBLE, sample_facts(LetterKind.INELIGIBLE), sample_frame(LetterKind.INELIGIBLE)
    )
    assert "within 21 (twenty-one) working days, and decided by the same official" in by_the_same
