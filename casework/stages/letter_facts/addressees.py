"""To which post, court or agency a letter goes or sends its reader, as dated data: they are renamed as ministries are."""

from dataclasses import dataclass
from datetime import date

from casework.approval_chain import DIRECTORATE_GENERAL, HEAD_OF_OFFICE, REGIONAL_OFFICE
from casework.effective_dates import Certainty, Dated, the_one_in_force
from casework.letters import letterhead_on
from casework.letters.facts.parts import BilingualText

ADMINISTRATIVE_COURT, DATA_PROTECTION_AGENCY = "administrative-court", "data-protection-agency"


@dataclass(frozen=True, kw_only=True)
class Post(Dated):
    """What a post is called and in which town it is; ``through`` is who handles a request there, where another does.

    {office}, {place} and {regional_head} are those of the letterhead in force, and so in English.
    """

    role: str
    indonesian: str
    english: str
    place: str
    through: str | None = None


@dataclass(frozen=True)
class Addressee:
    """A post as it is called on one day."""

    named: BilingualText
    place: str
    through: str | None


POSTS: tuple[Post, ...] = (
    Post(
        valid_from=date(2014, 1, 1),
        legal_basis="organisasi dan tata kerja kantor imigrasi",
        source="domain 3.3; its name is that of the letterhead",
        certainty=Certainty.PUBLISHED,
        role=HEAD_OF_OFFICE,
        indonesian="Kepala {office}",
        english="the Head of the {office_in_english}",
        place="{place}",
    ),
    Post(
        valid_from=date(2014, 1, 1),
        legal_basis="organisasi dan tata kerja Kemenkumham, sejak 2025 Kemenimipas (belum ditemukan)",
        source="domain 3.3 and 5.1; kontenjateng; its name is that of the letterhead, renamed as the ministry was split",
        certainty=Certainty.UNCONFIRMED,
        role=REGIONAL_OFFICE,
        indonesian="{regional_head}",
        english="{regional_head_in_english}",
        place="Semarang",
    ),
    Post(
        valid_from=date(2014, 1, 1),
        legal_basis="organisasi dan tata kerja Kemenkumham, sejak 2025 Kemenimipas",
        source="domain 5.2, L10; whether the directorate kept its name in 2025 a person must confirm",
        certainty=Certainty.UNCONFIRMED,
        role=DIRECTORATE_GENERAL,
        indonesian="Direktur Jenderal Imigrasi",
        english="the Director General of Immigration",
        place="Jakarta",
        through="Direktur Izin Tinggal Keimigrasian dan Alih Status Keimigrasian",
    ),
    Post(
        valid_from=date(2014, 1, 1),
        legal_basis="UU 5/1986 Ps 54",
        source="domain 5.2, L13; that Central Java belongs to this court is own knowledge",
        certainty=Certainty.UNCONFIRMED,
        role=ADMINISTRATIVE_COURT,
        indonesian="Pengadilan Tata Usaha Negara Semarang",
        english="the Administrative Court of Semarang",
        place="Semarang",
    ),
    Post(
        valid_from=date(2022, 10, 17),
        legal_basis="UU 27/2022 Ps 46, Ps 58",
        source="domain 7: 'the agency'; while it has not been set up a person must say who receives the report",
        certainty=Certainty.UNCONFIRMED,
        role=DATA_PROTECTION_AGENCY,
        indonesian="Lembaga Pelindungan Data Pribadi",
        english="the Personal Data Protection Agency",
        place="Jakarta",
    ),
)


def addressee_on(role: str, day: date) -> Addressee:
    """What a post is called on a day; raises ``NothingInForce`` for a day or a role that the table does not know."""
    post = the_one_in_force((one for one in POSTS if one.role == role), day, f"the post '{role}'")
    head = letterhead_on(day)
    names = {
        "office": head.office, "office_in_english": head.office_in_english, "place": head.place,
        "regional_head": head.regional_head.indonesian, "regional_head_in_english": head.regional_head.english,
    }  # fmt: skip
    named = BilingualText(indonesian=post.indonesian.format(**names), english=post.english.format(**names))
    return Addressee(named, post.place.format(**names), post.through)
