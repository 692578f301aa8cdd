"""Two applications of one reference: which fields differ, and how; what travelled differently is no difference."""

from hypothesis import given
from hypothesis import strategies as st
from lives_by_stage import first_sample

from casework.demo_office.applications import with_another_street
from casework.differences import Difference, differences

KEPT = first_sample().application


def test_an_application_differs_in_nothing_from_itself():
    assert differences(KEPT, KEPT) == ()


def test_another_street_is_one_difference_with_both_values():
    other = with_another_street(first_sample()).application
    assert differences(KEPT, other) == (Difference("residence.street", KEPT.residence.street, other.residence.street),)


def test_a_document_that_is_missing_or_another_one_is_named_by_its_code():
    first, second, *rest = KEPT.documents
    other = KEPT.model_copy(update={"documents": (second.model_copy(update={"sha256": "0" * 64}), *rest)})
    assert differences(KEPT, other) == (
        Difference(f"documents.{first.code}", f"{first.sha256} ({first.media_type})", None),
        Difference(
            f"documents.{second.code}",
            f"{second.sha256} ({second.media_type})",
            f"{'0' * 64} ({second.media_type})",
        ),
    )


def test_the_way_in_which_a_document_travelled_is_no_difference():
    assert differences(KEPT, KEPT.without_contents()) == ()


def test_a_guarantor_who_is_gone_is_a_difference_in_each_of_the_fields():
    without = KEPT.model_copy(update={"guarantor": None})
    found = differences(KEPT, without)
    assert {one.field for one in found} >= {"guarantor.name", "guarantor.email"}
    assert all(one.other is None for one in found)


@given(st.permutations(range(len(KEPT.documents))))
def test_the_order_of_the_documents_is_no_difference(order):
    assert differences(KEPT, KEPT.model_copy(update={"documents": tuple(KEPT.documents[at] for at in order)})) == ()
