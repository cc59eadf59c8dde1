"""Whether everybody can use each public page: every language, width and light, by keyboard alone, with scripts off."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from django.db import connection, connections
from wagtail.models import Locale

from content.vocabulary import sync_terms
from directory.actions import write_triage
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from tests.factories import a_locale, a_member, a_page, an_organisation, workspace_of
from tests.factories.campaigns import a_campaign, a_picture, a_term, a_translation, an_update
from tests.factories.directory import a_listed_entry, a_phone
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition, rewrite, translated

PASSWORD = "seven grey herons at dusk"
PAGES = {
    "front page": "",
    "finder": "directory/",
    "entry": "directory/northlight-line/",
    "card of an entry": "directory/northlight-line/card/",
    "problem with an entry": "directory/northlight-line/problem/",
    "sheet": "directory/sheet/",
    "places": "directory/places/",
    "triage": "help/",
    "end of the triage": "help/b/",
    "campaigns": "campaigns/",
    "campaign": "campaigns/a-light-in-every-window/",
    "update": "campaigns/a-light-in-every-window/the-hearing-was-moved/",
    "organisations": "organisations/",
    "organisation": "casa-faro/",
    "reference page": "defenders/",
    "page with warnings and lists": "safer-use/",
    "manuals": "manuals/",
    "manual": "manuals/watching-the-window/",
    "chapter": "manuals/watching-the-window/lanterns/",
    "chapter of an older edition": "manuals/watching-the-window/edition/1.0/lanterns/",
    "changes of a manual": "manuals/watching-the-window/changes/1.0/1.1/",
    "search": "search/?q=window",
    "search without hits": "search/?q=xylophone",
    "sign-in": "account/login/",
    "nothing here": "nothing/here/",
}
# Where somebody in danger looks first, with the longest forms and texts of the site.
FIRST = {"front page", "finder", "entry", "campaign", "triage", "chapter", "search", "sign-in"}
WIDTHS = (1280, 320)
# In the dark nothing else is different than the colours.
LIGHTS = {"light": {}, "dark": {"runOnly": ["cat.color"]}}


def each_page(*looks, more):
    """Run a test on each page in all these looks: those that are looked at first always, the others in turn in one of
    `more`, which together are half of them, and in all before a release."""
    others = [name for name in PAGES if name not in FIRST]
    drawn = [pytest.param(PAGES[name], looks, id=name) for name in PAGES if name in FIRST]
    drawn += [pytest.param(PAGES[name], more[at % len(more)], id=name) for at, name in enumerate(others)]
    every = [pytest.param(PAGES[name], looks, id=f"{name}, every look", marks=pytest.mark.long) for name in others]
    return pytest.mark.parametrize(("address", "looks"), [*drawn, *every])


@pytest.fixture(scope="module")
def kept() -> Iterator[sqlite3.Connection]:
    """Where the first test leaves the database with the world in it, since making it takes a second or two."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def world(site, kept):
    """Something on every page: entries, an organisation with a page in two languages, its campaign with an update."""
    is_made = bool(kept.execute("SELECT 1 FROM sqlite_master").fetchone())
    if not is_made:
        make_world()
    connections.close_all()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as database:
        source, target = (kept, database) if is_made else (database, kept)
        source.backup(target)


def make_world():
    sync_terms()
    lawyer, women = a_term("need", "lawyer"), a_term("served", "women-defenders")
    a_listed_entry(
        name_en="Northlight Line",
        name_ar="خط نورثلايت",
        summary_en="Day and night, a person who listens at the window.",
        process_en="Somebody answers.\nThey ask who you are.",
        urgent_appeals="yes",
        availability="over-capacity",
        availability_message_en="Write later.",
        languages=["ar", "en"],
        countries=["KE"],
        terms={"services": [lawyer], "served": [women]},
        contacts=[a_phone()],
    )
    a_listed_entry(name_en="Window Fund", languages=["fr"])
    make_triage()
    owner, other = an_organisation("Casa Faro"), an_organisation("Ushindi Legal Circle")
    for organisation in (owner, other):
        actions.translate_workspace(organisation, a_locale("ar"), by=None)
        actions.set_audience(workspace_of(organisation, "ar"), Audience(Kind.PUBLIC), by=None)
    make_manual(owner)
    picture = a_picture(owner.public_files, width=160, height=100)
    campaign = a_campaign(
        owner,
        "A light in every window",
        terms=[women],
        countries=["KE"],
        picture=picture,
        picture_alt="A house at night.",
        summary="Eleven women are held.",
        notice="The line is watched today.",
        body=[("quotation", {"text": "They took the notebook.", "speaker": "N.", "consent_on": date(2026, 5, 9)})],
        ways_to_help=[("way", {"words": "Write to the minister", "note": "A letter", "address": "https://x.example/"})],
    )
    an_update(campaign, "The hearing was moved", body=[("paragraph", {"text": "<p>No reason was given.</p>"})])
    a_translation(campaign, "ar", title="نور في كل نافذة", slug=campaign.slug, demand="افتحوا الباب.")
    actions.invite_co_owner(campaign, other, by=a_member(owner, "editor"))
    actions.agree_to_co_own(campaign, other, by=a_member(other, "editor"))
    a_page(workspace_of(owner), "How we keep watch at the window")


def make_manual(owner):
    """Two editions of a manual in both languages: a chapter with every block of manuals, rewritten in the second."""
    manual = a_manual(owner, "Watching the window", slug="watching-the-window")
    cells = ["<p>A long word: antidisestablishmentarianism</p>", "<p>Two</p>", "<p>Three</p>", "<p>Four</p>"]
    columns = [{"type": "text", "heading": f"A heading {number}"} for number in range(4)]
    body = [
        ("heading", {"text": "Light"}),
        ("warning", {"title": "Do not wait", "text": "<p>Go now.</p>"}),
        ("subheading", {"text": "Oil", "depth": "3"}),
        ("table", {"caption": "Oils", "table": {"columns": columns, "rows": [{"values": cells}], "caption": ""}}),
        ("case", {"title": "The notebook", "text": "<p>It lay there.</p>"}),
        ("exercise", {"title": "Draw it", "minutes": "10 minutes", "text": "<p>Together.</p>"}),
        ("contact", {"name": "Line", "ways": [{"label": "Phone", "value": "+44 20 7946 0018"}], "note": "By day"}),
        ("tool_advice", {"tool": "Lamp", "version": "2", "reviewed_on": "2020-01-02", "review_by": "2021-01-02",
                         "text": "<p>Fill it.</p>"}),
        ("checklist", {"title": "Tonight", "items": ["Oil", "Matches"]}),
    ]  # fmt: skip
    chapter = a_chapter(manual, "Lanterns", body=body, slug="lanterns")
    a_chapter(chapter, "Wicks", "Cut them.", slug="wicks")
    for page in (manual, chapter):
        translated(page, "ar")
    first = an_edition(manual, "1.0", "en", "ar")
    for code in ("en", "ar"):
        page = chapter.get_translation(Locale.objects.get(language_code=code))
        rewrite(page, lambda body: [{**body[0], "value": {"text": "More light"}}, *body[2:]])
    newest = an_edition(manual, "1.1", "en", "ar", changes={"en": "More light.", "ar": "المزيد من الضوء."})
    texts = {"en": "Pour it into the sink.\n\nNever into fire.", "ar": "اسكبوه في الحوض."}
    a_correction(first, "lanterns", at=1, texts=texts, about_safety=True)
    a_correction(newest, "lanterns", at=0, texts={"en": "Less light: +44 20 7946 0018"}, kind="clearer")
    a_correction(newest, "lanterns", at=3, texts=texts, about_safety=True)


def make_triage():
    """A triage in each language of the tests, with one step of links to one end."""
    for language, words in (("en", "I was locked out of my account"), ("ar", "لا أستطيع الدخول إلى حسابي")):
        choices = [{"words": words, "hint": "Since today", "leads_to": "b"}] * 6
        step = {"name": "a", "question": "What is happening?", "lead": "Choose.", "choices": choices}
        end = {"name": "b", "title": words, "lead": "Keep calm.", "filters": ["need:lawyer"], "page": None}
        write_triage({language: {"title": "What is happening?", "steps": [("step", step), ("end", end)]}})


# -- Each page in each look ----------------------------------------------------------------------------------------


# Puts a word at the end of every text, and names the innermost elements that are wider than the window then.
LENGTHEN = """
(word) => {
  const LEFT_OUT = "script, style, select, button, .button, .scroll, .wallet, bdi[dir=ltr], time";
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.trim() && !text.parentElement.closest(LEFT_OUT)) text.data += " " + word;
  }
  const wide = [...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().width > innerWidth);
  const inner = wide.filter(one => !wide.some(other => other !== one && one.contains(other)));
  return document.documentElement.scrollWidth > innerWidth ? inner.map(one => one.tagName + "." + one.className) : [];
}
"""


@each_page(("en", WIDTHS), ("ar", WIDTHS), more=[(("en", (1280,)), ("ar", (320,)))])
def test_page_breaks_no_rule_fits_its_window_and_leaves_nothing_behind(visit, axe, world, address, looks):
    faults = []
    for language, widths in looks:
        page = visit(f"/{language}/{address}")
        page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            needed = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{language} {width}: needs {needed} px"] if needed > width else []
            for light, rules in LIGHTS.items():
                page.emulate_media(color_scheme=light)
                faults += [f"{language} {width} {light}: {fault}" for fault in axe(page, **rules)]
        stored = page.context.storage_state()
        names = [cookie["name"] for cookie in stored["cookies"]]
        # A form that signs in must be told from a forged one.
        faults += [f"{language} keeps {names}"] if names != (["csrftoken"] if "login" in address else []) else []
        faults += [f"{language} keeps {stored['origins']}"] if stored["origins"] else []
        page.set_viewport_size({"width": 320, "height": 900})
        faults += [f"{language} {each}: a long word widens it" for each in page.evaluate(LENGTHEN, "w" * 300)]

    assert faults == []


# -- By keyboard ---------------------------------------------------------------------------------------------------

# What has the focus: its name, its number among all that can have it, and whether somebody sees that.
FOCUS = """
() => {
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, [tabindex]")];
  const now = document.activeElement, box = now.getBoundingClientRect(), style = getComputedStyle(now);
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const there = document.elementFromPoint(x, y);
  return {
    number: controls.indexOf(now),
    name: now.className || now.name || now.textContent.trim(),
    folded: now.matches("main summary") && !now.parentElement.open,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    free: Boolean(there) && (now.contains(there) || there.contains(now) || [...now.getClientRects()].some(
      part => now.contains(document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2)))),
  };
}
"""
# The numbers of all that a person can see and use. Of several answers to one question, the first has the focus and the
# arrow keys lead to the others.
REACHABLE = """
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, [tabindex]")]
  .map((each, number) => [each, number])
  .filter(([each]) => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0 && !each.disabled)
  .filter(([each]) => each.type !== "radio" || each === each.form.elements[each.name][0])
  .map(([, number]) => number)
"""
MOST_PRESSES = 200


def walk(page):
    """Press Tab from the start of the page until it comes round, opening what is folded. Returns what was met."""
    met = []
    for _press in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUS)
        if now["number"] < 0 or (met and now["number"] == met[0]["number"]):
            return met
        met.append(now)
        if now["folded"]:
            page.keyboard.press("Enter")
    raise AssertionError(f"The focus never came round: {[each['name'] for each in met[-9:]]}")


@each_page(("en", 1280), ("ar", 320), more=[(("en", 1280),), (("ar", 320),)])
def test_keyboard_meets_the_way_out_first_and_then_everything(visit, world, address, looks):
    for language, width in looks:
        page = visit(f"/{language}/{address}", width=width, reduced_motion="reduce")

        met = walk(page)

        assert [each["name"] for each in met[:3]] == ["leave", "skip", "name"]
        assert sorted(each["number"] for each in met) == page.evaluate(REACHABLE)
        assert unseen(met) == []


def unseen(met):
    """The names of what had the focus while nobody could see that."""
    return [each["name"] for each in met if not (each["seen"] and each["free"])]


def test_walk_finds_a_focus_that_nobody_sees_and_a_control_that_no_key_reaches(visit):
    """The walk has teeth: it notices a missing outline, a control under a cover and one left out."""
    page = visit("/en/nothing/here/", reduced_motion="reduce")
    page.evaluate("""() => {
      document.querySelector(".name").style.outline = "none";
      document.querySelector(".side a").insertAdjacentHTML("afterend", "<div>cover</div>");
      const cover = document.querySelector(".side div");
      Object.assign(cover.style, {position: "fixed", inset: "20rem 0 0"});
      document.querySelector(".bar-in").inert = true;
    }""")

    met = walk(page)

    assert unseen(met)[0] == "name"
    assert len(unseen(met)) > 1
    assert len(page.evaluate(REACHABLE)) == len(met) + 1


def tab_to(page, selector):
    """Press Tab until this has the focus."""
    for _press in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"No Tab leads to {selector}")


def test_keyboard_chooses_in_the_finder_and_asks_the_search(visit, world):
    page = visit("/en/directory/")
    titles = page.locator(".entries .row-title a:visible")
    before = titles.count()

    tab_to(page, "input[name=need][value=lawyer]")
    page.keyboard.press("Space")
    chosen = titles.all_inner_texts()
    page.goto("/en/")
    tab_to(page, ".bar-find input")
    page.keyboard.type("hearing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")

    assert (before, chosen) == (2, ["Northlight Line"])
    assert page.get_by_role("link", name="The hearing was moved").count() == 1


# -- Without scripts -----------------------------------------------------------------------------------------------


def test_everything_works_with_scripts_off(visit, world):
    a_member(an_organisation(), password=PASSWORD, email="reader@example.org")
    page = visit("/en/directory/", width=320, script=False)
    found = {}

    page.get_by_text("Choose need, place, language").click()
    page.locator("input[name=need][value=lawyer]").check()
    page.get_by_role("button", name="Show").click()
    found["finder"] = page.locator(".entries .row-title a:visible").all_inner_texts()

    page.locator(".bar-tongues summary").click()
    page.get_by_role("link", name="العربية").click()
    found["language"] = (page.locator("html").get_attribute("dir"), page.url.split("/ar/")[1])

    page.goto("/en/defenders/")
    page.locator(".bar-search").click()
    page.get_by_label("Search for").fill("hearing")
    page.locator(".find button").click()
    found["search"] = page.locator("main .row-title a").first.inner_text()

    hidden = page.get_by_role("link", name="Sign in").is_visible()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("E-mail address").fill("reader@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    found["sign-in"] = page.locator(".bar-person").count()

    assert hidden is False
    assert found == {
        "finder": ["Northlight Line"],
        "language": ("rtl", "directory/?need=lawyer"),
        "search": "The hearing was moved",
        "sign-in": 1,
    }
