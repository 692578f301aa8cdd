"""Who signs at the simulated signature service: an invented official's identity, passphrase, key and certificate."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from casework.partners.addresses import account_at_the_simulator

# The service has no say in what day it is for the office: its certificates hold for as long as anybody rehearses.
VALID_FROM, VALID_UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
IDENTITY = "0000000000000000"  # sixteen digits as a NIK has them, and nobody's
ISSUER, STRANGER = "SIMULASI Penerbit Sertifikat", "SIMULASI Penerbit yang Tidak Dikenal"
SIGNER = "SIMULASI - bukan sertifikat resmi"


@dataclass(frozen=True)
class SignatureAccount:
    """Whoever knows identity and passphrase signs with this key; the issuer's certificate goes along."""

    identity: str
    passphrase: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate


def opened_account(folder: Path) -> SignatureAccount:
    """The account of this simulator, made when it first starts; the office reads its three files where they lie."""
    office = account_at_the_simulator(folder)
    beside = office.identity.parent
    if not office.issuers.exists():
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = _new_account(ISSUER, secrets.token_urlsafe(12))
        _write_private(office.identity, f"{new.identity}\n".encode())
        _write_private(office.passphrase, f"{new.passphrase}\n".encode())
        _write_private(beside / "key.pem", new.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _write_private(beside / "certificate.pem", new.certificate.public_bytes(Encoding.PEM))
        _write_private(office.issuers, new.issuer.public_bytes(Encoding.PEM))  # the last: it says that all are there
    key = load_pem_private_key((beside / "key.pem").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return SignatureAccount(
        office.identity.read_text().strip(),
        office.passphrase.read_text().strip(),
        key,
        x509.load_pem_x509_certificate((beside / "certificate.pem").read_bytes()),
        x509.load_pem_x509_certificate(office.issuers.read_bytes()),
    )


def in_strange_hands(account: SignatureAccount) -> SignatureAccount:
    """The same identity and passphrase, and a certificate for which nobody vouches whom the office knows."""
    return _new_account(STRANGER, account.passphrase)


def _new_account(issuer_name: str, passphrase: str) -> SignatureAccount:
    issuer_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = (
        _builder(issuer_name, issuer_name, issuer_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(issues=True), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    certificate = (
        _builder(SIGNER, issuer_name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(issues=False), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return SignatureAccount(IDENTITY, passphrase, key, certificate, issuer)


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_UNTIL)
    )


def _key_usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _write_private(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)
