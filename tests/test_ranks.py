"""An officer's rank: entered when they come, another one from its day on, and told in the letters of that day."""

import json
import re
from datetime import date

import pytest
from office_acts import (
    approve,
    briefed,
    carry,
    fill,
    may_answer,
    on,
    propose,
    role_asked,
    take_in,
    today,
)
from printed_letters import printed, text_of
from pydantic import ValidationError

from casework.acts.fields import NO_RANK, RankShown, rank_of
from casework.acts.identity import Identity
from casework.demo_office.officers import OFFICERS
from casework.identity.civil_service_ranks import RANKS, rank_in_words
from casework.letters import FACTS, LetterKind, render_letter, sample_facts
from casework.letters.gallery import sample_frame
from casework.lifecycle import Stage
from casework.registry.models import LedgerEntry, Letter, Officer, RankChange
from casework.registry.officers import rank_on

PROMOTED = {"code": "AP", "rank": "Penata Tingkat I · III/d", "valid_from": on(1)}  # until then Penata (III/c)


def rank(life, code, day=None):
    """An officer's rank on a day, as the register knows it by now."""
    with life.registry.reading() as reading:
        return rank_on(reading, reading.session.get_one(Officer, code), day or today(life))


def told_in(life, kind):
    """Each officer's rank in every letter of a kind, the oldest letter first."""
    letters = life.rows(Letter, Letter.kind == kind, order_by=Letter.id)
    with life.registry.reading() as reading:
        facts = [
            json.loads(reading.unseal(one.sealed_facts, "letter.sealed_facts", one.subject, one.number))
            for one in letters
        ]
    return [[one["rank"] for one in told["members" if kind == "team-decree" else "officers"]] for told in facts]


# --- the ranks


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        ("I/a", "Juru Muda (I/a)"),
        ("II/b", "Pengatur Muda Tingkat I (II/b)"),
        ("III/b", "Penata Muda Tingkat I (III/b)"),
        ("III/d", "Penata Tingkat I (III/d)"),
        ("IV/e", "Pembina Utama (IV/e)"),
    ],
)
def test_a_rank_is_told_with_its_grade(grade, words):
    assert rank_in_words(grade) == words


def test_there_are_seventeen_ranks_four_to_a_grade_and_five_to_the_highest():
    assert [grade.partition("/")[0] for grade in RANKS] == ["I"] * 4 + ["II"] * 4 + ["III"] * 4 + ["IV"] * 5
    assert len(set(RANKS.values())) == 17


def test_a_form_offers_each_rank_by_its_name_and_none_first():
    offered = RankShown.__args__
    assert offered[:2] == ("tidak tercatat · none", "Juru Muda · I/a")
    assert [rank_of(one) for one in offered] == [None, *RANKS]


# --- an officer's rank


def test_an_officer_comes_with_a_rank_or_without_one(life):
    carry(life, "officer", code="XY", post="Petugas Loket", rank="Pengatur · II/c", languages=["Indonesia · id"], serves_from=on(0))  # fmt: skip
    take_in(life, "XZ", identity=Identity("Nama Lain", "199502022020121001"))
    assert (rank(life, "XY"), rank(life, "XZ")) == ("II/c", None)


def test_another_rank_counts_from_its_day_and_the_earlier_one_until_then(life):
    subject = carry(life, "officer-rank", **PROMOTED)
    assert [rank(life, "AP", on(days)) for days in (0, 1, 400)] == ["III/c", "III/d", "III/d"]
    assert rank(life, "DK", on(400)) == "III/c"
    [told] = [json.loads(one.body) for one in life.rows(LedgerEntry) if b"rank-changed" in one.body]
    assert (told["event"], told["subject"], told["actor"], told["facts"]) == (
        "office:officer:rank-changed", "officer:AP", "RK", {"act": subject, "rank": "III/d", "valid_from": "2026-11-25"},
    )  # fmt: skip


def test_a_promotion_may_be_entered_long_after_its_day(life):
    carry(life, "officer-rank", **{**PROMOTED, "valid_from": on(-55)})
    assert [rank(life, "AP", on(days)) for days in (-56, -55, 0)] == ["III/c", "III/d", "III/d"]


def test_of_two_ranks_for_one_day_the_last_that_was_entered_counts(life):
    carry(life, "officer-rank", **PROMOTED)
    carry(life, "officer-rank", **{**PROMOTED, "rank": "Penata · III/c"})
    assert rank(life, "AP", on(1)) == "III/c"
    carry(life, "officer-rank", **{**PROMOTED, "rank": NO_RANK})
    assert rank(life, "AP", on(1)) is None
    assert len(life.rows(RankChange)) == 3
    assert life.ledger_holds()


def test_what_changes_nothing_or_concerns_nobody_who_serves_is_refused_at_the_form(life):
    assert fill(life, "officer-rank", **{**PROMOTED, "rank": "Penata · III/c"}) == (
        "pangkat AP pada hari itu sudah demikian · AP has that rank on that day already"
    )
    assert fill(life, "officer-rank", **{**PROMOTED, "code": "QQ"}) == (
        "petugas QQ tidak dikenal · there is no officer QQ"
    )
    carry(life, "officer-leaves", code="AP", last_day=on(0))
    assert fill(life, "officer-rank", **PROMOTED) == (
        "petugas AP tidak bertugas pada 25-11-2026 · AP does not serve on that day"
    )


def test_whoever_approves_it_reads_the_rank_on_record_and_what_stays_for_a_later_day(life):
    carry(life, "officer-rank", **PROMOTED)
    told = briefed(life, propose(life, "officer-rank", **{**PROMOTED, "rank": "Pembina · IV/a", "valid_from": on(0)}))
    assert "Pangkat, golongan · rank: Pembina · IV/a" in told
    assert "Tercatat untuk hari itu · on record for that day: Penata (III/c)" in told
    assert "⚠ Tercatat untuk hari sesudahnya, tetap berlaku · stays as of 25-11-2026: Penata Tingkat I (III/d)" in told


def test_nobody_approves_their_own_rank(life):
    subject = propose(life, "officer-rank", **{**PROMOTED, "code": "RK", "rank": "Pembina Utama Muda · IV/c"})
    assert (role_asked(life, subject), may_answer(life, subject)) == ("section-head", ["BS", "EL"])
    assert approve(life, subject, "RK").reason == "not-entitled"
    assert approve(life, subject, "BS").granted
    assert rank(life, "RK", on(1)) == "IV/c"


# --- in letters

TEAM = {
    "coordinators": ["WN"], "team_leads": ["AP"], "biometric_operators": ["NR"], "health_and_security": ["SH"],
    "valid_from": on(0), "valid_to": date(2027, 12, 31),
}  # fmt: skip


def test_a_letter_of_assignment_tells_the_rank_of_its_own_day_and_an_earlier_one_stays_as_it_is(at_stage):
    life = at_stage(Stage.WAITING_FOR_VISIT)
    before = today(life)
    for code in ("AP", "DK"):  # either leads the team
        carry(life, "officer-rank", **{**PROMOTED, "code": code, "valid_from": today(life, days=1)})
    first = life.announce()
    assert today(life) == before, "the letter is dated before the promotion, its visit is on the day of it"
    life.send_all(first)
    life.release()
    life.report("nobody-home", "nobody-home")
    second = life.announce()
    life.send_all(second)
    assert [ranks[0] for ranks in told_in(life, "assignment")] == ["III/c", "III/d"]
    assert "<td>Penata <span" in life.letter_text("assignment", first)
    assert "<td>Penata Tingkat\xa0I <span" in life.letter_text("assignment", second)


def test_the_teams_decree_tells_each_rank_and_a_dash_where_none_is_on_record(life):
    carry(life, "officer-rank", code="SH", rank=NO_RANK, valid_from=on(0))
    first = carry(life, "team-decree", **TEAM)
    carry(life, "officer-rank", **{**PROMOTED, "valid_from": on(0)})
    carry(life, "team-decree", **{**TEAM, "valid_to": date(2028, 1, 31)})
    assert told_in(life, "team-decree") == [["III/c", "III/c", "II/d", None], ["III/c", "III/d", "II/d", None]]
    life.send_all(first)
    assert "<td>–</td><td>Petugas Loket</td>" in life.letter_text("team-decree", first)


@pytest.mark.parametrize(("kind", "people"), [(LetterKind.ASSIGNMENT, "officers"), (LetterKind.TEAM_DECREE, "members")])
def test_what_was_planned_before_ranks_were_on_record_prints_a_dash(kind, people):
    planned = sample_facts(kind).model_dump(mode="json")
    for person in planned[people]:
        del person["rank"]
    letter = render_letter(kind, FACTS[kind].model_validate(planned), sample_frame(kind))
    text = text_of(letter)
    assert "Pangkat / Gol." in text
    assert text.count("–") == len(planned[people]) + text_of(printed(kind)).count("–")
    assert "Penata" not in text


def test_a_grade_that_no_civil_servant_has_is_in_no_letter():
    planned = sample_facts(LetterKind.ASSIGNMENT).model_dump(mode="json")
    planned["officers"][0]["rank"] = "IX"  # of a contract employee
    with pytest.raises(ValidationError, match=r"officers.0.rank"):
        FACTS[LetterKind.ASSIGNMENT].model_validate(planned)


def test_a_line_ends_within_no_grade_and_before_no_numeral():
    assert re.search(r"Penata Muda\s+Tingkat\sI \(III/b\)", text_of(printed(LetterKind.ASSIGNMENT)))


# --- at the terminal


def test_the_list_of_the_staff_tells_todays_ranks(homevisit, folder):
    told = {one["code"]: one["rank"] for one in json.loads(homevisit(folder, "officer", "list", "--json")[1])}
    assert told == {officer.code: officer.rank for officer in OFFICERS}
    assert "III/d" in homevisit(folder, "officer", "list")[1]
