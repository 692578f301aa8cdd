"""What stands around a letter and an order when it goes out: frame, addressees, the neighbour's own form."""

from datetime import datetime
from typing import Any

from casework.approval_chain import ABOVE_THE_OFFICE
from casework.case import Application
from casework.letters import FACTS, KINDS, Frame, LetterKind, Signatory, letterhead_on, title_of
from casework.letters.frame import Capacity
from casework.lifecycle import NEUTRAL_SENTENCE, Stage
from casework.office import Office
from casework.partners.mail import MAIL_DOMAIN, message_id_of
from casework.partners.protocols import Attachment, BillingOrder, OutgoingMail, PermitOrder, StatusNotice
from casework.references import is_reference
from casework.registry import Reading
from casework.registry.models import Case, Decision, Effect, Letter, Mandate, Officer, Payment
from casework.registry.officers import employee_number_of, name_of
from casework.staff_mail.mailboxes import mailbox_of
from casework.stages.case_file import find_case, office_time_of, read_application
from casework.stages.dispatch.plans import TEAM_ROLES
from casework.tariffs import usual_end_of_stay

TO_ROLE = "role:"  # a letter that is meant for the mailbox of a role, e.g. role:regional-office
FAMILY = "family"  # of somebody who died and was their own guarantor: by post only, whatever addresses are known
ACTING = {"plh": "Plh.", "plt": "Plt."}
ON_BEHALF: Capacity = "a.n. Kepala Kantor,"
GREETING = (
    "Dengan hormat,\n\nterlampir surat dari {office} mengenai berkas {reference}. "
    "Kunjungan rumah tidak dipungut biaya.\n\nAttached is a letter of the {office_in_english} about file "
    "{reference}. The home visit is free of charge.\n"
)
GREETING_TO_A_ROLE = (
    "Dengan hormat,\n\nterlampir surat dari {office} nomor {number}.\n\n"
    "Attached is letter {number} of the {office_in_english}.\n"
)


def frame_of(reading: Reading, office: Office, letter: Letter) -> Frame:
    """Number, date, letterhead, and the name of an official only where that official's act is on record."""
    letterhead = letterhead_on(letter.dated)
    return Frame(
        number=letter.number,
        dated=letter.dated,
        place=letterhead.place,
        letterhead=letterhead,
        signatory=_signatory(reading, letter),
        verification=f"{office.settings.verification_address}{letter.verification_token}",
        specimen=office.is_demo,
    )


def mails_of(
    reading: Reading, office: Office, effect: Effect, letter: Letter, pdf: bytes
) -> dict[str, tuple[OutgoingMail, str]]:
    """One mail to each addressee who has an address, each under a Message-ID that never changes."""
    title, english = _title_of(reading, letter)
    head = letterhead_on(letter.dated)
    to_roles = {f"{TO_ROLE}{role}": mailbox_of(office.settings, role) for role in roles_told(effect)}
    mails = {}
    for addressee, address in {**addressees_of(reading, effect), **to_roles}.items():
        greeting = GREETING_TO_A_ROLE if is_role(addressee) else GREETING
        mail = OutgoingMail(
            to=address,
            subject=f"{title} · {english} ({_named(letter, addressee)})",
            text=greeting.format(
                reference=letter.subject,
                number=letter.number,
                office=head.office,
                office_in_english=head.office_in_english,
            ),
            attachments=(Attachment(file_name=f"{letter.subject}-{letter.kind}-{letter.occurrence}.pdf", content=pdf),),
            dated=office_time_of(effect),
        )
        mails[addressee] = (mail, message_id_of(f"{effect.key}:{addressee}", MAIL_DOMAIN))
    return mails


def billing_order(reading: Reading, reference: str, payment: Payment, ordered_at: datetime) -> BillingOrder:
    """The treasury bills the guarantor, or the applicant where there is none."""
    case = find_case(reading, reference)
    application = read_application(reading, case)
    payer = application.guarantor.name if application.guarantor else application.applicant.full_name
    return BillingOrder(
        case_reference=reference,
        payer_name=payer,
        tariff=f"{case.permit_kind}-{application.permit.index}",
        amount=payment.amount,
        ordered_at=ordered_at,
    )


def permit_order(case: Case, application: Application, granted_at: datetime) -> PermitOrder:
    """SIMKIM registers who, which permit, and until when: from the old expiry, over the usual stay of the index."""
    return PermitOrder(
        case_reference=case.reference,
        passport_number=application.applicant.passport_number,
        full_name=application.applicant.full_name,
        nationality=application.applicant.nationality,
        permit_kind=application.permit.kind,
        permit_index=application.permit.index,
        procedure=application.procedure,
        valid_until=usual_end_of_stay(application.permit, application.procedure, case.applied_on),
        ordered_at=granted_at,
    )


def status_notice(case: Case, stage: str, as_of: datetime) -> StatusNotice:
    """The app learns the neutral sentence of a stage, the same whatever is being examined."""
    indonesian, _ = NEUTRAL_SENTENCE[Stage(stage)]
    return StatusNotice(
        case_reference=case.reference,
        external_reference=case.external_reference,
        status=stage,
        sentence=indonesian,
        as_of=as_of,
    )


def addressees_of(reading: Reading, effect: Effect) -> dict[str, str]:
    """Who receives a letter's mail, and at which address: whom it is meant for, or else whoever has an address.

    After a death nothing goes to an address of the dead, whomever it was meant for.
    """
    meant_for = [party for party in effect.content["to"] if not is_role(party)]
    if not meant_for or FAMILY in meant_for:
        return {}
    case = find_case(reading, effect.subject)
    known = addresses_of(read_application(reading, case), died=case.result == "died")
    wanted = [party for party in meant_for if party in known]
    if not wanted:  # nobody whom the letter is meant for has an address: whoever has one receives it
        wanted = list(known)[:1]
    return {party: known[party] for party in wanted}


def addresses_of(application: Application, *, died: bool = False) -> dict[str, str]:
    """The addresses of a case's parties who have one; once the applicant has died, none that was the applicant's own."""
    guarantor = application.guarantor.email if application.guarantor else None
    applicant = application.applicant.email
    if died:
        is_shared = guarantor is not None and applicant is not None and guarantor.casefold() == applicant.casefold()
        guarantor, applicant = (None if is_shared else guarantor), None
    return {party: address for party, address in (("guarantor", guarantor), ("applicant", applicant)) if address}


def _title_of(reading: Reading, letter: Letter) -> tuple[str, str]:
    """What the letter itself is called; only a closing letter's facts can make it another than its kind."""
    kind = LetterKind(letter.kind)
    if kind is not LetterKind.CLOSING:
        return KINDS[kind].title
    opened = reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number)
    return title_of(kind, FACTS[kind].model_validate_json(opened))


def _named(letter: Letter, addressee: str) -> str:
    """A letter outside the case's own people is told by its number: a reference in a role's mailbox would say whose case."""
    return letter.number if is_role(addressee) and is_reference(letter.subject) else letter.subject


def roles_told(effect: Effect) -> list[str]:
    """The roles in whose mailboxes a letter's mail lands."""
    return [party.removeprefix(TO_ROLE) for party in effect.content["to"] if is_role(party)]


def is_role(addressee: str) -> bool:
    """Whether a letter's addressee is a role of the office, with a mailbox of its own."""
    return addressee.startswith(TO_ROLE)


def is_for_parties(effect: Effect) -> bool:
    """Whether a letter is for people outside the office: whom no mail reaches is reached by post."""
    return not all(is_role(party) for party in effect.content["to"])


def whom_to_post_to(reading: Reading, effect: Effect) -> list[str]:
    """Of those whom a letter is meant for, whoever there is: without a guarantor it is the applicant's."""
    application = read_application(reading, find_case(reading, effect.subject))
    there = [party for party in effect.content["to"] if party != "guarantor" or application.guarantor is not None]
    return there or ["applicant"]


def _signatory(reading: Reading, letter: Letter) -> Signatory | None:
    """The block under a letter: the holder's own, acting (Plh., Plt.), on behalf (a.n.), or on behalf of who signs on behalf (u.b.)."""
    if letter.signatory_code is None or letter.signed_by_decision is None:
        return None
    if KINDS[LetterKind(letter.kind)].issued_by == "system":  # reserved before such a letter was refused a signatory
        return None
    officer = reading.session.get_one(Officer, letter.signatory_code)
    decision = reading.session.get_one(Decision, letter.signed_by_decision)
    mandate = reading.session.get_one(Mandate, decision.mandate_id)
    return Signatory(
        **_block(reading, officer, decision, mandate),
        name=name_of(reading, officer),
        employee_number=employee_number_of(reading, officer),
    )


def _block(reading: Reading, officer: Officer, decision: Decision, mandate: Mandate) -> dict[str, Any]:
    acting, of_the_head = ACTING.get(mandate.capacity), mandate.role == "head-of-office"
    if mandate.role in ABOVE_THE_OFFICE:  # nobody of the regional office signs for the head below it
        return {"capacity": "", "post": f"{acting} {mandate.post or officer.post}" if acting else officer.post}
    if mandate.role in TEAM_ROLES:  # whoever was at the door attests it in their own name
        return {"capacity": "", "post": officer.post}
    if mandate.signs_for == "ub" or (decision.acted_for and not of_the_head):
        holder = reading.session.get_one(Officer, mandate.officer_code)
        under = " ".join(filter(None, (acting, mandate.post or holder.post)))
        return {"capacity": ON_BEHALF, "under": under, "post": officer.post}
    if not of_the_head:
        post = f"{acting} {mandate.post or officer.post}" if acting else officer.post
        return {"capacity": ON_BEHALF, "post": post}
    if decision.acted_for or mandate.signs_for is not None:
        return {"capacity": ON_BEHALF, "post": officer.post}
    return {"capacity": f"{acting} Kepala Kantor,", "post": ""} if acting else {"capacity": "", "post": officer.post}
