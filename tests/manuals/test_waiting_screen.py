"""The screens where editors ask for a release at a moment, see what would stop it or did, move it and cancel it."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from manuals.models import Edition, ManualPage, WaitingRelease
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, a_waiting_release, an_edition
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NOT_RELEASED = "was to be released on"


def a_handbook():
    organisation = an_organisation()
    made = a_manual(organisation, "Handbook", slug="handbook")
    a_chapter(made, "Write it down", "Keep one notebook.", slug="write")
    return organisation, ManualPage.objects.get(pk=made.pk)


made = made_once(a_handbook)
organisation, manual = copies(2)


def editions(manual):
    return reverse("manuals_admin:editions", args=[manual.pk])


def screen(manual):
    return reverse("manuals_admin:waiting", args=[manual.pk])


def due():
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        try:
            call_command("publish_due", stdout=StringIO())
        except SystemExit as end:
            return int(end.code)
    return 0


def test_release_form_asks_for_a_moment_in_the_time_of_the_site(editor, manual):
    UserProfile.get_for_user(editor)
    UserProfile.objects.filter(user=editor).update(current_time_zone="Asia/Tokyo")
    client = signed_in(editor)

    empty = client.get(editions(manual)).content.decode()
    sent = {"number": "1.0", "languages": ["en"], "sure": "on", "moment": "2099-12-24T09:30"}
    shown = client.post(editions(manual), sent, follow=True).content.decode()

    waiting = WaitingRelease.objects.get()
    assert ('type="datetime-local"' in empty, "in the time of UTC" in empty) == (True, True)
    assert waiting.moment.isoformat() == "2099-12-24T09:30:00+00:00"
    assert ("24 December 2099" in shown, "09:30" in shown, Edition.objects.count()) == (True, True, 0)
    assert 'value="2099-12-24T09:30"' in client.get(screen(manual)).content.decode()


@pytest.mark.parametrize(
    ("moment", "words"),
    [("tomorrow", "This is not a moment."), ("2020-01-01T09:00", "This moment is over.")],
)
def test_moment_that_is_none_is_refused_and_the_rest_is_kept(editor, manual, moment, words):
    sent = {"number": "1.0", "languages": ["en"], "sure": "on", "isbn": "978-3-16-148410-0", "moment": moment}

    page = signed_in(editor).post(editions(manual), sent).content.decode()

    assert [words in page, "978-3-16-148410-0" in page, moment in page] == [True] * 3
    assert (WaitingRelease.objects.count(), Edition.objects.count()) == (0, 0)


def test_form_is_not_offered_while_one_waits(editor, manual):
    client = signed_in(editor)
    before = client.get(editions(manual)).content.decode()
    a_waiting_release(manual, by=editor)

    after = client.get(editions(manual)).content.decode()

    assert ["Release this edition" in html for html in (before, after)] == [True, False]
    assert [screen(manual) in html for html in (before, after)] == [False, True]


@pytest.mark.parametrize("role", ["reader", "writer", "editor", "coordinator"])
def test_those_who_release_move_it_and_nobody_else(organisation, editor, manual, role):
    a_waiting_release(manual, by=editor)
    client = signed_in(a_member(organisation, role))
    may = role in ("editor", "coordinator")

    shown = client.get(screen(manual)).status_code
    client.post(screen(manual), {"step": "move", "moment": "2099-01-01 08:00"})

    assert (shown == 200, WaitingRelease.objects.get().moment.year == 2099) == (may, may)


def test_editor_of_another_organisation_reaches_nothing(editor, manual):
    a_waiting_release(manual, by=editor)
    stranger = signed_in(a_member(an_organisation(), "editor"))

    answers = [stranger.get(screen(manual)), stranger.post(screen(manual), {"step": "cancel"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert WaitingRelease.objects.exists()


def test_there_is_no_screen_where_nothing_waits(editor, manual):
    assert signed_in(editor).get(screen(manual)).status_code == 404


def test_release_is_cancelled(editor, manual):
    a_waiting_release(manual, by=editor)

    shown = signed_in(editor).post(screen(manual), {"step": "cancel", "moment": ""}, follow=True).content.decode()

    assert ("The release is cancelled." in shown, "Release this edition" in shown) == (True, True)
    assert (WaitingRelease.objects.exists(), due()) == (False, 0)


@pytest.mark.parametrize(("moment", "words"), [("", "This field is required"), ("2020-01-01T09:00", "moment is over")])
def test_other_moment_that_is_none_changes_nothing(editor, manual, moment, words):
    before = a_waiting_release(manual, by=editor).moment

    page = signed_in(editor).post(screen(manual), {"step": "move", "moment": moment}).content.decode()

    assert (words in page, WaitingRelease.objects.get().moment) == (True, before)


def test_what_would_stop_it_is_said_before(editor, manual):
    a_waiting_release(manual, by=editor)
    client = signed_in(editor)
    before = client.get(editions(manual)).content.decode()
    chapter = manual.get_children().get()

    chapter.specific.unpublish()

    for address in (editions(manual), screen(manual)):
        page = client.get(address).content.decode()
        assert ("This would stop it now:" in page, NOT_RELEASED in page) == (True, False)
        assert reverse("wagtailadmin_pages:edit", args=[chapter.pk]) in page
    assert "This would stop it now:" not in before
    refused = client.post(screen(manual), {"step": "move", "moment": "2099-01-01T08:00"}).content.decode()
    assert ("The moment was not changed." in refused, "It is not published here any more." in refused) == (True, True)


def test_what_stopped_it_is_said_until_a_new_moment_is_chosen(editor, manual):
    a_waiting_release(manual, by=editor)
    chapter = manual.get_children().get().specific
    chapter.unpublish()
    client = signed_in(editor)

    ended = due()

    chapter.save_revision().publish()
    panel = reverse("wagtailadmin_pages:edit", args=[manual.pk])
    pages = [client.get(address).content.decode() for address in (editions(manual), screen(manual), panel)]
    assert (ended, [NOT_RELEASED in page for page in pages]) == (1, [True] * 3)
    assert ["It is not published here any more." in page for page in pages] == [True, True, False]
    client.post(screen(manual), {"step": "move", "moment": "2099-01-01T08:00"})
    assert NOT_RELEASED not in client.get(panel).content.decode()
    assert "is going to be released on" in client.get(panel).content.decode()


def test_page_that_is_gone_is_named_without_a_way_to_it(editor, manual):
    a_waiting_release(manual, by=editor)
    gone = manual.get_children().get()
    Page.objects.get(pk=gone.pk).delete()

    page = signed_in(editor).get(editions(manual)).content.decode()

    assert ("Write it down" in page, reverse("wagtailadmin_pages:edit", args=[gone.pk]) in page) == (True, False)


def test_editor_who_withdraws_is_told_that_what_waited_is_cancelled(editor, manual):
    edition = an_edition(manual)
    a_waiting_release(manual, "1.1", by=editor)
    sent = {"how": "safety", "reason": "Known.", "number": "1.0"}

    told = signed_in(editor).post(reverse("manuals_admin:withdraw", args=[edition.pk]), sent, follow=True)

    assert "A release that waited might have said it again" in told.content.decode()
    assert not WaitingRelease.objects.exists()
