"""Case references: short, spoken over the phone, random, with a check character; and how an act of two is named."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PREFIX = "SAHS-"
SHORTEST, LONGEST = 4, 6
ACT_PREFIX = "ACT-"
ACT_SUBJECT = rf"{ACT_PREFIX}[1-9][0-9]{{0,8}}"  # as a pattern


def draw_reference(length: int = 4) -> str:
    """A new reference says nothing about the person: it is drawn at random, 4 characters (up to 6 when those run short).

    Raises ``ValueError`` on another length: nobody could read such a reference back to the office.
    """
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(f"a reference has {SHORTEST} to {LONGEST} characters after {PREFIX}, not {length}")
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return PREFIX + body + check_character(body)


def is_reference(text: str) -> bool:
    """A reference read over the phone is accepted only when its check character fits."""
    body = text.removeprefix(PREFIX)
    well_formed = text.startswith(PREFIX) and SHORTEST <= len(body) <= LONGEST and set(body) <= set(ALPHABET)
    return well_formed and check_character(body[:-1]) == body[-1]


def check_character(body: str) -> str:
    """The check character finds any single wrong character (Luhn, modulo 32)."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
