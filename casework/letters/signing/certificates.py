"""Which certificate stands in a signed letter."""

import io

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from casework.letters.signing.key_file import described
from casework.letters.signing.signer import SigningCertificate, SigningRefused


def certificate_in(pdf: bytes) -> SigningCertificate:
    """The certificate of a letter's last signature; raises ``SigningRefused`` where there is none."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, IndexError):
        signatures = []
    if not signatures:
        raise SigningRefused("what came back bears no signature: ask the signature service what it did")
    return described(x509.load_der_x509_certificate(signatures[-1].signer_cert.dump()))
