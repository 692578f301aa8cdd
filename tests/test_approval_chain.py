from datetime import date
from itertools import product

import pytest

from casework.approval_chain import chain_for, route_for
from casework.case import PermitKind, Procedure
from casework.effective_dates import NothingInForce

ITK, ITAS, ITAP = PermitKind.VISIT, PermitKind.LIMITED, PermitKind.PERMANENT
OFFICE_ONLY = ("section-head", "head-of-office")
UP_TO_THE_CENTRE = ("section-head", "head-of-office", "regional-office", "directorate-general")
NOW = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "procedure", "extension_number", "levels"),
    [
        (ITK, Procedure.EXTENSION, 2, OFFICE_ONLY),
        (ITAS, Procedure.GRANT, 0, OFFICE_ONLY),
        (ITAS, Procedure.EXTENSION, 1, OFFICE_ONLY),
        (ITAS, Procedure.EXTENSION, 3, OFFICE_ONLY),
        (ITAS, Procedure.EXTENSION, 4, UP_TO_THE_CENTRE),
        (ITAS, Procedure.EXTENSION, 7, UP_TO_THE_CENTRE),
        (ITAS, Procedure.CONVERSION, 0, UP_TO_THE_CENTRE),
        (ITAP, Procedure.EXTENSION, 1, UP_TO_THE_CENTRE),
        (ITAP, Procedure.REPORT, 0, OFFICE_ONLY),
    ],
)
def test_the_fourth_extension_of_an_itas_and_every_itap_go_up_to_the_centre(kind, procedure, extension_number, levels):
    assert chain_for(kind, procedure, extension_number, NOW) == levels


def test_the_route_of_2021_rests_on_the_regulation_of_its_day():
    assert route_for(ITAS, Procedure.EXTENSION, 4, date(2021, 10, 6)).legal_basis == "Permenkumham 27/2014"
    assert route_for(ITAS, Procedure.EXTENSION, 4, NOW).legal_basis == "Permenkumham 22/2023 jo. 11/2024"


def test_every_chain_begins_with_a_proposal_that_another_decides():
    for kind, procedure, number in product(PermitKind, Procedure, range(21)):
        try:
            levels = chain_for(kind, procedure, number, NOW)
        except NothingInForce:
            assert (kind, procedure) in {
                (ITK, Procedure.REPORT),
                (ITAS, Procedure.REPORT),
                (ITAP, Procedure.CONVERSION),
            }
            continue
        assert levels[:2] == OFFICE_ONLY
        assert len(set(levels)) == len(levels)


def test_an_application_without_a_route_is_refused_with_what_to_do():
    with pytest.raises(NothingInForce, match="add it to ROUTES"):
        chain_for(ITAP, Procedure.CONVERSION, 0, NOW)
    with pytest.raises(NothingInForce):
        chain_for(ITAS, Procedure.EXTENSION, 1, date(2010, 1, 1))
