"""The office's certificate and its private key, as an issuer hands them over: a PKCS#12 file (RFC 7292)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pkcs12 as syntax
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from casework.letters.signing.signer import SigningCertificate, SigningRefused

SHORTEST_RSA_KEY = 2048

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey


@dataclass(frozen=True)
class SigningKey:
    """A private key with its certificate and those of its issuers, as they lay in one file."""

    private_key: PrivateKey
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]

    def check_validity(self, moment: datetime) -> None:
        """Nothing is signed with a certificate outside its time; raises ``SigningRefused``."""
        if moment < self.certificate.not_valid_before_utc:
            raise SigningRefused(
                f"the signing certificate is not valid before {_day(self.certificate.not_valid_before_utc)}: "
                "use the one before it until then, or set the clock right"
            )
        if moment > self.certificate.not_valid_after_utc:
            raise SigningRefused(
                f"the signing certificate expired on {_day(self.certificate.not_valid_after_utc)}: "
                "ask its issuer for a new one and put its PKCS#12 file in the old one's place"
            )


def read_signing_key(key_file: Path, passphrase_file: Path) -> SigningKey:
    """A key is taken from its file only when it is whole and fit to sign; raises ``SigningRefused`` if not.

    The passphrase is the first line of a file of its own.
    """
    content = _read(key_file, "PKCS#12 file of the signing certificate")
    passphrase = _read(passphrase_file, "passphrase file of the signing certificate").split(b"\n", 1)[0].rstrip(b"\r")
    _refuse_what_is_no_pkcs12(content)
    try:
        held = pkcs12.load_pkcs12(content, passphrase)
    except ValueError:
        held = None
    if held is None:  # raised outside: cryptography's own error may say more than a log should
        raise SigningRefused(
            "the passphrase does not open the PKCS#12 file of the signing certificate: "
            "write the right one into the first line of the passphrase file"
        )
    if held.key is None:
        raise SigningRefused(
            "the PKCS#12 file of the signing certificate holds no private key: "
            "export it again with its private key (openssl pkcs12 -export -inkey KEY -in CERTIFICATE)"
        )
    if held.cert is None:
        raise SigningRefused(
            "the PKCS#12 file holds a private key but no certificate of that key: "
            "export it again with the certificate (openssl pkcs12 -export -inkey KEY -in CERTIFICATE)"
        )
    issuers = tuple(issuer.certificate for issuer in held.additional_certs)
    return SigningKey(_fit_to_sign(held.key), _meant_to_sign(held.cert.certificate), issuers)


def described(certificate: x509.Certificate) -> SigningCertificate:
    """What the register records of a certificate: enough to find it again, nothing of its holder."""
    return SigningCertificate(
        serial=f"{certificate.serial_number:X}",
        issuer=certificate.issuer.rfc4514_string(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def _read(file: Path, what: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SigningRefused(
            f"the {what} cannot be read at {file} ({error.strerror}): put it there, or set its place right"
        ) from None


def _refuse_what_is_no_pkcs12(content: bytes) -> None:
    try:
        version = syntax.Pfx.load(content, strict=True)["version"].native
    except (ValueError, TypeError):
        version = None
    if version != "v3":
        raise SigningRefused(
            "the file of the signing certificate is no PKCS#12 file or is damaged: "
            "copy it again from the issuer's .p12 or .pfx file"
        )


def _fit_to_sign(key: object) -> PrivateKey:
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1 | SECP384R1):
        return key
    if isinstance(key, RSAPrivateKey) and key.key_size >= SHORTEST_RSA_KEY:
        return key
    raise SigningRefused(
        "the signing certificate's key is of a kind that signs no letters: "
        "ask for one with ECDSA P-256 or RSA of at least 2048 bits"
    )


def _meant_to_sign(certificate: x509.Certificate) -> x509.Certificate:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return certificate  # RFC 5280, 4.2.1.3: without the extension a key may be used for anything
    if usage.digital_signature or usage.content_commitment:
        return certificate
    raise SigningRefused(
        "the signing certificate is not meant for signing documents (its key usage says so): "
        "ask its issuer for an electronic seal or a signing certificate"
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
