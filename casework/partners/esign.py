"""The national service for electronic signatures (BSrE): a letter goes there whole and comes back signed, or not at all."""

from dataclasses import dataclass
from pathlib import Path

import httpx

from casework.partners.faults import PartnerFault, PartnerRefused, PartnerUnavailable
from casework.partners.transport import WORTH_A_RETRY

PARTNER = "esign"
PATH = "/api/sign/pdf"
PDF = b"%PDF-"


@dataclass(frozen=True)
class NationalSignatureService:
    """The service of the office's own e-sign client: who signs there and the passphrase lie in files, never in settings.

    ``identity_file`` and ``passphrase_file`` hold one line each.
    """

    url: str
    identity_file: Path
    passphrase_file: Path
    line: httpx.Client

    def signed(self, pdf: bytes, *, role: str, reason: str) -> bytes:
        """The letter with the service's signature behind its own bytes.

        Raises ``PartnerUnavailable`` (try again) or ``PartnerRefused`` (a passphrase, a certificate, an answer that is
        not this letter).
        """
        outcome = self._ask(pdf, role, reason)
        if isinstance(outcome, PartnerFault):  # raised here: httpx's own errors carry the request
            raise outcome
        return outcome

    def _ask(self, pdf: bytes, role: str, reason: str) -> bytes | PartnerFault:
        try:
            fields = {
                "nik": _first_line(self.identity_file),
                "passphrase": _first_line(self.passphrase_file),
                "tampilan": "visible",
                "jabatan": role,
                "reason": reason,
            }
        except OSError:
            return PartnerRefused(PARTNER, "IDENTITY-FILES-MISSING")
        try:
            answer = self.line.post(
                f"{self.url.rstrip('/')}{PATH}", data=fields, files={"file": ("surat.pdf", pdf, "application/pdf")}
            )
        except httpx.TimeoutException:
            return PartnerUnavailable(PARTNER, "time-out")
        except httpx.ConnectError:
            return PartnerUnavailable(PARTNER, "no-connection")
        except httpx.DecodingError:
            return PartnerUnavailable(PARTNER, "unreadable-answer")
        except httpx.TransportError:
            return PartnerUnavailable(PARTNER, "broken-off")
        return _judged(answer, pdf)


def _judged(answer: httpx.Response, pdf: bytes) -> bytes | PartnerFault:
    if answer.status_code >= 500 or answer.status_code in WORTH_A_RETRY:
        return PartnerUnavailable(PARTNER, f"http-{answer.status_code}")
    if answer.status_code != httpx.codes.OK:
        return PartnerRefused(PARTNER, f"HTTP-{answer.status_code}")
    if not answer.content.startswith(PDF):
        return PartnerUnavailable(PARTNER, "unreadable-answer")
    if not answer.content.startswith(pdf) or len(answer.content) == len(pdf):
        return PartnerRefused(PARTNER, "CONTRADICTION:letter")
    return answer.content


def _first_line(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].strip()
