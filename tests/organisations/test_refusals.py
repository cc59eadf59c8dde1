"""Why the wall refused is written into the server's log, without the address or what was sent."""

import logging

import pytest
from django.urls import reverse

from organisations.access import recompute_access
from organisations.actions.audiences import Audience, Kind, set_audience
from tests.factories import a_circle, a_member, a_page, an_organisation, workspace_of
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def organisation():
    return an_organisation()


@pytest.mark.parametrize(
    ("role", "method", "address", "reason"),
    [
        ("editor", "get", "/admin/users/", "shut"),
        ("editor", "delete", "/admin/", "method"),
        ("writer", "get", "campaigns", "role"),
        ("editor", "get", "theirs", "not theirs: editable_page"),
    ],
)
def test_refusal_is_named_and_nothing_else(organisation, caplog, role, method, address, reason):
    theirs = a_page(workspace_of(an_organisation()))
    address = {
        "campaigns": reverse("campaigns_admin:end", args=[theirs.pk]),
        "theirs": reverse("wagtailadmin_pages:edit", args=[theirs.pk]),
    }.get(address, address)

    with caplog.at_level(logging.WARNING, logger="organisations.wall"):
        status = getattr(signed_in(a_member(organisation, role)), method)(address).status_code

    written = [record.getMessage() for record in caplog.records if record.name == "organisations.wall"]
    assert (status, written) == (404, [f"admin address refused: {reason}"])


def test_working_out_who_may_read_asks_as_much_for_one_restriction_as_for_three(
    organisation, django_assert_max_num_queries
):
    pages = [a_page(workspace_of(organisation)) for _number in range(3)]
    for page in pages:
        set_audience(page, Audience(Kind.CIRCLE, a_circle(a_member(organisation))), by=None)

    with django_assert_max_num_queries(16) as for_one:
        recompute_access([pages[0].path])
    with django_assert_max_num_queries(len(for_one) + 4):  # one for each further policy and what interning it costs
        recompute_access([page.path for page in pages])
