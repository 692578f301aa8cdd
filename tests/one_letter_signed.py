"""A letter of the register whose bytes are a signed PDF of the test's own."""

from demo_life import Life

from casework.letters.signing import SignedLetter
from casework.registry import Event
from casework.registry.models import Letter


def the_receipt(life: Life) -> Letter:
    return life.rows(Letter, Letter.kind == "receipt")[0]


def issue(life: Life, signed: SignedLetter) -> None:
    """The case's receipt becomes that letter, issued now."""
    with life.change() as change:
        letter = change.session.get_one(Letter, the_receipt(life).id)
        letter.state, letter.pdf_sha256 = "issued", signed.sha256
        letter.stored_as = life.office.files.store(change.key_of(letter.subject), signed.pdf)
        letter.signed_with = f"{signed.back_end}:{signed.certificate.serial}"
        facts = {"number": letter.number, "pdf": signed.sha256}
        change.write(Event("letters:letter:issued", letter.subject, facts=facts))
