"""A dozen invented applications from all seven regencies, some of them faulty, and as many good ones as a rehearsal wants."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from casework.case import DocumentCode, PermitKind, Procedure, VisitNeed
from casework.demo_office.dossier import Dossier, SampleApplication, assemble, born_years_ago
from casework.demo_office.persons import INVENTED_PEOPLE, STREETS
from casework.office_calendar import OfficeCalendar
from casework.regions import all_villages

LIMITED, PERMANENT, VISIT = PermitKind.LIMITED, PermitKind.PERMANENT, PermitKind.VISIT
SEXES: tuple[Literal["F"], Literal["M"]] = ("F", "M")


def sample_applications(today: date) -> list[SampleApplication]:
    """What the demo office finds in its inbox on the first morning; every date is reckoned from ``today``.

    The first is the service's first known visit with an invented person: 70 years, USA, Timuran.
    """
    first = assemble(_first(today), today, "The first known visit, with an invented person: a golden path to the end")
    prambanan = assemble(
        _klaten(today), today, "Prambanan in Klaten lies in the area, though its namesake in Sleman does not"
    )
    return [
        first,
        assemble(_sukoharjo(today), today, "The certificate of residence (SKTT) is missing", "incomplete"),
        with_a_wrong_digit(
            assemble(_karanganyar(today), today, "A digit of the passport number was copied wrongly", "incomplete")
        ),
        assemble(_sragen(today), today, "The applicant is 64 years old", "ineligible"),
        assemble(_sleman(today), today, "Prambanan in Sleman belongs to the office of Yogyakarta", "ineligible"),
        prambanan,
        assemble(
            _wonogiri(today),
            today,
            "From a limited to a permanent permit: the chain of approval is longer; Korean only",
        ),
        assemble(_boyolali(today), today, "The permit expires in four working days: bill first, visit soon"),
        assemble(_foundation(today), today, "The passport knows only the year of birth; the guarantor is a foundation"),
        assemble(_married(today), today, "Married to an Indonesian: no guarantor is needed"),
        assemble(
            _visitor(today),
            today,
            "A visit stay permit, extended for the first time; a passport with a single name; nobody has e-mail: by post",
        ),
        replace(first, story="The first application, sent once more by a hasty app: the same case", outcome="resent"),
        with_another_street(prambanan),
    ]


def clean_applications(today: date, count: int, seed: int) -> Iterator[SampleApplication]:
    """Good applications for a rehearsal, each of another person; the same ``seed`` gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 no secret: a rehearsal must be repeatable
    villages = all_villages()
    for number in range(1, count + 1):
        nationality, language, surnames, given_names = chance.choice(INVENTED_PEOPLE)
        sex = chance.choice(SEXES)
        village = chance.choice(villages)
        permanent = chance.random() < 0.2
        dossier = Dossier(
            reference=f"MSK-GLADI-{seed:04}-{number:05}",
            surname=chance.choice(surnames),
            given_names=chance.choice(given_names[sex]),
            nationality=nationality,
            sex=sex,
            born=born_years_ago(chance.randint(66, 92), today),
            passport_number=f"{chance.choice('CEGKLNRTX')}{seed % 1000:03}{number:05}",
            village_code=village.code,
            postal_code=village.postal_code,
            street=f"{chance.choice(STREETS)} No. {chance.randint(1, 180)}",
            serial=number,
            kind=PERMANENT if permanent else LIMITED,
            index="E31A" if permanent else chance.choice(("E31G", "E33F")),
            extension_number=1 if permanent else chance.randint(1, 3),
            permit_ends_in=chance.randint(45, 80),
            languages=(language,) if language == "en" else (language, "en"),
        )
        yield assemble(dossier, today, "A good application for a rehearsal")


def write_application(folder: Path, sample: SampleApplication) -> Path:
    """Put an application into an inbox as the MiskaGO app does: a folder of its own, there whole or not at all.

    The folder is called by the external reference, and ``…~2`` while an earlier one of that name still lies there.
    Whoever polls the inbox skips names that begin with a dot. Raises ``OSError`` when it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        (unfinished / "application.json").write_bytes(sample.as_json())
        for name, content in sample.files.items():
            (unfinished / name).write_bytes(content)
        return unfinished.rename(_free_name(folder, sample.external_reference))
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def with_a_wrong_digit(sample: SampleApplication) -> SampleApplication:
    """The same application, but one digit of the passport number in the zone was copied wrongly."""
    upper, lower = sample.application.applicant.machine_readable_zone
    # The fourth place weighs 7: one more there always shows in a check digit modulo 10.
    altered = lower[:3] + str((int(lower[3]) + 1) % 10) + lower[4:]
    applicant = sample.application.applicant.model_copy(update={"machine_readable_zone": (upper, altered)})
    return replace(sample, application=sample.application.model_copy(update={"applicant": applicant}))


def with_another_street(sample: SampleApplication) -> SampleApplication:
    """The same reference with another content: a person has to say which of the two is meant."""
    residence = sample.application.residence.model_copy(update={"street": "Jalan Contoh Baru No. 99"})
    application = sample.application.model_copy(update={"residence": residence})
    return replace(
        sample, story="The same reference came again with another street", outcome="conflict", application=application
    )


def _free_name(folder: Path, reference: str) -> Path:
    name, turn = folder / reference, 1
    while name.exists():
        turn += 1
        name = folder / f"{reference}~{turn}"
    return name


# --- the invented people ------------------------------------------------------------------------------------------
# One person is a few lines.
# fmt: off


def _first(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0001", "Fairweather", "Adelaide Rose", "USA", "F", born_years_ago(70, today), "A10070001",
                   "33.72.05.1007", "57131", "Jalan Contoh Timuran No. 7", 1, needs=(VisitNeed.WHEELCHAIR,))


def _sukoharjo(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0002", "Van der Contoh", "Willem", "NLD", "M", born_years_ago(73, today), "NX2007302",
                   "33.11.10.2013", "57556", "Jalan Contoh Gentan No. 12", 2, index="E33F", extension_number=2, languages=("nl",
                   "en"), left_out=frozenset({DocumentCode.SKTT}))


def _karanganyar(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0003", "Billabong", "Noel", "AUS", "M", born_years_ago(68, today), "PA3006803", "33.13.12.2003",
                   "57177", "Jalan Contoh Malangjiwan No. 3", 3, index="E33F")


def _sragen(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0004", "Yamakawa", "Sumire", "JPN", "F", born_years_ago(64, today), "TZ4006404", "33.14.10.1001",
                   "57213", "Jalan Contoh Sine No. 21", 4, index="E33F", languages=("ja",))


def _sleman(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0005", "Beispiel", "Hannelore", "D", "F", born_years_ago(71, today), "C5007105K",
                   "34.04.09.2006", "55572", "Jalan Contoh Bokoharjo No. 5", 5, index="E33F", languages=("de", "en"))


def _klaten(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0006", "Voorbeeld", "Liesbeth", "BEL", "F", born_years_ago(77, today), "EX6007706",
                   "33.10.01.2001", "57454", "Jalan Contoh Sengon No. 6", 6, extension_number=3, languages=("nl", "en"),
                   needs=(VisitNeed.HARD_OF_HEARING,))


def _wonogiri(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0007", "Haneul", "Bora", "KOR", "F", born_years_ago(69, today), "M70069071", "33.12.12.1003",
                   "57611", "Jalan Contoh Giritirto No. 17", 7, procedure=Procedure.CONVERSION, permit_ends_in=60,
                   languages=("ko",), needs=(VisitNeed.INTERPRETER,))


def _boyolali(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0008", "Larkspur", "Gordon", "GBR", "M", born_years_ago(82, today), "880082081", "33.09.05.1001",
                   "57316", "Jalan Contoh Pulisen No. 8", 8, index="E33F", extension_number=2,
                   permit_ends_in=(OfficeCalendar().add_working_days(today, 4) - today).days,
                   needs=(VisitNeed.LYING_DOWN, VisitNeed.COMPANION))


def _foundation(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0009", "Namuna", "Gulalai", "AFG", "F", str(today.year - 74), "P09007409", "33.13.09.1001",
                   "57716", "Jalan Contoh Lalung No. 9", 9, guarantor="body", languages=("fa", "en"),
                   needs=(VisitNeed.FEMALE_OFFICER,))


def _married(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0010", "Exemple", "Thibault", "FRA", "M", born_years_ago(75, today), "10FV07510",
                   "33.72.04.1003", "57121", "Jalan Contoh Sudiroprajan No. 10", 10, kind=PERMANENT, index="E31A",
                   married_to_indonesian=True, guarantor="none", languages=("fr", "id"))


def _visitor(today: date) -> Dossier:
    return Dossier("MSK-CONTOH-0011", "Udaharan", "", "IND", "M", born_years_ago(67, today), "Z11006711", "33.11.09.2008",
                   "57552", "Jalan Contoh Grogol No. 11", 11, kind=VISIT, index="C1", permit_ends_in=12,
                   reads_mail=False)


# fmt: on
