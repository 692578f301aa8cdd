"""The register's tables: every fact that matters, and in constraints every "once" and every "never both".

``sealed`` columns hold AES-256-GCM ciphertext under the key of their owner (a case, a plan, an officer); see
``vault``. Everything else is codes, dates and references.
"""

from casework.registry.models.acts import JointAct
from casework.registry.models.base import Base, UtcDateTime
from casework.registry.models.cases import (
    ApplicationCycle,
    ApprovalLevel,
    Case,
    CaseDocument,
    ConflictingContent,
    FindingRow,
    IssuedPermit,
    Payment,
)
from casework.registry.models.engine_and_ledger import EngineRun, LedgerEntry
from casework.registry.models.events import BarredOfficer, OutsideEvent, ReportedAddress
from casework.registry.models.joint_decisions import JointDecision, PaperDecision
from casework.registry.models.letters import Effect, Letter, LetterCounter, LetterTemplate, TemplateAdoption
from casework.registry.models.office import (
    Absence,
    DataKey,
    Decree,
    Delegation,
    Equipment,
    Mandate,
    OfficeDayRow,
    Officer,
    OfficeSetting,
    RankChange,
    UsedCode,
)
from casework.registry.models.questions import Asking, Decision, Question, Submission
from casework.registry.models.reminders import Digest, Reminder
from casework.registry.models.rounds import Booking, RoundPlan, TeamDay, Visit

__all__ = [
    "Absence",
    "ApplicationCycle",
    "ApprovalLevel",
    "Asking",
    "BarredOfficer",
    "Base",
    "Booking",
    "Case",
    "CaseDocument",
    "ConflictingContent",
    "DataKey",
    "Decision",
    "Decree",
    "Delegation",
    "Digest",
    "Effect",
    "EngineRun",
    "Equipment",
    "FindingRow",
    "IssuedPermit",
    "JointAct",
    "JointDecision",
    "LedgerEntry",
    "Letter",
    "LetterCounter",
    "LetterTemplate",
    "Mandate",
    "OfficeDayRow",
    "OfficeSetting",
    "Officer",
    "OutsideEvent",
    "PaperDecision",
    "Payment",
    "Question",
    "RankChange",
    "Reminder",
    "ReportedAddress",
    "RoundPlan",
    "Submission",
    "TeamDay",
    "TemplateAdoption",
    "UsedCode",
    "UtcDateTime",
    "Visit",
]
