"""The prepared verdict: one finding per rule in force, and what they come to. An officer confirms it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.case import Application
from casework.deadlines import filing_window
from casework.eligibility.checks import CHECKS, Fact, Facts
from casework.eligibility.grounds import GROUNDS
from casework.eligibility.rules import SERVICE_BEGAN, Outcome, Rule, find_rule, rules_in_force
from casework.eligibility.service_window import ServiceWindow
from casework.identity.birth_date import BirthDate
from casework.office_calendar import OfficeCalendar


class VerdictOutcome(StrEnum):
    """What the rules come to; a refusal and a doubt are always a person's."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    MANUAL = "manual"


@dataclass(frozen=True)
class Finding:
    """What one rule found in one application; ``detail`` holds plain values and no personal data."""

    rule_id: str
    rule_version: str
    outcome: Outcome
    ground: str | None
    detail: Mapping[str, Fact]

    @property
    def rule(self) -> Rule:
        """The rule as it stood when it was applied."""
        return find_rule(self.rule_id, self.rule_version)

    @property
    def legal_basis(self) -> str:
        """The law on which the ground rests, else the rule; where the service was closed, by which act it was."""
        if self.ground is None:
            return self.rule.legal_basis
        told = self.detail.get("service_basis")
        return str(told) if told else GROUNDS[self.ground].legal_basis or self.rule.legal_basis

    @property
    def refer_to(self) -> str | None:
        """Who must see the case besides the officer who decides."""
        return GROUNDS[self.ground].refer_to if self.ground else None

    @property
    def may_be_told(self) -> bool:
        """Whether a letter may quote the finding; a suspicion is never told to the guarantor."""
        return self.ground is None or GROUNDS[self.ground].may_be_told


@dataclass(frozen=True)
class Verdict:
    """All findings of one day, in the order of telling, and their outcome."""

    outcome: VerdictOutcome
    findings: tuple[Finding, ...]
    assessed_on: date

    @property
    def most_telling(self) -> Finding | None:
        """The first refusal, else the first doubt; None where every rule is met."""
        return next(
            (
                finding
                for wanted in (Outcome.FAIL, Outcome.MANUAL)
                for finding in self.findings
                if finding.outcome is wanted
            ),
            None,
        )

    @property
    def ground(self) -> str | None:
        """The code of the most telling ground."""
        return self.most_telling.ground if self.most_telling else None

    @property
    def refer_to(self) -> tuple[str, ...]:
        """Everybody who must see the case besides, each once."""
        return tuple(dict.fromkeys(finding.refer_to for finding in self.findings if finding.refer_to))

    def findings_with(self, *outcomes: Outcome) -> tuple[Finding, ...]:
        """The findings of these outcomes, in the order of telling."""
        return tuple(finding for finding in self.findings if finding.outcome in outcomes)


def assess(
    application: Application, *, on: date, service: ServiceWindow, calendar: OfficeCalendar, paid_on: date | None = None
) -> Verdict:
    """One refused rule makes an application ineligible, one doubt makes it a person's, otherwise it is eligible.

    ``on`` is the office date of the assessment and decides which rules are in force; age, filing window and stay are
    counted on the day of the application. ``service`` is the window of that day. On a day before the service the
    first rules are asked: they answer that it was not open.
    """
    facts = Facts(application, on, service, calendar, paid_on)
    rules = rules_in_force(max(on, SERVICE_BEGAN))
    findings = tuple(_find(rule, facts) for rule in rules)
    return Verdict(_outcome(findings), findings, on)


def reapply_from(application: Application, *, on: date, calendar: OfficeCalendar) -> date | None:
    """The first day on which the same application would be neither too early nor too young; None if that is no obstacle.

    For the letter only: it betrays the birth date. None as well where the stay ends before that day.
    """
    permit, minimum = application.permit, _minimum_age(on)
    days = [BirthDate.read(application.applicant.birth_date).certainly_reaches(minimum)]
    if permit.expires_on is not None:
        window = filing_window(permit.expires_on, permit.kind, application.procedure, calendar, on=on)
        days += [window.earliest] if window and window.earliest else []
    first = max(days)
    stay_lasts = permit.expires_on is None or first <= permit.expires_on
    return first if first > on and stay_lasts else None


def _find(rule: Rule, facts: Facts) -> Finding:
    found = CHECKS[rule.id](facts, rule)
    return Finding(rule.id, rule.version, found.outcome, found.ground, found.detail)


def _outcome(findings: tuple[Finding, ...]) -> VerdictOutcome:
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAIL in outcomes:
        return VerdictOutcome.INELIGIBLE
    return VerdictOutcome.MANUAL if Outcome.MANUAL in outcomes else VerdictOutcome.ELIGIBLE


def _minimum_age(on: date) -> int:
    return next(rule for rule in rules_in_force(max(on, SERVICE_BEGAN)) if rule.id == "age").numbers["minimum_age"]
