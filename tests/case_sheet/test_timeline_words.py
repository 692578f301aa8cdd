"""The timeline of a sheet in plain words: whatever the ledger tells of a case, a day or an act, people can read."""

import re
from pathlib import Path

import casework
from homevisit.case_sheet.events_in_words import EVENTS, event_words

WRITTEN = re.compile(r'"(?:[a-z-]+|\{[^}"]+\}):([a-z-]+:[a-z-]+)"')
# Told of the office, or of an officer.
ON_NO_SHEET = ("office:", "roles:", "sheet:officer:", "letters:template:proposed", "letters:template:adopted")


def written_in_the_code() -> set[str]:
    project = Path(casework.__file__).parents[1]
    sources = (
        file.read_text() for part in ("casework", "homevisit", "tasks") for file in (project / part).rglob("*.py")
    )
    found = {match for source in sources for match in WRITTEN.finditer(source)}
    return {one[1] for one in found if not one[0].strip('"').startswith(ON_NO_SHEET)}


def test_every_event_of_a_sheets_timeline_has_words_in_both_languages() -> None:
    written = written_in_the_code()
    assert len(written) > 50
    assert sorted(written - set(EVENTS)) == []


def test_a_form_that_was_emptied_is_told_in_words_not_by_its_code() -> None:
    told = event_words("engine:form:emptied", {"question": "letter-by-post"})
    assert told[0] == "Isian dihapus dari Prefect: Kirim surat lewat pos atau serahkan"
