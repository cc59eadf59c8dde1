"""The results page: what visitors and members see of it, in which language, and what it leaves behind."""

import re
from copy import deepcopy

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from content.models import NetworkDocument
from content.terms import Term
from organisations import actions
from organisations.actions import Audience
from organisations.actions.audiences import Kind
from organisations.viewer import VISITOR, viewer_of
from search.models import SearchDocument
from search.queries import listed
from search.query import AuthorisedQuery
from search.results import answer
from tests import factories
from tests.factories.once import made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.postgres]


def a_karibu():
    return factories.an_organisation("Karibu", country="KE")


karibu_made = made_once(a_karibu)


@pytest.fixture
def karibu(karibu_made):
    return deepcopy(karibu_made)


@pytest.fixture
def place(karibu):
    """A page that nothing else is like."""
    body = [("paragraph", {"text": "<p>A <b>zanzibar</b> house &amp; &lt;script&gt;</p>"})]
    return factories.a_page(factories.workspace_of(karibu), "Zanzibar <i>", body=body)


def address(language="en"):
    with translation.override(language):
        return reverse("search:results")


def asked(client=None, reading="en", method="post", **data):
    """The answer to a question, as text."""
    response = getattr(client or Client(), method)(address(reading), data)
    assert response.status_code == 200
    return response.content.decode()


# -- What is shown -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_results_show_marked_and_escaped_hits(place, method):
    shown = asked(method=method, q="zanzibar")

    assert "<mark>Zanzibar</mark> &lt;i&gt;</a>" in shown
    assert "A <mark>zanzibar</mark> house &amp; &lt;script&gt;" in shown
    assert "1 result" in shown


def test_results_never_print_a_question_unescaped():
    shown = asked(q='"><script>alert(1)</script>')

    assert "&quot;&gt;&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_results_hide_restricted_pages_from_visitors_at_the_next_request(karibu, place):
    member = signed_in(factories.a_member(karibu))
    before = asked(q="zanzibar")

    actions.set_audience(place, Audience(Kind.MEMBERS), by=None)

    assert "1 result" in before
    assert "Nothing found for" in asked(q="zanzibar")
    assert "1 result" in asked(member, q="zanzibar")


def test_long_question_is_cut_where_it_is_repeated():
    shown = asked(q="zanzibar " * 40)

    heading = re.search(r"Nothing found for “(.*?)”", shown)[1]
    assert (len(heading), heading[-1]) == (80, "…")
    assert ("zanzibar " * 31).strip() in shown


def test_results_end_with_a_membership(karibu, place):
    actions.set_audience(place, Audience(Kind.MEMBERS), by=None)
    person = factories.a_member(karibu)
    member = signed_in(person)
    before = asked(member, q="zanzibar")

    actions.end_membership(person.memberships.get(), by=None)

    assert "1 result" in before
    assert "1 result" not in asked(member, q="zanzibar")


def test_results_name_facets_with_counts_and_keep_choices(place):
    place.terms.add(Term.objects.get(branch="concern", code="labour"))
    place.save_revision().publish()

    shown = asked(q="zanzibar", concern="labour", type=["page", "unknown"])

    assert '<input type="checkbox" name="concern" value="labour" checked>' in shown
    assert '<input type="checkbox" name="type" value="unknown" checked>' in shown
    assert Term.objects.get(branch="concern", code="labour").label in shown


def test_results_offer_help_and_a_suggestion_when_nothing_is_found(place):
    shown = asked(q="zanzibat", type="entry")

    assert "If you need help, do not search further" in shown
    assert 'value="zanzibar">zanzibar</button>' in shown


def test_results_lead_to_the_same_thing_in_other_languages(karibu, place):
    actions.translate_workspace(karibu, factories.a_locale("fr"), by=None)
    french = place.copy_for_translation(factories.a_locale("fr"))
    french.save_revision().publish()

    shown = asked(q="zanzibar")

    assert f'<a href="{french.url}" hreflang="fr"><bdi lang="fr">Français</bdi></a>' in shown


def test_results_say_who_published_them_and_in_which_languages():
    home = factories.english_home()
    of_nobody = factories.a_page(home, "Zanzibar of nobody")
    of_nobody.copy_for_translation(factories.a_locale("fr")).save_revision().publish()
    factories.a_page(factories.workspace_of(factories.an_organisation("Safina")), "Zanzibar of somebody")

    english, arabic = asked(q="zanzibar"), asked(reading="ar", q="zanzibar")

    french = f'<a href="/fr/{of_nobody.slug}/" hreflang="fr"><bdi lang="fr">Français</bdi></a>'
    untranslated = '<span class="kind"><bdi lang="en">English</bdi> · لم يُترجم بعد</span>'
    assert sorted(facts_in(english)) == ["Safina", f"also in {french}"]
    assert f"{untranslated} · <bdi>Safina</bdi>" in facts_in(arabic)


def test_results_call_nothing_untranslated_that_the_reader_could_have_in_their_language(karibu, place):
    actions.translate_workspace(karibu, factories.a_locale("fr"), by=None)
    place.copy_for_translation(factories.a_locale("fr")).save_revision().publish()

    shown = asked(q="zanzibar", language="fr")

    english = f'<a href="{place.url}" hreflang="en">English</a>'
    assert facts_in(shown) == [f'<bdi lang="fr">Français</bdi> · Karibu · also in {english}']


def test_results_name_an_organisation_once_and_without_a_day():
    factories.an_organisation("Zanzibar House")

    shown = asked(q="zanzibar", type="organisation")

    assert ("<mark>Zanzibar</mark> House" in shown, facts_in(shown)) == (True, [])
    assert '<p class="row-side"><b>Member organisation</b></p>' in shown


def facts_in(html):
    """What stands under the results."""
    return re.findall(r'<p class="small quiet">(.*?)</p></div></li>', html)


@pytest.mark.parametrize(
    ("extract", "shown"),
    [
        ("Write to the minister\nA letter", "Write to the minister · A letter"),
        ("<mark>Write</mark>\nSing", "<mark>Write</mark> · Sing"),
        ("It rained.\nWhy?\n“Because.”\nYes", "It rained. Why? “Because.” Yes"),
        ("Wait<mark>…</mark>\nNow", "Wait<mark>…</mark> Now"),
        ("هل رأيت؟\nنعم", "هل رأيت؟ نعم"),
    ],
)
def test_lines_of_an_extract_do_not_run_together(extract, shown):
    html = Template("{% load search %}{{ extract|in_one_line }}").render(Context({"extract": extract}))

    assert html == shown


def test_results_in_other_languages_are_marked_when_there_are_none_in_ones_own(place):
    shown = asked(reading="ar", q="zanzibar")

    assert 'lang="en" dir="ltr"><a href="' in shown
    assert "<mark>Zanzibar</mark>" in shown


def test_results_in_ones_own_language_come_alone(karibu, place):
    actions.translate_workspace(karibu, factories.a_locale("fr"), by=None)
    place.copy_for_translation(factories.a_locale("fr")).save_revision().publish()

    own, both = asked(reading="fr", q="zanzibar"), asked(reading="fr", q="zanzibar", language=["fr", "en"])

    assert [shown.count('<li class="row">') for shown in (own, both)] == [1, 2]


def test_results_come_in_pages(karibu):
    for number in range(12):
        factories.a_page(factories.workspace_of(karibu), f"Zanzibar {number}")

    first, second = asked(q="zanzibar"), asked(q="zanzibar", page="2")

    assert [page.count('<li class="row">') for page in (first, second)] == [10, 2]
    assert 'name="page" value="2"' in first
    assert 'name="page" value="1"' in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "٢", "9" * 400, ""])
def test_results_begin_with_the_first_page_whatever_is_asked(place, page):
    assert "1 result" in asked(q="zanzibar", page=page)


def test_results_have_no_page_after_the_last(place):
    assert Client().get(address(), {"q": "zanzibar", "page": "2"}).status_code == 404


def test_results_for_a_long_question_say_that_it_was_cut(place):
    shown = asked(q="zanzibar " * 1200)

    assert "Your question was long" in shown
    assert "1 result" in shown


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zanzibar " + "x" * 10_000, "Your question was long"),
        ('"' * 10_000, "Your question was long"),
        ("& | ! <-> () :* ^ \"'", "Nothing found for"),
        ("".join(map(chr, range(1, 32))) + "zanzibar", "1 result"),
        ("zanzibar дом 家屋 منزل घर", "1 result"),
    ],
    ids=["long", "quotes", "operators", "control", "scripts"],
)
def test_results_answer_whatever_is_asked(place, method, text, expected):
    assert expected in asked(method=method, q=text)


@pytest.mark.parametrize(
    "junk", [{"language": "xx"}, {"type": "\x00"}, {"need": "x" * 500}, {"q": "\x00"}, {"other": "1"}]
)
def test_results_leave_out_what_makes_no_sense(place, junk):
    assert '<li class="row">' in asked(**junk)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_results_answer_only_to_questions(method):
    assert getattr(Client(), method)(address()).status_code == 405


# -- What is left behind -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_results_leave_nothing_behind(place, method, caplog):
    client = Client(enforce_csrf_checks=True)

    with caplog.at_level(0):
        response = getattr(client, method)(address(), {"q": "zanzibar"})

    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "<title>Search –" in response.content.decode()
    assert "zanzibar" not in caplog.text.lower()


def test_results_that_the_ledger_does_not_confirm_are_dropped_and_reported(place, caplog):
    query = AuthorisedQuery(VISITOR, text="zanzibar", language="en")
    shown = [hit.document.thing for hit in answer(query).hits]

    SearchDocument.objects.filter(thing=f"page:{place.pk}").update(policy=None, deleted_at=timezone.now())

    assert shown == [f"page:{place.pk}"]
    assert answer(query).hits == []
    assert "does not confirm" in caplog.text
    assert "zanzibar" not in caplog.text


@pytest.mark.parametrize("text", ["zanzibar", ""])
def test_results_cost_the_same_for_one_row_and_for_three(karibu, place, text):
    for _number in range(2):  # a word that is hardly there costs one query more, to find those like it
        NetworkDocument.objects.create(title="Zanzibar and the", text="", collection=karibu.public_files)
    asked(q=text, type="page")

    one = queries_for(q=text, type="page")
    for number in range(2):
        factories.a_page(factories.workspace_of(karibu), f"Zanzibar {number}")
    three = queries_for(q=text, type="page")

    assert one == three


def queries_for(**data):
    with CaptureQueriesContext(connection) as captured:
        asked(**data)
    return len(captured)


# -- Who asks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewer", [None, "everybody", 1])
def test_a_query_cannot_be_made_without_a_viewer(viewer):
    with pytest.raises(TypeError):
        AuthorisedQuery(viewer, text="house")


@pytest.mark.parametrize("facet", ["colour", "language"])
def test_a_query_knows_its_facets(facet):
    with pytest.raises(KeyError):
        AuthorisedQuery(VISITOR, choices={facet: ("x",)})


def test_listed_gives_the_newest_that_one_may_read(karibu, place):
    kept = factories.a_page(factories.workspace_of(karibu), "Kept")
    kept.save_revision().publish()
    actions.set_audience(kept, Audience(Kind.MEMBERS), by=None)
    member = viewer_of(factories.a_member(karibu), second_factor=True)

    def titles(viewer, **wanted):
        return [document.title for document in listed(viewer, language="en", limit=50, **wanted)]

    assert titles(VISITOR, kind="organisation") == ["Karibu"]
    assert titles(member, kind=("page", "organisation"), facets={"country": ("KE",)}) == ["Karibu"]
    assert "Kept" in titles(member, kind="page")
    assert "Kept" not in titles(VISITOR, kind="page")
    assert {document.language for document in listed(VISITOR, limit=50)} >= {"en", "fr"}
