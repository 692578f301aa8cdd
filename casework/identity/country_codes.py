"""The codes of states and of persons without one, as passports write them (ICAO Doc 9303 part 3 section 5)."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

Kind = Literal["state", "organisation", "stateless", "refugee", "unspecified"]


@dataclass(frozen=True)
class TravelDocumentCode:
    """One code that may stand in a passport's machine-readable zone, with its name in Indonesian and English."""

    code: str
    kind: Kind
    indonesian: str
    english: str


def is_known(code: str) -> bool:
    """A code is known when ISO 3166-1 or ICAO Doc 9303 lists it; the specimen state UTO is not."""
    return code in _codes()


def country_name(code: str, language: Literal["id", "en"]) -> str:
    """The name for letters and screens; raises ``KeyError`` for a code that neither ISO nor ICAO lists."""
    known = _codes().get(code)
    if known is None:
        raise KeyError("this code is in neither ISO 3166-1 nor ICAO 9303: ask is_known first")
    return known.indonesian if language == "id" else known.english


def is_stateless(code: str) -> bool:
    """XXA is a stateless person in the sense of the 1954 Convention; such a person has no embassy to be sent to."""
    return _kind_of(code) == "stateless"


def is_refugee(code: str) -> bool:
    """XXB and XXC are refugees (1951 Convention, other): Perpres 125/2016 applies, and no embassy learns the address."""
    return _kind_of(code) == "refugee"


def is_organisation(code: str) -> bool:
    """A laissez-passer of an organisation (UNO, EUE, XOM, XPO …) is not an ordinary passport of a state."""
    return _kind_of(code) == "organisation"


def as_in_passports(code: str) -> str:
    """Germany is D in its passports, though ISO writes DEU; every other code stays as it is."""
    return "D" if code == "DEU" else code


def _kind_of(code: str) -> Kind | None:
    known = _codes().get(code)
    return known.kind if known else None


@cache
def _codes() -> Mapping[str, TravelDocumentCode]:
    states = {
        row["code"]: TravelDocumentCode(row["code"], "state", row["indonesian"], row["english"])
        for row in _rows("countries.csv")
    }
    additions = {
        row["code"]: TravelDocumentCode(row["code"], _kind(row["kind"]), row["indonesian"], row["english"])
        for row in _rows("travel_document_codes.csv")
    }
    return states | additions


def _kind(word: str) -> Kind:
    for kind in get_args(Kind):
        if word == kind:
            return cast("Kind", kind)
    raise ValueError("a row of travel_document_codes.csv has an unknown kind: see Kind in country_codes.py")


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(files(__package__).joinpath("data", name).read_text(encoding="utf-8").splitlines())
