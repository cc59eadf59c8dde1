"""The screens where editors correct what was released: written, looked at, published, by whom it is allowed."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from manuals.actions import withdraw_for_safety
from manuals.correction_form import first_words
from manuals.models import Correction, ManualPage, ProposedCorrection
from organisations.actions import agree_to_co_own, invite_co_owner
from organisations.actions.audiences import Audience, Kind, set_audience
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_correction, a_manual, an_edition, frozen, translated, with_language
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WRONG, RIGHT, SPANISH = "Keep the notebook in the safe.", "Keep it nowhere in the office.", "En ningún lado."


def an_edition_in_two_languages():
    organisation = an_organisation()
    with_language(organisation, "es")
    manual = a_manual(organisation, "Handbook", slug="handbook")
    chapter = a_chapter(manual, "Write it down", WRONG, "Read it aloud.", slug="write")
    a_chapter(manual, "Care", "Sleep and eat.", slug="care")
    for page in (manual, chapter):
        translated(page, "es")
    return organisation, an_edition(ManualPage.objects.get(locale__language_code="en"), "1.0", "en", "es")


made = made_once(an_edition_in_two_languages)
organisation, edition = copies(2)


@pytest.fixture
def client(organisation):
    return signed_in(a_member(organisation, "editor"))


def corrections(edition):
    return reverse("manuals_admin:corrections", args=[edition.pk])


def correct(edition, path="write"):
    return reverse("manuals_admin:correct", args=[edition.pk, frozen(edition, path).key])


def filled_in(edition, **fields):
    block = frozen(edition, "write").blocks[0]["id"]
    return {"block": block, "kind": "outdated", "text_en": RIGHT, "text_es": "", "step": "publish"} | fields


@pytest.mark.parametrize("role", ["reader", "writer", "editor", "coordinator"])
def test_whoever_may_release_may_correct_and_nobody_else(organisation, edition, role):
    client = signed_in(a_member(organisation, role))
    may = role in ("editor", "coordinator")

    shown = [client.get(address).status_code == 200 for address in (corrections(edition), correct(edition))]
    client.post(correct(edition), filled_in(edition))

    assert (shown, Correction.objects.exists()) == ([may, may], may)


def test_editor_of_another_organisation_reaches_nothing(organisation, edition):
    (made,) = a_correction(edition, "write", texts={"en": RIGHT})
    other = an_edition(a_manual_of(an_organisation()))
    stranger = signed_in(a_member(other.work.owner, "editor"))
    addresses = [corrections(edition), correct(edition), reverse("manuals_admin:correct_further", args=[made.act])]
    addresses += [reverse("manuals_admin:correct", args=[other.pk, made.chapter.key])]

    statuses = {client.status_code for each in addresses for client in (stranger.get(each), stranger.post(each))}

    assert stranger.get(corrections(other)).status_code == 200
    assert statuses == {404}


def a_manual_of(organisation):
    manual = a_manual(organisation)
    a_chapter(manual)
    return ManualPage.objects.get(pk=manual.pk)


def test_correction_is_looked_at_before_it_is_published(client, edition):
    shown = client.post(correct(edition), filled_in(edition, step="preview")).content.decode()
    between = Correction.objects.count()
    back = client.post(correct(edition), filled_in(edition, step="change")).content.decode()

    done = client.post(correct(edition), filled_in(edition))

    assert (between, Correction.objects.count()) == (0, 1)
    assert shown.index("Correction to what stands below") < shown.index(RIGHT) < shown.index(WRONG)
    # Spanish readers see the English words, marked as what they are.
    assert shown.count(f"<p>{RIGHT}</p>") == 2
    assert "Corrección a lo que sigue" in shown
    assert 'name="text_en" value="' + RIGHT in shown
    assert ("<textarea" in back, RIGHT in back) == (True, True)
    assert done.headers["Location"] == corrections(edition)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text_en": "", "text_es": ""}, "in one language at least"),
        ({"text_en": "x" * 2001}, "at most 2000 characters"),
        ({"block": "nothing"}, "Select a valid choice"),
        ({"kind": ""}, "This field is required"),
    ],
)
def test_form_says_what_to_write_and_keeps_what_was_written(client, edition, sent, words):
    page = client.post(correct(edition), filled_in(edition, text_es=SPANISH, step="preview") | sent).content.decode()

    assert (words in page, Correction.objects.exists()) == (True, False)
    assert SPANISH in page or "text_es" in sent


def test_form_names_each_place_by_its_first_words(client, edition):
    page = client.get(correct(edition)).content.decode()

    assert ("1. Keep the notebook" in page, "2. Read it aloud." in page, "The chapter as a whole" in page) == (
        True,
    ) * 3


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<figure><img src="/a" alt="A map &amp; a mill"></figure>', "A map & a mill"),
        ('<figure><img src="/a" alt=""></figure>', "A picture or file without words"),
    ],
)
def test_picture_is_named_by_what_it_shows(html, words):
    assert first_words({"text": "", "html": html}) == words


def test_second_submission_of_the_same_says_so(client, edition):
    client.post(correct(edition), filled_in(edition))

    again = client.post(correct(edition), filled_in(edition)).content.decode()

    assert ("is published already" in again, Correction.objects.count()) == (True, 1)


def test_languages_that_a_correction_lacks_are_named_and_added(client, edition):
    client.post(correct(edition), filled_in(edition))
    made = Correction.objects.get()
    further = reverse("manuals_admin:correct_further", args=[made.act])
    listed = client.get(corrections(edition)).content.decode()
    form = client.get(further).content.decode()

    client.post(further, {"text_es": SPANISH, "step": "publish"})

    assert (further in listed, "Not in:" in listed, RIGHT in listed, WRONG in listed) == (True,) * 4
    assert (RIGHT in form, "text_es" in form, "text_en" in form) == (True, True, False)
    added = Correction.objects.get(text=SPANISH)
    assert (added.act, added.block, added.kind, added.language) == (made.act, made.block, "outdated", "es")
    assert further not in client.get(corrections(edition)).content.decode()
    assert "in every language of this chapter" in client.get(further).content.decode()


def test_what_is_not_public_waits_for_a_second_editor(organisation, client, edition):
    page = ManualPage.objects.get(locale__language_code="en").get_children().get(slug="write")
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)
    second = signed_in(a_member(organisation, "coordinator"))

    client.post(correct(edition), filled_in(edition))
    proposal = ProposedCorrection.objects.get()
    own, others = (each.get(corrections(edition)).content.decode() for each in (client, second))
    client.post(corrections(edition), {"proposal": proposal.pk, "step": "publish"})
    between = Correction.objects.count()
    second.post(corrections(edition), {"proposal": proposal.pk, "step": "publish"})

    assert ["Publish it for good" in each for each in (own, others)] == [False, True]
    assert (between, Correction.objects.get().text) == (0, RIGHT)


def test_proposal_is_dropped_and_a_second_click_is_told(client, edition):
    page = ManualPage.objects.get(locale__language_code="en").get_children().get(slug="write")
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)
    client.post(correct(edition), filled_in(edition))
    sent = {"proposal": ProposedCorrection.objects.get().pk, "step": "drop"}

    statuses = [client.post(corrections(edition), data).status_code for data in (sent, sent, {}, {"proposal": "x"})]

    assert (statuses, ProposedCorrection.objects.exists()) == ([302, 404, 404, 404], False)


def test_chapter_that_the_editor_may_not_know_is_not_offered(organisation, edition):
    """A manual owned together, of which one chapter went to its owner alone and is not shown to the other any more."""
    other = an_organisation()
    manual = ManualPage.objects.get(locale__language_code="en")
    invite_co_owner(manual, other, by=a_member(organisation, "editor"))
    agree_to_co_own(manual, other, by=a_member(other, "editor"))
    page = manual.get_children().get(slug="write")
    before = signed_in(a_member(other, "editor")).get(corrections(edition)).content.decode()

    page.get_translations()[0].delete()
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=a_manual(organisation, "Ours alone").pk), "last-child")
    set_audience(Page.objects.get(pk=page.pk), Audience(Kind.ORGANISATION), by=None)

    stranger, own = signed_in(a_member(other, "editor")), signed_in(a_member(organisation, "editor"))
    after = stranger.get(corrections(edition)).content.decode()
    assert ("Write it down" in before, "Write it down" in after, "Care" in after) == (True, False, True)
    assert [each.get(correct(edition)).status_code for each in (stranger, own)] == [404, 200]


def test_edition_that_was_withdrawn_for_safety_has_no_such_screen(client, edition):
    addresses = [corrections(edition), correct(edition)]
    before = [client.get(each).status_code for each in addresses]

    withdraw_for_safety(edition, by=None, reason="Known.", language="en")

    assert (before, [client.get(each).status_code for each in addresses]) == ([200, 200], [404, 404])
    assert client.get(reverse("manuals_admin:correct", args=[edition.pk, uuid.uuid4()])).status_code == 404


def test_editions_lead_to_their_corrections(client, edition):
    manual = ManualPage.objects.get(locale__language_code="en")

    page = client.get(reverse("manuals_admin:editions", args=[manual.pk])).content.decode()

    assert corrections(edition) in page


def test_other_edition_that_says_the_same_is_named_until_it_is_corrected_too(client, edition):
    other = an_edition(ManualPage.objects.get(locale__language_code="en"), "1.1", "en", "es")
    block = filled_in(edition)["block"]
    client.post(correct(edition), filled_in(edition))
    before = client.get(corrections(edition)).content.decode()

    client.post(correct(other), filled_in(edition, block=block))

    assert correct(other) in before
    assert [correct(other) in client.get(corrections(each)).content.decode() for each in (edition, other)] == [
        False,
        True,
    ]


def test_list_asks_as_much_for_one_correction_as_for_three(client, edition):
    an_edition(ManualPage.objects.get(locale__language_code="en"), "1.1", "en", "es")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(corrections(edition)).status_code == 200
        return len(queries)

    a_correction(edition, "write", texts={"en": RIGHT})
    asked()  # whatever a process asks once
    few = asked()
    a_correction(edition, "write", at=1, texts={"en": RIGHT, "es": SPANISH})
    a_correction(edition, "care", texts={"en": RIGHT})

    assert asked() == few
