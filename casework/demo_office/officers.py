"""The invented staff of the demo office, its decree and its equipment. No name and no number here belongs to anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class DemoOfficer:
    """An invented officer; ``employee_number`` has the shape of a NIP (birth date, appointment, sex, serial)."""

    code: str
    name: str
    employee_number: str
    rank: str
    post: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class DemoDecree:
    """The decree that appoints the team, in force from ``valid_from`` to ``valid_to``, both included."""

    number: str
    dated: date
    valid_from: date
    valid_to: date
    signatory_post: str


@dataclass(frozen=True)
class DemoEquipment:
    """A mobile kit or a vehicle of the office."""

    code: str
    kind: Literal["kit", "vehicle"]
    name: str


@dataclass(frozen=True)
class DemoTeam:
    """Three officers who go out together: who leads, who captures biometrics, who looks after health and security."""

    code: str
    lead: str
    biometric_operator: str
    health_and_security: str


# fmt: off
OFFICERS: tuple[DemoOfficer, ...] = (
    DemoOfficer("RK", "Ratna Kusumaningrum", "197204151998032901", "IV/b", "Kepala Kantor", ("head-of-office",), ("id", "en")),
    DemoOfficer("BS", "Bagus Setiadi", "197911232004121902", "III/d", "Kepala Seksi Izin Tinggal Keimigrasian", ("section-head",), ("id", "en")),
    DemoOfficer("EL", "Endang Lestariningsih", "198103072005012903", "III/d", "Kepala Seksi Lalu Lintas Keimigrasian", ("section-head",), ("id", "en")),
    DemoOfficer("PM", "Prasasti Maharani", "198009242006042917", "III/c", "Kepala Subbagian Tata Usaha", ("administrator",), ("id", "en")),
    DemoOfficer("WN", "Wahyu Nugrahadi", "198506192009121904", "III/c", "Koordinator Kunjungan", ("dispatcher",), ("id", "jv")),
    DemoOfficer("SH", "Sri Handayaningsih", "199002112014022905", "III/a", "Petugas Loket", ("counter-officer",), ("id", "en", "jv")),
    DemoOfficer("RM", "Rizki Maulidan", "199308302019021906", "III/a", "Petugas Teknologi Informasi", ("technical-officer",), ("id", "en")),
    # first team
    DemoOfficer("AP", "Agus Prasetyadi", "198309142008011907", "III/c", "Analis Keimigrasian", ("team-lead",), ("id", "en", "nl")),
    DemoOfficer("NR", "Nuraini Rahmasari", "199405252018012908", "II/d", "Petugas Perekaman Biometrik", ("biometric-operator",), ("id", "en", "ko")),
    DemoOfficer("JP", "Joko Purnomosidi", "198812022012121909", "III/a", "Petugas Kesehatan dan Keamanan", ("health-and-security",), ("id", "jv")),
    # second team
    DemoOfficer("DK", "Dyah Kartikasari", "198607282010122910", "III/c", "Analis Keimigrasian", ("team-lead",), ("id", "en", "ja")),
    DemoOfficer("FH", "Fajar Hidayatullah", "199511162019021911", "II/d", "Petugas Perekaman Biometrik", ("biometric-operator",), ("id", "en", "ar")),
    DemoOfficer("MS", "Maria Susilaningtyas", "199109092015032912", "III/b", "Petugas Kesehatan dan Keamanan", ("health-and-security",), ("id", "en", "de")),
    # spare members, within the same decree
    DemoOfficer("LA", "Lina Anggraeniwati", "198710042011012913", "III/c", "Analis Keimigrasian", ("team-lead", "biometric-operator"), ("id", "en", "zh")),
    DemoOfficer("TS", "Teguh Santosadi", "199204212016011914", "II/d", "Petugas Kesehatan dan Keamanan", ("biometric-operator", "health-and-security"), ("id", "en")),
    # above the office
    DemoOfficer("HC", "Hendrawan Cahyadi", "197501311999031915", "IV/b", "Kepala Bidang Izin Tinggal, Kantor Wilayah Jawa Tengah", ("regional-office",), ("id", "en")),
    DemoOfficer("YP", "Yulianti Permatadewi", "197808172002122916", "IV/a", "Analis Izin Tinggal, Direktorat Jenderal Imigrasi", ("directorate-general",), ("id", "en")),
)
# fmt: on

TEAMS: tuple[DemoTeam, ...] = (DemoTeam("T1", "AP", "NR", "JP"), DemoTeam("T2", "DK", "FH", "MS"))
SPARE_MEMBERS: tuple[str, ...] = ("LA", "TS")
EQUIPMENT: tuple[DemoEquipment, ...] = (
    DemoEquipment("K1", "kit", "SIMKIM bergerak nomor inventaris CONTOH-01"),
    DemoEquipment("K2", "kit", "SIMKIM bergerak nomor inventaris CONTOH-02"),
    DemoEquipment("V1", "vehicle", "Toyota Avanza AD 0001 XY"),
    DemoEquipment("V2", "vehicle", "Toyota Innova AD 0002 XY"),
)


def demo_decree(today: date) -> DemoDecree:
    """The demo office's decree began with the year and lasts to the end of the next but one, so that days may pass fast."""
    return DemoDecree(
        number=f"WIM.13.IMI.1-CONTOH-OT.02.01 TAHUN {today.year}",
        dated=date(today.year, 1, 1),
        valid_from=date(today.year, 1, 1),
        valid_to=date(today.year + 2, 12, 31),
        signatory_post="Kepala Kantor",
    )
