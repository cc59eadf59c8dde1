"""A new site begins with words in every language, and never gets them twice."""

import pytest
from django.conf import settings
from django.test import Client

from content.terms import Branch, Term
from home.actions import set_up_site
from home.models import HomePage, ReferencePage, SiteSettings
from home.starting_pages import REFERENCE_PAGES, SIGN_FILTERS, words_in

CODES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_the_same_things(code):
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items()}
        return [shape(inner) for inner in value] if isinstance(value, list) else type(value)

    assert shape(words_in(code)) == shape(words_in("en"))


@pytest.mark.django_db
def test_signs_ask_for_words_that_exist():
    known = {f"{branch}:{word}" for branch, word in Term.objects.values_list("branch", "code")}

    asked = {value for filters in SIGN_FILTERS for value in filters}

    assert asked - known == set()


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", REFERENCE_PAGES)
def test_reference_page_is_there_for_visitors(code, name):
    words = words_in(code)[name]

    response = Client().get(f"/{code}/{REFERENCE_PAGES[name]}/")

    assert response.status_code == 200
    assert words["title"] in response.content.decode()


@pytest.mark.django_db
def test_who_is_a_defender_is_cited_and_names_the_concerns():
    concerns = list(Term.objects.filter(branch=Branch.CONCERN).values_list("label_en", flat=True))

    html = Client().get("/en/defenders/").content.decode()

    named = ["A/RES/53/144", "Fact Sheet No. 29", "http://testserver/en/defenders/", *concerns]
    assert [words for words in named if words not in html] == []


@pytest.mark.django_db
def test_what_is_kept_shows_a_line_of_the_log_from_left_to_right():
    html = Client().get("/ar/what-is-kept/").content.decode()

    assert "\u20662026-11-22 14:05:09,512 WARNING content.page_cache The cache does not answer" in html


@pytest.mark.django_db
def test_setting_up_again_changes_nothing():
    SiteSettings.objects.update(name_en="Our own name")
    ReferencePage.objects.get(slug="leaving", locale__language_code="en").delete()
    counts = (HomePage.objects.count(), ReferencePage.objects.count())

    set_up_site()

    after = (HomePage.objects.count(), ReferencePage.objects.count())
    assert (after, SiteSettings.objects.get().name_en) == (counts, "Our own name")
