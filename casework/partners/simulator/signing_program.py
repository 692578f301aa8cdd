"""The simulated service's own way of signing: it shares nothing with the office's, and dates by this machine's clock."""

import io

from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from casework.partners.simulator.refusal import Refusal
from casework.partners.simulator.signature_account import SignatureAccount

STAMP = "SIMULASI tanda tangan elektronik\n%(role)s\n%(ts)s"


async def signed_by(account: SignatureAccount, letter: bytes, *, role: str, reason: str) -> bytes:
    """The letter's first empty field is filled, behind its own bytes; raises ``Refusal`` where there is none."""
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(letter))
        empty = next(enumerate_sig_fields(writer.prev, filled_status=False), None)
    except (PdfError, ValueError):
        raise Refusal(400, "NO-PDF") from None
    if empty is None:
        raise Refusal(400, "NO-EMPTY-FIELD")
    about = PdfSignatureMetadata(field_name=empty[0], reason=reason, subfilter=SigSeedSubFilter.PADES)
    program = PdfSigner(about, _signer(account), stamp_style=TextStampStyle(stamp_text=STAMP))
    output = await program.async_sign_pdf(writer, existing_fields_only=True, appearance_text_params={"role": role})
    return bytes(output.getvalue())


def _signer(account: SignatureAccount) -> SimpleSigner:
    issuers = SimpleCertificateStore()
    issuers.register(translate_pyca_cryptography_cert_to_asn1(account.issuer))
    return SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(account.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(account.key),
        cert_registry=issuers,
    )
