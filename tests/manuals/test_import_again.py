"""What an import meets in a manual that people worked on: nothing of theirs is lost, and nothing stands twice."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from content.models import NetworkImage
from manuals.actions.importing import import_manual
from manuals.importing.plan import Plan
from manuals.importing.reading import Files
from manuals.models import ChapterPage, ManualPage
from tests.access.world import a_picture
from tests.content.uploads import a_network_image
from tests.factories import an_organisation
from tests.factories.manuals import a_chapter
from tests.manuals.test_import import bring_in, chapter, kinds

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def organisation():
    return an_organisation(slug="aurora")


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "risk.md", "See risk", 1, "![A map](map.png)")
    write(tmp_path, "plan.md", "A plan", 2)
    (tmp_path / "map.png").write_bytes(a_picture().read())
    return tmp_path


def write(folder, name, title, place, text="Words."):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(f"---\ntitle: {title}\nindex: {place}\n---\n{text}\n", encoding="utf-8")


def titles(manual=None):
    manual = manual or ManualPage.objects.get(locale__language_code="en")
    return list(Page.objects.child_of(manual).order_by("path").values_list("title", flat=True))


def test_nothing_to_bring_in_is_said_and_leaves_nothing(organisation):
    with pytest.raises(ValidationError, match="nothing to bring in"):
        import_manual(Files(), Plan({}), organisation=organisation, title="Handbook", slug="handbook", by=None)

    assert ManualPage.objects.count() == 0


def test_chapters_follow_the_order_of_the_files_before_those_that_people_added(organisation, folder):
    bring_in(folder)
    a_chapter(ManualPage.objects.get(), "Of our own", slug="own")
    write(folder, "plan.md", "A plan", 0)

    bring_in(folder)

    assert titles() == ["A plan", "See risk", "Of our own"]


def test_chapter_whose_address_somebody_took_gets_another_one(organisation, folder):
    bring_in(folder)
    for slug in ("more", "more-2"):
        a_chapter(ManualPage.objects.get(), slug, slug=slug)
    write(folder, "more.md", "More", 3)

    bring_in(folder)

    assert chapter("more").slug == "more-3"


def test_chapter_taken_out_earlier_is_named_once(organisation, folder):
    bring_in(folder)
    (folder / "plan.md").unlink()

    told = [bring_in(folder), bring_in(folder)]

    assert ["It is not in the files any more" in each for each in told] == [True, False]


def test_translation_whose_folder_has_no_text_has_the_same_anchors(organisation, folder):
    write(folder, "leave/index.md", "Leaving", 3)
    write(folder, "leave/door.md", "The door", 1)
    write(folder, "leave/door.es.md", "La puerta", 1, "Palabras.")

    bring_in(folder)

    there, here = chapter("leave/door"), chapter("leave/door", "es")
    assert (there.get_parent().title, here.get_parent().specific_class) == ("Leaving", ManualPage)
    assert [block.id for block in here.body] == [block.id for block in there.body]


def test_checklist_stands_at_the_end_of_the_chapter_of_its_folder(organisation, folder):
    write(folder, "leave/index.md", "Leaving", 3)
    (folder / "leave" / "c_checklist.yml").write_text(
        "title: Before you go\nlist:\n- check: Close the door\n- label: Take the key\n- ''\n", encoding="utf-8"
    )

    bring_in(folder)

    assert kinds(chapter("leave")) == ["paragraph", "checklist"]
    assert list(chapter("leave").body[1].value["items"]) == ["Close the door", "Take the key"]


def test_picture_that_cannot_be_read_is_named_and_left_out(organisation, folder):
    (folder / "map.png").write_bytes(b"no picture")

    told = bring_in(folder)

    assert "The picture map.png cannot be read" in told
    assert (kinds(chapter("risk")), NetworkImage.objects.count()) == ([], 0)


def test_picture_of_the_same_name_is_kept_once_and_another_one_of_that_name_beside_it(organisation, folder):
    a_network_image("A map", collection=organisation.own_files)
    bring_in(folder)
    first = chapter("risk").body[0].value["image"].pk

    bring_in(folder)

    assert chapter("risk").body[0].value["image"].pk == first
    assert NetworkImage.objects.filter(title="A map").count() == 2
    assert ChapterPage.objects.count() == 2
