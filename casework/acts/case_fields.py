"""What the forms about one case ask for: its reference and a village, by code."""

from typing import Annotated

from pydantic import Field

CaseReference = Annotated[
    str,
    Field(
        title="Nomor berkas · case reference",
        description="Seperti tertera pada tanda terima, misalnya SAHS-7K43. · As on the receipt.",
        pattern=r"^SAHS-[2-9A-HJ-NP-Z]{4,6}$",
    ),
]
VillageCode = Annotated[
    str,
    Field(
        title="Kode desa atau kelurahan baru · code of the new village",
        description="Kode Kemendagri, misalnya 33.72.05.1007. Alamat lengkap diketik pada lembar berkas, bukan di sini. · The address itself is typed on the case sheet, not here.",
        pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$",
    ),
]
