"""An officer is promoted, or a rank is corrected: from its day on the letters name the other one."""

from datetime import date

from sqlalchemy import select

from casework.acts.faults import not_serving
from casework.acts.fields import BESIDE_THE_HEAD, FirstDay, OfficerCode, Rank, rank_of
from casework.acts.kinds import ActContent, ActKind, always, from_approving
from casework.identity.civil_service_ranks import rank_in_words
from casework.office import Office
from casework.registry import Change, Event, Reading
from casework.registry.ledger import Fact
from casework.registry.models import Officer, RankChange
from casework.registry.officers import owner_of_officer, rank_on
from casework.stages.deciding import Decided


class OfficerRankContent(
    ActContent,
    json_schema_extra={
        "description": "Kenaikan atau pembetulan pangkat petugas; surat sejak hari itu menyebutnya. · A promotion or correction of rank: letters from that day on name it."
    },
):
    """Whose rank is another, which, and from when."""

    code: OfficerCode
    rank: Rank
    valid_from: FirstDay


def _fault(change: Change, office: Office, content: OfficerRankContent) -> str | None:
    del office
    fault = not_serving(change, content.code, max(content.valid_from, change.moment.office_date))
    if fault is not None:
        return fault
    officer = change.session.get_one(Officer, content.code)
    if rank_on(change, officer, content.valid_from) == rank_of(content.rank):
        return f"pangkat {content.code} pada hari itu sudah demikian · {content.code} has that rank on that day already"
    return None


def _apply(change: Change, office: Office, decided: Decided, content: OfficerRankContent) -> None:
    del office
    row = RankChange(officer_code=content.code, rank=rank_of(content.rank), valid_from=content.valid_from)
    facts: dict[str, Fact] = {
        "rank": row.rank,
        "valid_from": row.valid_from.isoformat(),
        "act": decided.question.subject,
    }
    change.write(Event("office:officer:rank-changed", owner_of_officer(content.code), decided.officer.code, facts), row)


def _what_is_on_record(reading: Reading, content: OfficerRankContent, today: date) -> list[str]:
    """The rank until then, and what is on record for a later day: from that day on it counts, whatever is entered now."""
    del today
    until_then = rank_on(reading, reading.session.get_one(Officer, content.code), content.valid_from)
    later = select(RankChange).where(
        RankChange.officer_code == content.code, RankChange.valid_from > content.valid_from
    )
    return [
        f"Tercatat untuk hari itu · on record for that day: {_told(until_then)}",
        *(
            f"⚠ Tercatat untuk hari sesudahnya, tetap berlaku · stays as of {one.valid_from:%d-%m-%Y}: {_told(one.rank)}"
            for one in reading.session.scalars(later.order_by(RankChange.valid_from, RankChange.id))
        ),
    ]


def _told(rank: str | None) -> str:
    return rank_in_words(rank) if rank is not None else "–"


OFFICER_RANK = ActKind(
    name="officer-rank",
    title="Pangkat petugas",
    title_english="An officer's rank",
    content=OfficerRankContent,
    proposed_by="administrator",
    approved_by=always("head-of-office"),
    fault=_fault,
    apply=_apply,
    substitutes=BESIDE_THE_HEAD,  # where the head is the one who is promoted
    shuts_out=from_approving("code"),
    notes=_what_is_on_record,
)
