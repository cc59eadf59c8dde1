"""A manual comes in from Markdown, whole or not at all, and the same twice changes nothing."""

import io
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from content.models import NetworkImage
from manuals.importing.markdown import anchor_of, read_markdown
from manuals.importing.reading import ImportRefusedError, read_archive, split_front
from manuals.models import ChapterPage, FrozenChapter, ManualPage
from organisations.actions.audiences import Audience, Kind, set_audience
from tests.access.world import a_picture
from tests.directory.test_import import SHARED
from tests.factories import an_organisation
from tests.factories.manuals import an_edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

RISK = """+++
title = "See risk"
weight = 1
description = "What could happen."
aliases = ["/en/danger"]
+++
## What it is

Read [the plan](/plan) or [this part](#what-it-is), and *not* [nowhere](/gone).

| Ask | If yes |
|---|---|
| Is it **like** before? | Write it down. |

![A map of the town](map.png)

### Deeper

- one
- two
  - inside two
"""
PLAN = "---\ntitle: A plan\nindex: 2\n---\nBack to [risk](risk.md).\n\n![](gone.png)\n"


@pytest.fixture
def organisation():
    return an_organisation(slug="aurora")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "risk.md").write_text(RISK, encoding="utf-8")
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "risk.es.md").write_text(RISK.replace("See risk", "Ver el riesgo"), encoding="utf-8")
    (tmp_path / "map.png").write_bytes(a_picture().read())
    return tmp_path


def bring_in(folder, **options):
    out = io.StringIO()
    call_command("import_manual", folder, organisation="aurora", title="Handbook", stdout=out, **options)
    return out.getvalue()


def chapter(source, language="en"):
    return ChapterPage.objects.get(source=source, locale__language_code=language)


def kinds(page):
    return [block.block_type for block in page.body]


def test_folder_becomes_chapters_in_order_with_everything_in_them(organisation, folder):
    told = bring_in(folder, licence="CC-BY-4.0")

    risk, plan = chapter("risk"), chapter("plan")
    assert [page.title for page in ManualPage.objects.get(locale__language_code="en").get_children()] == [
        "See risk",
        "A plan",
    ]
    assert kinds(risk) == ["heading", "paragraph", "table", "picture", "subheading", "paragraph"]
    text = risk.body[1].value["text"].source
    assert f'<a linktype="page" id="{plan.pk}">the plan</a>' in text
    assert f'<a href="#b-{risk.body[0].id[:8]}">this part</a>' in text
    assert "nowhere" in text
    assert risk.body[2].value["table"].columns[0]["heading"] == "Ask"
    assert (risk.body[3].value["alt"], risk.summary) == ("A map of the town", "What could happen.")
    assert "<ul><li>inside two</li></ul>" in risk.body[5].value["text"].source
    assert chapter("risk", "es").title == "Ver el riesgo"
    assert chapter("risk", "es").translation_key == risk.translation_key
    assert "A link leads nowhere: /gone" in told
    assert "There is no picture gone.png" in told


def test_same_folder_twice_changes_nothing(organisation, folder):
    bring_in(folder)
    before = list(ChapterPage.objects.values_list("pk", "latest_revision_id"))

    told = bring_in(folder)

    assert "0 chapters new, 0 changed, 3 as they were" in told
    assert list(ChapterPage.objects.values_list("pk", "latest_revision_id")) == before


def test_rewritten_block_keeps_its_anchor_and_translations_have_the_same(organisation, folder):
    bring_in(folder)
    before = [block.id for block in chapter("risk").body]
    (folder / "risk.md").write_text(RISK.replace("What it is", "What risk is").replace("like", "as"), encoding="utf-8")

    bring_in(folder)

    assert [block.id for block in chapter("risk").body] == before
    assert [block.id for block in chapter("risk", "es").body] == before


def test_chapter_that_is_gone_is_unpublished_and_named(organisation, folder):
    bring_in(folder)
    (folder / "plan.md").unlink()

    told = bring_in(folder)

    assert not chapter("plan").live
    assert "plan: It is not in the files any more" in told


def test_what_came_in_can_be_released_and_read(organisation, folder):
    bring_in(folder, licence="CC-BY-4.0")
    (folder / "plan.md").unlink()
    bring_in(folder)

    an_edition(ManualPage.objects.get(locale__language_code="en"), "1.0", "en", "es")

    assert FrozenChapter.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bad.md", b"+++\ntitle = \n+++\n", "front matter cannot be read near line 2."),
        ("bad.md", b"---\nlevel: basic\ntitle: [\n---\n", "front matter cannot be read near line 3."),
        ("bad.md", b"---\ntitle: x\n", "never ends"),
        ("bad.md", "Ärger".encode("latin-1"), "UTF-8"),
        ("risk.en.md", b"# Twice", "same chapter as"),
        ("risk/index.md", b"# Twice", "same chapter as"),
        ("risk/_index.md", b"# Twice", "same chapter as"),
        ("bad.md", b"---\nmenu: &menu\n  above: *menu\n---\n", "refers to another part of itself"),
        (".category.yml", b"index: &index [*index]", "refers to another part of itself"),
        (".category.yml", b"- a\n- b", "names and values"),
        ("c_list.yml", b"list: [", "YAML near line 1."),
    ],
)
def test_file_that_cannot_be_read_refuses_the_whole_folder(organisation, folder, name, content, words):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)

    with pytest.raises(CommandError) as refused:
        bring_in(folder)

    assert (name in str(refused.value) or "risk.md" in str(refused.value), words in str(refused.value)) == (True, True)
    assert (ManualPage.objects.count(), ChapterPage.objects.count()) == (0, 0)


def test_refused_folder_leaves_what_came_in_earlier(organisation, folder):
    bring_in(folder)
    before = list(ChapterPage.objects.order_by("pk").values_list("pk", "live", "latest_revision_id"))
    (folder / "plan.md").unlink()
    (folder / "bad.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was brought in"):
        bring_in(folder)

    assert list(ChapterPage.objects.order_by("pk").values_list("pk", "live", "latest_revision_id")) == before


def test_folder_that_leads_back_to_itself_is_read_once(organisation, folder):
    (folder / "again").symlink_to(folder)

    told = bring_in(folder)

    assert "3 chapters new" in told


def test_chapters_that_name_each_other_as_above_stand_where_their_files_do(organisation, folder):
    for name, above in (("one", "two"), ("two", "one")):
        front = f"---\ntitle: {name}\nparent: {above}\nindex: 1\n---\n[up]({above}.md)\n"
        (folder / f"{name}.md").write_text(front, encoding="utf-8")

    told = bring_in(folder)

    assert "5 chapters new" in told
    assert chapter("one").get_parent().specific == ManualPage.objects.get(locale__language_code="en")


def test_chapter_without_its_pictures_comes_in_with_all_its_words_and_they_are_named(organisation, folder):
    (folder / "map.png").unlink()
    (folder / "plan.md").write_text(PLAN + "![A tree](../../outside.png)\n\nAfter it.\n", encoding="utf-8")

    told = bring_in(folder)

    named = [name for name in ("map.png", "gone.png", "../../outside.png") if f"There is no picture {name}" in told]
    assert named == ["map.png", "gone.png", "../../outside.png"]
    assert "picture" not in kinds(chapter("risk")) + kinds(chapter("plan"))
    assert "After it." in str(chapter("plan").body)


def test_folder_that_is_too_big_is_refused_unread(organisation, folder, monkeypatch):
    monkeypatch.setattr("manuals.importing.reading.MOST_BYTES", 100)

    with pytest.raises(CommandError, match="MB"):
        bring_in(folder)


def test_folder_of_a_hundred_megabytes_is_refused_unread(organisation, folder):
    for number in range(20):
        with (folder / f"picture-{number}.png").open("wb") as picture:
            picture.truncate(5 * 2**20)

    with pytest.raises(CommandError, match="All files together may have 60 MB"):
        bring_in(folder)

    assert (ManualPage.objects.count(), NetworkImage.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_archive_that_is_none_is_refused(content):
    with pytest.raises(ImportRefusedError, match="ZIP"):
        read_archive(content, language="en")


def test_archive_never_names_what_is_outside_it():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/risk.md", "# Risk")
        archive.writestr("manual/plan.md", "# Plan")

    files = read_archive(out.getvalue(), language="en")

    assert sorted(source.key for source in files.sources) == ["etc/risk", "manual/plan"]


def test_preview_writes_nothing(organisation, folder):
    told = bring_in(folder, dry_run=True)

    assert ("See risk" in told, ManualPage.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("options", "words"), [({"organisation": "nobody"}, "no organisation"), ({"licence": "MIT"}, "no licence")]
)
def test_command_says_what_there_is(organisation, folder, options, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_manual", folder, **({"organisation": "aurora", "title": "Handbook"} | options))


def test_markdown_that_a_chapter_cannot_hold_is_named():
    reading = read_markdown(
        "# A\n\n#### B\n\n<b>bold</b> <script>alert(1)</script>\n\n> said\n\n```\ncode <x>\n```\n", lambda _: None
    )

    texts = " ".join(str(block["value"]) for block in reading.blocks)
    assert "<script" not in texts
    assert "code &lt;x&gt;" in texts
    assert len(reading.notes) == 6


def test_anchors_are_made_as_most_programs_do():
    assert anchor_of("What it is: a plan!") == "what-it-is-a-plan"


def test_front_matter_is_split_from_the_text():
    assert split_front('+++\ntitle = "x"\n+++\ntext') == ({"title": "x"}, "text")
    assert split_front("no front\n---\n") == ({}, "no front\n---\n")


@pytest.mark.skipif(not (SHARED / "saferjourno").exists(), reason="the real manual is not here")
def test_real_manual_comes_in_and_both_editions_stay(organisation):
    folder = SHARED / "saferjourno"
    call_command(
        "import_manual",
        folder / "edition-1",
        organisation="aurora",
        title="Journo",
        licence="CC-BY-SA-4.0",
        stdout=io.StringIO(),
    )
    manual = ManualPage.objects.get()
    an_edition(publicly(manual))
    out = io.StringIO()
    call_command("import_manual", folder / "edition-2", organisation="aurora", title="Journo", stdout=out)
    an_edition(
        ManualPage.objects.get(locale__language_code="en"), "2.0", "en", "es", changes={"en": "New.", "es": "Nuevo."}
    )

    client = Client()
    older = client.get("/es/manuals/journo/edition/1.0/chapter-3/").content.decode()
    newer = client.get("/es/manuals/journo/chapter-3/").content.decode()
    assert "license/cc-license: It is not in the files any more" in out.getvalue()
    assert ('lang="en" dir="ltr">Chapter 3: Device security' in older, "Capítulo 3" in newer) == (True, True)
    frozen = FrozenChapter.objects.filter(manual__edition__number="2.0", manual__language="en")
    texts = [path.read_text(encoding="utf-8") for path in (folder / "edition-2").rglob("*.en.md")]
    html = " ".join(chapter.html for chapter in frozen if chapter.key in named_in(texts, frozen))
    assert html.count("<table") == count(r"^ *\|[-| :]+\|? *$", texts)
    assert html.count("<h2") + html.count("<h3") + html.count("<h4") == count(r"^#{2,4} \S", texts)


def named_in(texts, frozen):
    """The keys of the chapters that came from these texts: not of files that say no language."""
    titles = {re.search(r"title *[=:] *\"?([^\"\n]+)", text)[1].strip() for text in texts}
    return {chapter.key for chapter in frozen if chapter.title in titles}


def count(pattern, texts):
    return sum(len(re.findall(pattern, text, re.MULTILINE)) for text in texts)


def publicly(manual):
    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.PUBLIC), by=None)
    return ManualPage.objects.get(pk=manual.pk)


def test_marked_quotations_and_lists_to_tick_become_their_blocks():
    text = """> [!WARNING] do not *wait*
> Go **now**.

> [!EXAMPLE] the well
> A car stopped.

> [!DEFINITION] Risk
> How likely it is.

> [!UNKNOWN] mark
> stays words

- [ ] a door
- [x] a key

Then:

- [ ] half
- a list
"""

    reading = read_markdown(text, lambda _: None)

    values = [(block["type"], block["value"]) for block in reading.blocks]
    assert values[:3] == [
        ("warning", {"title": "do not *wait*", "text": "<p>Go <b>now</b>.</p>"}),
        ("case", {"title": "the well", "text": "<p>A car stopped.</p>"}),
        ("definition", {"word": "Risk", "meaning": "<p>How likely it is.</p>"}),
    ]
    assert [kind for kind, _value in values[3:]] == ["paragraph", "checklist", "paragraph"]
    assert values[4][1] == {"title": "", "items": ["a door", "a key"]}
    assert "[!UNKNOWN]" in values[3][1]["text"]


def test_footnotes_stay_as_they_were_written_and_are_named():
    reading = read_markdown("Wait[^1] here[^1].\n\n[^1]: A note.\n\n`[^2]: code`", lambda _: None)

    assert reading.notes == ["A footnote stands in the text as it was written: [^1]"]
    assert "[^1]: A note." in str(reading.blocks)
