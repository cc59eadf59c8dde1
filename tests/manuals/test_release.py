"""An edition is released whole, in all its languages, and what stands in the way is said."""

import pytest
from django.test import Client

from manuals.actions import Release, ReleaseError, release_edition
from manuals.models import Edition, FrozenChapter, ManualPage, State, Work
from manuals.numbers import Number
from tests.factories import a_member, an_organisation
from tests.factories.campaigns import a_term
from tests.factories.manuals import a_chapter, a_manual, an_edition, rewrite, translated, with_language
from tests.factories.once import copies, made_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_handbook():
    organisation = an_organisation()
    made = a_manual(organisation, "Handbook", slug="handbook")
    first = a_chapter(made, "Know where you stand", "You come home and the gate is open.", slug="stand")
    a_chapter(first, "Inside", "What stands inside.", slug="inside")
    a_chapter(made, "Write it down", "Keep one notebook.", slug="write")
    return organisation, ManualPage.objects.get(pk=made.pk)


made = made_once(a_handbook)
organisation, manual = copies(2)


def test_nothing_is_read_before_a_release_and_all_of_it_after(manual):
    client = Client()
    before = [client.get(f"/en/manuals/{path}").status_code for path in ("handbook/", "handbook/stand/")]

    an_edition(manual)

    after = {path: client.get(f"/en/manuals/{path}") for path in ("", "handbook/", "handbook/stand/inside/")}
    assert before == [404, 404]
    assert "Handbook" in after[""].content.decode()
    assert [title in after["handbook/"].content.decode() for title in ("Know where you stand", "Inside")] == [True] * 2
    assert "What stands inside." in after["handbook/stand/inside/"].content.decode()


def test_published_change_waits_for_the_next_edition(manual):
    an_edition(manual)
    chapter = manual.get_children().get(slug="write").specific
    client = Client()

    rewrite(chapter, lambda body: [{**body[0], "value": {"text": "<p>Keep two notebooks.</p>"}}])
    between = client.get("/en/manuals/handbook/write/").content.decode()
    an_edition(manual, "1.1")

    now = client.get("/en/manuals/handbook/write/").content.decode()
    first = client.get("/en/manuals/handbook/edition/1.0/write/").content.decode()
    assert ["one notebook" in text for text in (between, now, first)] == [True, False, True]
    assert "two notebooks" in now
    assert Edition.objects.get(number="1.0").state == State.SUPERSEDED


def test_languages_are_released_together(organisation, manual):
    with_language(organisation, "es")
    spanish = translated(manual, "es")
    for chapter in manual.get_descendants():
        translated(chapter, "es")
    client = Client()

    edition = an_edition(manual, "1.0", "en", "es")

    assert sorted(edition.languages.values_list("language", flat=True)) == ["en", "es"]
    assert client.get("/es/manuals/handbook/write/").status_code == 200
    assert spanish.slug == "handbook"


@pytest.mark.parametrize("number", ["1", "1.x", "one", "1.0.0.0", "-1.0", "1.0/../2", "", "١.٠"])
def test_number_that_is_none_is_refused(manual, number):
    with pytest.raises(ReleaseError) as refused:
        an_edition(manual, number)

    assert refused.value.field == "number"
    assert Work.objects.count() == 0


@pytest.mark.parametrize("number", ["1.2", "1.1", "0.9"])
def test_number_that_is_not_after_the_newest_is_refused(manual, number):
    an_edition(manual, "1.2")

    with pytest.raises(ReleaseError, match="after"):
        an_edition(manual, number)

    assert Edition.objects.count() == 1


def test_numbers_are_written_in_one_way_only():
    assert [str(Number.parse(written)) for written in ("1.0", "01.00", "1.0.0", "1.2.3")] == [
        "1.0",
        "1.0",
        "1.0",
        "1.2.3",
    ]


def test_old_advice_ends_with_words_for_its_readers(manual):
    an_edition(manual)

    with pytest.raises(ReleaseError, match="what changed"):
        an_edition(manual, "2.0", changes={"en": " "})
    an_edition(manual, "2.0", changes={"en": "Passkeys took the place of codes."})

    page = Client().get("/en/manuals/handbook/").content.decode()
    assert "Passkeys took the place of codes." in page


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda manual: ManualPage.objects.filter(pk=manual.pk).update(licence=""), "no licence"),
        (lambda manual: rewrite(manual.get_children().get(slug="write"), lambda body: []), "empty"),
        (lambda manual: [page.specific.unpublish() for page in manual.get_descendants()], "no published chapter"),
        (lambda manual: a_chapter(manual, "Reserved", "Words.", slug="edition"), "something else"),
    ],
)
def test_what_stands_in_the_way_is_listed_and_nothing_is_released(manual, spoil, words):
    spoil(manual)

    with pytest.raises(ReleaseError) as refused:
        an_edition(ManualPage.objects.get(pk=manual.pk))

    assert [words in str(finding.words) for finding in refused.value.findings if finding.stops] == [True]
    assert (Work.objects.count(), FrozenChapter.objects.count()) == (0, 0)


def test_language_that_is_not_published_is_refused(manual):
    with pytest.raises(ReleaseError) as refused:
        an_edition(manual, "1.0", "en", "fr")

    assert refused.value.field == "languages"
    assert "only those in which the manual is published" in str(refused.value)


@pytest.mark.parametrize("slug", ["handbook", "Handbook", "FEED"])
def test_address_of_another_manual_is_taken(manual, slug):
    an_edition(manual)
    other = a_manual(an_organisation(), "Another", slug=slug)
    a_chapter(other)

    with pytest.raises(ReleaseError) as refused:
        an_edition(other)

    assert ["taken" in str(finding.words) for finding in refused.value.findings] == [True]


def test_what_is_not_public_is_released_by_somebody_else(organisation):
    writer, second = a_member(organisation, "editor"), a_member(organisation, "editor")
    manual = a_manual(organisation, "Ours alone", public=False, slug="ours")
    chapter = a_chapter(manual)
    chapter.save_revision(user=writer).publish(user=writer)

    with pytest.raises(ReleaseError, match="another editor"):
        release_edition(manual, Release("1.0", ("en",)), by=writer)
    edition = release_edition(manual, Release("1.0", ("en",)), by=second)

    assert edition.number == "1.0"


def test_what_a_chapter_says_of_itself_stays_with_its_edition(manual):
    said = {"level": "advanced", "credits": "Written by one who was there.", "licence": "CC-BY-4.0"}
    a_chapter(manual, "Borrowed", slug="borrowed", **said)

    an_edition(ManualPage.objects.get())

    assert FrozenChapter.objects.filter(path="borrowed", **said).exists()


def test_title_page_that_is_not_public_is_released_by_somebody_else(organisation):
    editor, second = a_member(organisation, "editor"), a_member(organisation, "editor")
    manual = a_manual(organisation, "Ours alone", public=False, slug="ours")
    a_chapter(manual).save_revision(user=second).publish(user=second)
    manual.summary = "What one person alone wants our people to read."
    manual.save_revision(user=editor).publish(user=editor)

    with pytest.raises(ReleaseError, match="another editor"):
        release_edition(ManualPage.objects.get(slug="ours"), Release("1.0", ("en",)), by=editor)


def test_terms_of_a_chapter_stay_with_its_edition(manual):
    page = a_chapter(manual, "Words", slug="words")
    page.terms = [a_term("need", "shelter"), a_term("need", "lawyer"), a_term("profession", "journalist")]
    page.save_revision().publish()

    an_edition(ManualPage.objects.get())

    frozen = FrozenChapter.objects.get(path="words")
    assert frozen.terms == {"need": ["lawyer", "shelter"], "profession": ["journalist"]}
