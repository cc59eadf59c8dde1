"""What every engine answers, whatever it is made of."""

from datetime import date

import pytest

from organisations.viewer import VISITOR
from search.ledger import put
from search.models import SearchDocument
from search.query import AuthorisedQuery, Editions
from tests.search.contract.conftest import INSIDER

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_search_finds_a_word_in_title_headings_summary_and_body(write, ask):
    found = [
        write("Safe houses"),
        write("One", headings="A safe house"),
        write("Two", summary="houses that are safe"),
        write("Three", body="in a house"),
    ]
    write("Nothing of it")

    answer = ask("house")

    assert sorted(answer.ids) == [document.pk for document in found]
    assert answer.total == 4


def test_search_puts_titles_before_headings_before_text(write, ask):
    text, heading, title = write("One", body="asylum"), write("Two", headings="asylum"), write("Asylum")

    assert ask("asylum").ids == (title.pk, heading.pk, text.pk)


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("en", "Protecting defenders", "protection defender"),
        ("es", "Protección de las defensoras", "proteccion defensora"),
        ("fr", "Sécurité des défenseurs", "securite defenseur"),
        ("ar", "حماية المدافعين", "الحمايه مدافعين"),
        ("ar", "إجراءات الأمان", "اجراءات امان"),
    ],
)
def test_search_looks_past_endings_and_accents(write, ask, language, written, asked):
    document = write(written, language=language)

    assert ask(asked, languages=(language,), language=language).ids == (document.pk,)


def test_search_finds_telephone_numbers_however_written(write, ask):
    document = write("Line", body="Call +254 700 123 456 at night")
    write("Other", body="Call +254 700 654 321")
    write("Third", body="Do not call")

    assert [ask(text).ids for text in ("0700123456", "+254 700 123456", "700-123-456")] == [(document.pk,)] * 3


def test_search_finds_a_misspelt_word_and_suggests_the_right_one(write, ask):
    document = write("Security incident")
    write("Incident of another kind")

    answer = ask("securty")

    assert answer.ids == (document.pk,)
    assert answer.suggestion == "security"


def test_search_suggests_nothing_from_what_is_restricted(write, ask):
    write("Security incident", circle_only=True)
    public = ask("securty")
    write("Security incident")

    assert (public.ids, public.suggestion) == ((), None)
    assert ask("securty").suggestion == "security"


def test_search_shows_restricted_things_to_those_who_may_read_them(write, ask):
    public, restricted = write("Safe house"), write("Safe house", circle_only=True)

    assert ask("house").ids == (public.pk,)
    assert sorted(ask("house", INSIDER).ids) == [public.pk, restricted.pk]


def test_search_answers_a_visitor_as_if_restricted_things_were_not_there(write, ask):
    for number in range(30):
        write(f"Rare {'common ' * (number % 3)} word {number}", facets={"need": ("lawyer",)})
    questions = ["rare", "common word", "rare common 7", "wrd", ""]
    before = [ask(question) for question in questions]
    for _each in range(30):
        write("Common rare rare", body="common " * 20, circle_only=True, facets={"need": ("shelter",)})

    assert [ask(question) for question in questions] == before
    assert ask("rare", INSIDER).total == 60


def test_search_counts_every_match_and_gives_page_after_page(write, ask):
    written = [write(f"Shelter number {number}").pk for number in range(130)]

    pages = [ask("shelter", first=first, size=40).ids for first in range(0, 160, 40)]

    assert [len(page) for page in pages] == [40, 40, 40, 10]
    assert sorted(pk for page in pages for pk in page) == written
    assert ask("shelter").total == 130


def test_search_lets_words_of_most_documents_find_nothing_beside_others(write, ask):
    written = [write(f"Report number {number} to the police", body="to the office").pk for number in range(60)]
    house = write("Shelter")

    assert ask("report to the shelter").ids == (house.pk,)
    assert ask("report to the shelter").facets["type"] == {"page": 1}
    assert ask("report to the").total == len(written)


def test_search_counts_facets_without_their_own_choice(write, ask):
    write("House", facets={"need": ("safe-place",), "country": ("KE",)})
    write("House", facets={"need": ("lawyer",), "country": ("KE", "UG")})
    write("House", facets={"need": ("lawyer",)}, kind="entry")
    write("Other", facets={"need": ("lawyer",)})

    answer = ask("house", choices={"need": ("lawyer",)})

    assert answer.total == 2
    assert answer.facets["need"] == {"safe-place": 1, "lawyer": 2}
    assert answer.facets["country"] == {"KE": 1, "UG": 1}
    assert answer.facets["type"] == {"page": 1, "entry": 1}


def test_search_takes_one_value_of_each_chosen_facet(write, ask):
    both = write("House", facets={"need": ("lawyer",), "country": ("KE",)})
    write("House", facets={"need": ("lawyer",)})
    other = write("House", facets={"need": ("safe-place",), "country": ("KE",)})

    answer = ask("house", choices={"need": ("lawyer", "safe-place"), "country": ("KE",)})

    assert sorted(answer.ids) == [both.pk, other.pk]


def test_search_counts_other_languages_and_shows_the_readers_first(write, ask):
    english, french = write("Question"), write("Question", language="fr")

    assert ask("question").facets["language"] == {"en": 1, "fr": 1}
    assert ask("question").ids == (english.pk,)
    assert ask("question", languages=(), language="fr").ids == (french.pk, english.pk)


def test_search_for_nothing_lists_all_by_date(write, ask):
    undated, old, new = write("A"), write("B", dated=date(2026, 1, 1)), write("C", dated=date(2026, 2, 1))

    answer = ask("", size=2)

    assert (answer.ids, answer.total) == ((new.pk, old.pk), 3)
    assert ask("", first=2).ids == (undated.pk,)
    assert answer.facets["type"] == {"page": 3}


@pytest.mark.parametrize("text", ["???", "  \t ", "\N{ZERO WIDTH SPACE}!"])
def test_search_for_no_words_finds_nothing_or_everything(write, ask, text):
    write("House")

    assert ask(text).total == (0 if text.strip() else 1)


@pytest.mark.parametrize(
    "text",
    [
        '"', "house OR 1=1", 'house" OR "secret', "house* NOT", "title:house", "NEAR(house secret)", "house'); DROP --",
        "house & !secret | :*", "house\\'", "\x00house", "\ud800 house", "%s %(x)s", "(" * 500, "house " * 2000,
        "a-b:c.d@e", "secret AND house",
    ],
)  # fmt: skip
def test_search_takes_every_text_as_words(write, ask, text):
    house = write("House")
    write("Secret", circle_only=True)

    assert set(ask(text).ids) <= {house.pk}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("house " + "x" * 10_000, True),
        ("x" * 10_000 + " house", False),  # beyond what is answered
        ('"' * 10_000, False),
        ("AND OR NOT NEAR() & | ! <-> :* ^ ~", False),
        ("- + * / \\ ' \" ( ) [ ] { } ; -- /* */", False),
        ("".join(map(chr, range(32))) + "house" + "".join(map(chr, range(127, 160))), True),
        ("house\u202e\u2066\ufeff", True),
        ("house дом 家屋 منزل घर บ้าน", True),
        ("houseدعم", False),
        ("\u0301" * 10_000, False),
        ("\U0001f3e0 \U0010ffff \ufffe", False),
    ],
    ids=["long", "too late", "quotes", "operators", "signs", "control", "direction", "scripts", "one word", "marks",
         "no letters"],
)  # fmt: skip
def test_search_answers_whatever_is_asked(write, ask, text, found):
    house = write("House")
    write("Garden", circle_only=True)

    answer = ask(text)

    assert (answer.ids, answer.total) == (((house.pk,), 1) if found else ((), 0))
    assert len(answer.suggestion or "") <= 400


def test_listed_looks_at_no_text(engine, write):
    one, two = write("A", dated=date(2026, 1, 1)), write("B", dated=date(2026, 2, 1))
    write("C", circle_only=True)

    assert engine.listed(AuthorisedQuery(VISITOR, text="nothing", languages=("en",))) == (two.pk, one.pk)


def test_write_forgets_what_a_document_said_before(write, ask):
    write("House", thing="thing:x", facets={"need": ("lawyer",)})

    document = write("Garden", thing="thing:x", facets={"need": ("shelter",)})

    assert [ask(text).ids for text in ("house", "garden")] == [(), (document.pk,)]
    assert ask("garden").facets["need"] == {"shelter": 1}
    assert ask("hous").suggestion is None


def test_write_forgets_what_was_taken_out(engine, write, ask):
    write("House", thing="thing:x")
    assert ask("house").total == 1

    engine.write(put({"thing:x": []}))

    assert (ask("house").total, ask("").total) == (0, 0)


def test_write_moves_a_document_to_another_language_and_another_audience(write, ask):
    write("Question", thing="thing:x")

    document = write("Question", thing="thing:x", language="fr", circle_only=True)

    assert ask("question", languages=()).total == 0
    assert ask("question", INSIDER, languages=("fr",)).ids == (document.pk,)


def test_search_leaves_out_older_editions(write, ask):
    write("Handbook", edition="1", is_current=False)
    current = write("Handbook", edition="2")

    assert ask("handbook").ids == (current.pk,)


def test_clear_forgets_everything(engine, write, ask):
    write("House")
    assert ask("house").total == 1

    engine.clear()

    assert (ask("house").total, ask("").total, ask("hous").suggestion) == (0, 0, None)
    assert SearchDocument.objects.present().exists()


def test_search_finds_older_editions_when_they_are_asked_for(write, ask):
    older = write("Handbook", body="night watch", edition="1", is_current=False, facets={"need": ("lawyer",)})
    current = write("Handbook", body="night watch", edition="2", facets={"need": ("lawyer",)})
    of_a_circle = write("Handbook", edition="1", is_current=False, circle_only=True)

    both = ask("handbook night", editions=Editions.ALL)

    assert (both.ids, both.total, both.facets["need"]) == ((current.pk, older.pk), 2, {"lawyer": 2})
    assert ask("handbook night").ids == (current.pk,)
    assert of_a_circle.pk in ask("handbook", INSIDER, editions=Editions.ALL).ids


def test_listed_leaves_out_older_editions_unless_they_are_asked_for(engine, write):
    older = write("Handbook", edition="1", is_current=False, dated=date(2026, 1, 1))
    current = write("Handbook", edition="2", dated=date(2026, 2, 1))

    def listed(editions):
        return engine.listed(AuthorisedQuery(VISITOR, languages=("en",), editions=editions))

    assert [listed(editions) for editions in Editions] == [(current.pk,), (current.pk, older.pk)]
