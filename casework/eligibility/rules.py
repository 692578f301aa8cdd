"""The rules of eligibility: what each asks, since when, on what legal basis. Their words stand in ``grounds``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from casework.effective_dates import Certainty, Dated, in_force


class Outcome(StrEnum):
    """What one rule finds; ``manual`` means that only a person can say."""

    PASS = "pass"  # noqa: S105 the outcome of a rule, not a password
    FAIL = "fail"
    MANUAL = "manual"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True)
class Ground:
    """One coded reason, in the words that a letter quotes; ``{names}`` are filled from the finding's detail.

    ``alternative`` names the way that is open instead; ``legal_basis`` the law of this very ground, where it is not the
    rule's; ``refer_to`` who must see the case besides. A ground with ``may_be_told`` false stays inside the office: no
    letter and no notice names it.
    """

    code: str
    indonesian: str
    english: str
    alternative_indonesian: str
    alternative_english: str
    legal_basis: str | None = None
    refer_to: str | None = None
    may_be_told: bool = True


@dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    """One rule in one version; ``officer_ground`` is the ground's code in the officer's form.

    ``numbers`` are the rule's limits, such as the minimum age.
    """

    id: str
    version: str
    title_indonesian: str
    title_english: str
    officer_ground: str
    numbers: Mapping[str, int] = field(default_factory=dict)


SERVICE_BEGAN = date(2021, 10, 1)

# In the order of telling: where several rules fail, the first of them is named first.
RULES: tuple[Rule, ...] = (
    Rule(
        id="nationality",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="UU 6/2011",
        source="domain 1, fact 3; 8.2 cases 5, 30, 31",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Pemohon adalah Orang Asing dengan paspor kebangsaan",
        title_english="The applicant is a foreigner with a national passport",
        officer_ground="nationality",
    ),
    Rule(
        id="service-window",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="SK layanan",
        source="domain 1, fact 28; 8.2 case 38",
        certainty=Certainty.OFFICE,
        title_indonesian="Layanan kunjungan rumah dibuka pada tanggal permohonan",
        title_english="The home visit service is open on the day of the application",
        officer_ground="service-closed",
    ),
    Rule(
        id="age",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="SK layanan",
        source="domain 1, fact 7: the Head's own words, 'mulai 65 tahun'; counted on the day of the application",
        certainty=Certainty.OFFICE,
        title_indonesian="Pemohon berusia 65 tahun atau lebih pada tanggal permohonan",
        title_english="The applicant is 65 or older on the day of the application",
        officer_ground="age",
        numbers=MappingProxyType({"minimum_age": 65}),
    ),
    Rule(
        id="jurisdiction",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="Permenkumham 19/2018 (wilayah kerja)",
        source="domain 3.1; 8.2 cases 6, 7",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Alamat berada di wilayah kerja kantor",
        title_english="The residence lies in the office's area",
        officer_ground="jurisdiction",
    ),
    Rule(
        id="overstay",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="UU 6/2011 Ps 78",
        source="domain 2.3; 8.2 cases 9–11",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Izin tinggal masih berlaku",
        title_english="The stay permit is still valid",
        officer_ground="overstay",
    ),
    Rule(
        id="permit-kind",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="UU 6/2011 Ps 48, Ps 59",
        source="domain 2.2; 8.2 case 34",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Jenis izin dan permohonan dilayani",
        title_english="The kind of permit and the procedure are served",
        officer_ground="permit-kind",
    ),
    Rule(
        id="extendable",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="Permenkumham 22/2023 jo. 11/2024",
        source="domain 2.2",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Izin masih dapat diperpanjang",
        title_english="The permit can still be extended",
        officer_ground="permit-kind",
    ),
    Rule(
        id="convertible",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        legal_basis="Permenkumham 22/2023 jo. 11/2024 (alih status)",
        source="domain 2.2; 8.2 case 33",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Izin dapat dialihstatuskan",
        title_english="The permit can be converted",
        officer_ground="permit-kind",
    ),
    Rule(
        id="guarantor",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        valid_to=date(2023, 3, 30),
        legal_basis="UU 6/2011 Ps 63 jo. UU 11/2020",
        source="domain 2.1, 2.4",
        certainty=Certainty.UNCONFIRMED,
        title_indonesian="Penjamin ada bila diwajibkan",
        title_english="There is a guarantor where the law asks for one",
        officer_ground="guarantor",
    ),
    Rule(
        id="guarantor",
        version="2023-03",
        valid_from=date(2023, 3, 31),
        legal_basis="UU 6/2011 Ps 63 jo. UU 6/2023",
        source="domain 2.4 (wikisource): not for those married to an Indonesian, investors, some others",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Penjamin ada bila diwajibkan",
        title_english="There is a guarantor where the law asks for one",
        officer_ground="guarantor",
    ),
    Rule(
        id="filing-window",
        version="2021-10",
        valid_from=SERVICE_BEGAN,
        valid_to=date(2023, 8, 21),
        legal_basis="Permenkumham 29/2021",
        source="domain 2.2",
        certainty=Certainty.UNCONFIRMED,
        title_indonesian="Permohonan diajukan dalam jangka waktunya",
        title_english="The application is made within its time",
        officer_ground="filing-window",
    ),
    Rule(
        id="filing-window",
        version="2023-08",
        valid_from=date(2023, 8, 22),
        legal_basis="Permenkumham 22/2023 jo. 11/2024",
        source="domain 2.2",
        certainty=Certainty.PUBLISHED,
        title_indonesian="Permohonan diajukan dalam jangka waktunya",
        title_english="The application is made within its time",
        officer_ground="filing-window",
    ),
)


def rules_in_force(on: date) -> tuple[Rule, ...]:
    """The rules that are, or were, in force on a day; none before the service began."""
    return in_force(RULES, on)


def find_rule(rule_id: str, version: str) -> Rule:
    """The rule of a past finding; raises ``LookupError`` where no such rule was ever in force."""
    for rule in RULES:
        if (rule.id, rule.version) == (rule_id, version):
            return rule
    raise LookupError(
        f"rule '{rule_id}' has no version '{version}': rules are never deleted, look in eligibility/rules.py"
    )
