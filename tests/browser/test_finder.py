"""The finder narrows the list in the page without telling anybody, and by a form where scripts are off."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from content.terms import Term
from content.vocabulary import sync_terms
from tests.factories.directory import a_listed_entry, a_phone


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
        ".facets input",
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
    without.wait_for_load_state()

    found = state(with_script)
    assert (found[0], asked) == (expected, [])
    assert found == state(without)


def test_list_that_was_asked_for_by_a_link_is_narrowed_and_widened_without_asking(visit, entries):
    page = visit("/en/directory/?need=lawyer")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    before = state(page)[0]

    pick(page, [("language", "es")])
    narrowed = state(page)[0]
    page.get_by_role("link", name="Clear all choices").click()

    assert (before, narrowed, state(page)[0], asked) == (["A", "C"], ["A"], ["A", "B", "C"], [])


def test_link_to_the_list_leads_to_what_is_shown(visit, entries):
    page = visit("/en/directory/")

    pick(page, [("need", "lawyer"), ("language", "fr")])
    link = page.get_by_role("link", name="Link to this list")
    address = link.get_attribute("href")

    assert address.endswith("/en/directory/?need=lawyer&language=fr")
    assert state(visit(address, script=False))[0] == state(page)[0] == ["C"]


def test_count_is_announced_and_nothing_left_is_said(visit, entries):
    page = visit("/en/directory/")

    pick(page, [("need", "safe-place"), ("language", "fr")])

    count = page.locator("[aria-live=polite]")
    assert (count.inner_text(), page.locator(".none").is_visible()) == ("0 organisations", True)


@pytest.mark.parametrize("script", [True, False])
def test_ticked_entries_are_put_on_one_page(visit, entries, script):
    page = visit("/en/directory/", script=script)

    for name in ("A", "C"):
        page.get_by_label(f"To print {name}", exact=True).check()
    page.get_by_role("button", name="Print or save the ticked").click()

    assert page.locator("main h2").all_inner_texts() == ["A", "C"]
    assert page.url.endswith("/en/directory/sheet/")


@pytest.mark.parametrize(
    ("address", "size", "most"),
    [("card/", (85, 55), 1), ("", (148, 210), 2)],
    ids=["card for the wallet", "sheet of an entry"],
)
def test_card_and_sheet_are_printed_in_their_size(visit, site, address, size, most):
    a_listed_entry(name_en="Here", name_ar="هنا", contacts=[a_phone()])

    for language in ("en", "ar"):
        page = visit(f"/{language}/directory/here/{address}")
        printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        sizes = [tuple(round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]) for sheet in printed.pages]

        assert (set(sizes), len(sizes) <= most) == ({size}, True)


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
