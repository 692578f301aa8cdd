"""Carrying out what was planned: each effect goes out once, under its own key, and is then marked done."""

from collections.abc import Callable

from pydantic import ValidationError
from sqlalchemy import select

from casework.letters import FACTS, KINDS, LetterKind, LetterNotPrinted, LetterRefused, render_letter
from casework.office import Office
from casework.partners.addresses import Neighbours
from casework.partners.faults import AddressRefused, PartnerRefused
from casework.partners.mail import MAIL_DOMAIN, message_id_of
from casework.partners.protocols import BillingOrder, OutgoingMail, PermitOrder, StatusNotice
from casework.registry import Change, Event, Reading, Registry
from casework.registry.models import Case, Effect, Letter
from casework.signing import how_letters_are_signed, sign
from casework.staff_mail.mails import mail_to_role, why_not_any_more
from casework.stages import billed, by_post, envelope, payment, permit
from casework.stages.case_file import find_case, office_time_of, read_application
from casework.stages.copies_owed import is_a_copy, is_owed
from casework.stages.ending import GOES_OUT_AFTER_A_DEATH
from casework.stages.letter_templates import read_template


class LetterNotWritten(PartnerRefused):
    """A letter that its template or its facts keep from being printed keeps its number, and a person puts that right."""

    def __init__(self, sentence: str) -> None:
        super().__init__("press", sentence)

    def __str__(self) -> str:
        return f"the letter could not be printed: {self.code}"


class EffectUnknown(Exception):
    """The register holds an effect that this version cannot carry out."""


def planned_effects(reading: Reading, subject: str) -> list[Effect]:
    """What is to go out for a case or a day's rounds, in the order in which it was planned; what a person posts is not.

    Copies come last: whatever else is planned does not wait for them.
    """
    statement = select(Effect).where(Effect.subject == subject, Effect.state == "planned").order_by(Effect.id)
    waiting = by_post.waiting_for_post(reading, subject)
    planned = [effect for effect in reading.session.scalars(statement) if effect.id not in waiting]
    return sorted(planned, key=lambda effect: is_a_copy(effect.kind))


def carry_out(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> str:
    """One effect goes out, unless it was done or voided meanwhile; returns its state afterwards.

    Raises ``PartnerUnavailable`` (worth another try under the same key) and ``PartnerRefused`` (a person must look).
    """
    with registry.reading() as reading:
        effect = reading.session.get_one(Effect, effect_id)
        state, kind = effect.state, effect.kind
        case = reading.session.get(Case, effect.subject)
        goes_out_after_a_death = kind in GOES_OUT_AFTER_A_DEATH or is_owed(reading, effect)
    if state != "planned":
        return state
    if case is not None and case.result == "died" and not goes_out_after_a_death:  # whoever planned it
        return _void(registry, office, effect_id, "closed:effects:voided", "died")
    _way_out(kind)(registry, office, neighbours, effect_id)
    with registry.reading() as reading:
        return reading.session.get_one(Effect, effect_id).state


def _void(registry: Registry, office: Office, effect_id: int, event: str, reason: str) -> str:
    """What nobody needs any more does not go out."""
    with registry.change(office.now()) as change:
        effect = change.session.get_one(Effect, effect_id)
        if effect.state == "planned":
            effect.state, effect.void_reason, effect.settled_at = "void", reason, change.moment.recorded_at
            change.write(Event(event, effect.subject, facts={"effects": [effect.key], "reason": reason}))
        return effect.state


def _way_out(kind: str) -> Callable[[Registry, Office, Neighbours, int], None]:
    family = kind.partition(":")[0]
    ways = {
        "letter": _write_letter,
        "mail": _send_mail,
        "copies": _send_mail,
        "billing-order": _order_billing,
        "simkim-handover": _hand_over_to_simkim,
        "app-notice": _tell_the_app,
        "reminder": _mail_a_role,
        "digest": _mail_a_role,
    }
    if family not in ways:
        raise EffectUnknown(f"no way to carry out '{family}': this register was written by a newer version")
    return ways[family]


def _write_letter(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> None:
    del neighbours
    with registry.reading() as reading:
        letter = _letter_of(reading, reading.session.get_one(Effect, effect_id))
        kind = LetterKind(letter.kind)
        opened = reading.unseal(letter.sealed_facts, "letter.sealed_facts", letter.subject, letter.number)
        frame = envelope.frame_of(reading, office, letter)
        key = reading.key_of(letter.subject)
        templates = read_template(reading, letter.template_version) if letter.template_version else None
    how = how_letters_are_signed(office)
    unsigned = KINDS[kind].signed_electronically and frame.signatory is not None and not how
    frame = frame.model_copy(update={"signed_by_service": how, "draft": unsigned})
    try:
        rendered = render_letter(kind, FACTS[kind].model_validate_json(opened), frame, templates)
    except (LetterNotPrinted, LetterRefused) as fault:
        raise LetterNotWritten(str(fault)) from None
    except ValidationError as fault:  # planned by a version that asked less of such a letter
        where = ".".join(str(part) for part in fault.errors(include_input=False)[0]["loc"])
        raise LetterNotWritten(f"its facts, as they were planned, are no longer whole: look at '{where}'") from None
    signed = (
        sign(office, rendered.pdf, frame.signatory) if KINDS[kind].signed_electronically and frame.signatory else None
    )
    pdf, sha256 = (signed.pdf, signed.sha256) if signed else (rendered.pdf, rendered.sha256)
    name = office.files.store(key, pdf)
    with registry.change(office.now()) as change:
        effect = change.session.get_one(Effect, effect_id)
        if effect.state != "planned":
            return
        letter = _letter_of(change, effect)
        letter.state, letter.stored_as, letter.pdf_sha256 = "issued", name, sha256
        if signed is not None:
            letter.unsigned_sha256, letter.signed_with = (
                signed.unsigned_sha256,
                f"{signed.back_end}:{signed.certificate.serial}",
            )
        letter.engine_fingerprint = rendered.engine_fingerprint
        _done(
            change,
            effect,
            Event("letters:letter:issued", letter.subject, facts={"number": letter.number, "pdf": sha256}),
        )


def _send_mail(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> None:
    with registry.reading() as reading:
        effect = reading.session.get_one(Effect, effect_id)
        if effect_id in by_post.waiting_for_post(reading, effect.subject):
            return
        letter = _letter_of(reading, effect)
        if letter.stored_as is None or letter.pdf_sha256 is None:
            raise EffectUnknown(f"the letter of {effect.key} was not written before it was to be sent")
        pdf = office.files.read(reading.key_of(letter.subject), letter.stored_as, sha256=letter.pdf_sha256)
        mails = envelope.mails_of(reading, office, effect, letter, pdf)
        for_parties, missing = envelope.is_for_parties(effect), envelope.missing_mailboxes(office, effect)
    faults = {one: fault for one in mails if (fault := _why_refused(neighbours, *mails[one])) is not None}
    if troubles := [*missing, *(fault for one, fault in faults.items() if envelope.is_role(one))]:
        raise troubles[0]  # everybody else has the mail: what goes out again is the same under the same Message-ID
    refused = list(faults)
    if refused or (for_parties and not mails):
        _have_it_posted(registry, office, effect_id, sent=len(mails) - len(refused), refused=refused)
    else:
        _settle(registry, office, effect_id, by_post.SENT, {"recipients": len(mails)})


def _why_refused(neighbours: Neighbours, mail: OutgoingMail, message_id: str) -> AddressRefused | None:
    """One address that is refused keeps the letter from nobody else; a mailbox of a role that refuses is a technician's affair."""
    try:
        neighbours.mail.send(mail, message_id=message_id)
    except AddressRefused as fault:
        return fault
    return None


def _have_it_posted(registry: Registry, office: Office, effect_id: int, *, sent: int, refused: list[str]) -> None:
    """Whom no mail reaches is reached by post: a person is asked, and the mail counts as out once it is answered."""
    with registry.change(office.now()) as change:
        effect = change.session.get_one(Effect, effect_id)
        if effect.state != "planned" or effect_id in by_post.waiting_for_post(change, effect.subject):
            return
        if sent:
            change.write(Event(by_post.SENT, effect.subject, facts={"effect": effect.key, "recipients": sent}))
        if refused:
            change.write(
                Event(by_post.REFUSED, effect.subject, facts={"effect": effect.key, "recipients": len(refused)})
            )
        why = by_post.ADDRESS_REFUSED if refused else by_post.NO_ADDRESS
        parties = refused or envelope.whom_to_post_to(change, effect)
        by_post.ask_for_post(change, office, effect, _letter_of(change, effect), parties=parties, why=why)


def _order_billing(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> None:
    with registry.reading() as reading:
        effect = reading.session.get_one(Effect, effect_id)
        due = billed.present_payment(reading, effect.subject)
        if due is None:
            raise EffectUnknown(f"{effect.key} has no fee to bill")
        order: BillingOrder = envelope.billing_order(reading, effect.subject, due, office_time_of(effect))
        key = effect.key
    billing = neighbours.billing.issue(order, key=key)
    with registry.change(office.now()) as change:
        effect = change.session.get_one(Effect, effect_id)
        if effect.state == "planned":
            payment.note_billing(change, effect.subject, billing_code=billing.code, expires_at=billing.expires_at)
            _done(change, effect, Event("payment:billing:ordered", effect.subject))


def _hand_over_to_simkim(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> None:
    with registry.reading() as reading:
        effect = reading.session.get_one(Effect, effect_id)
        if not permit.is_released(reading, effect.subject):
            raise EffectUnknown(f"{effect.key} is not released by the last level of its chain")
        case = find_case(reading, effect.subject)
        order: PermitOrder = envelope.permit_order(case, read_application(reading, case), office_time_of(effect))
        key = effect.key
    receipt = neighbours.permits.hand_over(order, key=key)
    with registry.change(office.now()) as change:
        effect = change.session.get_one(Effect, effect_id)
        if effect.state == "planned":
            _done(change, effect, Event("permit:simkim:handed-over", effect.subject))
            permit.note_registered(change, office, effect.subject, receipt)


def _tell_the_app(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> None:
    with registry.reading() as reading:
        effect = reading.session.get_one(Effect, effect_id)
        case = find_case(reading, effect.subject)
        notice: StatusNotice = envelope.status_notice(case, str(effect.content["stage"]), office_time_of(effect))
        key = effect.key
    neighbours.guarantor_app.tell(notice, key=key)
    _settle(registry, office, effect_id, "app:notice:delivered", {})


def _mail_a_role(registry: Registry, office: Office, neighbours: Neighbours, effect_id: int) -> None:
    with registry.reading() as reading:
        effect = reading.session.get_one(Effect, effect_id)
        needless = why_not_any_more(reading, effect, office.now().office_date)
    if needless is not None:
        _void(registry, office, effect_id, "roles:mail:voided", needless)
        return
    neighbours.mail.send(mail_to_role(office, effect), message_id=message_id_of(effect.key, MAIL_DOMAIN))
    _settle(registry, office, effect_id, "roles:mail:sent", {})


def _settle(registry: Registry, office: Office, effect_id: int, name: str, facts: dict[str, int]) -> None:
    with registry.change(office.now()) as change:
        effect = change.session.get_one(Effect, effect_id)
        if effect.state == "planned":
            _done(change, effect, Event(name, effect.subject, facts={"effect": effect.key, **facts}))


def _done(change: Change, effect: Effect, told: Event) -> None:
    effect.state, effect.settled_at = "done", change.moment.recorded_at
    change.write(told)


def _letter_of(reading: Reading, effect: Effect) -> Letter:
    kind = effect.kind.partition(":")[2]
    return reading.session.scalars(
        select(Letter).where(
            Letter.subject == effect.subject, Letter.kind == kind, Letter.occurrence == effect.occurrence
        )
    ).one()
