"""What the lists of a workspace say of pages that are published and read nowhere."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from organisations.actions.withdrawal import withdraw_page
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_workspace():
    organisation = an_organisation()
    pages = {
        "released": a_manual(organisation, slug="released"),
        "unreleased": a_manual(organisation, slug="unreleased"),
        "page": a_page(workspace_of(organisation), "A plan", slug="plan"),
        "withdrawn": a_page(workspace_of(organisation), "Another plan", slug="withdrawn"),
    }
    a_chapter(pages["released"])
    an_edition(pages["released"])
    pages["page"].save_revision()
    withdraw_page(Page.objects.get(pk=pages["withdrawn"].pk), by=None, reason="Known.", language="en")
    return workspace_of(organisation), pages, a_member(organisation, "editor")


made = made_once(a_workspace)
workspace, pages, editor = copies(3)


def test_list_leads_readers_pages_only_where_something_is_read(workspace, pages, editor):
    html = signed_in(editor).get(reverse("wagtailadmin_explore", args=[workspace.pk])).content
    listing = BeautifulSoup(html, "html.parser")

    found = {}
    for name, page in pages.items():
        tag = listing.select_one(f"tr:has(a[href*='/{page.pk}/']) .w-status")
        found[name] = (" ".join(tag.stripped_strings), tag.name)

    assert found == {
        "released": ("Current page status: live", "a"),
        "unreleased": ("Current page status: in no edition yet", "span"),
        "page": ("Current page status: live + draft", "a"),
        "withdrawn": ("Current page status: withdrawn for safety", "span"),
    }


@pytest.mark.parametrize(("name", "tag"), [("released", "a"), ("unreleased", "span"), ("page", "a")])
def test_title_of_a_page_leads_there_only_too(pages, editor, name, tag):
    html = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[pages[name].pk])).content

    assert [each.name for each in BeautifulSoup(html, "html.parser").select(".page-status-tag")] == [tag]
