"""Whether the means of the browser tests do what the other tests trust them to do."""

import pytest
from wagtail.models import Page

from tests.browser.conftest import Visits
from tests.factories import a_person, an_organisation


@pytest.mark.parametrize("_again", [1, 2])
def test_each_test_finds_the_site_as_it_was_set_up(site, _again):
    before = Page.objects.filter(title="Left by a test").count()

    an_organisation("Left by a test")

    assert before == 0


def test_server_sees_what_the_test_wrote_and_who_is_signed_in(visit):
    person = a_person(display_name="Somebody")

    page = visit("/en/account/2fa/", by=person)

    assert page.url.endswith("/account/2fa/")


def test_axe_finds_a_fault_that_is_there(visit, axe):
    page = visit("/en/")
    page.evaluate("document.body.append(document.createElement('img'))")

    found = axe(page)

    assert "image-alt" in {line.split(":")[0] for line in found}


def test_requests_to_another_host_are_heard(site, new_context):
    visits = Visits(site, new_context)
    page = visits("/en/")

    page.evaluate("location.href = 'http://127.0.0.1:9/elsewhere'")
    page.wait_for_timeout(500)

    assert visits.elsewhere == ["http://127.0.0.1:9/elsewhere"]
