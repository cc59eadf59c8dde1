"""The triage: which ones are refused, and what each step and end shows."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from directory import actions
from directory.models import TriagePage
from directory.triage import Place, faults
from organisations import actions as organisation_actions
from organisations.actions.audiences import Audience, Kind
from search.models import SearchDocument
from tests.factories import a_locale, a_page, an_appointed, an_organisation, workspace_of
from tests.factories.directory import a_listed_entry, a_phone
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_choice(words, leads_to):
    return {"words": words, "hint": f"Signs of {words}", "leads_to": leads_to}


def a_step(name, *leads_to, question="What is happening?"):
    """A step with as many choices as it needs, of which these are the first; the others lead where the last does."""
    there = [*leads_to, *[leads_to[-1]] * (6 - len(leads_to))]
    choices = [a_choice(f"Choice {number} of {name}", each) for number, each in enumerate(there, 1)]
    return ("step", {"name": name, "question": question, "lead": "", "choices": choices})


def an_end(name, *filters, page=None):
    return ("end", {"name": name, "title": f"End {name}", "lead": "", "filters": list(filters), "page": page})


GOOD = (a_step("a1", "b1", "c1"), a_step("b1", "c1"), an_end("c1", "need:lawyer"))


def a_triage(*steps, language="en", **fields):
    """A published triage; the good one when no steps are given."""
    said = {"title": "What is happening to you?", "steps": list(steps or GOOD), **fields}
    return actions.write_triage({language: said})[language]


def get(path="", client=None, language="en"):
    return (client or Client()).get(f"/{language}/help/{path}")


# -- What is refused -----------------------------------------------------------------------------------------------

END = Place("end", answers=True)
REFUSED = [
    pytest.param([Place("a", (("Go", "b"),)), END],
                 {0: "In the step “a” the choice “Go” leads to “b”, which is not there."}, id="nowhere"),
    pytest.param([Place("a", (("Go", "a"), ("End", "end"))), END],
                 {0: "The step “a” leads back to itself: a → a."}, id="itself"),
    pytest.param([Place("a", (("Go", "b"),)), Place("b", (("On", "c"), ("End", "end"))), Place("c", (("Up", "b"),)),
                  END],
                 {1: "The step “b” leads back to itself: b → c → b.",
                  2: "The step “c” leads back to itself: c → b → c."}, id="circle below"),
    pytest.param([Place("a", (("Go", "end"),)), Place("end")],
                 {1: "“end” is a dead end: say which organisations answer, or choose a page."}, id="dead end"),
    pytest.param([Place("a", (("Go", "end"),)), END, END],
                 {2: "Another step or end has the name “end” already."}, id="twice"),
    pytest.param([END], {0: "“end” comes first, so it must be a step with choices."}, id="end first"),
    pytest.param([Place("a", (("One", "end"), ("Two", "b"))), Place("b", (("Three", "end"),)), END], {}, id="two ways"),
    pytest.param([], {}, id="empty"),
]  # fmt: skip


@pytest.mark.parametrize(("places", "expected"), REFUSED)
def test_circles_and_dead_ends_are_named(places, expected):
    found = faults(places)

    assert found == {number: [sentence] for number, sentence in expected.items()}


@pytest.mark.parametrize(
    ("language", "words"), [("es", "vuelve a sí mismo"), ("fr", "revient à elle-même"), ("ar", "تعود")]
)
def test_fault_is_said_in_the_language_of_the_editor(language, words):
    places = [Place("a", (("Go", "a"), ("End", "end"))), END]

    with translation.override(language):
        sentence = faults(places)[0][0]

    assert words in sentence
    assert "a → a" in sentence


@pytest.mark.parametrize(
    "steps",
    [(a_step("a1", "a1"),), (a_step("a1", "b1"),), (a_step("a1", "b1"), an_end("b1")), (an_end("b1", "need:lawyer"),)],
    ids=["circle", "nowhere", "dead end", "end first"],
)
def test_no_way_of_saving_lets_a_circle_or_a_dead_end_in(steps):
    triage = a_triage()

    triage.steps = list(steps)
    with pytest.raises(ValidationError):
        triage.save_revision()
    with pytest.raises(ValidationError):
        triage.save()

    assert len(TriagePage.objects.get().steps) == len(GOOD)


def test_draft_may_have_few_choices_but_no_circle():
    triage = a_triage()
    client = signed_in(an_appointed("secretariat"))
    address = f"/admin/pages/{triage.pk}/edit/"
    drafts = [as_sent(triage, leads_to, choices=2) for leads_to in ("b1", "a1")]
    for draft in drafts:
        del draft["action-publish"]

    statuses = [client.post(address, draft).status_code for draft in drafts]

    assert statuses == [302, 200]


def test_editor_reads_at_the_step_what_is_wrong_with_it():
    triage = a_triage()
    client = signed_in(an_appointed("secretariat"))
    address = f"/admin/pages/{triage.pk}/edit/"

    answers = [client.post(address, as_sent(triage, leads_to)) for leads_to in ("b1", "a1", "gone")]

    assert answers[0].status_code == 302
    texts = [answer.content.decode() for answer in answers[1:]]
    assert ["leads back to itself" in text for text in texts] == [True, False]
    assert ["which is not there" in text for text in texts] == [False, True]


@pytest.mark.parametrize(("choices", "status"), [(5, 200), (6, 302), (9, 302), (10, 200)])
def test_step_has_six_to_nine_choices(choices, status):
    triage = a_triage()

    answer = signed_in(an_appointed("secretariat")).post(
        f"/admin/pages/{triage.pk}/edit/", as_sent(triage, "b1", choices=choices)
    )

    assert answer.status_code == status


def as_sent(triage, leads_to, choices=6):
    """What the form of the page sends when the last choice of its first step leads there."""
    sent = {
        "action-publish": "1", "title": triage.title, "slug": triage.slug, "summary": "", "steps-count": "3",
        "steps-0-type": "step", "steps-1-type": "step", "steps-2-type": "end",
    }  # fmt: skip
    for number in range(3):
        sent |= {f"steps-{number}-order": str(number), f"steps-{number}-deleted": "", f"steps-{number}-id": ""}
    for number, (name, last) in enumerate([("a1", leads_to), ("b1", "c1")]):
        there = f"steps-{number}-value"
        how_many = choices if number == 0 else 6
        sent |= {f"{there}-name": name, f"{there}-question": "What?", f"{there}-lead": "",
                 f"{there}-choices-count": str(how_many)}  # fmt: skip
        for each in range(how_many):
            one = f"{there}-choices-{each}"
            sent |= {
                f"{one}-deleted": "", f"{one}-order": str(each), f"{one}-id": "",
                f"{one}-value-words": f"Choice {each}", f"{one}-value-hint": "",
                f"{one}-value-leads_to": last if each == how_many - 1 else "c1",
            }  # fmt: skip
    there = "steps-2-value"
    return sent | {f"{there}-name": "c1", f"{there}-title": "End", f"{there}-lead": "",
                   f"{there}-filters": ["need:lawyer"], f"{there}-page": ""}  # fmt: skip


# -- What is shown -------------------------------------------------------------------------------------------------


def test_each_choice_is_a_link_and_each_way_ends_at_people_and_a_list(terms):
    from content.terms import Term

    lawyer = Term.objects.get(branch="need", code="lawyer")
    a_listed_entry(name_en="Lawyers", terms={"services": [lawyer]})
    a_listed_entry(name_en="Others")
    a_triage()

    first, second, end = (get(path).content.decode() for path in ("", "b1/", "c1/"))

    assert re.findall(r'<li><a href="([^"]+)"><span>Choice 1', first + second) == ["/en/help/b1/", "/en/help/c1/"]
    assert re.findall(r'directory/([a-z]+)/"', end) == ["lawyers"]
    assert 'href="/en/directory/?need=lawyer"' in end
    assert not any("<form" in re.search(r"<main.*</main>", text, re.DOTALL)[0] for text in (first, second, end))
    assert "<h1>End c1</h1>" in end


@pytest.mark.parametrize(("path", "status"), [("", 200), ("b1/", 200), ("a1/", 404), ("zz/", 404), ("b1/c1/", 404)])
def test_steps_have_addresses_and_nothing_else_has(path, status):
    a_triage()

    assert get(path).status_code == status


def test_answers_are_kept_nowhere_and_set_no_cookie():
    a_triage()

    responses = [get(path) for path in ("", "b1/", "c1/")]

    assert {response.headers["Cache-Control"] for response in responses} == {"private, no-store"}
    assert [dict(response.cookies) for response in responses] == [{}, {}, {}]
    assert {re.search(r"<title>(.*?) –", response.content.decode())[1] for response in responses} == {
        "What is happening to you?"
    }


def test_unpublished_triage_is_nothing():
    call_command("start_triage")
    drafts = TriagePage.objects.count()

    assert (drafts, get().status_code) == (4, 404)
    assert "/en/help/" not in Client().get("/en/directory/").content.decode()


def test_triage_without_a_step_is_nothing():
    call_command("start_triage")
    empty = TriagePage.objects.get(locale__language_code="en")
    empty.save_revision().publish()
    empty.refresh_from_db()

    assert (empty.live, get().status_code, empty.preview_modes) == (True, 404, [("", "Nothing yet")])
    assert "/en/help/" not in Client().get("/en/directory/").content.decode()


def test_start_makes_each_language_once_and_they_belong_together():
    a_triage(language="es", title="¿Qué le está pasando?")

    call_command("start_triage")
    call_command("start_triage")

    pages = TriagePage.objects.order_by("locale__language_code")
    assert [(page.locale.language_code, page.live) for page in pages] == [
        ("ar", False), ("en", False), ("es", True), ("fr", False),
    ]  # fmt: skip
    assert len({page.translation_key for page in pages}) == 1
    assert pages[3].title == "Que vous arrive-t-il ?".replace(" ?", "\N{NARROW NO-BREAK SPACE}?")


def test_secretariat_edits_and_previews_it_and_nobody_else_does():
    triage = a_triage()
    edit = f"/admin/pages/{triage.pk}/edit/"
    people = {role: signed_in(an_appointed(role)) for role in ("secretariat", "directory_editor", "auditor")}

    statuses = {role: client.get(edit).status_code for role, client in people.items()}

    assert statuses == {"secretariat": 200, "directory_editor": 404, "auditor": 404}
    assert [mode for mode, _label in triage.preview_modes] == ["a1", "b1", "c1"]
    drafts = [people["secretariat"].get(f"/admin/pages/{triage.pk}/view_draft/?mode={mode}") for mode in ("b1", "c1")]
    assert ["Choice 1 of b1" in drafts[0].content.decode(), "End c1" in drafts[1].content.decode()] == [True, True]


def test_end_shows_its_page_in_the_language_of_the_reader():
    workspace = workspace_of(an_organisation("Casa Faro"))
    organisation_actions.set_audience(workspace, Audience(Kind.PUBLIC), by=None)
    page = a_page(workspace, "When somebody is arrested")
    spanish = page.copy_for_translation(a_locale("es"), copy_parents=True)
    spanish.title = "Cuando detienen a alguien"
    spanish.save_revision().publish()
    chosen = Page.objects.get(pk=page.pk)
    steps = (a_step("a1", "c1"), an_end("c1", page=chosen))
    for language in ("en", "es"):
        a_triage(*steps, language=language)

    texts = [get("c1/", language=language).content.decode() for language in ("en", "es")]

    assert [re.findall(r'row-title"><a href="([^"]+)"', text) for text in texts] == [[page.url], [spanish.url]]
    assert "Cuando detienen a alguien" in texts[1]


def test_end_leaves_out_a_page_that_the_reader_may_not_read():
    workspace = workspace_of(an_organisation("Casa Faro"))
    page = a_page(workspace, "For us alone")
    organisation_actions.set_audience(page, Audience(Kind.PUBLIC), by=None)
    a_triage(a_step("a1", "c1"), an_end("c1", page=Page.objects.get(pk=page.pk)))
    before = get("c1/").content.decode()

    organisation_actions.set_audience(page, Audience(Kind.ORGANISATION), by=None)

    assert ["For us alone" in text for text in (before, get("c1/").content.decode())] == [True, False]


def test_end_shows_a_chapter_in_the_words_that_were_released():
    manual = a_manual(an_organisation("Casa Faro"))
    chapter = a_chapter(manual, "Lanterns", summary="Carry a light.")
    an_edition(manual)
    a_triage(a_step("a1", "c1"), an_end("c1", page=Page.objects.get(pk=chapter.pk)))
    chapter.title, chapter.summary = "Torches", "Carry none."
    chapter.save_revision().publish()
    before = get("c1/").content.decode()

    an_edition(manual, "1.1")
    after = get("c1/").content.decode()

    said = ("Lanterns", "Carry a light.", "Torches", "Carry none.")
    assert [word in before for word in said] == [True, True, False, False]
    assert [word in after for word in said] == [False, False, True, True]


def test_end_where_nobody_answers_says_so_and_leads_to_the_whole_list(terms):
    a_listed_entry(name_en="Others")
    a_triage()

    text = get("c1/").content.decode()

    assert "Nobody in the directory answers exactly this today." in text
    assert 'href="/en/directory/"' in text


@pytest.mark.postgres
def test_who_answers_day_and_night_stands_beside_the_choices():
    a_triage()
    a_listed_entry(name_en="Slow", urgent_appeals="yes", contacts=[a_phone()])
    a_listed_entry(name_en="Full", urgent_appeals="yes", always_open=True, availability="over-capacity",
                   contacts=[a_phone()])  # fmt: skip
    full = get().content.decode()

    a_listed_entry(name_en="Quick", urgent_appeals="yes", always_open=True, contacts=[a_phone("+442079460019")])
    text = get().content.decode()

    assert ["/directory/full/" in full, "Over capacity" in full] == [True, True]
    assert ["/directory/quick/" in text, "/directory/slow/" in text] == [True, False]
    assert '<a href="tel:+442079460019" rel="noreferrer"><bdi dir="ltr">+44 20 7946 0019</bdi></a>' in text
    assert "may listen" in text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", ["", "c1/"])
def test_triage_costs_the_same_for_any_number(terms, django_assert_max_num_queries, path, rows):
    a_triage(a_step("a1", "c1"), an_end("c1", "urgent:yes"))
    for _row in range(rows):
        a_listed_entry(urgent_appeals="yes", always_open=True, contacts=[a_phone()])
    get(path)

    with django_assert_max_num_queries(15):
        assert "/directory/" in get(path).content.decode()


def test_triage_is_found_by_its_choices():
    triage = a_triage()

    document = SearchDocument.objects.get(key=f"page:{triage.pk}")

    assert "Choice 1 of a1" in document.body
    assert "Signs of Choice 1 of a1" in document.body
    assert document.url == "/en/help/"


def test_list_leads_to_the_triage_in_its_own_language():
    a_triage()

    texts = {code: Client().get(f"/{code}/directory/").content.decode() for code in ("en", "fr")}

    assert {code: "/help/" in text for code, text in texts.items()} == {"en": True, "fr": False}
