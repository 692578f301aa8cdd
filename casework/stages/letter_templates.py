"""With which template a letter is written: the one in force on its date, kept until the last letter with it is out."""

from datetime import date

from sqlalchemy import select

from casework.letters import LetterKind, TemplateSet, shipped_templates
from casework.registry import Change, Reading
from casework.registry.models import LetterTemplate, TemplateAdoption


def template_for(change: Change, kind: LetterKind, dated: date) -> TemplateSet:
    """The office's own template where one is adopted for that day, the shipped one otherwise; on record from now on."""
    adopted = adopted_on(change, kind, dated)
    if adopted is not None:
        return read_template(change, adopted.version)
    shipped = shipped_templates(kind)
    keep_template(change, shipped, "shipped")
    return shipped


def adopted_on(reading: Reading, kind: LetterKind, day: date) -> TemplateAdoption | None:
    """The latest adoption that is in force on a day; None where the shipped template is."""
    adopted = select(TemplateAdoption).where(TemplateAdoption.kind == kind.value, TemplateAdoption.valid_from <= day)
    return reading.session.scalar(
        adopted.order_by(TemplateAdoption.valid_from.desc(), TemplateAdoption.id.desc()).limit(1)
    )


def keep_template(change: Change, templates: TemplateSet, origin: str) -> LetterTemplate | None:
    """A set of templates to be put on record by the event that follows; None where it is there already."""
    if change.session.get(LetterTemplate, templates.version) is not None:
        return None
    row = LetterTemplate(
        version=templates.version,
        kind=templates.kind.value,
        origin=origin,
        files=dict(templates.files),
        recorded_at=change.moment.recorded_at,
    )
    change.session.add(row)
    return row


def read_template(reading: Reading, version: str) -> TemplateSet:
    """A set of templates as it was put on record; raises ``LookupError`` for one that never was."""
    row = reading.session.get(LetterTemplate, version)
    if row is None:
        raise LookupError(
            f"no template of version {version} is on record: this register was written by a newer version"
        )
    return TemplateSet(LetterKind(row.kind), row.files)
