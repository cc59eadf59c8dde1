"""A superuser who has a role as well has what the role gives, and no more: also where Wagtail asks."""

import pytest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from organisations.permissions import editable_pages
from tests.access.world import SUPERUSER_WITH_A_ROLE
from tests.factories import a_page

pytestmark = pytest.mark.django_db
ASKED = (
    "can_edit", "can_delete", "can_publish", "can_unpublish", "can_lock", "can_unlock", "can_move", "can_copy",
    "can_add_subpage", "can_publish_subpage", "can_reorder_children", "can_set_view_restrictions", "can_unschedule",
)  # fmt: skip


def answers(person, page: Page) -> dict[str, bool]:
    tester = Page.objects.get(pk=page.pk).permissions_for_user(person)
    return {question: bool(getattr(tester, question)()) for question in ASKED}


def test_superuser_with_a_role_may_do_what_the_role_may(world):
    ours, page = world.ours, world.ours.things["page"]

    answered = [answers(ours.people[name], page) for name in (SUPERUSER_WITH_A_ROLE, "editor")]

    assert answered[0] == answered[1]
    assert answered[0]["can_publish"]


@pytest.mark.parametrize("whose", ["another organisation", "nobody with a role"])
def test_superuser_may_do_nothing_by_being_one(world, whose):
    person = world.ours.people[SUPERUSER_WITH_A_ROLE] if whose == "another organisation" else world.superuser
    page = world.theirs.things["page"]

    answered = answers(person, page)

    assert [question for question, answer in answered.items() if answer] == []
    assert not page.permissions_for_user(person).can_move_to(world.theirs.things["draft"])
    assert not page.permissions_for_user(person).can_copy_to(world.theirs.things["workspace"])


def test_pages_that_wagtail_lists_are_those_one_works_on(world):
    policy, person = policy_registry.get_by_type(Page), world.ours.people[SUPERUSER_WITH_A_ROLE]
    below = a_page(world.ours.things["page"])

    listed = set(policy.explorable_instances(person).values_list("pk", flat=True))

    assert listed == set(editable_pages(person).values_list("pk", flat=True))
    assert below.pk in listed
    assert list(policy.explorable_instances(world.superuser)) == []
    assert list(policy.instances_user_has_any_permission_for(world.superuser, {"change"})) == []
    assert not policy.user_has_permission(world.superuser, "change")


@pytest.mark.parametrize("question", ["user_has_any_permission", "instances_user_has_any_permission_for"])
def test_account_that_was_closed_works_on_nothing(world, question):
    policy = policy_registry.get_by_type(Page)
    person = User.objects.get(pk=world.ours.people["editor"].pk)
    open_then = bool(getattr(policy, question)(person, {"change"}))
    person.is_active = False

    assert (open_then, bool(getattr(policy, question)(person, {"change"}))) == (True, False)
    assert list(policy.get_all_permissions_for_user(person)) == []
