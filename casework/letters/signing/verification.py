"""Whether the electronic signature in a letter still holds: judged offline, by certificates that are trusted beforehand."""

import io
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

# What pyHanko finds is answered, not logged: its words name whoever signed.
logging.getLogger("pyhanko.sign").setLevel(logging.CRITICAL)

Found = Literal["no-pdf", "unsigned", "altered", "intact"]


@dataclass(frozen=True)
class SignatureFound:
    """What stands in a file's signature: ``trusted`` is whether a known issuer vouches for it, ``serial`` hexadecimal."""

    found: Found
    trusted: bool = False
    serial: str | None = None
    signed_at: datetime | None = None


def signature_in(pdf: bytes, trusted: Sequence[x509.Certificate] = (), at: datetime | None = None) -> SignatureFound:
    """A signature is intact when the bytes that it covers are those that were signed and nothing follows them.

    Its certificate is judged as of ``at`` (aware), which is now where none is given.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except Exception:  # noqa: BLE001 - a file from outside may be broken anywhere, and pyHanko raises whatever it meets
        return SignatureFound("altered" if _was_signed(pdf) else "no-pdf")
    if not signatures:
        return SignatureFound("unsigned")
    roots = [translate_pyca_cryptography_cert_to_asn1(one) for one in trusted]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
    try:
        # beside the caller, who may stand in an event loop: pyHanko starts one of its own
        with ThreadPoolExecutor(1) as beside:
            status = beside.submit(validate_pdf_signature, signatures[-1], context, skip_diff=False).result()
    except Exception:  # noqa: BLE001 - a signature that cannot even be judged holds nothing: zlib's and pyHanko's errors alike
        return SignatureFound("altered")
    return _told(status)


def _was_signed(pdf: bytes) -> bool:
    """Whether what can no longer be read as a PDF still bears the marks of a signed one."""
    return pdf.startswith(b"%PDF-") and b"/ByteRange" in pdf


def _told(status: PdfSignatureStatus) -> SignatureFound:
    holds = status.intact and status.valid
    whole = holds and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return SignatureFound(
        "intact" if whole else "altered",
        trusted=bool(whole and status.trusted),
        serial=f"{status.signing_cert.serial_number:X}",
        signed_at=status.signer_reported_dt,
    )
