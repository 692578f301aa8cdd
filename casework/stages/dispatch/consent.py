"""A notice that is short by the time of its approval needs the guarantors' consent, marked in the form."""

from collections.abc import Collection

from casework.questions import code_of
from casework.stages.deciding import ConsequenceRefused, Decided


def consents(decided: Decided, visited: Collection[str], *, short: bool) -> list[str]:
    """Whose guarantor agreed; raises ``ConsequenceRefused`` where the notice is short and one who is visited has not."""
    agreed = set(map(code_of, decided.answer.get("agreed", [])))
    if short and not agreed.issuperset(visited):
        raise ConsequenceRefused("consent-missing")
    return sorted(agreed)
