"""How a simulated neighbour misbehaves when it is told to, so many times, in the order in which it was told."""

from collections import deque
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Partner(StrEnum):
    """The neighbours that are simulated."""

    SIMKIM = "simkim"
    BILLING = "billing"
    MISKAGO = "miskago"
    MAIL = "mail"
    ESIGN = "esign"


class Fault(StrEnum):
    """What can go wrong.

    ``answer-lost``, ``contradiction`` and what only a signature service can do strike after the order was accepted.
    """

    ERROR_500 = "error-500"
    TIME_OUT = "time-out"
    ANSWER_LOST = "answer-lost"
    GARBAGE = "garbage"
    REFUSE_400 = "refuse-400"
    DOWN = "down"
    CONTRADICTION = "contradiction"
    UNAVAILABLE_503 = "unavailable-503"
    ANSWERED_TWICE = "answered-twice"
    UNSOUND_SIGNATURE = "unsound-signature"
    WRONG_CERTIFICATE = "wrong-certificate"


OF_SIGNATURES = frozenset({Fault.ANSWERED_TWICE, Fault.UNSOUND_SIGNATURE, Fault.WRONG_CERTIFICATE})


class Misbehaviour(BaseModel):
    """One instruction to misbehave.

    Mail, whose answers have no content, cannot contradict an order; only the signature service can sign wrongly.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    partner: Partner
    fault: Fault
    times: int = Field(default=1, ge=1, le=100_000)

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.fault in OF_SIGNATURES and self.partner is not Partner.ESIGN:
            raise ValueError(f"{self.partner} signs nothing: only {Partner.ESIGN} can have the fault {self.fault}")
        return self


class Misbehaviours:
    """The instructions still to be carried out; they are forgotten when the process ends."""

    def __init__(self) -> None:
        self._waiting: dict[Partner, deque[Fault]] = {partner: deque() for partner in Partner}

    def add(self, instruction: Misbehaviour) -> None:
        """Append an instruction to those that its partner still has to carry out."""
        self._waiting[instruction.partner].extend([instruction.fault] * instruction.times)

    def clear(self) -> None:
        """From now on every partner behaves."""
        for waiting in self._waiting.values():
            waiting.clear()

    def take(self, partner: Partner, among: frozenset[Fault] = frozenset(Fault)) -> Fault | None:
        """The partner's next fault, if it is one that can happen at this point of the conversation."""
        waiting = self._waiting[partner]
        return waiting.popleft() if waiting and waiting[0] in among else None

    def waiting(self) -> dict[Partner, list[Fault]]:
        """What each partner still has to carry out, next first."""
        return {partner: list(waiting) for partner, waiting in self._waiting.items()}
