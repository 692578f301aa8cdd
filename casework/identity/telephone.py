"""Telephone numbers, as people write them and as the office dials them."""

import phonenumbers


def as_dialled(written: str) -> str | None:
    """A number without a country prefix is Indonesian; ``None`` says that no such number can be reached.

    The answer is in E.164: ``0812-3190-4277`` becomes ``+6281231904277``.
    """
    try:
        number = phonenumbers.parse(written, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
