"""When the moment of an edition comes, all that may have changed since is asked anew; a refusal changes nothing."""

import pytest
from wagtail.models import Page

from accounts.models import User
from content.models import NetworkImage
from manuals.actions import (
    move_release,
)
from manuals.actions.obstacles import obstacles_to
from manuals.models import Edition, FrozenChapter, ManualPage, WaitingRelease
from organisations import actions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.models import Membership
from tests.access.world import a_picture
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, a_waiting_release, an_edition, stored_image
from tests.factories.once import copies, made_once
from tests.manuals.test_waiting import everything_readers_have, last_entry, tomorrow, two_days_later

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

BEFORE = "Keep one notebook, not two."


def a_handbook():
    organisation = an_organisation()
    manual = a_manual(organisation, "Handbook", slug="handbook")
    return organisation, manual, a_chapter(manual, "Write it down", BEFORE, slug="write")


made = made_once(a_handbook)
organisation, manual, chapter = copies(3)


def leaves(editor, chapter):
    actions.end_membership(Membership.objects.get(person=editor), by=None)


def writes_only(editor, chapter):
    Membership.objects.filter(person=editor).update(role="writer")


def is_shut_out(editor, chapter):
    User.objects.filter(pk=editor.pk).update(is_active=False)


def is_deleted(editor, chapter):
    WaitingRelease.objects.update(by=None)


def is_suspended_with_all_others(editor, chapter):
    actions.suspend_organisation(Membership.objects.get(person=editor).organisation, by=a_member(an_organisation()))


def number_is_taken(editor, chapter):
    WaitingRelease.objects.update(number="0.9")


def address_is_changed(editor, chapter):
    ManualPage.objects.update(slug="another")


def manual_is_taken_down(editor, chapter):
    ManualPage.objects.get().unpublish()


def chapter_is_taken_down(editor, chapter):
    chapter.unpublish()


def chapter_moves_away(editor, chapter):
    other = a_manual(Membership.objects.get(person=editor).organisation, "Another", slug="another")
    Page.objects.get(pk=chapter.pk).move(Page.objects.get(pk=other.pk), "last-child")


def link_leads_nowhere(editor, chapter):
    Page.objects.get(slug="linked").delete()


def linked_page_is_narrowed(editor, chapter):
    set_audience(Page.objects.get(slug="linked"), Audience(Kind.MEMBERS), by=None)


def picture_is_deleted(editor, chapter):
    NetworkImage.objects.get().delete()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (leaves, ["rights"]),
        (writes_only, ["rights"]),
        (is_shut_out, ["rights"]),
        (is_deleted, ["rights"]),
        (is_suspended_with_all_others, ["rights"]),
        (number_is_taken, ["number"]),
        (address_is_changed, ["address"]),
        (manual_is_taken_down, ["gone"]),
        (chapter_is_taken_down, ["gone"]),
        (chapter_moves_away, ["gone"]),
        (link_leads_nowhere, ["references"]),
        (linked_page_is_narrowed, ["references"]),
        (picture_is_deleted, ["references"]),
        (lambda editor, chapter: None, []),
    ],
)
def test_everything_is_asked_anew_when_the_moment_comes(organisation, manual, editor, change, codes):
    linked = a_page(workspace_of(organisation), "Linked", slug="linked")
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    link = ("paragraph", {"text": f'<p>Read <a linktype="page" id="{linked.pk}">this</a>.</p>'})
    chapter = a_chapter(manual, "Map", body=[link, ("picture", stored_image(image))], slug="map")
    an_edition(ManualPage.objects.get())
    a_waiting_release(manual, "1.1", by=editor)
    change(editor, chapter)
    before = everything_readers_have()[1:4]

    said, ended = two_days_later()

    refused = WaitingRelease.objects.filter(refused_at__isnull=False)
    found = [each["code"] for one in refused for each in one.obstacles]
    assert (found, ended, "refused" in said) == (codes, int(bool(codes)), bool(codes))
    assert (everything_readers_have()[1:4] == before, "Map" in said) == (bool(codes), False)
    assert last_entry()[0] == ("edition.schedule_refused" if codes else "edition.released")
    assert two_days_later() == ("", 0)


@pytest.mark.parametrize(("kind", "codes"), [(Kind.PUBLIC, ["readers", "readers"]), (Kind.ORGANISATION, [])])
def test_edition_never_has_more_readers_than_those_it_was_asked_for(manual, chapter, editor, kind, codes):
    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.MEMBERS), by=None)
    waiting = a_waiting_release(manual, by=editor)

    set_audience(Page.objects.get(pk=manual.pk), Audience(kind), by=None)

    assert [each.code for each in obstacles_to(waiting, by=editor)] == codes
    two_days_later()
    assert [each.policy.key[:4] for each in FrozenChapter.objects.all()] == ([] if codes else ["org:"])


def test_chapter_alone_may_not_become_wider(manual, chapter, editor):
    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.MEMBERS), by=None)
    waiting = a_waiting_release(manual, by=editor)

    set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.PUBLIC), by=None)

    assert [(each.code, each.page) for each in obstacles_to(waiting, by=editor)] == [("readers", chapter.pk)]


@pytest.mark.parametrize("place", ["manual", "chapter"])
def test_four_eyes_are_asked_for_what_became_narrower(organisation, manual, chapter, editor, place):
    page = {"manual": manual, "chapter": chapter}[place]
    page.save_revision(user=editor).publish(user=editor)
    waiting = a_waiting_release(manual, by=editor)
    before = obstacles_to(waiting, by=editor)

    set_audience(Page.objects.get(pk=manual.pk), Audience(Kind.ORGANISATION), by=None)

    second = a_member(organisation, "editor")
    assert (before, [each.code for each in obstacles_to(waiting, by=editor)]) == ([], ["one pair of eyes"])
    assert obstacles_to(waiting, by=second) == []


def test_refused_release_is_released_at_a_new_moment(organisation, manual, chapter, editor):
    waiting = a_waiting_release(manual, by=editor)
    leaves(editor, chapter)
    two_days_later()
    second = a_member(organisation, "editor")

    move_release(waiting, tomorrow(), by=second)
    said, ended = two_days_later()

    assert (said, ended) == (f"{manual.pk}: edition released\n", 0)
    assert Edition.objects.get().number == "1.0"


def test_fault_leaves_nothing_half_done_and_is_tried_again(manual, chapter, editor, monkeypatch):
    a_waiting_release(manual, by=editor)
    before = everything_readers_have()
    with monkeypatch.context() as broken:
        broken.setattr("manuals.actions.waiting.follow_pages", lambda _pages: 1 / 0)
        said = two_days_later()
    between = everything_readers_have()

    again = two_days_later()

    assert (said, between) == ((f"{manual.pk}: failed: ZeroDivisionError\n", 1), before)
    assert (again[1], Edition.objects.count()) == (0, 1)


@pytest.mark.parametrize("asked", [1, 3])
def test_chapters_are_asked_about_all_together(manual, editor, asked, django_assert_max_num_queries):
    for number in range(asked):
        a_chapter(manual, f"Chapter {number}")
    waiting = a_waiting_release(manual, by=editor)

    with django_assert_max_num_queries(14):
        found = obstacles_to(waiting, by=editor)

    assert found == []
