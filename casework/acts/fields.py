"""What the office's forms have in common: codes, roles, numbers, posts, days; no field is for anybody's name."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from casework.identity.civil_service_ranks import RANKS
from casework.questions import ROLE_NAMES, SEPARATOR, code_of

NO_RANK = f"tidak tercatat{SEPARATOR}none"
if TYPE_CHECKING:
    RoleShown = str
    RankShown = str
else:
    RoleShown = Literal[tuple(f"{name}{SEPARATOR}{role}" for role, name in ROLE_NAMES.items())]
    RankShown = Literal[(NO_RANK, *(f"{rank}{SEPARATOR}{grade}" for grade, rank in RANKS.items()))]
LanguageShown = Literal[
    "Indonesia · id",
    "Jawa · jv",
    "Inggris · en",
    "Arab · ar",
    "Belanda · nl",
    "Hindi · hi",
    "Italia · it",
    "Jepang · ja",
    "Jerman · de",
    "Korea · ko",
    "Prancis · fr",
    "Rusia · ru",
    "Spanyol · es",
    "Tamil · ta",
    "Thai · th",
    "Tionghoa · zh",
    "Urdu · ur",
    "Vietnam · vi",
]
STAFF_CODE = r"^[A-Z]{2,4}$"
NUMBER = r"^[A-Za-z0-9 ./-]*[0-9][A-Za-z0-9 ./-]*$"  # has a digit: nobody's name
POST = r"^[A-Z][A-Za-z ,.()/-]{2,79}$"
POST_OR_NOTHING = r"^([A-Z][A-Za-z ,.()/-]{2,79})?$"
PLAIN_REASON = r"^[A-Za-z0-9][A-Za-z0-9 ,.()/-]{2,119}$"

OfficerCode = Annotated[
    str,
    Field(
        title="Kode petugas · staff code",
        description="Dua sampai empat huruf besar, misalnya BS. · Two to four capitals.",
        pattern=STAFF_CODE,
    ),
]
Role = Annotated[RoleShown, Field(title="Peran · role", description="Peran yang dipegang. · The role that is held.")]
Rank = Annotated[
    RankShown,
    Field(
        title="Pangkat, golongan · rank",
        description="Seperti tertulis pada SK pangkat; tidak tercatat bila bukan PNS. · As the decree on it says; none for who is no civil servant.",
    ),
]
DecreeNumber = Annotated[
    str,
    Field(
        title="Nomor SK · decree",
        description="Seperti tertulis pada SK. · As it stands on the decree.",
        pattern=NUMBER,
        min_length=3,
        max_length=80,
    ),
]
LetterNumber = Annotated[
    str,
    Field(
        title="Nomor surat · number of the letter",
        description="Seperti tertulis pada surat. · As it stands on the letter.",
        pattern=NUMBER,
        min_length=3,
        max_length=80,
    ),
]
SignatoryPost = Annotated[
    str,
    Field(
        title="Jabatan penanda tangan · post of the signatory",
        description="Nama jabatan, bukan nama orang. · The post, nobody's name.",
        pattern=POST,
    ),
]
Dated = Annotated[date, Field(title="Tanggal surat · dated", description="Tanggal pada surat. · The day it bears.")]
FirstDay = Annotated[date, Field(title="Berlaku dari · from", description="Hari pertama. · The first day.")]
LastDay = Annotated[
    date, Field(title="Berlaku sampai · to", description="Hari terakhir, ikut dihitung. · The last day, included.")
]


def role_of(shown: RoleShown) -> str:
    """The role's code behind what the form shows."""
    return code_of(shown)


def rank_of(shown: RankShown) -> str | None:
    """The rank's grade behind what the form shows; None where none is on record."""
    return None if shown == NO_RANK else code_of(shown)


def approver_by_role(shown: RoleShown) -> str:
    """What concerns the head's own role is seen by somebody else; everything else is approved by the head."""
    return "section-head" if role_of(shown) == "head-of-office" else "head-of-office"


# Who is asked next where nobody who may holds the role that should be asked, each in this order.
IN_THE_HEADS_STEAD = ("regional-office",)  # where no section head is there to look at the head's own paper
BESIDE_THE_HEAD = ("section-head", *IN_THE_HEADS_STEAD)  # where the head is the one concerned, or there is none
UPWARDS = ("section-head", "head-of-office", *IN_THE_HEADS_STEAD)  # from the counter, and from a section head
