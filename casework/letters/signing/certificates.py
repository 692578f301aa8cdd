"""Which certificate stands in a signed letter, and how it stood at a moment."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from casework.letters.signing.issuers import Issuers
from casework.letters.signing.signer import SigningRefused

Standing = Literal["valid", "not-yet-valid", "expired", "revoked"]


@dataclass(frozen=True)
class CertificateStanding:
    """How a certificate stood at a moment, and how long it held; ``revoked_at`` is None where nobody took it back.

    Whether a known issuer vouches for it is the signature's affair: see ``SignatureFound.trusted``.
    """

    standing: Standing
    at: datetime
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None

    def ended_by(self, moment: datetime) -> tuple[Standing, datetime] | None:
        """How and when the certificate has ended by a later moment; None while it holds."""
        if self.revoked_at is not None and self.revoked_at <= min(moment, self.valid_until):
            return "revoked", self.revoked_at
        return ("expired", self.valid_until) if moment > self.valid_until else None


def signing_certificate(pdf: bytes) -> x509.Certificate:
    """The whole certificate of a letter's last signature; raises ``SigningRefused`` where there is none."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, IndexError):
        signatures = []
    if not signatures:
        raise SigningRefused("what came back bears no signature: ask the signature service what it did")
    return x509.load_der_x509_certificate(signatures[-1].signer_cert.dump())


def standing_of(certificate: x509.Certificate, at: datetime, issuers: Issuers) -> CertificateStanding:
    """Whether a certificate was to be trusted at a moment, by its own dates and its issuer's list of revoked ones."""
    valid_from, valid_until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    revoked_at = issuers.revoked_at(certificate)
    standing: Standing = "valid"
    if at < valid_from:
        standing = "not-yet-valid"
    elif revoked_at is not None and revoked_at <= min(at, valid_until):
        standing = "revoked"
    elif at > valid_until:
        standing = "expired"
    return CertificateStanding(standing, at, valid_from, valid_until, revoked_at)
