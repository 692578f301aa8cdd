"""The lines of a briefing."""

BULLET = "- "


def shortened(lines: list[str], most: int) -> list[str]:
    """The first lines of a list, and how many more there are."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{BULLET}… dan {len(lines) - most + 1} lagi · and {len(lines) - most + 1} more"]
