"""What Wagtail is told when it asks who may work on pages and files, and keep collections."""

import pytest
from wagtail.models import Collection

from organisations import roles
from organisations.collection_policy import NobodyKeepsCollections
from organisations.page_policy import PagesPolicy
from tests.factories import (
    VISITOR,
    a_member,
    a_page,
    a_person,
    an_appointed,
    an_organisation,
    english_home,
    workspace_of,
)

pytestmark = pytest.mark.django_db


def test_rights_on_pages_are_those_of_somebody_who_is_known():
    writer, gone = a_member(an_organisation(), "writer"), a_member(an_organisation(), "writer", is_active=False)

    told = [len(PagesPolicy().get_all_permissions_for_user(each)) for each in (writer, gone, VISITOR)]

    assert told == [len(roles.WRITES), 0, 0]


def test_right_to_a_page_is_that_of_its_people_and_to_the_networks_own_that_of_the_secretariat():
    organisation = an_organisation()
    theirs, networks = a_page(workspace_of(organisation)), a_page(english_home())
    writer, secretariat = a_member(organisation, "writer"), an_appointed(roles.SECRETARIAT)
    policy = PagesPolicy()

    def told(person, page):
        return [
            policy.user_has_permission_for_instance(person, action, page) for action in ("add", "change", "publish")
        ]

    assert (told(writer, theirs), told(writer, networks)) == ([True, True, False], [False, False, False])
    assert (told(secretariat, theirs), told(secretariat, networks)) == ([False, False, False], [False, True, True])
    assert told(a_person(), theirs) == [False, False, False]


def test_nobody_keeps_collections_whatever_rows_there_are():
    coordinator = a_member(an_organisation(), "coordinator")
    superuser = a_person(is_superuser=True)
    policy = NobodyKeepsCollections(Collection)

    for person in (coordinator, superuser):
        assert not policy.user_has_any_permission(person, ["add", "change", "delete"])
        assert not policy.get_all_permissions_for_user(person).exists()
