"""The command as it is used at a terminal, in an office that goes by the test's clock."""

import json
import sys
from dataclasses import dataclass, field

import pytest

from homevisit.command_line import run


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def told(self):
        """What it said for a program to read."""
        return json.loads(self.out)


@dataclass
class Terminal:
    """A terminal in front of a life's office; ``typed`` is what is answered to each prompt, or how to find it out."""

    life: object
    monkeypatch: object
    capsys: object
    prompts: list[str] = field(default_factory=list)

    def __call__(self, *arguments: str, typed=()) -> Said:
        answers = iter(typed)

        def ask(prompt, **_):
            self.prompts.append(prompt)
            given = next(answers)
            return given() if callable(given) else given

        self.monkeypatch.setattr(sys, "argv", ["homevisit", *arguments])
        self.monkeypatch.setattr("rich.prompt.Prompt.ask", ask)
        with pytest.raises(SystemExit) as ended:
            run()
        told = self.capsys.readouterr()
        return Said(ended.value.code or 0, told.out, told.err)


def terminal_of(life, monkeypatch, capsys) -> Terminal:
    """A terminal whose every command works at the life's desk."""
    monkeypatch.setenv("HOMEVISIT_STATE_FOLDER", str(life.desk.settings.state_folder))
    for module in ("deciding_many", "paper_commands", "deciding"):
        monkeypatch.setattr(f"homevisit.command_line.{module}.open_desk", lambda: life.desk)
    return Terminal(life, monkeypatch, capsys)


def one_sentence(told: str) -> bool:
    """Whether a trouble is told as it should be."""
    return told.startswith("homevisit: ") and told.count("\n") == 1
