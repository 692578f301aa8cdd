"""The step that lets planned effects go out: letters, mails, orders to neighbours."""

from prefect import task
from prefect.runtime import task_run

from casework.desk import open_desk
from casework.effects import carry_out, planned_effects
from casework.partners.faults import PartnerUnavailable
from casework.stages import copies_owed

KINDS_IN_WORDS = {
    "letter": "Tulis surat",
    "mail": "Kirim surel",
    "copies": "Kirim tembusan",
    "billing-order": "Minta kode bayar",
    "simkim-handover": "Kirim ke SIMKIM",
    "app-notice": "Kabari MiskaGO",
    "reminder": "Ingatkan peran",
    "digest": "Kirim ringkasan pagi",
}


def planned(subject: str) -> list[tuple[int, str]]:
    """What has not gone out yet for a subject, but for copies: the effect and its kind, in the order in which it was planned."""
    with open_desk().registry.reading() as reading:
        effects = planned_effects(reading, subject)
        return [(effect.id, effect.kind) for effect in effects if not copies_owed.is_a_copy(effect.kind)]


def copies_to_send(subject: str) -> list[tuple[int, str]]:
    """The copies that can go out for a subject; not those that a technician is asked about."""
    with open_desk().registry.reading() as reading:
        return [(effect.id, effect.kind) for effect in copies_owed.copies_to_send(reading, subject)]


def _is_weather(_task: object, _run: object, state: object) -> bool:
    """Only weather is retried: a partner that refuses would refuse again."""
    try:
        state.result(raise_on_failure=True)  # type: ignore[attr-defined] # Prefect's State
    except PartnerUnavailable:
        return True
    except Exception:  # noqa: BLE001 whatever else it is, a retry does not help it
        return False
    return False


def _name() -> str:
    family = str(task_run.parameters["kind"]).partition(":")[0]
    return f"{KINDS_IN_WORDS.get(family, family)}, percobaan {task_run.run_count + 1}"


@task(
    task_run_name=_name,
    retries=3,
    retry_delay_seconds=[1, 3, 8],
    retry_jitter_factor=0.5,
    retry_condition_fn=_is_weather,
)
def send_out(effect_id: int, kind: str) -> str:
    """One planned effect goes out under its own key; it is retried while its partner is out of reach."""
    del kind  # for the name of the run
    desk = open_desk()
    with desk.neighbours() as neighbours:
        return carry_out(desk.registry, desk.office, neighbours, effect_id)
