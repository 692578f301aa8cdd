"""What letter templates may ask for that an office has adopted, or numbered letters with: every name of the shipped ones of 27 November 2026.

A name once asked for stays: a letter is printed with the set of templates that it was numbered with, on facts of today.
"""

ASKED_OF: dict[str, str] = {
    "AcceptedException": "accepted_at accepted_by accepted_by_post ground",
    "ApprovalRequestFacts": (
        "addressee addressee_place applicant_name applied_on born case_reference decided_on "
        "differs_from_proposal earlier_permits enclosures exception_accepted extension_number fee_amount "
        "fee_receipt fee_received_on forward_within guarantor_name guarantor_relation home_address "
        "legal_basis nationality passport_expires_on passport_number permit_expires_on permit_index "
        "permit_kind permit_number procedure sex through visited_on"
    ),
    "AssignedOfficer": "employee_number name post role",
    "AssignedVisit": "case_reference ends_at place starts_at",
    "AssignmentFacts": (
        "budget decree_date decree_number equipment further_decrees officers round_date vehicle visits"
    ),
    "BilingualText": "english indonesian",
    "BillingFacts": (
        "applicant_name billing_code case_reference items payable_until permit_expires_on recipient_address "
        "recipient_honorific recipient_name total"
    ),
    "Breach": "cause data discovered_at happened_on measures notify_by",
    "BreachNoticeFacts": (
        "applicant_died applicant_name breach case_reference recipient_address recipient_honorific recipient_name"
    ),
    "BreachReportFacts": "addressee addressee_place breach cases letters persons",
    "ClosingFacts": (
        "applicant_name case_reference closed_on delivery fee handed_over handed_over_at is_given_up "
        "passport_back_by passport_returned_on passport_returned_to permit_expires_on received_by receiver "
        "recipient_address recipient_honorific recipient_name recorded_by recorded_by_post result "
        "retention_basis retention_until stay_has_ended survey_url"
    ),
    "ComplaintAnswerFacts": (
        "applicant_name case_reference grounds legal_basis officers outcome received_on recipient_address "
        "recipient_honorific recipient_name"
    ),
    "ConsentFacts": (
        "applicant_name assignment_date assignment_number case_reference ends_at guarantor_name "
        "interpreter_language nationality passport_number_masked permit_index permit_kind procedure "
        "retention_basis retention_years starts_at visit_address"
    ),
    "DispatchReportFacts": (
        "decree_number further_decrees further_left_out held left_out not_held pending round_date teams visits"
    ),
    "EarlierPermit": "kind number valid_from valid_until",
    "EndedStay": "charge_per_day ended_on legal_basis limit overstay",
    "FailedVisitFacts": (
        "applicant_name arrived_at attempts_allowed attempts_counted case_reference contact_by counted "
        "last_attempt left_at next_ends_at next_starts_at outcome permit_expires_on recipient_address "
        "recipient_honorific recipient_name telephone_calls"
    ),
    "FeeItem": "amount english indonesian legal_basis",
    "Frame": "dated draft number place signatory signed_by_service specimen verification",
    "GrantFacts": (
        "applicant_name case_reference decided_on delivery legal_bases nationality next_report_on "
        "passport_number_masked permit_index permit_kind permit_number procedure recipient_address "
        "recipient_honorific recipient_name register_number valid_from valid_until"
    ),
    "Ground": "english indonesian legal_basis",
    "IneligibleFacts": (
        "alternatives appeal applicant_name assessed_on case_reference court grounds objection reapply_from "
        "recipient_address recipient_honorific recipient_name"
    ),
    "LeftOutOfThePlan": "case_reference next_chance place reason too_late",
    "LetterRow": "copies_to languages nature title",
    "Letterhead": "address complaints email ministry office superiors telephone website",
    "ListedDocument": "code status",
    "MissingDocument": "code fault",
    "MissingDocumentsFacts": (
        "applicant_name case_reference corrections deadline external_reference missing permit_expires_on "
        "recipient_address recipient_honorific recipient_name"
    ),
    "NumberedDecree": "dated number",
    "ObjectionAdmittedFacts": (
        "against applicant_name beyond_control case_reference decide_by decide_within deciders file_within "
        "last_day legal_basis received_on recipient_address recipient_honorific recipient_name told_on"
    ),
    "ObjectionTooLateFacts": (
        "against appeal applicant_name case_reference court court_until file_within last_day legal_basis "
        "received_on recipient_address recipient_honorific recipient_name settled_on told_on"
    ),
    "PassportCustodyFacts": (
        "applicant_name back_by case_reference nationality passport_expires_on passport_number_masked "
        "permit_index permit_kind procedure recipient_address recipient_honorific recipient_name taken_at "
        "taken_by_name taken_by_post"
    ),
    "ProcessEndedFacts": (
        "applicant_name case_reference ended_on fee fee_amount fee_paid_on passport_back_by permit_expires_on "
        "permit_granted reason recipient_address recipient_honorific recipient_name retention_basis "
        "retention_until to_family visit_cancelled_on"
    ),
    "ReceiptFacts": (
        "applicant_name case_reference channel checked_by documents external_reference passport_number_masked "
        "permit_expires_on permit_index permit_kind procedure received_at recipient_address "
        "recipient_honorific recipient_name"
    ),
    "RefusalFacts": (
        "appeal applicant_name case_reference court decided_on ended_stay grounds leave_by legal_bases "
        "nationality objection passport_number_masked permit_index permit_kind procedure recipient_address "
        "recipient_honorific recipient_name"
    ),
    "ReinstatedFacts": (
        "applicant_name case_reference closed_as closed_on permit_expires_on recipient_address "
        "recipient_honorific recipient_name reinstated_on stands told_of_the_end visit_cancelled_on"
    ),
    "RemedyRoute": "addressee days days_kind legal_basis",
    "ReportedTeam": "equipment lead members released_at state team vehicle",
    "ReportedVisit": "case_reference ended_at gift_reported outcome passport_taken place planned_at started_at team",
    "Signatory": "capacity employee_number name post under",
    "TeamDecreeFacts": "budget members replaces valid_from valid_to",
    "TeamMember": "employee_number name post roles",
    "VisitNoticeFacts": (
        "applicant_name assignment_date assignment_number attempt case_reference documents_to_prepare ends_at "
        "interpreter_language needs officers paid_before_expiry recipient_address recipient_honorific "
        "recipient_name reschedule_until starts_at visit_address"
    ),
    "VisitRecordFacts": (
        "applicant_name assignment_date assignment_number case_reference consent decree_number ended_at "
        "equipment exception free_of_charge further_decrees guarantor_name kept nationality officers passport "
        "passport_number_masked permit_index permit_kind procedure reported_at started_at visit_address"
    ),
    "VisitingOfficer": "name post role",
}
FILTERS = "english_text in_indonesian in_sentence join length lines list map replace upper words"
FUNCTIONS = (
    "amount_in_figures amount_in_words clock_in_words clock_of country_in_words date_in_words day_of day_on_record "
    "language_in_words listed number_in_words plain_date time_in_words window_in_words"
)
MACROS = (
    "box by_hand case_facts_en case_facts_id contact_en decrees_en decrees_id expiry_en expiry_id fact free_en free_id "
    "name remedy_en remedy_id signed_with_bsre_certificate signing_place ways_to_contest_en ways_to_contest_id yes_no you"
)
SUBJECTS = (
    "breach-cause breach-measure channel complaint consent data days delivery document exception fault given-back-to kept "
    "need objection outcome permit procedure receiver relation result role sex status visit-outcome"
)
BLOCKS = (
    "opening enclosures addressee indonesian closing signing copies signature_date annex english_opening addressee_english "
    "english english_closing"
)
