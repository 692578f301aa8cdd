"""The facts from which the service is known, where each lives in this project, and which test holds it.

Numbered as in the domain notes, section 1 (a newspaper's report of the first visit, October 2021, and a second one).
The README prints this table; people in it are invented.
"""

from typing import NamedTuple


class SeedFact(NamedTuple):
    """One fact: its place is a file, with ``:name`` where it is one thing in it; its test is ``file::test``."""

    number: int
    fact: str
    place: str
    test: str


SEED_FACTS: tuple[SeedFact, ...] = (
    SeedFact(
        1,
        "The service belongs to the Surakarta Immigration Office",
        "casework/letters/frame.py:letterhead_on",
        "test_letters_frame.py::test_the_letterhead_follows_the_ministry_of_the_day",
    ),
    SeedFact(
        2,
        "It serves the seven regencies of Soloraya",
        "casework/regions:REGENCIES",
        "test_regions.py::test_the_area_has_seven_regencies_and_1568_villages",
    ),
    SeedFact(
        3,
        "It is for foreigners, not for Indonesian citizens",
        "casework/eligibility/checks.py",
        "test_eligibility.py::test_case_5_an_indonesian_citizen_is_ineligible",
    ),
    SeedFact(
        4,
        "Stay permits are granted and extended under UU 6/2011",
        "casework/case.py:Procedure",
        "test_approval_chain.py::test_the_route_of_2021_rests_on_the_regulation_of_its_day",
    ),
    SeedFact(
        5,
        "A stay permit is mandatory: its last day is the hard deadline",
        "casework/deadlines.py:last_safe_visit_day",
        "test_deadlines.py::test_the_last_safe_visit_day_is_a_working_day_before_the_expiry",
    ),
    SeedFact(
        6,
        "An integrity zone: no gifts, duties kept apart",
        "casework/stages/four_eyes.py",
        "test_capture.py::test_a_gift_that_was_offered_is_on_record_and_the_visit_is_held_all_the_same",
    ),
    SeedFact(
        7,
        "65 and older, on the day of the application",
        "casework/eligibility/rules.py:RULES",
        "test_eligibility.py::test_case_3_exactly_65_on_the_day_of_the_application_is_eligible",
    ),
    SeedFact(
        8,
        "The elderly are vulnerable: whoever is ill is not visited",
        "casework/stages/capture.py:COUNTED",
        "test_capture.py::test_a_visit_that_failed_for_another_reason_is_not_counted",
    ),
    SeedFact(
        9,
        "The applicant never has to come to the office",
        "casework/questions/about_permits.py:DELIVERY",
        "test_closure.py::test_nobody_has_to_come_to_the_office_for_the_result",
    ),
    SeedFact(
        10,
        "Two acts need the person: biometrics and interview",
        "casework/stages/capture.py:settle_report",
        "test_capture.py::test_a_visit_without_the_interview_is_not_held",
    ),
    SeedFact(
        11,
        "The guarantor applies",
        "casework/case.py:Guarantor",
        "test_eligibility.py::test_a_guarantor_is_needed_unless_the_law_exempts",
    ),
    SeedFact(
        12,
        "Applications come through the MiskaGO app",
        "casework/inbox.py:collect_inbox",
        "test_inbox.py::test_the_inbox_is_emptied_the_oldest_first_and_what_was_refused_is_put_aside_with_its_report",
    ),
    SeedFact(
        13,
        "The officers come to the home",
        "casework/case.py:Residence",
        "test_letters_by_kind.py::test_a_visit_notice_names_the_officers_and_asks_for_their_cards",
    ),
    SeedFact(
        14,
        "A strict health protocol comes first",
        "casework/questions/about_visits.py:MORNING_RELEASE",
        "test_morning_release.py::test_no_team_leaves_while_anything_is_amiss",
    ),
    SeedFact(
        15,
        "The first visit: USA, 70 years, Timuran",
        "casework/demo_office/applications.py:sample_applications",
        "test_demo_office.py::test_the_first_sample_is_the_first_known_visit_with_an_invented_person",
    ),
    SeedFact(
        16,
        "Three officers came",
        "casework/rounds/assumptions.py:TEAM_RULES",
        "test_closure.py::test_the_first_known_visit_from_arrival_to_closure",
    ),
    SeedFact(
        17,
        "A mobile device, online with the permit system",
        "casework/partners/simkim.py:Simkim",
        "test_effects.py::test_an_order_is_one_order_however_the_neighbour_misbehaves",
    ),
    SeedFact(
        18,
        "The line is secured",
        "casework/stages/dispatch/release.py:settle_release",
        "test_morning_release.py::test_no_team_leaves_while_anything_is_amiss",
    ),
    SeedFact(
        19,
        "Thirty minutes, 09:00 to 09:30 WIB",
        "casework/rounds/timetable.py",
        "test_rounds.py::test_the_first_known_visit_in_timuran_is_from_nine_to_half_past_nine",
    ),
    SeedFact(
        20,
        "Knees that no longer carry: the team knows before it comes",
        "casework/case.py:VisitNeed",
        "test_letters_wording.py::test_every_code_of_the_application_has_its_words",
    ),
    SeedFact(
        21,
        "Age as a risk is a reason, not a figure to reckon with",
        "casework/eligibility/service_window.py:SERVICE_WINDOWS",
        "test_eligibility.py::test_the_rules_of_a_past_day_can_be_asked",
    ),
    SeedFact(
        22,
        "A decree of the head of office appoints the team",
        "casework/registry/models/office.py:Decree",
        "test_rounds_stage.py::test_nobody_outside_the_decree_goes_and_without_one_nobody",
    ),
    SeedFact(
        23,
        "Only the decree's members are sent",
        "casework/rounds/teams.py:form_teams",
        "test_teams.py::test_an_officer_outside_the_decree_is_never_on_a_team",
    ),
    SeedFact(
        24,
        "The visit costs Rp0; only the permit's fee is due, to the State",
        "casework/tariffs.py:visit_fee",
        "test_tariffs.py::test_the_visit_costs_nothing_on_any_day",
    ),
    SeedFact(
        25,
        "Officers are healthy on the day",
        "casework/stages/dispatch/release.py:settle_release",
        "test_morning_release.py::test_a_team_of_which_one_is_unfit_does_not_leave",
    ),
    SeedFact(
        26,
        "Protective equipment was issued",
        "casework/questions/about_visits.py:MORNING_RELEASE",
        "test_morning_release.py::test_no_team_leaves_while_anything_is_amiss",
    ),
    SeedFact(
        27,
        "A mobile SIMKIM kit that works, one for each team",
        "casework/registry/models/office.py:Equipment",
        "test_rounds_stage.py::test_a_signature_books_each_officer_kit_vehicle_and_applicant_and_announces_the_visit",
    ),
    SeedFact(
        28,
        "The service is open for a time, by a legal basis",
        "casework/eligibility/service_window.py:service_window_on",
        "test_eligibility.py::test_case_38_a_closed_service_takes_no_application_and_finishes_what_it_took",
    ),
    SeedFact(
        29,
        "The head of office signs, whoever that is on the day",
        "casework/stages/envelope.py:frame_of",
        "test_permit.py::test_the_section_head_proposes_and_the_head_of_office_decides",
    ),
    SeedFact(
        30,
        "For the grant and for the extension alike, both acts are taken",
        "casework/approval_chain.py:chain_for",
        "test_permit.py::test_a_permanent_permit_passes_four_levels_and_is_released_only_after_the_last",
    ),
)


def as_markdown() -> str:
    """The table as the README prints it."""
    rows = [
        f"| {one.number} | {one.fact} | `{one.place}` | `{one.test.replace('::', '` · `')}` |" for one in SEED_FACTS
    ]
    return "\n".join(
        ["| # | fact of the service | where it lives | the test that holds it |", "| --- | --- | --- | --- |", *rows]
    )


if __name__ == "__main__":
    print(as_markdown())  # noqa: T201 this is what the command is for
