"""The life of a case, as one table; nothing else decides where a case may go."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands. Few values: each drives what happens next."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    ASSESSMENT = "assessment"
    PAYMENT = "payment"
    WAITING_FOR_VISIT = "waiting-for-visit"
    VISIT = "visit"
    PERMIT = "permit"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True)
class Move:
    """A case goes from one stage to another only by a move of this table."""

    source: Stage
    happening: str
    target: Stage


class MoveRefused(Exception):
    """The lifecycle knows no such move from the stage in which the case stands."""


MOVES: tuple[Move, ...] = (
    Move(Stage.RECEIVED, "complete", Stage.ASSESSMENT),
    Move(Stage.RECEIVED, "incomplete", Stage.INCOMPLETE),
    Move(Stage.INCOMPLETE, "completed", Stage.RECEIVED),
    Move(Stage.ASSESSMENT, "eligible", Stage.PAYMENT),
    Move(Stage.ASSESSMENT, "eligible-without-fee", Stage.WAITING_FOR_VISIT),
    Move(Stage.ASSESSMENT, "returned", Stage.INCOMPLETE),
    Move(Stage.ASSESSMENT, "ineligible", Stage.CLOSING),
    Move(Stage.PAYMENT, "paid", Stage.WAITING_FOR_VISIT),
    Move(Stage.PAYMENT, "unpaid", Stage.CLOSING),
    Move(Stage.WAITING_FOR_VISIT, "announced", Stage.VISIT),
    Move(Stage.VISIT, "held", Stage.PERMIT),
    Move(Stage.VISIT, "to-be-repeated", Stage.WAITING_FOR_VISIT),
    Move(Stage.VISIT, "given-up", Stage.CLOSING),
    Move(Stage.PERMIT, "granted", Stage.CLOSING),
    Move(Stage.PERMIT, "refused", Stage.CLOSING),
    Move(Stage.CLOSING, "closed", Stage.CLOSED),
    *(
        Move(stage, happening, Stage.CLOSED)
        for stage in Stage
        if stage is not Stage.CLOSED
        for happening in ("died", "withdrawn")
    ),
    # After an objection (UU 30/2014 Ps 75) a "no" is decided anew, at the next level.
    *(
        Move(source, "objected", target)
        for source in (Stage.CLOSING, Stage.CLOSED)
        for target in (Stage.ASSESSMENT, Stage.PERMIT)
    ),
    # What was reported wrongly is undone by two: the case stands where it stood before.
    *(Move(Stage.CLOSED, "reinstated", stage) for stage in Stage if stage is not Stage.CLOSED),
    *(
        Move(source, "reinstated", target)
        for source in (Stage.ASSESSMENT, Stage.PERMIT)
        for target in (Stage.CLOSING, Stage.CLOSED)
    ),
)
# What comes from outside may come at any stage: drawn as a note, or the diagram would be nothing but arrows.
FROM_OUTSIDE = ("died", "withdrawn", "reinstated")

# Each stage that has work of its own is a deployment; the others wait in the registry for an event from outside.
FLOW_OF_STAGE: dict[Stage, str | None] = {
    Stage.RECEIVED: "intake",
    Stage.INCOMPLETE: None,
    Stage.ASSESSMENT: "eligibility",
    Stage.PAYMENT: "payment",
    Stage.WAITING_FOR_VISIT: None,
    Stage.VISIT: "capture",
    Stage.PERMIT: "permit",
    Stage.CLOSING: "closure",
    Stage.CLOSED: None,
}

# What may be told to the guarantor at any time: neutral, and the same for whatever is being examined.
NEUTRAL_SENTENCE: dict[Stage, tuple[str, str]] = {
    Stage.RECEIVED: (
        "Permohonan telah diterima dan sedang diperiksa.",
        "The application has arrived and is being checked.",
    ),
    Stage.INCOMPLETE: ("Permohonan menunggu kelengkapan berkas.", "The application waits for missing documents."),
    Stage.ASSESSMENT: ("Permohonan dalam proses.", "The application is being processed."),
    Stage.PAYMENT: ("Permohonan menunggu pembayaran PNBP.", "The application waits for the state fee to be paid."),
    Stage.WAITING_FOR_VISIT: ("Permohonan menunggu jadwal kunjungan rumah.", "The application waits for a home visit."),
    Stage.VISIT: ("Kunjungan rumah telah dijadwalkan.", "The home visit has been scheduled."),
    Stage.PERMIT: ("Permohonan dalam proses.", "The application is being processed."),
    Stage.CLOSING: ("Permohonan dalam tahap penyelesaian.", "The application is being concluded."),
    Stage.CLOSED: ("Permohonan telah selesai.", "The application is closed."),
}


def target_of(source: Stage, happening: str, to: Stage | None = None) -> Stage:
    """The stage to which this happening leads; raises ``MoveRefused`` where the table knows no such move.

    ``to`` says which stage is meant, where a happening may lead to several: back to where the case stood.
    """
    targets = [move.target for move in MOVES if move.source is source and move.happening == happening]
    if to is not None:
        targets = [target for target in targets if target is to]
    if len(targets) != 1:
        wanted = happening if to is None else f"{happening}, in stage {to}"
        raise MoveRefused(
            f"a case in stage '{source}' cannot become '{wanted}': see the table in casework/lifecycle.py"
        )
    return targets[0]


def as_diagram() -> str:
    """The lifecycle as a Mermaid state diagram; the README's drawing is this text."""
    happenings: dict[tuple[Stage, Stage], list[str]] = {}
    for move in MOVES:
        if move.happening not in FROM_OUTSIDE:
            happenings.setdefault((move.source, move.target), []).append(move.happening)
    arrows = [
        f"    {_name(source)} --> {_name(target)}: {', '.join(words)}" for (source, target), words in happenings.items()
    ]
    return "\n".join(
        [
            "stateDiagram-v2",
            "    [*] --> received: an application arrives",
            *arrows,
            "    note right of closed: death or withdrawal, reported at any stage, closes the case at once, and two persons may undo it (reinstated)",
            "    closed --> [*]",
        ]
    )


def _name(stage: Stage) -> str:
    return stage.value.replace("-", "_")
