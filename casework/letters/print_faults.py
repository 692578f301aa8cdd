"""What WeasyPrint finds fault with while it prints: counted, never logged, since it quotes the letter's text."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_printing = threading.local()


class _Counter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        counts = getattr(_printing, "counts", None)
        if counts is None:
            return True
        if record.levelno >= logging.WARNING:
            counts.append("a missing glyph" if ".notdef" in record.msg else "a warning")
        return False


@contextmanager
def counted_faults() -> Iterator[list[str]]:
    """A letter with faults is not issued; this collects them, one short word each, for this thread only."""
    logger = logging.getLogger("weasyprint")
    if not any(isinstance(known, _Counter) for known in logger.filters):
        logger.addFilter(_Counter())
    _printing.counts = []
    try:
        yield _printing.counts
    finally:
        _printing.counts = None
