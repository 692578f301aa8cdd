"""What a run is called and tagged with, so that staff find what waits for them and auditors see what came of it."""

from prefect.context import get_run_context

from casework.questions import QUESTION_KINDS, ROLE_NAMES
from casework.standing_questions import Standing
from casework.work_list import WAITS
from tasks.engine_client import engine_client
from tasks.run_names import WAITING


def show_waiting(standing: Standing) -> None:
    """A waiting run says for whom it waits: ``SAHS-7K43 · kelayakan permohonan · menunggu Kasi``."""
    role = ROLE_NAMES[standing.role]
    _rename(standing, f"{WAITING}{role}", {f"{WAITS}{standing.role}"})


def show_answered(standing: Standing) -> None:
    """An answered run says what was answered, and waits for nobody any more."""
    _rename(standing, standing.in_words.partition(" · ")[0], set())


def _rename(standing: Standing, ending: str, waiting: set[str]) -> None:
    run = get_run_context().flow_run
    kept = {tag for tag in run.tags if not tag.startswith(WAITS)}
    tags = kept | {f"case:{standing.subject}", f"stage:{standing.stage}"} | waiting
    name = f"{standing.subject} · {title_in_a_name(standing.kind)} · {ending}"
    with engine_client() as client:
        client.update_flow_run(run.id, name=name, tags=sorted(tags, key=_what_staff_look_for))


def title_in_a_name(kind: str) -> str:
    """A question's title within a run's name: its first word in small letters, unless it is an abbreviation."""
    title = QUESTION_KINDS[kind].title
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def _what_staff_look_for(tag: str) -> tuple[bool, bool, str]:
    """The UI shows the first few tags and hides the rest: whose turn it is and which case come first."""
    return (not tag.startswith(WAITS), not tag.startswith("case:"), tag)
