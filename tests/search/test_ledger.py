"""The ledger: one row for each thing and language, written with the content and never behind it."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from content.models import NetworkDocument
from organisations.access import intern_policy
from organisations.rules import PUBLIC, rule_of
from search import registry
from search.actions import forget_page, refresh, reindex_subtree, thing_of
from search.ledger import put
from search.models import SearchDocument
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
    """A page of an organisation."""
    return factories.a_page(factories.workspace_of(factories.an_organisation()), "Section")


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
    file = NetworkDocument.objects.create(title="File", collection=section.access.owner.public_files)
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


# -- Whoever looks -------------------------------------------------------------------------------------------------


def test_waiting_names_what_became_narrower_first():
    put({"thing:1": [a_projection()], "thing:2": [a_projection(key="thing:2")]})
    SearchDocument.objects.filter(thing__in=["thing:1", "thing:2"]).update(done_rev=0)
    SearchDocument.objects.filter(thing="thing:2").update(restricting=True, next_try=timezone.now() + timedelta(1))

    assert [row.key for row in SearchDocument.objects.waiting()] == ["thing:2", "thing:1"]
    assert str(row_of("thing:1")) == "thing:1"
