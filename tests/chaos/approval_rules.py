"""What must come of each submission to an approval chain: the office's rule told a second time, by itself and from nothing of the product."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

CHAIN = ("section-head", "head-of-office", "regional-office", "directorate-general")
KIND_OF_ROLE = {
    "section-head": "permit-proposal", "head-of-office": "permit-decision",
    "regional-office": "permit-regional", "directorate-general": "permit-central",
}  # fmt: skip
BELOW = {role: frozenset(KIND_OF_ROLE[one] for one in CHAIN[: CHAIN.index(role)]) for role in CHAIN}
CODE_STEP = timedelta(seconds=30)


@dataclass(frozen=True)
class Grant:
    """A mandate (``by`` is None) or a delegation by a principal, from when it was entered until it is ended."""

    officer: str
    role: str
    by: str | None
    entered_at: datetime | None = None
    ended_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return (self.entered_at is None or self.entered_at <= at) and (self.ended_at is None or at < self.ended_at)


@dataclass(frozen=True)
class Level:
    """The question of one level: where it stands in its chain, and what binds it."""

    role: str
    cycle: int
    proposal: str | None = None
    binding: bool = False

    @property
    def kind(self) -> str:
        return KIND_OF_ROLE[self.role]


@dataclass(frozen=True)
class Sent:
    """What an officer sent: to which level, with how old a code, and what it says."""

    key: str
    officer: str
    level: Level
    at: datetime
    code: str  # "right", "of-the-step-before", "expired", "wrong"
    choice: str
    ground: str | None
    well_formed: bool = True


@dataclass
class Chain:
    """The approval of one permit as it must stand."""

    visitors: frozenset[str]
    grants: list[Grant] = field(default_factory=list)
    open: Level | None = Level("section-head", 1)
    holder: str | None = None
    held_since: datetime | None = None
    used: set[tuple[str, int]] = field(default_factory=set)
    acted: dict[str, set[str]] = field(default_factory=dict)  # kind -> everybody who had a part in a decision
    outcomes: dict[str, str] = field(default_factory=dict)
    decided: list[tuple[Level, str, str]] = field(default_factory=list)  # level, officer, choice
    released: bool = False
    ways_of_the_last: list[frozenset[str]] = field(default_factory=list)

    def judge(self, sent: Sent) -> str:
        """``granted``, or the reason of the refusal; and whatever follows from it."""
        if sent.key not in self.outcomes:
            self.outcomes[sent.key] = self._judge(sent)
        return self.outcomes[sent.key]

    def ways(self, officer: str, role: str, at: datetime) -> list[frozenset[str]]:
        """Every way in which an officer may act in a role: whom it takes for one person, the own mandate first."""
        return list(self._ways(officer, role, at, frozenset({officer})))

    def may_decide(self, level: Level, officer: str, at: datetime) -> bool:
        return any(way.isdisjoint(self._shut_out(level)) for way in self.ways(officer, level.role, at))

    def entitled(self, officers: tuple[str, ...], at: datetime) -> list[str]:
        return [one for one in officers if self.open is not None and self.may_decide(self.open, one, at)]

    def _judge(self, sent: Sent) -> str:
        if sent.level != self.open:
            if (
                sent.well_formed and sent.officer != "QQ"
            ):  # whoever came too late is named by their code, which is used up
                self._fault_of_the_code(sent)
            return "already-decided"
        if not sent.well_formed:
            return "malformed"
        if sent.officer == "QQ":
            return "unknown-officer"
        fault = self._fault_of_the_code(sent)
        if fault is not None:
            return fault
        if not self.ways(sent.officer, sent.level.role, sent.at):
            return "not-entitled"
        if not self.may_decide(sent.level, sent.officer, sent.at):
            return "four-eyes"
        in_other_hands = self.held_since is not None and self.holder != sent.officer and self.held_since <= sent.at
        if in_other_hands and self.may_decide(sent.level, str(self.holder), sent.at):
            return "held-by-colleague"
        return self._fault_of_the_choice(sent) or self._grant(sent)

    def _fault_of_the_code(self, sent: Sent) -> str | None:
        now = int(sent.at.timestamp()) // int(CODE_STEP.total_seconds())
        step = {"right": now, "of-the-step-before": now - 1}.get(sent.code)
        if step is None:
            return "wrong-code"
        if (sent.officer, step) in self.used:
            return "code-used"
        self.used.add((sent.officer, step))
        return None

    def _fault_of_the_choice(self, sent: Sent) -> str | None:
        if sent.ground is None and sent.choice in ("refuse", "return"):
            return "ground-missing"
        if sent.level.binding and sent.choice != sent.level.proposal:
            return "not-consistent"
        differs = sent.level.proposal is not None and sent.choice != sent.level.proposal
        return "ground-missing" if differs and sent.ground is None else None

    def _grant(self, sent: Sent) -> str:
        shut_out, ways = self._shut_out(sent.level), self.ways(sent.officer, sent.level.role, sent.at)
        self.ways_of_the_last = [way for way in ways if way.isdisjoint(shut_out)]
        self.decided.append((sent.level, sent.officer, sent.choice))
        self.holder = self.held_since = None
        self.open = self._following(sent)
        return "granted"

    def _following(self, sent: Sent) -> Level | None:
        level = sent.level
        if sent.choice == "return":
            return Level("section-head", level.cycle + 1)
        if sent.choice == "refuse" and level.role != "section-head":
            if level.role == "head-of-office":
                return None
            return Level("head-of-office", level.cycle + 1, "refuse", binding=True)
        if level.role == CHAIN[-1]:
            self.released = True
            return None
        return Level(CHAIN[CHAIN.index(level.role) + 1], level.cycle, sent.choice)

    def note_parts(self, level: Level, persons: set[str]) -> None:
        """Who had a part in the last decision: an officer may have had several ways to act, and took one of them."""
        assert frozenset(persons) in self.ways_of_the_last, (persons, self.ways_of_the_last)
        self.acted.setdefault(level.kind, set()).update(persons)

    def _shut_out(self, level: Level) -> set[str]:
        return set(self.visitors).union(*(self.acted.get(kind, set()) for kind in BELOW[level.role]))

    def _ways(self, officer: str, role: str, at: datetime, passed: frozenset[str]) -> Iterator[frozenset[str]]:
        standing = [one for one in self.grants if (one.officer, one.role) == (officer, role) and one.holds(at)]
        if any(one.by is None for one in standing):
            yield passed
        for one in standing:
            if one.by is not None and one.by not in passed:
                yield from self._ways(one.by, role, at, passed | {one.by})

    def end(self, grant: Grant, at: datetime) -> None:
        """A mandate or a delegation ends at this moment."""
        self.grants[self.grants.index(grant)] = replace(grant, ended_at=at)
