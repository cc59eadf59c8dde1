"""Entries are found by what was voted, in the languages in which they say something; never by what is kept back."""

import pytest

from directory import actions
from directory.models import Entry, ListedState, Secret
from directory.projections import project
from search.models import SearchDocument
from tests.factories.directory import a_listed_entry, a_phone, a_plain_organisation, a_vetter, an_entry, voted

pytestmark = pytest.mark.django_db


def rows(entry):
    return SearchDocument.objects.filter(thing=f"directory.entry:{entry.pk}", deleted_at=None).order_by("key")


def test_listed_entry_is_found_in_its_own_languages():
    organisation = a_plain_organisation()
    entry = a_listed_entry(
        name_en="Helpers", name_ar="مساعدون", summary_en="They help.", languages=["sw"], contacts=[a_phone()],
        countries=["KE"], urgent_appeals="yes", organisation=organisation,
    )  # fmt: skip

    found = {row.language: row for row in rows(entry)}

    assert set(found) == {"en", "ar"}
    assert (found["en"].title, found["en"].summary, found["ar"].title, found["ar"].summary) == (
        "Helpers", "They help.", "مساعدون", "",
    )  # fmt: skip
    assert "+44 20 7946 0018" in found["en"].body
    assert "Swahili" in found["en"].body
    assert (found["ar"].url, found["en"].owner) == (f"/ar/directory/{entry.slug}/", organisation)
    assert set(found["en"].facet_rows.values_list("name", "value")) >= {
        ("country", "KE"), ("region", "africa"), ("urgent", "yes"),
    }  # fmt: skip


def test_unvoted_words_are_not_found():
    entry, draft = a_listed_entry(name_en="Before"), an_entry()

    actions.save_entry(entry, actions.Change(fields={"name_en": "After"}), by=None)

    assert [row.title for row in rows(entry)] == ["Before"]
    assert list(project_of(draft)) == []


def project_of(entry):
    from search.registry import source_of

    source = source_of(Entry)
    return [each for found in source.things().filter(pk=entry.pk) for each in project(found)]


def test_restricted_ways_are_not_found():
    entry = an_entry(contacts=[a_phone("8522698", to_be_checked=True)])
    actions.keep_contact(entry, Secret("+12025550143", note="Night team"), kind="phone", audience="members", by=None)

    voted(entry)

    words = " ".join(f"{row.title} {row.headings} {row.summary} {row.body}" for row in rows(entry))
    assert "Helping" in words
    assert [word for word in ("555", "Night", "8522698") if word in words] == []


@pytest.mark.parametrize("how", ["suspended", "delisted", "tampered"])
def test_what_leaves_the_public_is_not_found(how):
    entry = a_listed_entry()
    before = rows(entry).count()

    if how == "suspended":
        actions.suspend_entry(entry, by=a_vetter())
    elif how == "delisted":
        actions.delist_entry(entry, reason="Closed.", by=a_vetter())
    else:
        ListedState.objects.filter(entry=entry).update(restricted_seal="0" * 64)

    assert (before, len(project_of(entry))) == (1, 0)
    if how != "tampered":
        assert rows(entry).count() == 0


def test_hidden_way_leaves_search_at_once():
    entry = a_listed_entry(contacts=[a_phone()])
    before = rows(entry).get().body

    actions.hide_contact(entry, entry.contacts.get().uuid, by=a_vetter())

    assert "7946" in before
    assert "7946" not in rows(entry).get().body


@pytest.mark.parametrize("asked", ["+442079460018", "020 7946 0018", "+44 20 7946 0018", "79460018"])
def test_number_stands_once_and_is_found_however_it_is_written(client, asked):
    entry = a_listed_entry(contacts=[a_phone()])

    page = client.get("/en/search/", {"q": asked}).content.decode()

    assert rows(entry).get().body.count("0018") == 1
    assert entry.name_en in page
