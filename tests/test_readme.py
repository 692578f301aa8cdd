"""What the README draws and lists is what the code's own tables say."""

import re
from pathlib import Path

import seed_facts
import yaml

from casework.lifecycle import FLOW_OF_STAGE, as_diagram
from casework.questions import QUESTION_KINDS, as_table

README = (Path(__file__).parent.parent / "README.md").read_text()
DEPLOYMENTS = yaml.safe_load((Path(__file__).parent.parent / "prefect.yaml").read_text())["deployments"]


def section(name):
    return re.search(rf"<!-- {name}: begin -->\n(.*?)\n?<!-- {name}: end -->", README, re.DOTALL)[1]


def test_the_lifecycle_is_drawn_from_its_table():
    assert section("lifecycle") == f"```mermaid\n{as_diagram()}\n```"


def test_the_questions_are_listed_from_their_table():
    assert section("questions") == as_table()


def test_the_facts_of_the_service_are_listed_from_their_table():
    assert section("facts") == seed_facts.as_markdown()


def test_every_stage_with_work_of_its_own_has_its_line():
    for flow in {flow for flow in FLOW_OF_STAGE.values() if flow}:
        assert re.search(rf"^\| .*{flow}` \|", README, re.MULTILINE), flow


def test_every_question_is_asked_by_a_deployment():
    names = {deployment["name"] for deployment in DEPLOYMENTS}
    assert {kind.flow for kind in QUESTION_KINDS.values()} <= names


def test_every_deployment_says_in_words_what_it_does_and_when():
    for deployment in DEPLOYMENTS:
        indonesian, english = deployment["description"].split(". ", 1)
        assert len(indonesian) > 20
        assert len(english) > 20
        assert deployment["tags"]
        for schedule in deployment.get("schedules", []):
            assert schedule["timezone"] == "Asia/Jakarta"
            assert re.search(r"every|minutes|hour", english), deployment["name"]
