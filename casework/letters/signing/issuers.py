"""Who vouches for the certificates under the office's letters, and which certificates they have taken back."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from casework.letters.signing.signer import SigningRefused

PART = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----.+?-----END \1-----", re.DOTALL)


@dataclass(frozen=True)
class Issuers:
    """The certificates by which others are trusted, and their issuers' lists of revoked ones (RFC 5280)."""

    certificates: tuple[x509.Certificate, ...] = ()
    revocations: tuple[x509.CertificateRevocationList, ...] = ()

    def revoked_at(self, certificate: x509.Certificate) -> datetime | None:
        """From when on a certificate is not to be trusted: its revocation, or the earlier moment that its issuer names."""
        moments = [
            _revoked_from(entry)
            for revocations in self.revocations
            if revocations.issuer == certificate.issuer
            and (entry := revocations.get_revoked_certificate_by_serial_number(certificate.serial_number)) is not None
        ]
        return min(moments, default=None)

    def out_of_date(self, now: datetime) -> datetime | None:
        """Since when a list of revoked certificates should have been replaced by its next one; None where none should."""
        due = [one.next_update_utc for one in self.revocations if one.next_update_utc is not None]
        return min((one for one in due if one < now), default=None)


def read_issuers(file: Path) -> Issuers:
    """Issuers' certificates and revocation lists in one file, PEM blocks in any order; raises ``SigningRefused``.

    A list counts only where one of the certificates has signed it.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SigningRefused(
            f"the issuers' certificates cannot be read at {file} ({error.strerror}): put them there, or set their place right"
        ) from None
    certificates, revocations = [], []
    try:
        for part in PART.finditer(content):
            if part[1] == b"CERTIFICATE":
                certificates.append(x509.load_pem_x509_certificate(part[0]))
            else:
                revocations.append(x509.load_pem_x509_crl(part[0]))
    except ValueError:
        certificates = []
    if not certificates:
        raise SigningRefused(
            "the file of the issuers' certificates holds none, or a damaged one: "
            "put each in as PEM, from its BEGIN CERTIFICATE to its END CERTIFICATE"
        )
    for one in revocations:
        if not any(_has_signed(certificate, one) for certificate in certificates):
            raise SigningRefused(
                "a list of revoked certificates is signed by none of the issuers beside it: "
                "take it from the issuer's own address, and put the issuer's certificate in too"
            )
    return Issuers(tuple(certificates), tuple(revocations))


def _has_signed(issuer: x509.Certificate, revocations: x509.CertificateRevocationList) -> bool:
    key = issuer.public_key()
    if issuer.subject != revocations.issuer or not isinstance(key, EllipticCurvePublicKey | RSAPublicKey):
        return False
    return revocations.is_signature_valid(key)


def _revoked_from(entry: x509.RevokedCertificate) -> datetime:
    try:
        named = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date_utc
    except x509.ExtensionNotFound:
        return entry.revocation_date_utc
    return min(named, entry.revocation_date_utc)
