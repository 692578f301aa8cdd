"""What stands around a letter and an order when it goes out: frame, addressees, the neighbour's own form."""

import re
from datetime import datetime

from sqlalchemy import select

from casework.case import Application
from casework.letter_titles import title_told
from casework.letters import KINDS, Frame, LetterKind, letterhead_on
from casework.letters.copies import CopyTo, in_words
from casework.lifecycle import NEUTRAL_SENTENCE, Stage
from casework.office import Office
from casework.partners.faults import PartnerRefused
from casework.partners.mail import MAIL_DOMAIN, message_id_of
from casework.partners.protocols import Attachment, BillingOrder, OutgoingMail, PermitOrder, StatusNotice
from casework.references import is_reference
from casework.registry import Reading
from casework.registry.models import Case, Effect, Letter, Payment
from casework.staff_mail.mailboxes import has_mailbox, mailbox_of
from casework.stages.case_file import find_case, office_time_of, read_application
from casework.stages.copies_owed import is_a_copy
from casework.stages.signing_block import signatory_of
from casework.tariffs import usual_end_of_stay

TO_ROLE = "role:"  # a letter that is meant for the mailbox of a role, e.g. role:regional-office
FAMILY = "family"  # of somebody who died and was their own guarantor: by post only, whatever addresses are known
GREETING = (
    "Dengan hormat,\n\nterlampir surat dari {office} mengenai berkas {reference}. "
    "Kunjungan rumah tidak dipungut biaya.\n\nAttached is a letter of the {office_in_english} about file "
    "{reference}. The home visit is free of charge.\n"
)
GREETING_TO_A_ROLE = (
    "Dengan hormat,\n\nterlampir surat dari {office} nomor {number}.\n\n"
    "Attached is letter {number} of the {office_in_english}.\n"
)


class MailboxMissing(PartnerRefused):
    """A copy that a letter names cannot go out before its mailbox is on record again."""

    def __init__(self, role: str) -> None:
        super().__init__("mail", f"no mailbox of '{role}'")

    def __str__(self) -> str:
        return f"the copy has {self.code}: name it in HOMEVISIT_ROLE_MAILBOXES, then let it go out again"


def frame_of(reading: Reading, office: Office, letter: Letter) -> Frame:
    """Number, date, letterhead, whom its copies reach, and an official's name only where that official's act is on record."""
    letterhead = letterhead_on(letter.dated)
    return Frame(
        number=letter.number,
        dated=letter.dated,
        place=letterhead.place,
        letterhead=letterhead,
        signatory=signatory_of(reading, letter),
        copies=in_words(_copies_that_go_out(reading, letter), letterhead),
        verification=f"{office.settings.verification_address}{letter.verification_token}",
        specimen=office.is_demo,
    )


def mails_of(
    reading: Reading, office: Office, effect: Effect, letter: Letter, pdf: bytes
) -> dict[str, tuple[OutgoingMail, str]]:
    """One mail to each addressee who has an address, each under a Message-ID that never changes.

    Where several roles share a mailbox, one mail is for all of them, under the name of the first.
    """
    title, english = title_told(reading, letter)
    head = letterhead_on(letter.dated)
    to_roles = _mailboxes(office, effect)
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
            attachments=(Attachment(file_name=_file_name(letter, addressee), content=pdf),),
            dated=office_time_of(effect),
        )
        mails[addressee] = (mail, message_id_of(f"{effect.key}:{addressee}", MAIL_DOMAIN))
    return mails


def _file_name(letter: Letter, addressee: str) -> str:
    """A copy that leaves for another house is called by the letter's number, as its subject is, never by the case."""
    if is_role(addressee):
        return f"{re.sub(r'[^A-Za-z0-9.]+', '-', letter.number)}.pdf"
    return f"{letter.subject}-{letter.kind}-{letter.occurrence}.pdf"


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


def missing_mailboxes(office: Office, effect: Effect) -> list[MailboxMissing]:
    """A copy goes to no address that is not on record: a technician is asked where a mailbox was taken out again."""
    if not is_a_copy(effect.kind):
        return []
    return [MailboxMissing(role) for role in roles_told(effect) if not has_mailbox(office, role)]


def _mailboxes(office: Office, effect: Effect) -> dict[str, str]:
    """The mailbox of each role that is told, each mailbox once; a copy's only where it is on record."""
    there = [role for role in roles_told(effect) if not is_a_copy(effect.kind) or has_mailbox(office, role)]
    first_of: dict[str, tuple[str, str]] = {}
    for role in there:
        address = mailbox_of(office.settings, role)
        first_of.setdefault(address.casefold(), (f"{TO_ROLE}{role}", address))
    return dict(first_of.values())


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


def _copies_that_go_out(reading: Reading, letter: Letter) -> list[CopyTo]:
    """No copy is named that nobody sends: to mailboxes as was planned with the letter, to the parties as its mail does."""
    of_the_letter = select(Effect).where(Effect.subject == letter.subject, Effect.occurrence == letter.occurrence)
    kind = LetterKind(letter.kind)
    copies = reading.session.scalar(of_the_letter.where(Effect.kind == f"copies:{kind.value}"))
    mail = reading.session.scalar(of_the_letter.where(Effect.kind == f"mail:{kind.value}"))
    sent = {*(copies.content["copies"] if copies else ()), *(_parties_with_a_copy(reading, kind, mail) if mail else ())}
    return [copy for copy in map(CopyTo, KINDS[kind].copies_to) if copy in sent]


def _parties_with_a_copy(reading: Reading, kind: LetterKind, mail: Effect) -> set[str]:
    """Each for whom the letter is meant and whom it reaches, and to whom it is not addressed already.

    Where none of them has an address, the post or whoever has one brings it to all of them.
    """
    if not is_for_parties(mail) or FAMILY in mail.content["to"]:
        return set()
    case = find_case(reading, mail.subject)
    application, died = read_application(reading, case), case.result == "died"
    meant_for = {party for party in mail.content["to"] if not is_role(party)}
    reached = (meant_for & set(addresses_of(application, died=died))) or meant_for
    is_the_applicants = application.guarantor is None and KINDS[kind].recipient == "guarantor"
    not_told = {"applicant"} if died or is_the_applicants else set()
    return reached - not_told - ({"guarantor"} if application.guarantor is None else set())
