"""Who may be visited at home: rules as data with a reason, checks that follow them, and the verdict they lead to."""

from casework.eligibility.explanation import alternative_for, explain
from casework.eligibility.rules import Ground, Outcome, Rule, rules_in_force
from casework.eligibility.service_window import SERVICE_WINDOWS, ServiceWindow, service_window_on, with_its_number
from casework.eligibility.verdict import Finding, Verdict, VerdictOutcome, assess, reapply_from

__all__ = [
    "SERVICE_WINDOWS",
    "Finding",
    "Ground",
    "Outcome",
    "Rule",
    "ServiceWindow",
    "Verdict",
    "VerdictOutcome",
    "alternative_for",
    "assess",
    "explain",
    "reapply_from",
    "rules_in_force",
    "service_window_on",
    "with_its_number",
]
