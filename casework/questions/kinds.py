"""What a question is: who may answer it, what may be answered, on what ground. Texts are the user interface, Indonesian first.

A choice is shown as ``setuju · approve``; what is stored is the English code after the dot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

SEPARATOR = " · "
NO_GROUND = "tidak perlu · none"
OTHER = "lain · other"
ROLE_NAMES: dict[str, str] = {
    "counter-officer": "Petugas Loket",
    "section-head": "Kasi",
    "head-of-office": "Kakanim",
    "dispatcher": "Koordinator",
    "team-lead": "Ketua Tim",
    "biometric-operator": "Operator",
    "health-and-security": "Pendamping",
    "technical-officer": "Petugas Teknis",
    "administrator": "Tata Usaha",
    "regional-office": "Kanwil",
    "directorate-general": "Ditjen",
}


@dataclass(frozen=True)
class Extra:
    """One more field of a form: a choice among ``options``, several of them, or a text that fits ``pattern``.

    A field of which several may be chosen is left out of a form that was asked with nothing to choose.

    ``optional``: the field may be left as it is. Of several none is chosen then, of one the first that is offered.
    """

    name: str
    title: str
    description: str
    options: tuple[str, ...] = ()
    several: bool = False
    optional: bool = False
    pattern: str | None = None


@dataclass(frozen=True)
class QuestionKind:
    """One kind of question.

    ``flow`` is the deployment that asks it. ``choices`` and ``grounds`` are what may be answered; ``needs_ground`` are the choices that must carry a ground,
    ``retired_grounds`` what was offered once and no form offers any more, ``fitting_grounds`` the grounds on which a choice can rest, where it cannot rest on every one.
    ``excludes`` names the kinds of decision whose author may not decide this one (four eyes). ``working_days`` is the
    office's own term; ``by_law`` tells the law's of a day, where there is one. ``due_in_words``: it is due on a day that was
    promised to somebody, and not counted.
    """

    name: str
    stage: str
    flow: str
    role: str
    title: str
    title_english: str
    choices: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    retired_grounds: tuple[str, ...] = ()
    needs_ground: frozenset[str] = frozenset()
    fitting_grounds: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    excludes: frozenset[str] = frozenset()
    working_days: int = 1
    by_law: Callable[[date], int] | None = None
    due_in_words: str = ""
    extras: tuple[Extra, ...] = field(default=())

    def days_on(self, day: date) -> int:
        """Within how many working days it is due, where it is asked on this day."""
        return self.working_days if self.by_law is None else self.by_law(day)

    def choice_codes(self) -> tuple[str, ...]:
        """The codes that are stored, in the order of the form."""
        return tuple(code_of(choice) for choice in self.choices)

    def ground_in_words(self, ground: str) -> str:
        """A ground on record, by its code, as the form shows it, or showed it once."""
        return shown((*self.grounds, *self.retired_grounds), ground)

    def grounds_for(self, choice: str) -> tuple[str, ...]:
        """The grounds that a choice, by its code, can rest on, as the form shows them."""
        fitting = self.fitting_grounds.get(choice)
        return tuple(ground for ground in self.grounds if fitting is None or code_of(ground) in fitting)

    def rests_on(self, choice: str, ground: str | None) -> bool:
        """Whether a choice can rest on this ground, both by their codes; what has no ground contradicts none."""
        return ground is None or ground in map(code_of, self.grounds_for(choice))


def as_asked(kind: QuestionKind, options: Mapping[str, Sequence[str]]) -> QuestionKind:
    """The question with the grounds with which it was asked, where those are fewer than its kind has."""
    return replace(kind, grounds=tuple(options["ground"])) if "ground" in options else kind


def shown(options: tuple[str, ...], code: str) -> str:
    """What a form shows for a code; the code itself where no form shows it any more."""
    return next((option for option in options if code_of(option) == code), code)


def code_of(shown: str) -> str:
    """The code behind what a form shows: the part after the dot."""
    return shown.rpartition(SEPARATOR)[2]
