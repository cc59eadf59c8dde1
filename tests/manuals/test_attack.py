"""What somebody tries who wants to know more of a manual than they may, or to break what brings one in."""

import io
import time
import uuid
import zipfile

import lxml.html
import pytest
from django.test import Client
from wagtail.models import Page, Revision

from content.models import NetworkImage
from manuals.actions import withdraw_for_safety
from manuals.actions.import_runs import MOST_CHAPTERS, begin_import, try_import
from manuals.importing.chapters import MOST_BLOCKS
from manuals.importing.ids import keep_ids
from manuals.importing.links import Links
from manuals.importing.markdown import read_markdown
from manuals.importing.plan import Planned, plan_of
from manuals.importing.reading import ImportRefusedError, read_archive, read_folder
from manuals.models import FrozenChapter, FrozenFile, ManualPage
from organisations.actions.audiences import Audience, Kind, set_audience
from tests.access.world import a_picture
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition, rewrite
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SECRET = "behind the blue mill"


@pytest.fixture
def manual(organisation):
    made = a_manual(organisation, "Handbook", slug="handbook")
    a_chapter(made, "For all", "For everybody.", slug="all")
    return made


def audience(page, kind):
    set_audience(Page.objects.get(pk=page.pk), Audience(kind), by=None)


def a_chapter_with_picture(above, title, slug, organisation):
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    picture = ("picture", {"image": image.pk, "alt": "A map", "caption": ""})
    return a_chapter(above, title, body=[("paragraph", {"text": f"<p>{SECRET}</p>"}), picture], slug=slug)


def status_of(client, address):
    answer = client.get(address)
    for close in answer._resource_closers:
        close()
    return answer.status_code


def traces(client, *addresses):
    """Whether anything leads to the secret: each address, the files of editions, the search and the map of the site."""
    found = [SECRET in client.get(f"/en/manuals/{address}").content.decode() for address in addresses]
    files = {status_of(client, f"/editions/{file.name}") for file in FrozenFile.objects.all()}
    search = client.get("/en/search/", {"q": "blue mill"}).content.decode()
    site_map = client.get("/sitemap.xml").content.decode()
    return found, files, "/secret-place/" in search, "/secret-place/" in site_map


# -- Chapters whose pages left the manual --------------------------------------------------------------------------


@pytest.mark.parametrize("leaves", ["deleted", "moved"])
def test_chapter_that_left_follows_the_manual_when_that_becomes_narrower(organisation, manual, leaves):
    page = a_chapter_with_picture(manual, "Secret place", "secret-place", organisation)
    an_edition(ManualPage.objects.get())
    leave(page, leaves, organisation)
    addresses = ("handbook/secret-place/", "handbook/edition/1.0/secret-place/")
    before = traces(Client(), *addresses)

    audience(manual, Kind.ORGANISATION)

    assert before == ([True, True], {200}, True, True)
    assert traces(Client(), *addresses) == ([False, False], {404}, False, False)
    assert traces(signed_in(a_member(organisation)), *addresses)[:2] == ([True, True], {200})


def leave(page, how, organisation):
    page = Page.objects.get(pk=page.pk)
    if how == "deleted":
        page.delete()
    else:
        other = a_manual(organisation, "Another", slug="another")
        page.move(Page.objects.get(pk=other.pk), "last-child")


def test_chapter_that_left_follows_the_chapter_it_stood_in(organisation, manual):
    above = a_chapter(manual, "Above", "Around it.", slug="above")
    page = a_chapter_with_picture(above, "Secret place", "secret-place", organisation)
    an_edition(ManualPage.objects.get())
    Page.objects.get(pk=page.pk).delete()
    addresses = ("handbook/edition/1.0/above/secret-place/",)
    before = traces(Client(), *addresses)

    audience(above, Kind.ORGANISATION)

    assert before == ([True], {200}, True, True)
    assert traces(Client(), *addresses) == ([False], {404}, False, False)


# -- What tells that something is there ----------------------------------------------------------------------------


def test_address_of_a_restricted_chapter_of_a_withdrawn_edition_is_no_address(organisation, manual):
    page = a_chapter(manual, "Secret place", SECRET, slug="secret-place")
    edition = an_edition(ManualPage.objects.get())
    withdraw_for_safety(edition, by=None, reason="Known.", language="en")
    before = Client().get("/en/manuals/handbook/secret-place/").status_code

    audience(page, Kind.ORGANISATION)

    paths = ("secret-place", "never-there", "all")
    assert before == 410
    assert [Client().get(f"/en/manuals/handbook/{path}/").status_code for path in paths] == [404, 404, 410]


def test_newest_edition_that_somebody_may_read_is_not_called_superseded(organisation, manual):
    an_edition(ManualPage.objects.get())
    audience(manual, Kind.ORGANISATION)
    an_edition(ManualPage.objects.get(), "1.1")
    audience(manual, Kind.PUBLIC)
    addresses = ("handbook/", "handbook/edition/1.0/", "handbook/edition/1.0/all/")

    member, visitor = signed_in(a_member(organisation)), Client()

    def told(client):
        return ["Superseded" in client.get(f"/en/manuals/{each}").content.decode() for each in addresses]

    assert told(member) == [True, True, True]
    assert told(visitor) == [False, False, False]


def test_words_and_links_of_a_public_chapter_do_not_name_one_that_became_narrower(organisation, manual):
    secret = a_chapter(manual, "Secret place", SECRET, slug="secret-place")
    text = f'<p>Go <a linktype="page" id="{secret.pk}">there</a> today.</p>'
    page = a_chapter(manual, "Way", body=[("paragraph", {"text": text})], slug="way")
    an_edition(ManualPage.objects.get())
    rewrite(page, lambda body: [{**body[0], "value": {"text": text.replace("today", "tomorrow")}}])
    an_edition(ManualPage.objects.get(), "1.1")
    addresses = ("way/", "edition/1.0/way/", "changes/1.0/1.1/way/")

    def named(client):
        return ["secret-place" in client.get(f"/en/manuals/handbook/{each}").content.decode() for each in addresses]

    before = named(Client())
    audience(secret, Kind.ORGANISATION)

    assert before == [True, True, True]
    assert named(Client()) == [False, False, False]
    assert named(signed_in(a_member(organisation))) == [True, True, True]


# -- Files that are another's --------------------------------------------------------------------------------------


def test_address_of_another_file_in_a_text_is_not_frozen_as_a_picture(organisation, manual):
    other = an_organisation()
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=other.own_files)
    address = image.get_rendition("width-80").url
    own = NetworkImage.objects.create(title="Own", file=a_picture("own.png"), collection=organisation.public_files)
    picture = ("picture", {"image": own.pk, "alt": "Own", "caption": ""})
    a_chapter(manual, "Bait", body=[("paragraph", {"text": f"<p>See {address} here</p>"}), picture], slug="bait")

    an_edition(ManualPage.objects.get())

    chapter = FrozenChapter.objects.get(path="bait")
    assert "/editions/" in chapter.blocks[1]["html"]
    assert "/editions/" not in chapter.blocks[0]["html"]


# -- Leftovers -----------------------------------------------------------------------------------------------------


def test_chapter_that_was_moved_away_keeps_no_revision_of_what_is_withdrawn_for_safety(organisation, manual):
    page = a_chapter(manual, "Meeting", SECRET, slug="meeting")
    edition = an_edition(ManualPage.objects.get())
    other = a_manual(organisation, "Another", slug="another")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), "last-child")
    rewrite(page, lambda body: [{**body[0], "value": {"text": "<p>Ask a friend.</p>"}}])

    def kept():
        return [SECRET in str(each.content) for each in Revision.objects.for_instance(page)]

    before = kept()
    withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    assert (any(before), any(kept())) == (True, False)


# -- What is brought in --------------------------------------------------------------------------------------------


def an_archive(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    + ["title: *a11"]
)


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{BOMB}\n---\nText\n",
        f"---\ntitle: {'[' * 5000}\n---\nText\n",
        f"+++\ntitle = {'[' * 5000}\n+++\nText\n",
        f"+++\ntitle = 0x{'f' * 9000}\n+++\nText\n",
        '+++\ntitle = "a\\u0000b"\n+++\nText\n',
        f"---\nweight: 1{':1' * 3_000_000}\n---\nText\n",
        f"+++\n{'a.' * 3_000_000}a = 1\n+++\nText\n",
    ],
    ids=["aliases", "deep YAML", "deep TOML", "long number", "no sign of any script", "minutes", "names in names"],
)
def test_front_matter_that_would_break_the_import_is_refused_with_its_file(text):
    assert read_archive(an_archive(**{"a.md": "---\ntitle: Good\n---\nText\n"}), language="en").sources

    with pytest.raises(ImportRefusedError) as refused:
        plan_of(read_archive(an_archive(**{"a.md": text}), language="en"), first="en")

    assert [file for file, _words in refused.value.lines] == ["a.md"]


def test_weight_without_end_stands_last():
    files = {"a.md": "+++\nweight = inf\n+++\nText\n", "b.md": "+++\nweight = 1\n+++\nText\n"}

    plan = plan_of(read_archive(an_archive(**files), language="en"), first="en")

    assert [chapter.key for chapter in plan.chapters["en"]] == ["b", "a"]


@pytest.mark.parametrize("name", ["..", "/", "a/../../b.md", "\\..\\b.md"])
def test_names_that_climb_out_of_an_archive_stay_inside(name):
    files = read_archive(an_archive(**{"a.md": "Text", name: "Text"}), language="en")

    assert all(".." not in source.name and not source.name.startswith("/") for source in files.sources)


def test_damaged_archive_is_refused():
    whole = an_archive(**{"a.md": str(uuid.uuid4()) * 50})
    start = whole.index(b"a.md") + 4
    damaged = whole[:start] + b"\xff" * 20 + whole[start + 20 :]

    with pytest.raises(ImportRefusedError):
        read_archive(damaged, language="en")


def test_link_in_a_folder_leads_to_nothing_outside_it(tmp_path):
    (tmp_path / "outside.md").write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "inside.md").write_text("Text", encoding="utf-8")
    (folder / "bait.md").symlink_to(tmp_path / "outside.md")

    files = read_folder(folder, language="en")

    assert [source.name for source in files.sources] == ["inside.md"]


MARKS = "\n".join(f"{'>' * depth} [!WARNING] Stop" for depth in range(1, 1_500))


@pytest.mark.parametrize(
    "text",
    ["# a" + " " * 200_000 + "b", "<" * 50_000 + "a>", "[" * 5_000, "> " * 20_000 + "a", MARKS],
    ids=["spaces", "signs", "brackets", "quotations", "marked quotations"],
)
def test_text_made_to_be_slow_is_read_soon(text):
    plan_of(read_archive(an_archive(**{"a.md": text}), language="en"), first="en")

    assert read_markdown(text, lambda address: None) is not None


def test_blocks_that_were_all_rewritten_are_compared_soon():
    def rewritten(word, number):
        return [
            block("paragraph", " ".join(f"{word}{one}" for one in range(number, number + 40)))
            for number in range(1_000)
        ]

    def block(kind, text):
        return {"type": kind, "value": {"text": f"<p>{text}</p>"}, "id": str(uuid.uuid4())}

    begun = time.monotonic()

    keep_ids(rewritten("a", 0), rewritten("b", 0))

    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(("number", "stage"), [(MOST_CHAPTERS, "previewed"), (MOST_CHAPTERS + 1, "refused")])
def test_archive_that_would_hold_up_everybody_is_refused(organisation, number, stage):
    texts = {f"{code}/{each}.md": "Word" for each in range(number // 2 + 1) for code in ("en", "es")}
    run = begin_import(
        an_archive(**dict([*texts.items()][:number])), organisation=organisation,
        by=a_member(organisation, "editor"), language="en", title="Handbook",
    )  # fmt: skip

    try_import(run)

    assert (run.stage, len(run.refusals)) == (stage, int(stage == "refused"))


@pytest.mark.parametrize("number", [500, 501])
def test_chapter_of_more_blocks_than_a_page_holds_is_refused_by_its_name(organisation, number):
    run = begin_import(
        an_archive(**{"long.md": "# One\n\nWord\n\n" * number}), organisation=organisation,
        by=a_member(organisation, "editor"), language="en", title="Handbook",
    )  # fmt: skip

    try_import(run)

    is_too_long = number > MOST_BLOCKS / 2
    assert (run.stage, [file for file, _words in run.refusals]) == (
        ("refused", ["long.md"]) if is_too_long else ("previewed", [])
    )


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](java%0Ascript:alert(1))",
        "<javascript:alert(1)>",
        '[x](https://a.example/"onmouseover="alert(1))',
        "[x](https://a.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E)",
        "[x](#%22%3E%3Cscript%3E)",
        '<img src=x onerror="alert(1)">',
        "a <script>alert(1)</script> b",
        "```\n<script>alert(1)</script>\n```",
        "| a |\n|---|\n| <script>alert(1)</script> |",
        "| <script>alert(1)</script> |\n|---|\n| a |",
        "# <script>alert(1)</script>",
        '![" onerror="alert(1)](x.png "title")',
    ],
)
def test_nothing_that_runs_comes_in_with_a_text(manual, text):
    nowhere = Planned(key="a", language="en", title="A", slug="a", order=1)
    reading = read_markdown(text + "\n\nWords.", lambda address: Links([], {}).tag(address, nowhere))
    stored = [(each["type"], each["value"]) for each in reading.blocks if each["type"] != "picture"]
    page = a_chapter(manual, "<script>alert(1)</script>", body=stored, slug="run")
    an_edition(ManualPage.objects.get())

    html = Client().get("/en/manuals/handbook/run/").content.decode()

    main = next(lxml.html.fromstring(html).iter("main"))
    links = [link.get("href") for link in main.iter("a") if link.get("href")]
    assert list(main.iter("script", "img", "iframe")) == []
    assert [each for each in links if not each.startswith(("/", "#", "../", "https://", "http://"))] == []
    assert [name for each in main.iter() for name in each.attrib if name.startswith("on")] == []
    assert main.findtext(".//h1") == page.title
