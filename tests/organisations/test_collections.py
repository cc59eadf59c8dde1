"""Collections of an organisation: each is the organisation's, wherever its name puts it among the others."""

import pytest

from tests import factories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_open_workspace_owns_all_three_collections():
    one, two = factories.an_organisation("Beta"), factories.an_organisation("Alpha")

    owners = [
        collection.access.owner
        for organisation in (one, two)
        for collection in (organisation.public_files, organisation.members_files, organisation.own_files)
    ]

    assert owners == [one, one, one, two, two, two]
