"""What takes two: somebody proposes it, somebody else approves it, and only then it holds."""

from casework.acts.kinds import ActContent, ActKind
from casework.acts.table import ACT_KINDS, content_of, subject_of_act

__all__ = ["ACT_KINDS", "ActContent", "ActKind", "content_of", "subject_of_act"]
