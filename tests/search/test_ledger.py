"""The ledger: one row for each thing and language, written with the content and never behind it."""

from datetime import timedelta

import pytest
from django.test import TestCase, override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from content.models import NetworkDocument
from content.terms import Term
from organisations import actions
from organisations.access import intern_policy
from organisations.actions import Audience
from organisations.actions.audiences import Kind
from organisations.rules import PUBLIC, rule_of
from search import registry
from search.actions import forget_page, refresh, reindex_subtree, thing_of
from search.ledger import put
from search.models import SearchDocument
from search.projections import describe_page
from search.registry import Projection
from tests import factories

pytestmark = pytest.mark.django_db


def a_projection(**fields):
    fields = {
        "key": "thing:1",
        "kind": "page",
        "language": "en",
        "translation_key": "thing:1",
        "title": "House",
    } | fields
    fields.setdefault("policy_id", intern_policy(PUBLIC).pk)
    fields.setdefault("owner_id", None)
    return Projection(**fields)


def row_of(key):
    return SearchDocument.objects.get(key=key)


def row_of_page(page):
    return SearchDocument.objects.present().filter(key=f"page:{page.pk}").first()


@pytest.fixture
def section():
    """A page of an organisation with a page below it."""
    organisation = factories.an_organisation(country="KE", acronym="ORG")
    return factories.a_page(factories.workspace_of(organisation), "Section")


# -- Rows ----------------------------------------------------------------------------------------------------------


def test_put_writes_one_row_with_its_facets():
    (row,) = put({"thing:1": [a_projection(facets={"need": ("lawyer", "lawyer", "")}, body="a\x00b")]})

    facets = sorted(row.facet_rows.values_list("name", "value"))
    assert facets == [("language", "en"), ("need", "lawyer"), ("type", "page")]
    assert (row.body, row.wanted_rev, row.done_rev, row.restricting) == ("ab", 1, 1, False)


def test_put_leaves_a_row_that_says_the_same():
    put({"thing:1": [a_projection()]})

    assert put({"thing:1": [a_projection()]}) == []
    assert row_of("thing:1").wanted_rev == 1


@pytest.mark.parametrize("change", [{"title": "Garden"}, {"facets": {"need": ("lawyer",)}}, {"language": "fr"}])
def test_put_counts_each_change(change):
    put({"thing:1": [a_projection()]})

    put({"thing:1": [a_projection(**change)]})

    assert row_of("thing:1").wanted_rev == 2


def test_put_keeps_nothing_of_what_is_taken_out_but_that_it_was():
    put({"thing:1": [a_projection(body="secret", facets={"need": ("lawyer",)})]})

    put({"thing:1": []})
    put({"thing:1": []})

    row = row_of("thing:1")
    assert (row.title, row.body, row.policy, row.facet_rows.count(), row.wanted_rev) == ("", "", None, 0, 2)
    assert row.deleted_at is not None


def test_put_brings_back_what_was_taken_out_with_a_greater_revision():
    put({"thing:1": [a_projection()]})
    put({"thing:1": []})

    put({"thing:1": [a_projection()]})

    row = row_of("thing:1")
    assert (row.deleted_at, row.wanted_rev, row.title) == (None, 3, "House")


def test_put_takes_out_the_languages_that_are_gone():
    both = [a_projection(), a_projection(key="thing:1:fr", language="fr")]
    put({"thing:1": both})

    put({"thing:1": both[:1]})

    assert [row.key for row in SearchDocument.objects.present().filter(thing="thing:1")] == ["thing:1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"facets": {"colour": ("red",)}},
        {"facets": {"need": ("two words",)}},
        {"facets": {"need": ("x" * 81,)}},
        {"language": "sw"},
    ],
)
def test_put_refuses_what_no_engine_could_keep(fields):
    with pytest.raises(ValueError, match="thing:1"):
        put({"thing:1": [a_projection(**fields)]})


@override_settings(SEARCH_ENGINE="elasticsearch")
def test_put_marks_what_became_narrower_for_an_engine_outside():
    put({"thing:1": [a_projection()]})
    new = row_of("thing:1")
    put({"thing:1": [a_projection(title="Garden")]})
    changed = row_of("thing:1")
    put({"thing:1": [a_projection(policy_id=intern_policy(rule_of([["members"]])).pk)]})
    narrowed = row_of("thing:1")
    put({"thing:1": [a_projection(title="Again", policy_id=narrowed.policy_id)]})
    again = row_of("thing:1")

    rows = [(row.wanted_rev, row.done_rev, row.restricting) for row in (new, changed, narrowed, again)]
    assert rows == [(1, 0, False), (2, 0, False), (3, 0, True), (4, 0, True)]
    assert row_of("thing:1") in SearchDocument.objects.waiting()


# -- Things --------------------------------------------------------------------------------------------------------


def test_thing_of_is_one_word_whatever_type_a_page_has(section):
    assert thing_of(type(section), section.pk) == thing_of(Page, section.pk) == f"page:{section.pk}"
    assert thing_of(NetworkDocument, 3) == "content.networkdocument:3"
    assert thing_of(Site, 3) == "wagtailcore.site:3"


def test_refresh_leaves_alone_what_nobody_registered():
    refresh(Site.objects.get())

    assert not SearchDocument.objects.filter(thing__startswith="wagtailcore.site").exists()


def test_refresh_describes_what_is_in_the_database_and_no_draft(section):
    section.title = "Draft"
    section.save_revision()

    refresh(section)

    assert row_of_page(section).title == "Section"


def test_refresh_takes_the_readers_from_the_access_row_alone(section):
    other = intern_policy(rule_of([["members"]])).pk
    model = type(section)
    before = registry._sources.get(model)
    registry.register(
        model,
        project=lambda page: [a_projection(key=f"page:{page.pk}", policy_id=other)],
        things=model.objects.all,
    )
    try:
        refresh(section)
    finally:
        registry._sources.pop(model)
        if before:
            registry._sources[model] = before

    row = row_of_page(section)
    assert (row.title, row.policy_id, row.owner_id) == ("House", section.access.policy_id, section.access.owner_id)


def test_refresh_finds_nothing_of_a_page_that_no_app_describes(section):
    root = Page.get_first_root_node()
    assert row_of_page(section)

    refresh(root)

    assert row_of_page(root) is None


def test_refresh_takes_out_a_record_that_is_no_longer_to_be_found(section):
    file = a_file(section)
    assert row_of(f"document:{file.pk}").title == "File"

    NetworkDocument.objects.filter(pk=file.pk).delete()

    assert row_of(f"document:{file.pk}").deleted_at is not None


def test_forget_page_takes_out_its_row(section):
    forget_page(section.pk)

    assert row_of_page(section) is None


def test_reindex_subtree_describes_all_below(section):
    below = factories.a_page(section, "Below")
    SearchDocument.objects.filter(thing__in=[f"page:{section.pk}", f"page:{below.pk}"]).update(title="old")

    reindex_subtree(section.path)

    assert [row_of_page(page).title for page in (section, below)] == ["Section", "Below"]


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


def a_file(section, text="The quick brown fox and the hen"):
    return NetworkDocument.objects.create(title="File", text=text, collection=section.access.owner.public_files)


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


# -- Whoever looks -------------------------------------------------------------------------------------------------


def test_waiting_names_what_became_narrower_first():
    put({"thing:1": [a_projection()], "thing:2": [a_projection(key="thing:2")]})
    SearchDocument.objects.filter(thing__in=["thing:1", "thing:2"]).update(done_rev=0)
    SearchDocument.objects.filter(thing="thing:2").update(restricting=True, next_try=timezone.now() + timedelta(1))

    assert [row.key for row in SearchDocument.objects.waiting()] == ["thing:2", "thing:1"]
    assert str(row_of("thing:1")) == "thing:1"
