"""The people, places and days of the samples; nobody of them lives."""

from datetime import date, datetime, timedelta

from casework.clock import OFFICE_TIME_ZONE
from casework.letters.facts.parts import (
    BilingualText,
    RemedyRoute,
)
from casework.letters.kinds import LetterKind
from casework.letters.numbering import number_of

LETTER_DATE = date(2026, 11, 26)
VISIT_START = datetime(2026, 11, 27, 9, 0, tzinfo=OFFICE_TIME_ZONE)  # of a visit that is announced
HELD_START = datetime(2026, 11, 26, 9, 0, tzinfo=OFFICE_TIME_ZONE)  # of one that the letter looks back on
DAY_BEFORE = date(2026, 11, 25)
EXPIRY = date(2026, 12, 18)
HALF_AN_HOUR = timedelta(minutes=30)
TO_THE_GUARANTOR = {
    "case_reference": "SAHS-7K43",
    "recipient_honorific": "Bapak/Ibu",
    "recipient_name": "Retno Wulandari",
    "recipient_address": "Jalan Kenanga Nomor 12, RT 002/RW 005\nKelurahan Timuran, Kecamatan Banjarsari\nKota Surakarta 57131",
    "applicant_name": "Margaret Ellen Whitcombe",
}
TO_THE_APPLICANT = {**TO_THE_GUARANTOR, "recipient_name": "Margaret Ellen Whitcombe"}
OFFICERS = (
    ("Bagus Prasetyo", "Analis Keimigrasian Pertama", "lead", "198504122010121001", "III/b"),
    ("Siti Nurhayati", "Pranata Komputer Terampil", "biometrics", "199002282014022002", "II/d"),
    ("Agus Widodo", "Pengelola Layanan Kehumasan", "safety", "198811052012121003", "III/a"),
)
DECREE_NUMBER = number_of(LetterKind.TEAM_DECREE, 2026, 18)
ASSIGNMENT_NUMBER = number_of(LetterKind.ASSIGNMENT, 2026, 107)
RETENTION_BASIS = "JRA Permenkumham 35/2013 jo. 54/2016"
SURVEY = "surakarta.imigrasi.go.id/survei"
PLACES = (
    "Kel. Timuran, Kec. Banjarsari, Kota Surakarta",
    "Desa Gentan, Kec. Baki, Kab. Sukoharjo",
    "Desa Malangjiwan, Kec. Colomadu, Kab. Karanganyar",
    "Desa Pracimantoro, Kec. Pracimantoro, Kab. Wonogiri",
)
THE_HEAD = BilingualText(
    indonesian="Kepala Kantor Imigrasi Kelas I TPI Surakarta", english="the Head of the Surakarta Immigration Office"
)
THE_REGION = BilingualText(
    indonesian="Kepala Kantor Wilayah Direktorat Jenderal Imigrasi Jawa Tengah",
    english="the Head of the Regional Office of Immigration for Central Java",
)
THE_CENTRE = BilingualText(indonesian="Direktur Jenderal Imigrasi", english="the Director General of Immigration")
COURT = RemedyRoute(
    addressee=BilingualText(
        indonesian="Pengadilan Tata Usaha Negara Semarang", english="the Administrative Court of Semarang"
    ),
    days=90,
    days_kind="calendar",
    legal_basis="UU 5/1986 Ps 55; Perma 6/2018 Ps 5",
)


def objection(addressee: BilingualText, *decided_by: BilingualText) -> RemedyRoute:
    """Twenty-one working days to object."""
    return RemedyRoute(
        addressee=addressee, decided_by=decided_by, days=21, days_kind="working", legal_basis="UU 30/2014 Ps 77"
    )


def appeal(addressee: BilingualText) -> RemedyRoute:
    """Ten working days to appeal."""
    return RemedyRoute(addressee=addressee, days=10, days_kind="working", legal_basis="UU 30/2014 Ps 78")
