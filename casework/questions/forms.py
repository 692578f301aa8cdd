"""The form of a question: its fields as staff fill them, and the answer that ``decide`` accepts."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from casework.questions.kinds import NO_GROUND, OTHER, Extra, QuestionKind, as_asked, code_of

PLAIN_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
WHO = Field(title="Siapa yang memutuskan · who decides", description="Pilih kode Anda sendiri.")
CODE = Field(
    title="Kode sekali pakai · one-time code",
    description="Enam angka dari aplikasi autentikator Anda.",
    pattern=r"^[0-9]{6}$",
)
NEEDS_GROUND = "Wajib bila menolak, mengembalikan, atau berbeda dari hasil pemeriksaan."
OTHER_OFFICER = Field(
    default="",
    title="Kode petugas lain · other officer",
    description="Hanya bila memilih 'lain'.",
    pattern=r"^([A-Z]{2,4})?$",
)
REMARK = Field(
    default="",
    title="Catatan singkat · remark",
    description="Jangan menulis nama orang.",
    max_length=300,
    pattern=PLAIN_TEXT,
)


def form_fields(kind: QuestionKind, officers: Sequence[str], options: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields of a question's form as pydantic knows them, in the order in which staff fill them.

    ``officers`` are those entitled now, as ``BS · Kasi``; ``options`` the choices of extra fields known only now
    (such as the members of a team). No field that matters has a default: an empty form decides nothing.
    """
    kind = as_asked(kind, options)
    fields: dict[str, Any] = {
        "who": (_literal((*officers, OTHER)), WHO),
        "code": (str, CODE),
        "decision": (_literal(kind.choices), Field(title=f"{kind.title} · decision", description=kind.title_english)),
    }
    for extra in asked_extras(kind, options):
        fields[extra.name] = _extra_field(extra, options.get(extra.name, extra.options))
    if kind.grounds:
        fields["ground"] = (_literal((NO_GROUND, *kind.grounds)), _ground_field(kind))
    return {**fields, "other_officer": (str, OTHER_OFFICER), "remark": (str, REMARK)}


def answer_model(kind: QuestionKind, options: Mapping[str, Sequence[str]] | None = None) -> type[BaseModel]:
    """What ``decide`` accepts for a question, whichever door it came through; who it was is judged afterwards."""
    fields = form_fields(kind, (), options or {})
    fields["who"] = (str, Field(title="who", pattern=r"^([A-Z]{2,4} · .{1,80}|[A-Z]{2,4}|lain · other)$"))
    return create_model(
        f"Answer to {kind.name}", __config__=ConfigDict(extra="forbid", strict=True, frozen=True), **fields
    )


def _ground_field(kind: QuestionKind) -> Any:
    """Where a choice cannot rest on every ground, the form says on which: it cannot shut the others out itself."""
    fitting = [
        f"{code}: {', '.join(map(code_of, kind.grounds_for(code))) or NO_GROUND}"
        for code in kind.choice_codes()
        if code in kind.fitting_grounds
    ]
    return Field(
        title="Dasar · ground", description=f"Sesuai pilihan · {'; '.join(fitting)}" if fitting else NEEDS_GROUND
    )


def asked_extras(kind: QuestionKind, options: Mapping[str, Sequence[str]]) -> list[Extra]:
    """The further fields of a form, without those in which there is nothing to choose."""
    return [extra for extra in kind.extras if not (extra.several and options.get(extra.name) == [])]


def may_be_empty(extra: Extra) -> bool:
    """Whether a field that takes several may take none: where the choices are fixed, one of them says "none"."""
    return extra.several and (extra.optional or not extra.options)


def _extra_field(extra: Extra, options: Sequence[str]) -> Any:
    described: dict[str, Any] = {"title": extra.title, "description": extra.description}
    if extra.optional:
        described["default"] = [] if extra.several else next(iter(options), "")
    if extra.pattern:
        return (str, Field(pattern=extra.pattern, **described))
    if not options:  # known only where the question is asked; any plain codes will do here
        return (list[str] if extra.several else str, Field(**described))
    if extra.several:
        fewest = 0 if may_be_empty(extra) else 1
        return (list[_literal(options)], Field(min_length=fewest, **described))  # type: ignore[misc] # built at run time
    return (_literal(options), Field(**described))


def _literal(options: Sequence[str]) -> Any:
    """One option alone is still a choice: as a constant the screen would offer nothing to choose."""
    if len(options) == 1:
        return Annotated[Literal[tuple(options)], WithJsonSchema({"type": "string", "enum": list(options)})]
    return Literal[tuple(options)]
