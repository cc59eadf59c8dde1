"""The finder narrows the list in the page without telling anybody, and by a form where scripts are off."""

import pytest

from content.terms import Term
from content.vocabulary import sync_terms
from tests.factories.directory import a_listed_entry


@pytest.fixture
def entries(site):
    sync_terms()
    lawyer, shelter = (Term.objects.get(branch="need", code=code) for code in ("lawyer", "safe-place"))
    a_listed_entry(name_en="A", terms={"services": [lawyer]}, languages=["es"], worldwide=True)
    a_listed_entry(name_en="B", terms={"services": [shelter]}, languages=["es"], countries=["KE"])
    a_listed_entry(name_en="C", terms={"services": [lawyer]}, languages=["fr"], countries=["MX"])


CHOICES = [
    pytest.param([("need", "lawyer")], ["A", "C"], id="one"),
    pytest.param([("need", "lawyer"), ("need", "safe-place")], ["A", "B", "C"], id="or within"),
    pytest.param([("need", "lawyer"), ("language", "es")], ["A"], id="and across"),
    pytest.param([("country", "KE")], ["A", "B"], id="place"),
    pytest.param([("need", "safe-place"), ("language", "fr")], [], id="nothing"),
]


def pick(page, choices):
    for name, code in choices:
        box = page.locator(f'input[name="{name}"][value="{code}"]')
        if not box.is_visible():
            box.locator("xpath=ancestor::details[1]/summary").click()
        box.check()


def state(page):
    counts = page.eval_on_selector_all(
        ".pick input",
        "all => all.map(box => [box.name, box.value, box.closest('label').querySelector('small').innerText])",
    )
    return page.locator(".row-title a:visible").all_inner_texts(), page.locator(".count").inner_text(), counts


@pytest.mark.parametrize(("choices", "expected"), CHOICES)
def test_choices_in_the_page_find_what_the_server_finds(visit, entries, choices, expected):
    with_script, without = visit("/en/directory/"), visit("/en/directory/", script=False)
    asked = []
    with_script.on("request", lambda request: asked.append(request.url))

    pick(with_script, choices)
    pick(without, choices)
    without.get_by_role("button", name="Show").click()

    found = state(with_script)
    assert (found[0], asked) == (expected, [])
    assert found == state(without)


def test_clearing_shows_everything_again(visit, entries):
    page = visit("/en/directory/")
    before = state(page)

    pick(page, [("need", "lawyer")])
    page.get_by_role("link", name="Clear all choices").click()

    assert state(page) == before


def test_words_say_which_way_it_works(visit, entries):
    lead = ".lead:visible"

    pages = [visit("/en/directory/", script=script) for script in (True, False)]

    texts = [page.locator(lead).inner_text() for page in pages]
    assert ["not sent to us" in texts[0], "press “Show”" in texts[1]] == [True, True]
    assert [page.get_by_role("button", name="Show").is_visible() for page in pages] == [False, True]
