"""The facts of letters: plain, described, whole, and refused without their values."""

import json
from datetime import datetime

import pytest

from casework.letters import FACTS, LetterKind, check_letter, sample_facts


@pytest.mark.parametrize("kind", LetterKind)
def test_facts_survive_the_way_through_json(kind):
    facts = check_letter(kind, sample_facts(kind))
    assert FACTS[kind].model_validate_json(facts.model_dump_json()) == facts


@pytest.mark.parametrize("kind", LetterKind)
def test_each_fact_is_described(kind):
    undescribed = [name for name, field in FACTS[kind].model_fields.items() if not field.description]
    assert undescribed == []


def test_a_billing_total_is_the_sum_of_its_items():
    assert sample_facts(LetterKind.BILLING).total == 4_500_000


def test_facts_with_an_unknown_or_missing_field_are_refused_without_their_values():
    content = json.loads(sample_facts(LetterKind.RECEIPT).model_dump_json())
    del content["checked_by"]
    content["surprise"] = "Rahasia Sekali"
    with pytest.raises(ValueError, match="checked_by") as refusal:
        FACTS[LetterKind.RECEIPT].model_validate_json(json.dumps(content))
    assert "Rahasia Sekali" not in str(refusal.value)


def test_a_naive_time_is_no_fact():
    content = sample_facts(LetterKind.RECEIPT).model_dump()
    with pytest.raises(ValueError, match="timezone"):
        FACTS[LetterKind.RECEIPT].model_validate({**content, "received_at": datetime(2026, 11, 23, 10, 42)})  # noqa: DTZ001 - the fault under test
