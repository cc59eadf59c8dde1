"""What editions still have of a page or a file that was withdrawn: they are named, and what waits is cancelled."""

import pytest

from content.models import NetworkImage
from manuals.models import WaitingRelease
from organisations.actions.file_withdrawal import withdraw_file
from organisations.actions.withdrawal import withdraw_page
from tests.access.world import a_picture
from tests.factories import a_member, a_page, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, a_waiting_release, an_edition, blocks

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SECRET = "The meeting point is behind the blue mill"
SAID = {"by": None, "reason": "Known.", "language": "en"}


def test_edition_that_says_a_line_of_a_page_is_named_and_what_waits_is_cancelled():
    organisation, stranger = an_organisation(), an_organisation()
    page = a_page(workspace_of(organisation), body=blocks(("paragraph", {"text": f"<p>{SECRET}</p>"})))
    for owner in (organisation, stranger):
        manual = a_manual(owner, f"Handbook of {owner}")
        a_chapter(manual, "Meeting", SECRET)
        an_edition(manual)
    waiting = a_manual(organisation, "Next")
    a_chapter(waiting, "Meeting", SECRET)
    a_waiting_release(waiting, by=a_member(organisation, "editor"))

    remains = withdraw_page(page, **SAID)

    assert [(place.title, place.owner) for place in remains.places] == [
        (f"Handbook of {organisation} 1.0", organisation)
    ]
    assert not WaitingRelease.objects.exists()


def test_edition_that_keeps_a_copy_of_a_file_is_named(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisation = an_organisation()
    image = NetworkImage.objects.create(title="Map", file=a_picture(), collection=organisation.own_files)
    manual = a_manual(organisation, "Handbook")
    a_chapter(manual, body=[("picture", {"image": image.pk, "alt": "A map", "caption": ""})])
    an_edition(manual)
    other = NetworkImage.objects.create(title="Other", file=a_picture(), collection=organisation.own_files)
    kept = withdraw_file(other, **SAID)

    remains = withdraw_file(image, **SAID)

    assert (kept.places, [place.title for place in remains.places]) == ([], ["Handbook 1.0"])
