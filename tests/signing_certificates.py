"""An invented issuer of signing certificates: certificates of any time, and lists of those that it took back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from casework.letters.signing.key_file import SigningKey
from casework.letters.signing.local import LocalSigner
from casework.letters.signing.specimen_key import signs_documents

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@dataclass
class Issuer:
    """One that vouches for whatever it has issued."""

    name: str = "Penerbit Contoh"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @cached_property
    def certificate(self) -> x509.Certificate:
        years = timedelta(days=365 * 30)
        builder = self._builder(self.name, self.key.public_key(), BEGAN - years, BEGAN + years)
        return builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
            self.key, hashes.SHA256()
        )

    def signer(self, valid_from: datetime, valid_until: datetime) -> LocalSigner:
        """Somebody with a certificate of these dates."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder("Kepala Kantor (contoh)", key.public_key(), valid_from, valid_until)
        certificate = builder.add_extension(signs_documents(), critical=True).sign(self.key, hashes.SHA256())
        return LocalSigner(SigningKey(key, certificate, (self.certificate,)))

    def revoked(
        self,
        signer: LocalSigner,
        at: datetime,
        *,
        invalid_since: datetime | None = None,
        next_list: datetime | None = None,
    ) -> x509.CertificateRevocationList:
        """The list in which a certificate is taken back; its key may have been in wrong hands for longer."""
        entry = x509.RevokedCertificateBuilder(signer.key.certificate.serial_number, at)
        if invalid_since is not None:
            entry = entry.add_extension(x509.InvalidityDate(invalid_since.replace(tzinfo=None)), critical=False)
        return (
            x509.CertificateRevocationListBuilder(self.certificate.subject, at, next_list or at + timedelta(days=3650))
            .add_revoked_certificate(entry.build())
            .sign(self.key, hashes.SHA256())
        )

    def _builder(
        self, subject: str, key: ec.EllipticCurvePublicKey, valid_from: datetime, valid_until: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(named(subject))
            .issuer_name(named(self.name))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(valid_from)
            .not_valid_after(valid_until)
        )


def written(file: Path, *parts: x509.Certificate | x509.CertificateRevocationList) -> Path:
    """These certificates and lists in one PEM file."""
    file.write_bytes(b"".join(part.public_bytes(Encoding.PEM) for part in parts))
    return file
