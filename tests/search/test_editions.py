"""Editions among the results: the current one comes by itself, older ones on request, labelled and beside it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from organisations.access import intern_policy
from organisations.rules import PUBLIC, circle_principal, rule_of
from organisations.viewer import VISITOR
from search.ledger import put
from search.models import SearchDocument
from search.query import AuthorisedQuery, Editions
from search.registry import Projection
from search.results import answer, grouped

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def a_section(title, *, edition="2.0", text="one", is_current=True, language="en", rule=PUBLIC, work="manual:1"):
    """A section of a manual: the same text has the same translation key in every edition and language."""
    key = f"chapter:{edition}:{text}:{language}:{work}"
    projection = Projection(
        key=key, kind="chapter", language=language, translation_key=f"text:{text}", owner_id=None, title=title,
        policy_id=intern_policy(rule).pk, url=f"/{language}/manuals/{work}/{edition}/{text}/", work=work,
        edition=edition, is_current=is_current,
    )  # fmt: skip
    put({key: [projection]})
    return SearchDocument.objects.get(key=key)


def found(text="zanzibar", editions=Editions.ALL, **fields):
    fields = {"languages": ("en",)} | fields
    return answer(AuthorisedQuery(VISITOR, text=text, language="en", editions=editions, **fields)).hits


def page(**data):
    response = Client().post(reverse("search:results"), {"q": "zanzibar"} | data)
    return response.content.decode()


def test_an_older_edition_leads_to_the_current_one_that_its_reader_may_read():
    older = a_section("Zanzibar before", edition="1.0", is_current=False)
    alone = found()
    hidden = a_section("Mombasa", rule=rule_of([[circle_principal(1)]]))
    kept_back = found()
    put({hidden.thing: []})
    current = a_section("Mombasa")
    a_section("Mombasa", language="fr")

    hits = found()

    assert [[hit.current for hit in some] for some in (alone, kept_back, hits)] == [[None], [None], [current]]
    assert [hit.document for hit in hits] == [older]
    assert [other.language for other in hits[0].also] == ["fr"]


def test_hits_of_one_edition_and_older_texts_of_the_same_stand_together():
    first = a_section("Zanzibar")
    older = a_section("Zanzibar", edition="1.0", is_current=False)
    second = a_section("Zanzibar and more words", text="two")
    before = a_section("Zanzibar and more words", text="two", edition="1.0", is_current=False)
    gone = a_section("Zanzibar and many more words here", text="three", edition="1.0", is_current=False)
    other = a_section("Zanzibar and very many more words of another one", text="four", work="manual:2")
    a_page = a_section("Zanzibar among words that belong to no manual at all", text="five", edition="", work="")

    heads = grouped(found())

    assert [hit.document for hit in heads] == [first, other, a_page, gone]
    assert [hit.document for hit in heads[0].older] == [older]
    assert [hit.document for hit in heads[0].more] == [second]
    assert [hit.document for hit in heads[0].more[0].older] == [before]


def test_things_that_come_in_no_editions_stay_by_themselves():
    for number in range(3):
        a_section(f"Zanzibar {number}", text=str(number), edition="", work="")

    assert len(grouped(found())) == 3


def test_results_offer_older_editions_only_where_there_are_some():
    a_section("Zanzibar")
    without = page()
    a_section("Zanzibar of old", edition="1.0", text="gone", is_current=False)

    shown, both = page(), page(editions="all")

    choice = '<input type="checkbox" name="editions" value="all"'
    assert [choice in html for html in (without, shown, both)] == [False, True, True]
    assert [f"{choice} checked" in html for html in (shown, both)] == [False, True]
    assert [html.count('<li class="row">') for html in (shown, both)] == [1, 2]


def test_results_label_editions_and_link_to_the_current_one():
    a_section("Mombasa")
    a_section("Zanzibar before", edition="1.0", is_current=False)
    a_section("Zanzibar now", text="two")

    shown = page(editions="all")

    assert re.search(r"<br>Edition <bdi dir=.ltr.>2.0</bdi>\s*</p>", shown)
    assert '<span class="tag tag-old">Edition <bdi dir="ltr">1.0</bdi>, superseded</span>' in shown
    assert re.search(r'<a href="/en/manuals/manual:1/2.0/one/">Read it in edition <bdi dir="ltr">2.0</bdi></a>', shown)


def test_results_show_sections_of_one_edition_under_the_best():
    a_section("Zanzibar")
    a_section("Zanzibar", edition="1.0", is_current=False)
    a_section("Zanzibar again", text="two")

    shown = page(editions="all")

    assert shown.count('<li class="row">') == 1
    assert re.search(r'also in edition <a href="[^"]*/1.0/one/"><bdi dir="ltr">1.0</bdi></a>', shown)
    assert '<a href="/en/manuals/manual:1/2.0/two/"><mark>Zanzibar</mark> again</a>' in shown


def test_nothing_found_offers_to_look_in_older_editions():
    a_section("Zanzibar", edition="1.0", is_current=False)

    nothing, older = page(), page(editions="all")

    assert '<button class="turn" name="editions" value="all">' in nothing
    assert "<mark>Zanzibar</mark>" in older


def test_editions_stay_chosen_on_the_next_page():
    for number in range(12):
        a_section("Zanzibar", text=str(number), is_current=False, edition="1.0", work=f"manual:{number}")

    shown = page(editions="all")

    assert '<input type="hidden" name="editions" value="all">' in shown.split('class="pager"')[1]


def test_levels_and_professions_are_choices():
    document = a_section("Zanzibar")
    document.facet_rows.create(name="level", value="beginner")
    document.facet_rows.create(name="profession", value="lawyer")
    from search.engines import embedded_engine

    embedded_engine().write([document])

    shown = page()

    assert re.search(r'name="level" value="beginner"><span>For beginners</span>', shown)
    assert 'name="profession" value="lawyer"' in shown
