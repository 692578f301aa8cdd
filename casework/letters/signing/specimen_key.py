"""A key for an office of invented people: made on the spot, vouched for by nobody, and it says so."""

import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

LASTS = timedelta(days=3650)
NAME = "CONTOH - bukan sertifikat resmi"


def make_specimen_key(key_file: Path, passphrase_file: Path, made_at: datetime) -> None:
    """Write a PKCS#12 file and its passphrase, each readable by its owner only; ``made_at`` is aware."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME), x509.NameAttribute(NameOID.COUNTRY_NAME, "ID")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made_at - timedelta(days=1))
        .not_valid_after(made_at + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(signs_documents(), critical=True)
        .sign(key, hashes.SHA256())
    )
    passphrase = secrets.token_urlsafe(24).encode()
    protected = pkcs12.serialize_key_and_certificates(
        b"contoh", key, certificate, None, BestAvailableEncryption(passphrase)
    )
    _write_for_its_owner(passphrase_file, passphrase + b"\n")
    _write_for_its_owner(key_file, protected)


def signs_documents() -> x509.KeyUsage:
    """What a certificate is for that stands under letters, and nothing else (RFC 5280, 4.2.1.3)."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_for_its_owner(file: Path, content: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(content)
