"""What may be typed into a run's form in the Prefect UI: references, checked by the server before a run exists."""

from typing import Annotated

from pydantic import Field

from casework.references import ACT_SUBJECT

CaseReference = Annotated[
    str,
    Field(
        title="Nomor berkas · case reference",
        description="Seperti tertera pada tanda terima, misalnya SAHS-7K43. · As on the receipt.",
        pattern=r"^SAHS-[2-9A-HJ-NP-Z]{4,6}$",
    ),
]
TeamSubject = Annotated[
    str,
    Field(
        title="Tim dan hari · team and day",
        description="Misalnya TEAM-T1-2026-11-26.",
        pattern=r"^TEAM-[A-Z0-9]{1,4}-\d{4}-\d{2}-\d{2}$",
    ),
]
ActSubject = Annotated[
    str,
    Field(title="Nomor usul · number of the act", description="Misalnya ACT-12.", pattern=rf"^{ACT_SUBJECT}$"),
]
TraySubject = Annotated[
    str,
    Field(
        title="Baki · tray",
        description="Kosongkan untuk menyiapkan baki jam ini. · Leave empty to put out this hour's trays.",
        pattern=r"^((TRAY|BULK)-[a-z]+(-[a-z]+)*-\d{4}-\d{2}-\d{2}-\d{4}(\d{2})?)?$",
    ),
]
Subject = Annotated[
    str,
    Field(
        title="Berkas, rencana, tim, atau surel peran · case, rounds, team or a role's mail",
        description="Misalnya SAHS-7K43 atau ROUNDS-2026-11-26.",
        pattern=r"^(SAHS-[2-9A-HJ-NP-Z]{4,6}|ROUNDS-\d{4}-\d{2}-\d{2}|TEAM-[A-Z0-9]{1,4}-\d{4}-\d{2}-\d{2}"
        rf"|{ACT_SUBJECT}"
        r"|ROLES-\d{4}-\d{2}-\d{2}-[a-z]+(-[a-z]+)*)$",
    ),
]
