"""What the ledger hears of: each thing that happens to pages, organisations and files, in the same transaction."""

from copy import deepcopy

import pytest
from django.db.models.signals import post_save
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Page, Site

from content.models import NetworkDocument
from content.terms import Term
from organisations import actions
from organisations.actions import Audience
from organisations.actions.audiences import Kind
from search.models import SearchDocument
from search.projections import describe_page
from tests import factories
from tests.factories.once import made_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def row_of(key):
    return SearchDocument.objects.get(key=key)


def row_of_page(page):
    return SearchDocument.objects.present().filter(key=f"page:{page.pk}").first()


def a_section():
    """A page of an organisation."""
    organisation = factories.an_organisation(country="KE", acronym="ORG")
    return factories.a_page(factories.workspace_of(organisation), "Section")


section_made = made_once(a_section)


@pytest.fixture
def section(section_made):
    return deepcopy(section_made)


def a_file(section, text="The quick brown fox and the hen"):
    return NetworkDocument.objects.create(title="File", text=text, collection=section.access.owner.public_files)


# -- What happens to pages -----------------------------------------------------------------------------------------


def test_a_page_is_found_with_its_words_owner_and_terms(section):
    body = [("heading", {"text": "Rules"}), ("paragraph", {"text": "<p>Keep <b>calm</b>.</p><p>Write.</p>"})]
    page = factories.a_page(section, "Below", body=body, summary="In short")
    page.terms.add(Term.objects.get(branch="concern", code="labour"))
    page.save_revision().publish()

    row = row_of_page(page)
    assert (row.headings, row.body, row.summary) == ("Rules", "Keep calm.\nWrite.", "In short")
    assert (row.owner, row.url, row.language) == (section.access.owner, page.url, "en")
    assert row.facet_rows.filter(name="concern", value="labour").exists()
    assert row.dated == timezone.localdate()


def test_an_organisation_is_found_by_acronym_country_and_region(section):
    organisation = section.access.owner

    row = row_of_page(factories.workspace_of(organisation))

    assert (row.kind, row.headings) == ("organisation", "ORG")
    assert set(row.facet_rows.filter(name__in=["country", "region"]).values_list("value", flat=True)) == {
        "KE",
        "africa",
    }


def test_an_organisation_without_a_country_has_no_place(section):
    organisation = section.access.owner

    organisation.country, organisation.acronym = "", "NEW"
    organisation.save()

    row = row_of_page(factories.workspace_of(organisation))
    assert (row.headings, row.facet_rows.filter(name__in=["country", "region"]).count()) == ("NEW", 0)


def test_unpublishing_takes_out_what_stands_below(section):
    below = factories.a_page(section)
    assert row_of_page(below)

    section.unpublish()
    hidden = [row_of_page(section), row_of_page(below)]
    section.save_revision().publish()

    assert hidden == [None, None]
    assert row_of_page(below)


def test_restricting_changes_the_readers_of_what_stands_below(section):
    below = factories.a_page(section)
    public = row_of_page(below).policy

    actions.set_audience(section, Audience(Kind.MEMBERS), by=None)

    assert (public.key, row_of_page(below).policy.key) == ("", "members")


def test_moving_changes_addresses_and_readers_below(section):
    below = factories.a_page(section, slug="below")
    other = factories.a_page(factories.workspace_of(section.access.owner), slug="other")
    actions.set_audience(other, Audience(Kind.MEMBERS), by=None)

    section.move(other, pos="last-child")

    row = row_of_page(below)
    assert (row.policy.key, row.url) == ("members", Page.objects.get(pk=below.pk).url)
    assert "/other/section/below/" in row.url


def test_a_new_slug_changes_addresses_below(section):
    below = factories.a_page(section, slug="below")

    with TestCase.captureOnCommitCallbacks(execute=True):
        section.slug = "renamed"
        section.save()

    assert row_of_page(below).url.endswith("/renamed/below/")


def test_deleting_takes_out_what_stands_below(section):
    below = factories.a_page(section)
    assert row_of_page(below)

    Page.objects.get(pk=section.pk).delete()

    assert [row_of_page(section), row_of_page(below)] == [None, None]


def test_columns_of_editors_change_nothing(section):
    SearchDocument.objects.filter(key=f"page:{section.pk}").update(title="old")

    section.save(update_fields=["draft_title"])
    kept = row_of_page(section).title
    section.save()

    assert (kept, row_of_page(section).title) == ("old", "Section")


def test_an_alias_is_found_where_it_stands_and_follows_its_source(section):
    other = factories.a_page(factories.workspace_of(section.access.owner), slug="other")
    alias = section.create_alias(parent=other, update_slug="alias")
    found = row_of_page(alias)

    section.title = "New title"
    section.save_revision().publish()

    assert found.title == "Section"
    assert (row_of_page(alias).title, row_of_page(alias).url) == ("New title", alias.url)


def test_an_alias_in_another_language_is_found_in_the_language_of_its_words(section):
    french = actions.translate_workspace(section.access.owner, factories.a_locale("fr"), by=None)

    alias = section.create_alias(parent=french, update_slug="alias", update_locale=french.locale)

    assert row_of_page(alias).language == "en"


def test_a_translation_that_only_repeats_is_not_found_a_second_time(section):
    actions.translate_workspace(section.access.owner, factories.a_locale("fr"), by=None)

    repeated = section.copy_for_translation(factories.a_locale("fr"), alias=True)

    assert Page.objects.get(pk=repeated.pk).live
    assert describe_page(repeated.specific) == []
    assert row_of_page(repeated) is None


def test_translations_know_each_other(section):
    actions.translate_workspace(section.access.owner, factories.a_locale("fr"), by=None)
    french = section.copy_for_translation(factories.a_locale("fr"))
    french.save_revision().publish()

    assert row_of_page(french).translation_key == row_of_page(section).translation_key
    assert row_of_page(french).language == "fr"


def test_another_beginning_of_the_site_changes_addresses(section):
    SearchDocument.objects.filter(key=f"page:{section.pk}").update(url="/old/")

    Site.objects.get().save()

    assert row_of_page(section).url == section.url


# -- What happens to files -----------------------------------------------------------------------------------------


def test_a_file_is_found_by_its_text(section):
    row = row_of(f"document:{a_file(section).pk}")

    assert (row.kind, row.body, row.policy.key) == ("document", "The quick brown fox and the hen", "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rights of the people", "en"),
        ("Los derechos de las personas y su protección", "es"),
        ("Les droits des personnes et leur protection", "fr"),
        ("حقوق الإنسان والمدافعين عنها", "ar"),
        ("1234", "en"),
    ],
)
def test_a_file_is_found_in_the_language_it_is_written_in(section, text, language):
    file = NetworkDocument.objects.create(title="", text=text, collection=section.access.owner.public_files)

    assert row_of(f"document:{file.pk}").language == language


def test_restricting_a_collection_changes_who_finds_its_files(section):
    file = a_file(section)
    before = row_of(f"document:{file.pk}").policy.key

    actions.set_files_audience(file.collection, Audience(Kind.MEMBERS), by=None)

    assert (before, row_of(f"document:{file.pk}").policy.key) == ("", "members")


def test_a_fixture_that_is_loaded_is_described_later(section):
    file = a_file(section)
    organisation = section.access.owner
    SearchDocument.objects.present().update(title="old")

    for instance in (section, file, organisation, Site.objects.get()):
        post_save.send(type(instance), instance=instance, created=False, raw=True, update_fields=None, using="default")

    assert set(SearchDocument.objects.present().values_list("title", flat=True)) == {"old"}
