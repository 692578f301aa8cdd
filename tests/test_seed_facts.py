"""Each fact from which the service is known has a place in the code and a test that holds it."""

import ast
import importlib
from functools import cache
from pathlib import Path

import pytest
from seed_facts import SEED_FACTS, as_markdown

TESTS = Path(__file__).parent
PROJECT = TESTS.parent


@cache
def named_in(file: str) -> frozenset[str]:
    parsed = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef))


def test_the_facts_are_the_thirty_of_the_domain_notes_in_their_order():
    assert [fact.number for fact in SEED_FACTS] == list(range(1, 31))


@pytest.mark.parametrize("fact", SEED_FACTS, ids=lambda fact: f"fact-{fact.number}")
def test_each_fact_lives_where_the_table_says(fact):
    file, _, name = fact.place.partition(":")
    assert (PROJECT / file).exists()
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    assert not name or hasattr(module, name)


@pytest.mark.parametrize("fact", SEED_FACTS, ids=lambda fact: f"fact-{fact.number}")
def test_each_fact_is_held_by_the_test_that_the_table_names(fact):
    file, _, name = fact.test.partition("::")
    assert name in named_in(file)


def test_the_table_has_a_row_for_each_fact_and_no_cell_is_empty():
    rows = as_markdown().splitlines()
    assert len(rows) == len(SEED_FACTS) + 2
    assert all(len(row.strip("|").split("|")) == 4 and "||" not in row.replace(" ", "") for row in rows)
