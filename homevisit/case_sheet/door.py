"""The door of the case sheet: who comes in, for how long, and that nobody is sent anywhere else."""

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.desk import Desk
from casework.references import ACT_SUBJECT
from homevisit.case_sheet import sign_in as signing_in
from homevisit.case_sheet.acts import Staff, staff
from homevisit.case_sheet.pages import message, page
from homevisit.case_sheet.session import KNOWN_LASTS, SESSION_LASTS, Session, Sessions

SESSION_COOKIE, FORM_COOKIE, KNOWN_COOKIE = "homevisit-session", "homevisit-form", "homevisit-known"
# Where a sign-in may lead: this site's own pages and nothing else.
OWN_PAGE = re.compile(
    r"/|/cases/SAHS-[2-9A-HJ-NP-Z]{4,6}(/cycles/\d{1,3}|/new-address|/(letters|documents)/\d{1,9})?"
    rf"|/rounds/(ROUNDS|TEAM-[A-Z0-9]{{1,8}})-\d{{4}}-\d\d-\d\d(/letters/\d{{1,9}})?"
    rf"|/acts/{ACT_SUBJECT}(/sample\.pdf|/letters/\d{{1,9}})?"
    r"|/rounds/\d{4}-\d\d-\d\d/(map\.svg|[A-Z0-9]{1,8}/(day-sheet\.pdf|consent-forms\.pdf|rounds\.ics))"
    r"|/trays/(TRAY|BULK)-[a-z-]{1,30}-\d{4}-\d\d-\d\d-\d{4,6}",
    re.ASCII,
)
NOT_OUR_FORM = (
    "Formulir ini sudah tidak berlaku; muat ulang halaman dan coba lagi.",
    "This form no longer holds: reload the page and try again.",
)
SIGN_IN_ANSWERS: dict[str, tuple[str, str]] = {
    "not-right": (
        "Kode petugas atau kode sekali pakai tidak tepat.",
        "The staff code or the one-time code is not right.",
    ),
    "code-used": ("Kode ini sudah dipakai; tunggu kode berikutnya.", "That code has been used: wait for the next one."),
    "wait": (
        "Terlalu banyak kode salah; tunggu setengah menit, lalu coba lagi.",
        "Too many wrong codes: wait half a minute and try again.",
    ),
}


@dataclass(frozen=True)
class Reader:
    """Whoever is signed in, with the roles in which they may act today; every form of theirs bears the token."""

    session: Session
    officer: Staff
    roles: tuple[str, ...]
    form_token: str


class Door:
    """Whoever is not signed in goes to the form, and from there on to the page that was asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sessions = Sessions(desk.registry.office_key.signing_secret("case-sheet"))

    def signed_in(self, show: Callable[[Request, Reader], Response]) -> Callable[[Request], Response]:
        """A page is shown to a reader only; anybody else signs in first and then lands on it."""

        def answer(request: Request) -> Response:
            reader = self._reader(request)
            if reader is not None:
                return show(request, reader)
            if request.headers.get("sec-fetch-site") == "cross-site" and SESSION_COOKIE not in request.cookies:
                # A browser keeps a strict cookie back on a link from another site: our own page asks again.
                return page("onward.html", reader=None, path=own_page(request.url.path))
            return RedirectResponse(f"/sign-in?next={own_page(request.url.path)}", status_code=303)

        return answer

    def submitted(
        self, act: Callable[[Request, Reader, Mapping[str, str]], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """A form counts from a reader who is signed in and was handed it by this very session; any other does nothing."""

        async def answer(request: Request) -> Response:
            form = {name: str(value) for name, value in (await request.form()).items()}
            return await run_in_threadpool(self._judge_form, request, form, act)

        return answer

    def sign_in_page(self, request: Request) -> Response:
        """The form; it holds for an hour, in this browser."""
        return self._sign_in_form(request, own_page(request.query_params.get("next", "/")), None, status=200)

    async def sign_in(self, request: Request) -> Response:
        """A right code opens a session for eight hours and leads on to the page that was asked for."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        return await run_in_threadpool(self._judge_sign_in, request, form)

    async def sign_out(self, request: Request) -> Response:
        """A session that was signed out is over at once."""
        form = await request.form()
        return await run_in_threadpool(self._close_session, request, str(form.get("token", "")))

    def _judge_form(
        self,
        request: Request,
        form: Mapping[str, str],
        act: Callable[[Request, Reader, Mapping[str, str]], Response],
    ) -> Response:
        reader = self._reader(request)
        if reader is None:  # what was typed is not kept: it may be somebody's name
            return RedirectResponse(f"/sign-in?next={own_page(form.get('back', request.url.path))}", status_code=303)
        if not (_is_from_here(request) and form.get("token") == reader.form_token):
            return message(NOT_OUR_FORM, status=403)
        return act(request, reader, form)

    def _judge_sign_in(self, request: Request, form: dict[str, str]) -> Response:
        now, after = datetime.now(UTC), own_page(form.get("next", "/"))
        browser = request.cookies.get(FORM_COOKIE, "")
        if not _is_from_here(request) or not self._sessions.is_own_form(browser, form.get("token", ""), now):
            return self._sign_in_form(request, after, NOT_OUR_FORM, status=403)
        officer_code, code = form.get("who", "").strip().upper(), re.sub(r"\s", "", form.get("code", ""))
        if not re.fullmatch(r"[A-Z]{2,4}", officer_code) or not re.fullmatch(r"[0-9]{6}", code, re.ASCII):
            return self._sign_in_form(request, after, SIGN_IN_ANSWERS["not-right"], status=403)
        known = self._sessions.is_known_browser(officer_code, request.cookies.get(KNOWN_COOKIE, ""), now)
        judged = signing_in.sign_in(self._desk.registry, self._desk.office, officer_code, code, known_browser=known)
        if judged != "signed-in":
            return self._sign_in_form(request, after, SIGN_IN_ANSWERS[judged], status=403)
        answer = RedirectResponse(after, status_code=303)
        _set_cookie(answer, SESSION_COOKIE, self._sessions.open(officer_code, now), SESSION_LASTS)
        _set_cookie(answer, KNOWN_COOKIE, self._sessions.known_browser(officer_code, now), KNOWN_LASTS)
        return answer

    def _close_session(self, request: Request, token: str) -> Response:
        reader, now = self._reader(request), datetime.now(UTC)
        if reader is not None and not (_is_from_here(request) and token == reader.form_token):
            return message(NOT_OUR_FORM, status=403)
        if reader is not None:
            signing_in.sign_out(self._desk.registry, self._desk.office, reader.officer.code)
            self._sessions.close(reader.session, now)
        answer = RedirectResponse("/sign-in", status_code=303)
        answer.delete_cookie(SESSION_COOKIE)
        return answer

    def _sign_in_form(self, request: Request, after: str, refusal: tuple[str, str] | None, *, status: int) -> Response:
        now, browser = datetime.now(UTC), request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
        answer = page(
            "sign-in.html",
            status=status,
            reader=None,
            after=after,
            refusal=refusal,
            token=self._sessions.form_token(browser, now),
            is_demo=self._desk.office.is_demo,
        )
        _set_cookie(answer, FORM_COOKIE, browser, SESSION_LASTS)
        return answer

    def _reader(self, request: Request) -> Reader | None:
        session = self._sessions.read(request.cookies.get(SESSION_COOKIE, ""), datetime.now(UTC))
        if session is None:
            return None
        today = self._desk.office.now().office_date
        with self._desk.registry.reading() as reading:
            if signing_in.reader_of(reading, session.officer_code, today) is None:
                return None
            roles = signing_in.roles_of(reading, session.officer_code, today)
            token = self._sessions.form_token(session.number, session.signed_in_at)
            return Reader(session, staff(reading, session.officer_code), roles, token)


def own_page(path: str) -> str:
    """The path, where it is one of this site's own pages; the first page otherwise."""
    return path if OWN_PAGE.fullmatch(path) else "/"


def _is_from_here(request: Request) -> bool:
    """A form that a browser sends from another place says so; ours says ``null``, since we tell nobody where we are."""
    site, origin = request.headers.get("sec-fetch-site", "same-origin"), request.headers.get("origin", "null")
    return site in ("same-origin", "none") and origin in ("null", f"http://{request.headers['host']}")


def _set_cookie(answer: Response, name: str, value: str, lasts: timedelta) -> None:
    answer.set_cookie(name, value, max_age=int(lasts.total_seconds()), httponly=True, samesite="strict")
