"""An act of two on one page: what it says, who stands behind it, and where a new officer's name and NIP are typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import segno
from sqlalchemy.exc import NoResultFound
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.acts import ACT_KINDS, content_of
from casework.acts.code_secrets import may_be_shown_to, show_once
from casework.acts.identity import ENTERED_IN_WORDS, Identity, enter_identity, identity_of
from casework.acts.kinds import ActContent
from casework.acts.letter_template import LETTER_TEMPLATE, LetterTemplateContent, changed_lines
from casework.acts.subjects import act_of
from casework.acts.table import may_type_for, notes_on
from casework.desk import Desk
from casework.references import ACT_SUBJECT
from casework.registry import Reading
from casework.registry.models import JointAct, Officer
from casework.stages.letter_templates import read_template
from homevisit.case_sheet import acts, papers, timeline
from homevisit.case_sheet.door import Reader
from homevisit.case_sheet.holding import hands_of
from homevisit.case_sheet.pages import in_two_languages, message, page

FOR_ADMINISTRATORS = (
    "Nama dan NIP hanya diisi oleh Tata Usaha atau siapa yang diminta mengusulkan.",
    "Only an administrator, or whoever is asked to propose it, types name and NIP.",
)
NOTHING_TO_SHOW = (
    "Rahasia kode ini sudah ditampilkan, sudah diganti, atau bukan untuk Anda; bila hilang, isi formulir kode baru.",
    "This secret was shown before, was replaced, or is not for you: if it is lost, fill the form for a new one.",
)


@dataclass(frozen=True)
class ActSheet:
    """One act as it stands. ``identity`` is None where nothing was typed or the reader is not to see it."""

    subject: str
    kind: str
    title: tuple[str, str]
    state: str
    prepared_at: datetime
    told: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    asks_for_identity: bool
    identity_is_typed: bool
    identity: Identity | None
    may_type: bool
    may_see_secret: bool
    officer: acts.Staff | None
    questions: tuple[acts.OpenQuestion, ...]
    decisions: tuple[acts.MadeDecision, ...]
    letters: tuple[papers.LetterLine, ...]
    not_yet_out: tuple[papers.EffectLine, ...]
    changed_lines: tuple[tuple[str, str], ...]
    happenings: tuple[timeline.Happening, ...]


class ActPages:
    """The page of an act and what is typed into it, for a reader who is signed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, request: Request, reader: Reader) -> Response:
        """The act; the look is on the ledger before anything is shown."""
        subject, today = request.path_params["subject"], self._desk.office.now().office_date
        with self._desk.registry.reading() as reading:
            _find(reading, subject)
        timeline.put_reading_on_record(
            self._desk.registry, self._desk.office, timeline.ACT_READ, subject, reader.officer.code
        )
        with self._desk.registry.reading() as reading:
            sheet = self._gather(reading, subject, reader)
            hands = hands_of(reading, sheet.questions, reader, today)
        return page("act.html", reader=reader, sheet=sheet, hands=hands, today=today, here=f"/acts/{subject}")

    def type_identity(self, request: Request, reader: Reader, form: Mapping[str, str]) -> Response:
        """An administrator types who the new officer is; it is sealed at once and lies nowhere else."""
        subject = request.path_params["subject"]
        back = f"/acts/{subject}"
        name = " ".join(form.get("name", "").split())
        number = re.sub(r"\s", "", form.get("employee_number", ""))
        with self._desk.registry.change(self._desk.office.now()) as change:
            act = _find(change, subject)
            if act.state == "prepared" and not may_type_for(change, act, reader.officer.code, reader.roles):
                return message(FOR_ADMINISTRATORS, status=403, back=back)
            entered = enter_identity(change, subject, reader.officer.code, Identity(name, number))
        if entered != "done":
            return message(in_two_languages(ENTERED_IN_WORDS[entered]), status=409, back=back)
        return RedirectResponse(back, status_code=303)

    def show_secret(self, request: Request, reader: Reader, form: Mapping[str, str]) -> Response:
        """The secret of a one-time code, once: whoever asks again is refused, a lost one is replaced by an act of its own."""
        del form
        subject = request.path_params["subject"]
        with self._desk.registry.change(self._desk.office.now()) as change:
            act = _find(change, subject)
            is_allowed = may_be_shown_to(change, act, reader.officer.code, reader.roles)
            uri = show_once(change, subject, reader.officer.code) if is_allowed else None
        if uri is None:
            return message(NOTHING_TO_SHOW, status=409, back=f"/acts/{subject}")
        drawing = segno.make_qr(uri, error="m").svg_inline(scale=5, border=2, svgclass="qr", lineclass=None)
        return page(
            "code-secret.html", reader=reader, subject=subject, officer=act.content["code"], uri=uri, drawing=drawing
        )

    def sample_letter(self, request: Request, reader: Reader) -> Response:
        """What a changed template would print, about invented people, for whoever is to propose or approve it."""
        del reader
        with self._desk.registry.reading() as reading:
            act = _find(reading, request.path_params["subject"])
            if act.kind != LETTER_TEMPLATE.name:
                raise HTTPException(404)
            templates = read_template(reading, str(act.content["version"]))
        from casework.letters.gallery import print_sample  # noqa: PLC0415 WeasyPrint is loaded only where it is needed

        return Response(print_sample(templates.kind, templates), media_type="application/pdf")

    def _gather(self, reading: Reading, subject: str, reader: Reader) -> ActSheet:
        act = act_of(reading, subject)
        kind, content = ACT_KINDS[act.kind], content_of(act)
        questions = acts.open_questions_of(reading, subject)
        is_typed = act.sealed_identity is not None
        may_see = "administrator" in reader.roles or any(one.role in reader.roles for one in questions)
        asks_for_identity = act.kind == "officer"
        return ActSheet(
            subject=subject,
            kind=act.kind,
            title=(kind.title, kind.title_english),
            state=act.state,
            prepared_at=act.prepared_at,
            told=tuple(content.told()),
            notes=tuple(notes_on(reading, act, self._desk.office.now().office_date)) if questions else (),
            asks_for_identity=asks_for_identity,
            identity_is_typed=is_typed,
            identity=identity_of(reading, act) if may_see else None,
            may_type=asks_for_identity and may_type_for(reading, act, reader.officer.code, reader.roles),
            may_see_secret=may_be_shown_to(reading, act, reader.officer.code, reader.roles),
            officer=_officer(reading, act),
            questions=questions,
            decisions=acts.decisions_of(reading, subject),
            letters=papers.letters_of_act(reading, subject),
            not_yet_out=papers.not_yet_out(reading, subject),
            changed_lines=_changed_lines(reading, content) if questions else (),
            happenings=timeline.happenings_of(reading, subject),
        )


def _find(reading: Reading, subject: str) -> JointAct:
    if re.fullmatch(ACT_SUBJECT, subject) is None:
        raise HTTPException(404)
    try:
        return act_of(reading, subject)
    except NoResultFound:
        raise HTTPException(404) from None


def _changed_lines(reading: Reading, content: ActContent) -> tuple[tuple[str, str], ...]:
    """What becomes another in a letter's template, while it is open whether it does."""
    return tuple(changed_lines(reading, content)) if isinstance(content, LetterTemplateContent) else ()


def _officer(reading: Reading, act: JointAct) -> acts.Staff | None:
    """The officer whom the act is about, where there is one of that code."""
    code = act.content.get("code") or act.content.get("officer") or act.content.get("delegate")
    there = reading.session.get(Officer, code) if code else None
    return acts.staff(reading, there.code) if there is not None else None
