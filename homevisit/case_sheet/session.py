"""Who is signed in, in a signed cookie; and the proof that a form was filled on our own page."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

SESSION_LASTS = timedelta(hours=8)
FORM_LASTS = timedelta(hours=1)
KNOWN_LASTS = timedelta(days=90)


@dataclass(frozen=True)
class Session:
    """One officer's sign-in; ``number`` is random and tells one sign-in from another."""

    officer_code: str
    signed_in_at: datetime
    number: str


@dataclass
class Sessions:
    """A session holds for eight hours of real time, unless its officer signs out before.

    Signing out is remembered by this process alone: after a restart a copied cookie would hold until its hours are over.
    """

    secret: bytes
    signed_out: dict[str, datetime] = field(default_factory=dict)

    def open(self, officer_code: str, now: datetime) -> str:
        """The cookie of a new session; ``now`` is real time, aware."""
        told = {"officer": officer_code, "at": int(now.timestamp()), "number": secrets.token_urlsafe(12)}
        body = base64.urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode()
        return f"{body}.{self._signature('session', body)}"

    def read(self, cookie: str, now: datetime) -> Session | None:
        """The session behind a cookie; None when it was forged, has run out or was signed out."""
        body, _, signature = cookie.rpartition(".")
        if not _same(signature, self._signature("session", body)):
            return None
        told = json.loads(base64.urlsafe_b64decode(body))
        session = Session(told["officer"], datetime.fromtimestamp(told["at"], UTC), told["number"])
        lasts = timedelta(0) <= now - session.signed_in_at < SESSION_LASTS
        return session if lasts and session.number not in self.signed_out else None

    def close(self, session: Session, now: datetime) -> None:
        """A session that was signed out never holds again."""
        self.signed_out = {number: at for number, at in self.signed_out.items() if now - at < SESSION_LASTS}
        self.signed_out[session.number] = now

    def known_browser(self, officer_code: str, now: datetime) -> str:
        """The cookie of a browser from which an officer has signed in; it opens nothing by itself."""
        at = str(int(now.timestamp()))
        return f"{at}.{self._signature('known', f'{officer_code}|{at}')}"

    def is_known_browser(self, officer_code: str, cookie: str, now: datetime) -> bool:
        """Whether this officer signed in from this browser within ninety days: strangers' wrong codes do not slow it down."""
        at, _, signature = cookie.partition(".")
        if not _same(signature, self._signature("known", f"{officer_code}|{at}")):
            return False
        return timedelta(0) <= now - datetime.fromtimestamp(int(at), UTC) < KNOWN_LASTS

    def form_token(self, browser: str, now: datetime) -> str:
        """What our own form carries; ``browser`` is the value of this browser's form cookie."""
        at = str(int(now.timestamp()))
        return f"{at}.{self._signature('form', f'{browser}|{at}')}"

    def is_own_form(self, browser: str, token: str, now: datetime) -> bool:
        """Whether a form was handed out by us, to this browser, within the last hour."""
        at, _, signature = token.partition(".")
        if not browser or not _same(signature, self._signature("form", f"{browser}|{at}")):
            return False
        return timedelta(0) <= now - datetime.fromtimestamp(int(at), UTC) < FORM_LASTS

    def _signature(self, purpose: str, body: str) -> str:
        return hmac.new(self.secret, f"{purpose}|{body}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), right.encode())
