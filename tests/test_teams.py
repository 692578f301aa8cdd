from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.rounds import AvailableOfficer, form_teams

WEDNESDAY = date(2021, 10, 6)
LEAD, OPERATOR, HEALTH = "team-lead", "biometric-operator", "health-and-security"
SIX = [
    AvailableOfficer("AN", (LEAD,), ("id", "en")),
    AvailableOfficer("BS", (LEAD, OPERATOR), ("id",)),
    AvailableOfficer("CW", (OPERATOR,), ("id", "ko")),
    AvailableOfficer("DP", (OPERATOR, HEALTH), ("id",)),
    AvailableOfficer("EK", (HEALTH,), ("id",)),
    AvailableOfficer("FR", (HEALTH,), ("id",)),
]
DECREE = {officer.code for officer in SIX}


def formed(officers=SIX, decree=DECREE, kits=("K1", "K2"), vehicles=("V1", "V2"), unfit=()):
    return form_teams(WEDNESDAY, officers, decree_members=decree, kits=kits, vehicles=vehicles, unfit=unfit)


def test_two_teams_of_three_are_formed_with_each_role_filled_once():
    teams = formed().teams
    assert [crew.code for crew in teams] == ["T1", "T2"]
    for crew in teams:
        assert sorted(crew.roles.values()) == sorted([LEAD, OPERATOR, HEALTH])
        assert crew.roles[crew.lead] == LEAD
        assert set(crew.roles) == set(crew.members)
    assert len({member for crew in teams for member in crew.members}) == 6
    assert [(crew.kit, crew.vehicle) for crew in teams] == [("K1", "V1"), ("K2", "V2")]


def test_the_order_of_officers_does_not_change_the_teams():
    assert formed(list(reversed(SIX)), kits=("K2", "K1")).teams == formed().teams


def test_an_officer_outside_the_decree_is_never_on_a_team():
    outsider = AvailableOfficer("AA", (LEAD, OPERATOR, HEALTH))
    found = formed([outsider, *SIX], decree=DECREE - {"AN"})
    assert len(found.teams) == 1
    assert all("AA" not in crew.members and "AN" not in crew.members for crew in found.teams)
    assert [lack.reason for lack in found.shortfalls] == ["no-team-lead"]


def test_an_unfit_officer_costs_a_team_and_the_reason_is_given():
    found = formed(unfit={"FR", "ZZ"})
    assert len(found.teams) == 1
    assert found.shortfalls[0].reason == "too-few-officers"
    assert "1 petugas tidak siap" in found.shortfalls[0].explanation_indonesian


def test_without_kits_there_is_no_team_and_the_reason_is_the_kit():
    found = formed(kits=())
    assert found.teams == ()
    assert [lack.reason for lack in found.shortfalls] == ["no-kit"]


def test_without_a_decree_in_force_there_is_no_team():
    found = formed(decree=set())
    assert found.teams == ()
    assert {"no-team-lead", "no-biometric-operator", "no-health-and-security"} == {
        lack.reason for lack in found.shortfalls
    }


@settings(max_examples=80, deadline=None)
@given(
    roles=st.lists(st.sets(st.sampled_from([LEAD, OPERATOR, HEALTH]), min_size=1), max_size=9),
    unfit=st.sets(st.integers(0, 8), max_size=3),
    kits=st.integers(0, 3),
)
def test_officers_and_equipment_are_on_one_team_at_most_and_a_missing_team_has_its_reason(roles, unfit, kits):
    officers = [AvailableOfficer(f"O{number}", tuple(sorted(own))) for number, own in enumerate(roles)]
    everybody = {officer.code for officer in officers}
    found = formed(officers, everybody, [f"K{n}" for n in range(kits)], ("V1", "V2", "V3"), {f"O{n}" for n in unfit})
    members = [member for crew in found.teams for member in crew.members]
    assert len(members) == len(set(members)) == 3 * len(found.teams)
    assert not set(members) & {f"O{n}" for n in unfit}
    own = {officer.code: officer.roles for officer in officers}
    assert all(role in own[member] for crew in found.teams for member, role in crew.roles.items())
    assert found.shortfalls
