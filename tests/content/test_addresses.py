"""Where a page stands: known from the page itself, the same as Wagtail says."""

import pytest
from wagtail.models import Page

from content.addresses import path_of
from tests.factories import a_page, an_organisation, english_home, workspace_of
from tests.factories.campaigns import a_campaign, an_update

pytestmark = pytest.mark.django_db


def test_path_is_the_one_that_wagtail_gives_and_asks_nothing(django_assert_num_queries):
    organisation = an_organisation()
    campaign = a_campaign(organisation)
    made = [english_home(), a_page(workspace_of(organisation)), campaign, an_update(campaign)]
    urls = [page.get_url() for page in made]
    pages = [Page.objects.get(pk=page.pk) for page in made]
    [page.specific_class for page in pages]

    with django_assert_num_queries(0):
        paths = [path_of(page, "en") for page in pages]

    assert paths == urls


def test_root_of_all_pages_has_no_path():
    assert path_of(Page.get_first_root_node(), "en") is None
