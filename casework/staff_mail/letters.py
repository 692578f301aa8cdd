"""A letter of the office to its own people: as a PDF to the mailboxes of roles, nobody's name in the mail around it."""

from casework.letters import KINDS, LetterKind
from casework.office import Office
from casework.partners.mail import message_id_of
from casework.partners.protocols import Attachment, OutgoingMail
from casework.registry.models import Effect, Letter
from casework.staff_mail.mailboxes import mailbox_of
from casework.stages.case_file import office_time_of
from casework.stages.envelope import MAIL_DOMAIN

TEXT = (
    "Dengan hormat,\n\nterlampir {title} Nomor {number} untuk disimpan dan dilaksanakan.\n\n"
    "Attached is the office's {english}, number {number}, to be filed and followed.\n"
)


def mails_to_roles(office: Office, effect: Effect, letter: Letter, pdf: bytes) -> dict[str, tuple[OutgoingMail, str]]:
    """One mail to each role's mailbox, each under a Message-ID that never changes."""
    title, english = KINDS[LetterKind(letter.kind)].title
    mails = {}
    for role in effect.content["to"]:
        mail = OutgoingMail(
            to=mailbox_of(office.settings, role),
            subject=f"{title} · {english}: {letter.number}",
            text=TEXT.format(title=title, english=english, number=letter.number),
            attachments=(Attachment(file_name=f"{letter.subject}-{letter.kind}-{letter.occurrence}.pdf", content=pdf),),
            dated=office_time_of(effect),
        )
        mails[role] = (mail, message_id_of(f"{effect.key}:{role}", MAIL_DOMAIN))
    return mails
