"""The screens where editors release editions of their manuals and take them back."""

import pytest
from django.urls import reverse

from manuals.models import Edition, ManualPage, State, Work
from tests.factories import a_member, an_organisation
from tests.factories.manuals import a_chapter, a_manual, an_edition
from tests.factories.once import copies, made_once
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def a_handbook():
    organisation = an_organisation()
    made = a_manual(organisation, "Handbook", slug="handbook")
    a_chapter(made, "Write it down", "Keep one notebook.", slug="write")
    return organisation, ManualPage.objects.get(pk=made.pk)


made = made_once(a_handbook)
organisation, manual = copies(2)


def editions(manual):
    return reverse("manuals_admin:editions", args=[manual.pk])


def withdrawal(edition):
    return reverse("manuals_admin:withdraw", args=[edition.pk])


@pytest.mark.parametrize("role", ["reader", "writer", "editor", "coordinator"])
def test_editors_and_coordinators_release_and_nobody_else(organisation, manual, role):
    client = signed_in(a_member(organisation, role))
    may = role in ("editor", "coordinator")

    shown = client.get(editions(manual)).status_code
    client.post(editions(manual), {"number": "1.0", "languages": ["en"], "sure": "on"})

    assert (shown == 200, Work.objects.exists()) == (may, may)


def test_editor_of_another_organisation_reaches_nothing(manual):
    edition = an_edition(manual)
    stranger = signed_in(a_member(an_organisation(), "editor"))

    statuses = [
        stranger.get(editions(manual)).status_code,
        stranger.get(withdrawal(edition)).status_code,
        stranger.post(withdrawal(edition), {"how": "withdrawn", "reason": "x"}).status_code,
    ]

    assert (statuses, Edition.objects.get().state) == ([404] * 3, State.CURRENT)


def test_what_stands_in_the_way_is_shown_with_a_link_to_its_page(organisation, manual):
    empty = a_chapter(manual, "Empty one", body=[("heading", {"text": ""})])
    client = signed_in(a_member(organisation, "editor"))

    page = client.post(editions(manual), {"number": "1.0", "languages": ["en"], "sure": "on"}).content.decode()

    assert "Nothing was released." in page
    assert reverse("wagtailadmin_pages:edit", args=[empty.pk]) in page
    assert "It is empty." in page
    assert not Work.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"number": "first", "languages": ["en"], "sure": "on"}, "Write the number as 1.0"),
        ({"number": "1.0", "languages": ["en"], "sure": "on"}, "Write a number after 1.0"),
        ({"number": "2.0", "languages": ["en"], "sure": "on"}, "Say in each language what changed"),
        ({"number": "1.1", "sure": "on"}, "This field is required"),
        ({"number": "1.1", "languages": ["xx"], "sure": "on"}, "Select a valid choice"),
        ({"number": "1.1", "languages": ["en"]}, "Say that you mean it"),
    ],
)
def test_form_says_what_to_write_and_keeps_what_was_written(organisation, manual, sent, words):
    an_edition(manual)
    client = signed_in(a_member(organisation, "editor"))

    page = client.post(editions(manual), {**sent, "changes_en": "", "isbn": "978-3-16-148410-0"}).content.decode()

    assert words in page
    assert "978-3-16-148410-0" in page
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"how": "withdrawn", "reason": "Wrong."}, State.WITHDRAWN),
        ({"how": "safety", "reason": "Known.", "number": "1.0"}, State.WITHDRAWN_FOR_SAFETY),
        ({"how": "safety", "reason": "Known.", "number": ""}, State.CURRENT),
        ({"how": "safety", "reason": "Known.", "number": "2.0"}, State.CURRENT),
        ({"how": "withdrawn", "reason": ""}, State.CURRENT),
        ({"how": "", "reason": "x"}, State.CURRENT),
    ],
)
def test_edition_is_taken_back_as_far_as_was_said(organisation, manual, sent, state):
    edition = an_edition(manual)
    client = signed_in(a_member(organisation, "editor"))

    client.post(withdrawal(edition), sent)

    assert Edition.objects.get().state == state


def test_edition_that_is_withdrawn_can_only_be_deleted_and_then_there_is_nothing_to_take_back(organisation, manual):
    edition = an_edition(manual)
    client = signed_in(a_member(organisation, "editor"))
    client.post(withdrawal(edition), {"how": "withdrawn", "reason": "Wrong."})

    screen = client.get(withdrawal(edition)).content.decode()
    client.post(withdrawal(edition), {"how": "withdrawn", "reason": "Otherwise."})

    assert ("It is withdrawn already" in screen, 'value="withdrawn"' in screen) == (True, False)
    assert Edition.objects.get().reason == "Wrong."
    client.post(withdrawal(edition), {"how": "safety", "reason": "Known.", "number": "1.0"})
    assert Edition.objects.get().reason == "Known."
    assert client.get(withdrawal(edition)).status_code == 404


def test_editor_of_a_manual_is_led_to_its_editions(organisation, manual):
    an_edition(manual)
    writer, editor = (signed_in(a_member(organisation, role)) for role in ("writer", "editor"))
    address = reverse("wagtailadmin_pages:edit", args=[manual.pk])

    pages = [client.get(address).content.decode() for client in (writer, editor)]

    assert [editions(manual) in page for page in pages] == [False, True]
    assert all("Current" in page for page in pages)
