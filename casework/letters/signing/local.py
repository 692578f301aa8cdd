"""The office signs with a certificate of its own: PAdES-B-B, as an increment behind the letter's bytes."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from asn1crypto.cms import ContentInfo
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1, translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from casework.letters.signing.appearance import signature_block
from casework.letters.signing.key_file import SigningKey, described, read_signing_key
from casework.letters.signing.signature_field import FIELD_NAME
from casework.letters.signing.signer import SignedAs, SignedLetter, SigningRefused, signed_letter

DIGEST = "sha256"
ROOM_BESIDE_THE_CERTIFICATES = 2048  # bytes: signature value, attributes, what DER wraps around them


@dataclass(frozen=True)
class LocalSigner:
    """The office's seal or its official's certificate signs each letter on this machine; nothing is fetched."""

    key: SigningKey

    @classmethod
    def from_files(cls, key_file: Path, passphrase_file: Path) -> "LocalSigner":
        """The signer whose key lies in a PKCS#12 file; raises ``SigningRefused``."""
        return cls(read_signing_key(key_file, passphrase_file))

    def sign(self, pdf: bytes, letter: SignedAs) -> SignedLetter:
        """Sign in the letter's empty field; raises ``SigningRefused`` for a certificate out of its time."""
        self.key.check_validity(letter.signed_at)
        signed = _signed(pdf, letter, self.key)
        return signed_letter(pdf, signed, letter, "local", described(self.key.certificate))


class _Increment(IncrementalPdfFileWriter):
    """A signature adds itself and nothing else: pyHanko would write its name and the clock into the metadata."""

    def _update_meta(self) -> None:
        pass


def _signed(pdf: bytes, letter: SignedAs, key: SigningKey) -> bytes:
    try:
        writer = _Increment(io.BytesIO(pdf))
        _show(writer, letter)
        filling = PdfCMSEmbedder().write_cms(field_name=FIELD_NAME, writer=writer, existing_fields_only=True)
        next(filling)
        filling.send(SigObjSetup(sig_placeholder=_placeholder(letter, key)))
        prepared, written = filling.send(SigIOSetup(md_algorithm=DIGEST))
        filling.send(_content_info(prepared.document_digest, key))
    except (PdfError, SigningError):
        written = None
    if written is None:
        raise SigningRefused(
            "the letter has no empty signature field or is no whole PDF: print it again before it is signed"
        )
    return bytes(written.getvalue())


def _show(writer: IncrementalPdfFileWriter, letter: SignedAs) -> None:
    for _, signed_already, reference in enumerate_sig_fields(writer.prev, with_name=FIELD_NAME):
        if signed_already is not None:
            raise SigningError("the field is filled")
        field = writer.get_object(reference.reference)
        left, bottom, right, top = (float(edge) for edge in field["/Rect"])
        block = signature_block(writer, right - left, top - bottom, letter)
        field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer.add_object(block)})
        writer.mark_update(reference.reference)


def _placeholder(letter: SignedAs, key: SigningKey) -> SignatureObject:
    certificates = [key.certificate, *key.issuers]
    room = sum(len(certificate.public_bytes(Encoding.DER)) for certificate in certificates)
    return SignatureObject(
        timestamp=letter.signed_at,
        subfilter=SigSeedSubFilter.PADES,
        reason=letter.reason,
        bytes_reserved=2 * (room + ROOM_BESIDE_THE_CERTIFICATES),  # each byte takes two digits
    )


def _content_info(digest: bytes, key: SigningKey) -> ContentInfo:
    issuers = SimpleCertificateStore()
    issuers.register_multiple(translate_pyca_cryptography_cert_to_asn1(issuer) for issuer in key.issuers)
    signer = SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(key.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(key.private_key),
        cert_registry=issuers,
    )
    # beside the caller, who may stand in an event loop of their own
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, signer.async_sign(digest, DIGEST, use_pades=True)).result()
