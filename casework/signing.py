"""Who signs the office's letters electronically: its own certificate, the national service, or, in a demo office, a specimen key."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from casework.letters import Signatory
from casework.letters.signing import SignedAs, SignedLetter, Signer, SigningRefused, signed_letter
from casework.office import Office
from casework.partners.addresses import account_at_the_simulator, simulated_signature_service
from casework.partners.esign import NationalSignatureService
from casework.partners.faults import PartnerRefused
from casework.partners.transport import open_line
from casework.settings import Settings

REASON = "Surat dinas Kantor Imigrasi Kelas I TPI Surakarta"
SECONDS_TO_SIGN = 60.0
SIMULATOR = "simulator"  # in the place of the service's address
NOT_SET_UP = (
    "this office has no electronic signature: set HOMEVISIT_SIGNING_KEY_FILE and HOMEVISIT_SIGNING_PASSPHRASE_FILE, "
    "or HOMEVISIT_SIGNING_SERVICE_URL"
)
How = Literal["", "local", "bsre"]


class LetterNotSigned(PartnerRefused):
    """A letter that an official signs does not leave the office unsigned: a person puts right what the sentence says."""

    def __init__(self, sentence: str) -> None:
        super().__init__("esign", sentence)

    def __str__(self) -> str:
        return f"the letter could not be signed: {self.code}"


@dataclass(frozen=True)
class ByTheNationalService:
    """Letters are signed far away; what comes back is judged here before it is kept: the signature, and whose it is."""

    service: NationalSignatureService
    issuers_file: Path

    def sign(self, pdf: bytes, letter: SignedAs) -> SignedLetter:
        """The letter as it came back; raises ``PartnerUnavailable``, ``PartnerRefused`` or ``SigningRefused``."""
        from casework.letters.signing.certificates import signing_certificate, standing_of  # noqa: PLC0415 - pyHanko is loaded where it is needed
        from casework.letters.signing.issuers import read_issuers  # noqa: PLC0415 - see above
        from casework.letters.signing.key_file import described  # noqa: PLC0415 - see above
        from casework.letters.signing.verification import signature_in  # noqa: PLC0415 - see above

        issuers = read_issuers(self.issuers_file)
        signed = self.service.signed(pdf, role=letter.role, reason=letter.reason)
        found = signature_in(signed, issuers.certificates, letter.signed_at)
        if found.found != "intact":
            raise SigningRefused("what came back bears no signature that holds: ask the signature service what it did")
        certificate = signing_certificate(signed)
        standing = standing_of(certificate, letter.signed_at, issuers).standing
        if standing != "valid":
            raise SigningRefused(
                f"the service signed with a certificate that is {standing.replace('-', ' ')}: ask it why"
            )
        if not found.trusted:
            raise SigningRefused(
                "the service signed with a certificate that none of the known issuers vouches for: "
                "ask it whose that is, or put its issuer into the file of HOMEVISIT_SIGNING_ISSUERS_FILE"
            )
        return signed_letter(pdf, signed, letter, "bsre", described(certificate))


def how_letters_are_signed(office: Office) -> How:
    """Which back end stands behind an official's act; empty where there is none."""
    settings = office.settings
    if settings.signing_service_url is not None:
        return "bsre"
    if settings.signing_key_file is not None or (office.is_demo and specimen_key_files(settings)[0].exists()):
        return "local"
    return ""


def signer_of(office: Office) -> Signer | None:
    """Whoever signs in this office; None in a demo office without a specimen key, whose letters are CONTOH anyway.

    Raises ``LetterNotSigned`` in a real office that has not set up any, ``PartnerUnavailable`` while the simulator that
    is to sign does not run.
    """
    settings, how = office.settings, how_letters_are_signed(office)
    if how == "bsre":
        return _by_the_service(office)
    if how == "local":
        from casework.letters.signing.local import LocalSigner  # noqa: PLC0415 - pyHanko is loaded where it is needed

        try:
            return LocalSigner.from_files(*_key_files(settings))
        except SigningRefused as refused:
            raise LetterNotSigned(str(refused)) from None
    if office.is_demo:
        return None
    raise LetterNotSigned(NOT_SET_UP)


def sign(office: Office, pdf: bytes, signatory: Signatory) -> SignedLetter | None:
    """A printed letter under the electronic signature of its signatory's post; None where nobody signs in a demo office.

    Raises ``LetterNotSigned``, or what the national service raises.
    """
    signer = signer_of(office)
    if signer is None:
        return None
    try:
        return signer.sign(pdf, SignedAs(role_of(signatory), office.now().office, REASON))
    except SigningRefused as refused:
        raise LetterNotSigned(str(refused)) from None


def role_of(signatory: Signatory) -> str:
    """As what an official signs, in one line, such as "a.n. Kepala Kantor, Kepala Seksi Lalu Lintas"."""
    under = f"{signatory.under}, u.b." if signatory.under else ""
    return " ".join(part for part in (signatory.capacity, under, signatory.post) if part)


def specimen_key_files(settings: Settings) -> tuple[Path, Path]:
    """Where a demo office keeps the key with which it signs specimens, and its passphrase."""
    return settings.state_folder / "specimen-signature.p12", settings.state_folder / "specimen-signature.txt"


def make_specimen_key(office: Office) -> None:
    """A demo office signs with a key of its own, which nobody vouches for; made once."""
    key_file, passphrase_file = specimen_key_files(office.settings)
    if office.is_demo and not key_file.exists():
        from casework.letters.signing import specimen_key  # noqa: PLC0415 - only once in a demo office's life

        specimen_key.make_specimen_key(key_file, passphrase_file, office.now().recorded_at)


def _key_files(settings: Settings) -> tuple[Path, Path]:
    if settings.signing_key_file is None:
        return specimen_key_files(settings)
    if settings.signing_passphrase_file is None:
        raise LetterNotSigned("HOMEVISIT_SIGNING_PASSPHRASE_FILE is not set: name the file with the key's passphrase")
    return settings.signing_key_file, settings.signing_passphrase_file


def issuers_file_of(settings: Settings) -> Path | None:
    """Where it stands who vouches for signing certificates; None where this office was told of nobody."""
    if settings.signing_issuers_file is None and settings.signing_service_url == SIMULATOR:
        return account_at_the_simulator(settings.neighbours_folder).issuers
    return settings.signing_issuers_file


def _by_the_service(office: Office) -> ByTheNationalService:
    settings = office.settings
    if settings.signing_service_url == SIMULATOR:
        return _by_the_simulator(office)
    identity, passphrase = settings.signing_service_identity_file, settings.signing_passphrase_file
    issuers = settings.signing_issuers_file
    if settings.signing_service_url is None or identity is None or passphrase is None or issuers is None:
        raise LetterNotSigned(
            "HOMEVISIT_SIGNING_SERVICE_IDENTITY_FILE, HOMEVISIT_SIGNING_PASSPHRASE_FILE or "
            "HOMEVISIT_SIGNING_ISSUERS_FILE is not set: name all three files"
        )
    return ByTheNationalService(_service_at(settings.signing_service_url, identity, passphrase), issuers)


def _by_the_simulator(office: Office) -> ByTheNationalService:
    """Its address changes with each start; whoever may sign there was laid down beside it."""
    if not office.is_demo:
        raise LetterNotSigned(
            "a real office's letters are not signed by the simulator: "
            "set HOMEVISIT_SIGNING_SERVICE_URL to the national service's own address"
        )
    folder = office.settings.neighbours_folder
    account = account_at_the_simulator(folder)
    service = _service_at(simulated_signature_service(folder), account.identity, account.passphrase)
    return ByTheNationalService(service, office.settings.signing_issuers_file or account.issuers)


def _service_at(url: str, identity: Path, passphrase: Path) -> NationalSignatureService:
    leaves = not url.startswith("http://127.0.0.1")
    line = open_line(time_out_seconds=SECONDS_TO_SIGN, leaves_the_machine=leaves, certificate_authority=None)
    return NationalSignatureService(url, identity, passphrase, line)
