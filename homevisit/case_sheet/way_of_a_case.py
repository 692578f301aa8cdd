"""The way that most cases go, and how far along it one case is."""

from casework.lifecycle import Stage
from homevisit.case_sheet.wording import Words

# The way of most cases, as a strip above the sheet; a case that waits for documents stands at the first step.
WAY: tuple[tuple[tuple[Stage, ...], Words], ...] = (
    ((Stage.RECEIVED, Stage.INCOMPLETE), ("Penerimaan", "intake")),
    ((Stage.ASSESSMENT,), ("Kelayakan", "eligibility")),
    ((Stage.PAYMENT,), ("PNBP", "state fee")),
    ((Stage.WAITING_FOR_VISIT, Stage.VISIT), ("Kunjungan rumah", "home visit")),
    ((Stage.PERMIT,), ("Izin tinggal", "permit")),
    ((Stage.CLOSING,), ("Penyelesaian", "closure")),
)


def way_to(stage: Stage, result: str | None) -> list[tuple[str, str, str]]:
    """Each step of the way as done, here or ahead; nothing for a case that left the way before its end."""
    if result not in (None, "granted", "refused"):
        return []
    here = next((number for number, (stages, _) in enumerate(WAY) if stage in stages), len(WAY))
    states = ["done" if number < here else "here" if number == here else "ahead" for number in range(len(WAY))]
    return [(state, *words) for state, (_, words) in zip(states, WAY, strict=True)]
