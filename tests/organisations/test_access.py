"""Access rows: what restrictions, moves, copies, translations, aliases and unpublishing make of them."""

import pytest
from wagtail.models import Page, PageViewRestriction

from organisations import actions, rules
from organisations.access import access_changed, recompute_access
from organisations.actions.audiences import Audience, Kind
from organisations.models import PageAccess
from tests.factories import a_circle, a_locale, a_page, an_organisation, workspace_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def key(page: Page) -> str:
    return PageAccess.objects.get(page_id=page.pk).policy.key


def restrict(page: Page, kind: Kind, circle=None) -> None:
    actions.set_audience(Page.objects.get(pk=page.pk), Audience(kind, circle), by=None)


def test_new_page_is_owned_by_its_workspace():
    organisation = an_organisation()

    page = a_page(a_page(workspace_of(organisation)))

    assert page.access.owner == organisation


def test_restrictions_of_ancestors_add_up():
    organisation, circle = an_organisation(), a_circle()
    parent = a_page(workspace_of(organisation))
    child = a_page(parent)
    restrict(parent, Kind.MEMBERS)

    restrict(child, Kind.CIRCLE, circle)

    assert key(child) == f"circle:{circle.pk}&members"


def test_restriction_set_later_reaches_translations_and_what_is_below_them():
    organisation = an_organisation()
    page = a_page(workspace_of(organisation))
    actions.translate_workspace(organisation, a_locale("fr"), by=None)
    french = page.copy_for_translation(a_locale("fr"))
    below = a_page(french)
    before = key(below)

    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")

    assert (before, key(french), key(below)) == ("", "nobody", "nobody")
    assert restriction.groups.count() == 0


def test_alias_takes_the_rule_of_its_source():
    source = a_page(workspace_of(an_organisation()))
    alias = source.create_alias(parent=workspace_of(an_organisation()), update_slug="alias")
    before = key(alias)

    restrict(source, Kind.MEMBERS)

    assert (before, key(alias)) == ("", "members")


def test_copy_stands_under_the_rule_of_its_new_place_and_its_own():
    organisation, circle = an_organisation(), a_circle()
    closed, page = a_page(workspace_of(organisation)), a_page(workspace_of(organisation))
    restrict(closed, Kind.MEMBERS)
    restrict(page, Kind.CIRCLE, circle)

    copy = page.copy(to=Page.objects.get(pk=closed.pk))

    assert key(copy) == f"circle:{circle.pk}&members"


def test_moved_page_takes_the_rule_and_owner_of_its_new_place():
    first, second = an_organisation(), an_organisation()
    closed, page = a_page(workspace_of(second)), a_page(workspace_of(first))
    child = a_page(page)
    restrict(closed, Kind.MEMBERS)

    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=closed.pk), pos="last-child")

    rows = PageAccess.objects.filter(page__in=[page.pk, child.pk])
    assert [(row.policy.key, row.owner) for row in rows] == [("members", second)] * 2


@pytest.mark.parametrize("kind", ["password", "login"])
def test_restriction_that_is_no_audience_allows_nobody(kind):
    page = a_page(workspace_of(an_organisation()))

    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")

    assert key(page) == rules.NOBODY


def test_taking_the_restriction_away_opens_the_page_again():
    page = a_page(workspace_of(an_organisation()))
    restrict(page, Kind.MEMBERS)
    before = key(page)

    PageViewRestriction.objects.filter(page=page).delete()

    assert (before, key(page)) == ("members", "")


def test_unpublishing_a_page_hides_what_is_below_it():
    parent = a_page(workspace_of(an_organisation()))
    child = a_page(parent)
    before = child.access.published

    parent.unpublish()

    assert (before, PageAccess.objects.get(page=child).published) == (True, False)


def test_saving_a_page_without_changing_access_announces_nothing():
    page = a_page(workspace_of(an_organisation()))
    heard = []
    access_changed.connect(lambda pages, **_: heard.append(pages), weak=False, dispatch_uid="test")
    restrict(page, Kind.MEMBERS)
    before = len(heard)

    page.title = "Another title"
    page.save()

    access_changed.disconnect(dispatch_uid="test")
    assert (before > 0, len(heard)) == (True, before)


@pytest.mark.parametrize("kind", [Kind.MEMBERS, Kind.ORGANISATION, Kind.CIRCLE])
def test_deleting_a_page_does_not_open_its_translation(kind):
    organisation, circle = an_organisation(), a_circle()
    closed = a_page(workspace_of(organisation))
    page = a_page(closed)
    actions.translate_workspace(organisation, a_locale("fr"), by=None)
    closed.copy_for_translation(a_locale("fr"))
    french = page.copy_for_translation(a_locale("fr"))
    Page.objects.get(pk=french.pk).move(workspace_of(organisation, "fr"), pos="last-child")
    restrict(closed, kind, circle if kind == Kind.CIRCLE else None)
    before = key(french)

    Page.objects.get(pk=page.pk).delete()

    recompute_access([french.path[:8]])
    assert (before != "", key(french)) == (True, before)


def test_deleting_a_page_that_nobody_may_read_leaves_its_alias_to_nobody():
    source = a_page(workspace_of(an_organisation()))
    PageViewRestriction.objects.create(page=source, restriction_type="login")
    alias = source.create_alias(parent=workspace_of(an_organisation()), update_slug="alias")
    before = key(alias)

    Page.objects.get(pk=source.pk).delete()

    recompute_access([alias.path])
    assert (before, key(alias)) == (rules.NOBODY, rules.NOBODY)
