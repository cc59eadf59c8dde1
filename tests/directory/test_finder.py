"""The finder: what it counts, what it weighs, what it costs, and the sheet of what somebody ticked."""

import gzip
import itertools
import random
import re

import pytest
from django.test import Client

from content.countries import choices as countries
from content.countries import region_of
from content.terms import Term
from directory.finder import choice_of, find, in_finder, query_of
from directory.permissions import public_entries
from directory.places import regions
from directory.words import term_labels
from tests.factories.directory import a_listed_entry, a_phone, an_entry
from tests.factories.generated import listed_in_bulk, shown
from tests.factories.parameters import first_few

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HEAVIEST = 60 * 1024  # bytes of the whole list, compressed
COUNT = re.compile(r'name="([a-z]+)" value="([^"]+)"( checked)?>.*?<small><bdi dir="ltr">(\d+)<')


def plainly(entry, question, code):
    """Whether an entry answers to a code, said a second time in plain words."""
    said = entry.content
    inside = [*said["regions"], *(region_of(country) for country in said["countries"])]
    return {
        "need": lambda: code in said["services"],
        "threat": lambda: code in said["threats"],
        "served": lambda: code in said["served"],
        "region": lambda: said["worldwide"] or code in inside,
        "country": lambda: said["worldwide"] or code in said["countries"] or region_of(code) in said["regions"],
        "language": lambda: code in said["languages"],
        "way": lambda: any(contact["kind"] == code for contact in said["contacts"]),
        "urgent": lambda: said["urgent_appeals"] == "yes" and (entry.today - entry.checked_on).days <= 364,
    }[question]()


def left(entries, choice, but=""):
    """Those that answer to any code of every question: or within, and across."""
    return [
        entry
        for entry in entries
        if all(any(plainly(entry, name, code) for code in codes) for name, codes in choice.items() if name != but)
    ]


@pytest.mark.parametrize("seed", first_few([0, 1, 2], range(3, 12)))
def test_counts_are_those_of_a_plain_computation(terms, seed):
    entries, labels, lot = shown(60, seed=seed), term_labels(), random.Random(seed)  # noqa: S311 - no secret
    offered = find(entries, {}, labels).questions
    choices = [
        {question.name: frozenset(option.code for option in lot.sample(question.options, min(2, len(question.options))))
         for question in lot.sample(offered, lot.randint(0, 3))}
        for _turn in range(12)
    ]  # fmt: skip

    for choice in choices:
        found = find(entries, choice, labels)

        assert {entry.pk for entry in found.entries} == {entry.pk for entry in left(entries, choice)}
        for question in found.questions:
            among = left(entries, choice, but=question.name)
            counts = {option.code: option.count for option in question.options}
            assert counts == {code: sum(plainly(entry, question.name, code) for entry in among) for code in counts}


def test_every_question_of_the_design_is_asked(terms):
    names = [question.name for question in find(shown(80), {}, term_labels()).questions]

    assert names == ["need", "threat", "served", "region", "country", "language", "way", "urgent"]


@pytest.mark.parametrize("language", first_few(["en", "ar"], ["es", "fr"]))
def test_250_entries_are_light_and_cost_no_more_queries(terms, language, django_assert_max_num_queries):
    listed_in_bulk(250)
    Client().get(f"/{language}/directory/")

    with django_assert_max_num_queries(9):
        response = Client().get(f"/{language}/directory/")

    weight = len(gzip.compress(response.content))
    assert response.content.decode().count('class="row-title"') == 250
    assert weight <= HEAVIEST, f"{weight} bytes"


def test_longer_list_is_asked_for_page_by_page_with_a_form(terms):
    listed_in_bulk(301)

    first = Client().get("/en/directory/?language=en").content.decode()
    second = Client().get("/en/directory/?language=en&page=2").content.decode()
    whole = [Client().get(f"/en/directory/?page={number}").content.decode() for number in (1, 2)]

    assert "js/finder.js" not in first + second
    assert [page.count('class="row-title"') for page in whole] == [300, 1]
    assert 0 < first.count('class="row-title"') < 300
    assert "language=en&amp;page=2" not in first
    assert "?page=2" in whole[0]
    assert COUNT.search(first)


def test_list_is_sent_whole_with_what_does_not_fit_hidden(terms):
    a_listed_entry(name_en="A", languages=["es"])
    a_listed_entry(name_en="B", languages=["fr"])

    text = Client().get("/en/directory/?language=es").content.decode()

    hidden = re.findall(r'<li( hidden)?[^>]*>.*?directory/([ab])/"', text)
    assert sorted(hidden) == [("", "a"), (" hidden", "b")]
    assert "1 organisation" in text


def test_nothing_left_is_said_in_words(terms):
    a_listed_entry(languages=["es"], terms={"services": [Term.objects.get(branch="need", code="lawyer")]})
    a_listed_entry(languages=["fr"])

    texts = [Client().get(f"/en/directory/{query}").content.decode() for query in ("", "?need=lawyer&language=fr")]

    assert ['<p class="none" hidden>' in text for text in texts] == [True, False]


def test_link_to_a_list_has_neutral_codes_in_one_order(terms):
    labels = term_labels()
    sent = [("language", ["fr", "es"]), ("need", ["lawyer", "nonsense"]), ("nonsense", ["1"])]

    queries = {query_of(choice_of(dict(order), labels)) for order in itertools.permutations(sent)}
    text = Client().get("/en/directory/?language=fr&language=es&need=lawyer").content.decode()

    assert queries == {"need=lawyer&language=es&language=fr"}
    assert 'this-list" href="/en/directory/?need=lawyer&amp;language=es&amp;language=fr"' in text


# -- The sheet of what was ticked ----------------------------------------------------------------------------------


@pytest.mark.postgres
def test_ticked_entries_stand_on_one_page_with_their_public_ways():
    a_listed_entry(name_en="First", contacts=[a_phone()])
    a_listed_entry(name_en="Second", urgent_appeals="yes")
    a_listed_entry(name_en="Third")
    an_entry(name_en="Unlisted")

    response = Client().post("/en/directory/sheet/", {"entry": ["first", "second", "unlisted", "no-such"]})

    text = response.content.decode()
    assert re.findall(r'part-name" id="e\d">([^<]+)<', text) == ["Second", "First"]
    assert '<bdi dir="ltr">+44 20 7946 0018</bdi>' in text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert ["Third" in text, "Unlisted" in text] == [False, False]


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("method", "sent"), [("get", {}), ("get", {"entry": "first"}), ("post", {}), ("post", {"entry": "first\0"})]
)
def test_sheet_of_nothing_says_so(method, sent):
    a_listed_entry(name_en="First")

    text = getattr(Client(), method)("/en/directory/sheet/", sent).content.decode()

    assert ("Nothing is ticked." in text, "First" in text) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_sheet_costs_the_same_for_any_number(django_assert_max_num_queries, rows):
    slugs = [a_listed_entry(contacts=[a_phone()]).slug for _row in range(rows)]

    with django_assert_max_num_queries(9):
        text = Client().post("/en/directory/sheet/", {"entry": slugs}).content.decode()

    assert text.count("part-name") == rows


@pytest.mark.parametrize("name", ["Sheet", "Nominate", "Places"])
def test_no_entry_takes_an_address_of_the_directory_itself(name):
    entry = a_listed_entry(name_en=name)

    assert entry.slug == f"{name.lower()}-2"
    assert Client().get(f"/en/directory/{entry.slug}/").status_code == 200


# -- Places --------------------------------------------------------------------------------------------------------


def test_places_lead_to_those_who_work_there_in_the_list_and_in_the_drawing(terms):
    a_listed_entry(name_en="Kenya", countries=["KE"])
    a_listed_entry(name_en="World", worldwide=True)
    a_listed_entry(name_en="Region", terms={"regions": [Term.objects.get(branch="region", code="africa")]})

    response = Client().get("/en/directory/places/")

    text = response.content.decode()
    assert text.count('href="/en/directory/?country=KE"') == 2
    assert re.findall(r'id="r-([a-z-]+)">.*?<bdi dir="ltr">(\d+)<', text) == [
        ("africa", "3"), ("americas", "1"), ("asia-pacific", "1"), ("europe-central-asia", "1"), ("mena", "1"),
    ]  # fmt: skip
    assert "<title>Kenya (3)</title>" in text
    assert (response.headers["Cache-Control"], dict(response.cookies)) == ("private, no-store", {})


def test_every_country_has_a_square_of_its_own(terms):
    a_listed_entry(worldwide=True)
    drawn = regions(find(in_finder(public_entries()), {}, term_labels()))

    squares = [square for region in drawn for square in region.squares]

    assert {square.code for square in squares} == {code for code, _name in countries()} - {"BV", "HM"}
    assert len({(square.left, square.top) for square in squares}) == len(squares)


@pytest.mark.parametrize("rows", [1, 3])
def test_places_cost_the_same_for_any_number(terms, django_assert_max_num_queries, rows):
    for _row in range(rows):
        a_listed_entry(countries=["KE"])
    Client().get("/en/directory/places/")

    with django_assert_max_num_queries(9):
        assert "KE" in Client().get("/en/directory/places/").content.decode()
