"""An edition is taken back: with its text under a reason, or for safety without a word of it anywhere."""

import pytest
from django.test import Client
from wagtail.models import Revision

from manuals.actions import NewCorrection, propose_correction, withdraw_edition, withdraw_for_safety
from manuals.models import Correction, Edition, FrozenChapter, ManualPage, State
from organisations.models import AuditEntry
from search.models import SearchDocument
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition, frozen, rewrite
from tests.factories.once import copies, made_once
from tests.factories.stored import everything_stored

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SAFE = State.WITHDRAWN_FOR_SAFETY
SECRET = "The meeting point is behind the blue mill"
CORRECTED, PROPOSED = "They meet under the red bridge", "They meet in the green boat"


def an_edition_of_two_chapters():
    manual = a_manual(an_organisation(), "Handbook", slug="handbook")
    made = a_chapter(manual, "Meeting", SECRET, slug="meeting")
    a_chapter(manual, "Care", "Sleep and eat.", slug="care")
    return made, an_edition(ManualPage.objects.get())


made = made_once(an_edition_of_two_chapters)
chapter, edition = copies(2)


def test_withdrawn_edition_stays_under_its_reason(edition):
    withdraw_edition(edition, by=None, reason="Superseded by events.", language="en")

    page = Client().get("/en/manuals/handbook/edition/1.0/meeting/")
    text = page.content.decode()
    assert (page.status_code, SECRET in text, "Superseded by events." in text) == (200, True, True)
    assert "do not follow it" in text
    assert not SearchDocument.objects.present().filter(kind="chapter").exists()


def test_nothing_is_left_of_what_is_withdrawn_for_safety(edition, chapter, django_capture_on_commit_callbacks):
    client = Client()
    client.get("/en/manuals/handbook/meeting/")
    rewrite(chapter, lambda body: [{**body[0], "value": {"text": "<p>Ask a friend where to meet.</p>"}}])
    before = everything_stored()
    digest = edition.digest

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_for_safety(edition, by=None, reason="It had become known.", language="en")

    after = everything_stored()
    answers = [client.get(f"/en/manuals/handbook/edition/1.0/{path}") for path in ("", "meeting/", "care/")]
    assert (SECRET in before, SECRET in after) == (True, False)
    assert [answer.status_code for answer in answers] == [410] * 3
    assert all("It had become known." in answer.content.decode() for answer in answers)
    assert Edition.objects.get().digest == digest
    assert AuditEntry.objects.get(action="edition.withdrawn_for_safety").details["number"] == "1.0"
    assert Revision.objects.for_instance(chapter).count() == 1


def test_nothing_is_left_of_the_corrections_of_what_is_withdrawn_for_safety(
    edition, chapter, django_capture_on_commit_callbacks
):
    a_correction(edition, "meeting", texts={"en": CORRECTED})
    said = NewCorrection(frozen(edition, "meeting").key, {"en": PROPOSED})
    propose_correction(edition, said, by=a_member(edition.work.owner, "editor"))
    client, digest = Client(), Correction.objects.get().digest
    for path in ("handbook/meeting/", "handbook/", "feed/"):
        client.get(f"/en/manuals/{path}")
    before = everything_stored()

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_for_safety(edition, by=None, reason="It had become known.", language="en")

    after = everything_stored()
    assert [(words in before, words in after) for words in (CORRECTED, PROPOSED)] == [(True, False)] * 2
    assert (Correction.objects.get().text, Correction.objects.get().digest) == ("", digest)
    assert b"bridge" not in client.get("/en/manuals/feed/").content


def test_other_edition_with_the_same_correction_is_named(edition, chapter):
    newer = rewrite(chapter, lambda body: [{**body[0], "value": {"text": "<p>Ask a friend.</p>"}}])
    ManualPage.objects.get().get_children().get(slug="care").delete()
    other = an_edition(ManualPage.objects.get(), "1.1")
    for each in (edition, other):
        a_correction(each, "meeting", texts={"en": CORRECTED})

    remains = withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    assert (newer.slug, [each.edition for each in remains.editions]) == ("meeting", [other])


def test_whoever_withdraws_is_told_where_the_same_paragraphs_stand(edition, chapter):
    an_edition(ManualPage.objects.get(), "1.1")

    remains = withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    assert [text.edition.number for text in remains.editions] == ["1.1"]
    assert [page.title for page in remains.pages] == ["Meeting", "Care"]


def test_edition_withdrawn_for_safety_stays_so(edition):
    withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    withdraw_edition(edition, by=None, reason="Otherwise.", language="en")

    assert (Edition.objects.get().state, Edition.objects.get().reason) == (State.WITHDRAWN_FOR_SAFETY, "Known.")
    assert [chapter.html for chapter in FrozenChapter.objects.all()] == ["", ""]


@pytest.mark.parametrize(("first", "state"), [(withdraw_edition, State.WITHDRAWN), (withdraw_for_safety, SAFE)])
def test_reason_that_was_given_first_stays(edition, first, state):
    first(edition, by=None, reason="Known.", language="en")

    first(edition, by=None, reason="Otherwise.", language="fr")

    taken_back = Edition.objects.get()
    assert (taken_back.state, taken_back.reason, taken_back.reason_language) == (state, "Known.", "en")
    assert AuditEntry.objects.filter(action__startswith="edition.withdrawn").count() == 1


def test_withdrawn_edition_is_withdrawn_for_safety_under_another_reason(edition):
    withdraw_edition(edition, by=None, reason="Superseded by events.", language="en")

    withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    assert (Edition.objects.get().state, Edition.objects.get().reason) == (SAFE, "Known.")


def test_readers_are_led_to_the_edition_before_when_the_newest_is_withdrawn(edition, chapter):
    rewrite(chapter, lambda body: [{**body[0], "value": {"text": "<p>Newer advice.</p>"}}])
    newest = an_edition(ManualPage.objects.get(), "1.1")
    before = Client().get("/en/manuals/handbook/meeting/").content.decode()

    withdraw_edition(newest, by=None, reason="Wrong.", language="en")

    after = Client().get("/en/manuals/handbook/meeting/").content.decode()
    assert ("Newer advice" in before, "Newer advice" in after, SECRET in after) == (True, False, True)
