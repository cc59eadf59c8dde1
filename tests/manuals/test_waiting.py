"""An edition waits for its moment: its text is that of the day on which somebody asked, and all else is asked anew."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from content.models import NetworkImage
from manuals.actions import (
    Release,
    ReleaseError,
    cancel_release,
    move_release,
    schedule_release,
    withdraw_for_safety,
)
from manuals.actions.waiting import due_releases
from manuals.models import Edition, FrozenChapter, FrozenFile, FrozenManual, ManualPage, WaitingRelease, Work
from organisations.models import AuditEntry
from search.models import SearchDocument
from tests.access.world import a_picture
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, a_waiting_release, an_edition, rewrite, stored_image
from tests.factories.once import copies, made_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADDRESS = "/en/manuals/handbook/"
BEFORE, AFTER = "Keep one notebook, not two.", "Keep two notebooks, not one."


def a_handbook():
    organisation = an_organisation()
    manual = a_manual(organisation, "Handbook", slug="handbook")
    return organisation, manual, a_chapter(manual, "Write it down", BEFORE, slug="write")


made = made_once(a_handbook)
organisation, manual, chapter = copies(3)


def tomorrow():
    return timezone.now() + timedelta(days=1)


def two_days_later():
    """What the command says then, and with which number it ends."""
    said = StringIO()
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        try:
            call_command("publish_due", stdout=said)
        except SystemExit as end:
            return said.getvalue(), int(end.code)
    return said.getvalue(), 0


def say(chapter, words):
    rewrite(chapter, lambda body: [{**body[0], "value": {"text": f"<p>{words}</p>"}}])


def page(path=""):
    return Client().get(f"{ADDRESS}{path}")


def last_entry():
    entry = AuditEntry.objects.latest("number")
    return entry.action, entry.actor


def everything_readers_have():
    return [model.objects.count() for model in (Work, Edition, FrozenManual, FrozenChapter, SearchDocument)]


# -- Until the moment ----------------------------------------------------------------------------------------------


def test_nothing_is_read_before_the_moment_and_the_text_that_was_asked_for_after_it(manual, chapter, editor):
    none = everything_readers_have()
    a_waiting_release(manual, by=editor)
    waiting = everything_readers_have(), page("write/").status_code
    call_command("publish_due", stdout=StringIO())
    say(chapter, AFTER)
    early = page("write/").status_code

    said, ended = two_days_later()

    html = page("write/").content.decode()
    assert (waiting, early) == ((none, 404), 404)
    assert (said, ended) == (f"{manual.pk}: edition released\n", 0)
    assert (BEFORE in html, AFTER in html) == (True, False)
    assert last_entry() == ("edition.released", editor.uuid)
    assert (WaitingRelease.objects.count(), two_days_later()) == (0, ("", 0))


def test_edition_is_dated_by_its_moment(manual, chapter, editor):
    waiting = a_waiting_release(manual, by=editor)

    two_days_later()

    assert Edition.objects.get().released_on >= waiting.moment.date()


def test_text_and_digests_are_those_of_a_release_at_once(manual, chapter, editor):
    a_waiting_release(manual, by=editor, labels={"en": "first"}, isbn="978-3-16-148410-0")
    two_days_later()
    later = FrozenManual.objects.get(edition__number="1.0")

    now = an_edition(ManualPage.objects.get(), "1.1", labels={"en": "first"}, changes={"en": "What is new."})

    assert (later.digest, later.edition.isbn) == (now.languages.get().digest, "978-3-16-148410-0")
    assert later.chapters.get().digest == now.languages.get().chapters.get().digest


def test_pictures_are_those_of_the_day_on_which_it_was_asked_for(organisation, manual, editor):
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    a_chapter(manual, "Map", body=[("picture", stored_image(image))], slug="map")
    a_waiting_release(manual, by=editor)
    names = set(FrozenFile.objects.values_list("name", flat=True))
    before = {Client().get(f"/editions/{name}").status_code for name in names}
    image.file = a_picture("another.png")
    image.save()

    two_days_later()

    answers = [Client().get(f"/editions/{name}") for name in names]
    for answer in answers:
        for close in answer._resource_closers:
            close()
    assert (before, {answer.status_code for answer in answers}) == ({404}, {200})
    assert set(FrozenChapter.objects.get(title="Map").files.values_list("name", flat=True)) == names


# -- What is refused when it is asked for --------------------------------------------------------------------------


def test_moment_that_is_over_is_refused(manual, chapter, editor):
    with pytest.raises(ReleaseError, match="in the future") as refused:
        schedule_release(manual, Release("1.0", ("en",)), timezone.now(), by=editor)

    assert (refused.value.field, WaitingRelease.objects.count()) == ("moment", 0)


def test_what_stands_in_the_way_of_a_release_stands_in_the_way_of_asking(manual, chapter, editor):
    ManualPage.objects.update(licence="")

    with pytest.raises(ReleaseError) as refused:
        a_waiting_release(manual, by=editor)

    assert ["no licence" in str(finding.words) for finding in refused.value.findings if finding.stops] == [True]


def test_one_waits_at_a_time(manual, chapter, editor):
    a_waiting_release(manual, by=editor)

    with pytest.raises(ReleaseError, match=r"1\.0 waits"):
        a_waiting_release(manual, "1.1", by=editor)
    with pytest.raises(ReleaseError, match=r"1\.0 waits"):
        an_edition(ManualPage.objects.get(), "1.1")

    assert (WaitingRelease.objects.count(), Edition.objects.count()) == (1, 0)


def test_what_is_not_public_is_asked_for_by_somebody_else(organisation, editor):
    manual = a_manual(organisation, "Ours", public=False, slug="ours")
    chapter = a_chapter(manual)
    chapter.save_revision(user=editor).publish(user=editor)
    second = a_member(organisation, "editor")

    with pytest.raises(ReleaseError, match="another editor"):
        a_waiting_release(manual, by=editor)
    waiting = a_waiting_release(manual, by=second)
    with pytest.raises(ReleaseError) as refused:
        move_release(waiting, tomorrow(), by=editor)

    assert [str(each.words)[:17] for each in refused.value.findings] == ["It is not public,"]
    assert WaitingRelease.objects.get().by == second


# -- Moved and cancelled -------------------------------------------------------------------------------------------


def test_moment_is_moved_and_whoever_moves_it_answers_for_it(organisation, manual, chapter, editor):
    waiting = a_waiting_release(manual, by=editor)
    second = a_member(organisation, "editor")

    move_release(waiting, tomorrow() + timedelta(days=7), by=second)
    said = two_days_later()

    assert (said, Edition.objects.count()) == (("", 0), 0)
    assert (WaitingRelease.objects.get().by, last_entry()) == (second, ("edition.rescheduled", second.uuid))


def test_moment_is_not_moved_into_the_past(manual, chapter, editor):
    waiting = a_waiting_release(manual, by=editor)

    with pytest.raises(ReleaseError, match="in the future"):
        move_release(waiting, timezone.now(), by=editor)


def test_release_that_is_cancelled_leaves_nothing(organisation, manual, editor, django_capture_on_commit_callbacks):
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    a_chapter(manual, "Map", body=[("picture", stored_image(image))], slug="map")
    waiting = a_waiting_release(manual, by=editor)
    stored = [(file.file.storage, file.file.name) for file in FrozenFile.objects.all()]
    before = [storage.exists(name) for storage, name in stored]

    with django_capture_on_commit_callbacks(execute=True):
        cancel_release(waiting, by=editor)

    assert before == [True] * len(stored) != []
    assert [storage.exists(name) for storage, name in stored] == [False] * len(stored)
    assert (FrozenFile.objects.count(), two_days_later(), Edition.objects.count()) == (0, ("", 0), 0)
    assert last_entry() == ("edition.schedule_cancelled", editor.uuid)


@pytest.mark.parametrize(
    "change", [lambda one, by: move_release(one, tomorrow(), by=by), lambda one, by: cancel_release(one, by=by)]
)
def test_release_that_somebody_cancelled_cannot_be_changed(manual, chapter, editor, change):
    waiting = a_waiting_release(manual, by=editor)
    cancel_release(WaitingRelease.objects.get(), by=editor)

    with pytest.raises(ReleaseError, match="meanwhile"):
        change(waiting, editor)


def test_step_that_somebody_else_did_does_nothing(manual, chapter, editor):
    a_waiting_release(manual, by=editor)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        (_page, step), (_page, again) = [*due_releases(), *due_releases()]
        done = [step().well, again()]

    assert (done, Edition.objects.count()) == ([True, None], 1)


def test_manual_that_is_deleted_takes_along_what_waits(manual, chapter, editor):
    a_waiting_release(manual, by=editor)

    Page.objects.get(pk=manual.pk).delete()

    assert (WaitingRelease.objects.count(), two_days_later()) == (0, ("", 0))


# -- Withdrawn for safety ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "same", "waits"),
    [("Harmless words of another kind.", True, False), (BEFORE, False, False), ("Harmless words.", False, True)],
    ids=["same manual", "other manual, same words", "other manual, other words"],
)
def test_what_waits_does_not_bring_back_what_is_withdrawn_for_safety(
    organisation, manual, chapter, editor, words, same, waits
):
    edition = an_edition(ManualPage.objects.get())
    if same:
        say(chapter, words)
        a_waiting_release(manual, "1.1", by=editor)
    else:
        other = a_manual(organisation, "Another", slug="another")
        a_chapter(other, "Also", words)
        a_waiting_release(other, by=editor)
    before = WaitingRelease.objects.count()

    remains = withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    assert (before, WaitingRelease.objects.exists(), remains.cancelled) == (1, waits, int(not waits))


def test_release_of_strangers_waits_whatever_is_withdrawn(manual, chapter):
    strangers = an_organisation()
    theirs = a_manual(strangers, "Theirs", slug="theirs")
    a_chapter(theirs, "Same", BEFORE)
    a_waiting_release(theirs, by=a_member(strangers, "editor"))

    withdraw_for_safety(an_edition(ManualPage.objects.get(slug="handbook")), by=None, reason="Known.", language="en")

    assert WaitingRelease.objects.count() == 1
