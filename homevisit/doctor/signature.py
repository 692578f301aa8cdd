"""The electronic signature, as the doctor sees it: whether letters can be signed, and for how long."""

from datetime import UTC, datetime

from casework.letters.signing import SigningRefused
from casework.office import open_office
from casework.settings import Settings
from casework.signing import LetterNotSigned, how_letters_are_signed, signer_of
from homevisit.doctor.finding import Amiss
from homevisit.doctor.register import opened_register


def look_at_signature(settings: Settings) -> str:
    """Whether an official's letters can be signed here, by whom, and that the certificate does not end soon."""
    with opened_register(settings) as registry:
        office = open_office(registry, settings)
    try:
        signer = signer_of(office)
    except (LetterNotSigned, SigningRefused) as missing:
        raise Amiss(missing.code if isinstance(missing, LetterNotSigned) else str(missing)) from None
    if signer is None:
        return "a demo office without a specimen key: its letters are CONTOH and go out unsigned"
    if how_letters_are_signed(office) == "bsre":
        return "letters are signed by the national service"
    return _judged(signer)


def _judged(signer: object) -> str:
    from casework.letters.signing.key_file import described  # noqa: PLC0415 - pyHanko is loaded where it is needed
    from casework.letters.signing.local import LocalSigner  # noqa: PLC0415 - see above

    assert isinstance(signer, LocalSigner)
    now, certificate = datetime.now(UTC), described(signer.key.certificate)
    last = certificate.valid_until.date().isoformat()
    try:
        signer.key.check_validity(now)
    except SigningRefused as refused:
        raise Amiss(str(refused)) from None
    if certificate.ends_soon(now):
        raise Amiss(f"the signing certificate ends on {last}: ask its issuer for a new one now")
    return f"letters are signed with the office's own certificate, until {last}"
