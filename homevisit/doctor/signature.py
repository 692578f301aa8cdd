"""The electronic signature, as the doctor sees it: whether letters can be signed, and for how long."""

from datetime import UTC, datetime
from pathlib import Path

from casework.letters.signing import SigningRefused
from casework.office import open_office
from casework.partners.faults import PartnerUnavailable
from casework.settings import Settings
from casework.signing import SIMULATOR, LetterNotSigned, how_letters_are_signed, issuers_file_of, signer_of
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
    except PartnerUnavailable:
        raise Amiss("the simulator that signs the letters does not run: open the office with 'homevisit up'") from None
    _look_at_issuers(issuers_file_of(settings))
    if signer is None:
        return "a demo office without a specimen key: its letters are CONTOH and go out unsigned"
    if how_letters_are_signed(office) == "bsre":
        by = "the service's simulator" if settings.signing_service_url == SIMULATOR else "the national service"
        return f"letters are signed by {by}"
    return _judged(signer)


def _look_at_issuers(file: Path | None) -> None:
    """A revocation list that should have been replaced tells nothing of what was revoked since."""
    from casework.letters.signing.issuers import read_issuers  # noqa: PLC0415 - pyHanko is loaded where it is needed

    if file is None:
        return
    try:
        since = read_issuers(file).out_of_date(datetime.now(UTC))
    except SigningRefused as refused:
        raise Amiss(str(refused)) from None
    if since is not None:
        raise Amiss(
            f"a list of revoked certificates was due to be replaced on {since.date().isoformat()}: "
            "take the next one from its issuer's address into the file of HOMEVISIT_SIGNING_ISSUERS_FILE"
        )


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
