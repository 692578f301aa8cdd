"""Copies of a letter (tembusan): to which mailboxes they go out, and whom the letter may therefore name."""

from collections.abc import Sequence

from casework.approval_chain import DIRECTORATE_GENERAL, REGIONAL_OFFICE
from casework.houses import ENFORCEMENT_SECTION, civil_registry_of
from casework.letters import KINDS, LetterFacts, LetterKind
from casework.letters.copies import CopyTo
from casework.letters.facts.decree import TeamDecreeFacts
from casework.office import Office
from casework.registry import Reading
from casework.staff_mail.mailboxes import has_mailbox
from casework.stages.case_file import find_case
from casework.stages.letter_facts.decree import PART_OF_ROLE

PARTIES = frozenset({CopyTo.GUARANTOR, CopyTo.APPLICANT})  # theirs is the letter's own mail, or the post
OUTSIDE_THE_OFFICE = frozenset(
    {CopyTo.REGIONAL_OFFICE, CopyTo.DIRECTORATE_GENERAL, CopyTo.CIVIL_REGISTRY, CopyTo.ENFORCEMENT_SECTION}
)
MAILBOX_OF = {
    CopyTo.SECTION_HEAD: "section-head",
    CopyTo.ADMINISTRATOR: "administrator",
    CopyTo.DISPATCHER: "dispatcher",
    CopyTo.ENFORCEMENT_SECTION: ENFORCEMENT_SECTION,
    CopyTo.REGIONAL_OFFICE: REGIONAL_OFFICE,
    CopyTo.DIRECTORATE_GENERAL: DIRECTORATE_GENERAL,
}


def copies_that_go_out(
    reading: Reading, office: Office | None, subject: str, kind: LetterKind, facts: LetterFacts
) -> dict[CopyTo, Sequence[str]]:
    """Each copy besides the parties' own, with the mailboxes to which it goes; a house without one receives none.

    Raises ``ValueError`` where copies may go to houses outside and it is not told which office's mailboxes are meant.
    """
    found = {}
    for copy in map(CopyTo, KINDS[kind].copies_to):
        if copy in PARTIES:
            continue
        mailboxes = _mailboxes_of(reading, subject, copy, facts)
        if copy in OUTSIDE_THE_OFFICE:
            if office is None:
                raise ValueError(f"copies of the letter '{kind.value}' leave the office: plan it with the office")
            mailboxes = [one for one in mailboxes if has_mailbox(office, one)]
        if mailboxes:
            found[copy] = mailboxes
    return found


def _mailboxes_of(reading: Reading, subject: str, copy: CopyTo, facts: LetterFacts) -> Sequence[str]:
    if copy is CopyTo.CIVIL_REGISTRY:
        return [civil_registry_of(find_case(reading, subject).regency_code)]
    if copy is CopyTo.OFFICERS:  # those whom a decree appoints, in the mailboxes of what they are appointed to
        appointed = {role for one in facts.members for role in one.roles} if isinstance(facts, TeamDecreeFacts) else ()
        return [role for role, part in PART_OF_ROLE.items() if part in appointed]
    return [MAILBOX_OF[copy]]
