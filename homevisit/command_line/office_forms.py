"""``office``: how a real office begins, and its forms where there is no UI."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import uuid4

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from rich.prompt import Prompt

from casework.acts import ACT_KINDS, ActContent
from casework.acts.settling import prepare_act
from casework.acts.subjects import is_act
from casework.desk import open_desk
from casework.questions import code_of
from homevisit.command_line import founding
from homevisit.command_line.errors import Trouble


def add_to(program: typer.Typer) -> None:
    """Register these commands."""
    office = typer.Typer(no_args_is_help=True, help="A real office: its first day, and its forms.")
    office.command("init")(founding.init)
    office.command("schema")(founding.schema)
    office.command("form")(form)
    program.add_typer(office, name="office")


def form(
    kind: Annotated[str, typer.Argument(help=f"one of: {', '.join(ACT_KINDS)}")],
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="an answer; whatever is not given is asked for"),
    ] = None,
) -> None:
    """Fill one of the office's forms; what it asks for holds once two persons proposed and approved it, as from the UI."""
    if kind not in ACT_KINDS:
        raise Trouble(f"there is no form '{kind}': choose one of {', '.join(ACT_KINDS)}")
    content = _content(ACT_KINDS[kind].content, _given(ACT_KINDS[kind].content, given or []))
    desk = open_desk()
    with desk.registry.change(desk.office.now()) as change:
        answer = prepare_act(change, desk.office, kind, content, f"command-line:{uuid4()}")
    if not is_act(answer):
        raise Trouble(answer)
    _ask_in_the_engine(answer)
    sys.stdout.write(f"{answer}\n")
    sys.stderr.write(f"homevisit: it waits to be proposed ('homevisit decide {answer}'): {_link(answer)}\n")


def _link(subject: str) -> str:
    return open_desk().office.sheet_link(subject)


def _given(content: type[ActContent], given: Sequence[str]) -> dict[str, str]:
    answers = dict(one.partition("=")[::2] for one in given)
    unknown = [name for name in answers if name not in content.model_fields]
    if unknown:
        raise Trouble(f"this form has no field '{unknown[0]}': it has {', '.join(content.model_fields)}")
    return answers


def _content(content: type[ActContent], given: Mapping[str, str]) -> ActContent:
    answers = {
        name: _as_shown(field, given[name] if name in given else _ask(field))
        for name, field in content.model_fields.items()
    }
    try:
        return content.model_validate(answers)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        field = str(first["loc"][0])
        raise Trouble(f"{field} is not as the form wants it ({first['msg']}): give --set {field}=…") from None


def _ask(field: FieldInfo) -> str:
    codes = [code_of(one) for one in _options(field)]
    title = f"{field.title} ({', '.join(codes)})" if codes else str(field.title)
    if field.is_required():
        return Prompt.ask(title)
    given = field.get_default(call_default_factory=True)
    default = ",".join(given) if isinstance(given, list) else str(given)
    return Prompt.ask(title, default=default)


def _as_shown(field: FieldInfo, answer: str) -> Any:
    """What the form itself would post: a choice by its whole words, several as a list."""
    by_code = {code_of(one): one for one in _options(field)}
    if get_origin(field.annotation) is list:
        return [by_code.get(one.strip(), one.strip()) for one in answer.split(",") if one.strip()]
    return by_code.get(answer, answer)


def _options(field: FieldInfo) -> tuple[str, ...]:
    inner = get_args(field.annotation)[0] if get_origin(field.annotation) is list else field.annotation
    return get_args(inner) if get_origin(inner) is Literal else ()


def _ask_in_the_engine(subject: str) -> None:
    from homevisit.engine import engine_answers, start  # noqa: PLC0415 Prefect is loaded only where it is needed

    if engine_answers():
        start(subject, "joint-act")
