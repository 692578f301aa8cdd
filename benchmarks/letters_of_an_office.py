"""Letters to be measured: each with a number, a name and an address of its own, so that nothing of one serves the next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from casework.letters import Frame, LetterFacts, LetterKind, number_of, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.letters.rendering import warm_up

MEASURED = LetterKind.GRANT  # in two languages, signed by an official
SIGNED_AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class NumberedLetter:
    """One letter of many."""

    sequence: int
    kind: LetterKind = MEASURED

    @property
    def facts(self) -> LetterFacts:
        """The sample's facts, about somebody else."""
        return sample_facts(self.kind).model_copy(update=dict.fromkeys(("recipient_name", "applicant_name"), self.name))

    @property
    def frame(self) -> Frame:
        """Its own number and address, as a letter that goes out."""
        update = {"number": number_of(self.kind, 2026, self.sequence), "verification": self.address, "specimen": False}
        return sample_frame(self.kind).model_copy(update=update)

    @property
    def name(self) -> str:
        """An invented name."""
        return f"Anna Berg {self.sequence}"

    @property
    def address(self) -> str:
        """Where it can be verified."""
        return f"http://127.0.0.1:4210/verify/{self.sequence:022d}"

    @property
    def blanks(self) -> dict[str, str]:
        """What is different from letter to letter, for those who fill a template."""
        return {"number": self.frame.number, "name": self.name, "address": self.address}

    def printed(self) -> bytes:
        """As PDF."""
        return render_letter(self.kind, self.facts, self.frame).pdf


def as_in_the_office() -> None:
    """What the office's fork server has loaded before it prints, so that no letter has to (``homevisit/warm_engine``)."""
    letter = NumberedLetter(1)
    warm_up(letter.frame, letter.facts, letter.kind)


class SigningOfficial:
    """An official with a certificate of their own (ECDSA P-256); signs as the office's local back end does."""

    def __init__(self) -> None:
        from casework.letters.signing.key_file import SigningKey  # noqa: PLC0415 not in the process that signs nothing
        from casework.letters.signing.local import LocalSigner  # noqa: PLC0415 see above
        from casework.letters.signing.signer import SignedAs  # noqa: PLC0415 see above

        private_key = ec.generate_private_key(ec.SECP256R1())
        self._signer = LocalSigner(SigningKey(private_key, _certificate(private_key), ()))
        self._as = SignedAs(role="a.n. Kepala Kantor, Kepala Seksi", signed_at=SIGNED_AT, reason="Persetujuan")

    def signed(self, letter: NumberedLetter) -> bytes:
        """Printed and signed."""
        return self._signer.sign(letter.printed(), self._as).pdf

    def signed_sample(self, kind: LetterKind) -> bytes:
        """A kind's sample letter, printed and signed."""
        frame = sample_frame(kind).model_copy(update={"specimen": False})
        return self._signer.sign(render_letter(kind, sample_facts(kind), frame).pdf, self._as).pdf


def _certificate(private_key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented official")])
    usage = x509.KeyUsage(True, True, *[False] * 7)  # for signatures and commitments, nothing else
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SIGNED_AT - timedelta(days=1))
        .not_valid_after(SIGNED_AT + timedelta(days=365))
        .add_extension(usage, critical=True)
        .sign(private_key, hashes.SHA256())
    )
