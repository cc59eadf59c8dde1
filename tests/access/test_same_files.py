"""Whether others have the same file, or name ours, shows nowhere: not in copies, not in what a withdrawal deletes, and
not in a draft that somebody else is shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content.models import NetworkDocument, NetworkImage
from manuals.actions import withdraw_for_safety
from manuals.models import FrozenFile
from organisations import actions
from organisations.actions.audiences import Audience, Kind
from organisations.actions.drafts import share_draft
from organisations.models import Organisation
from tests.access.papers import a_pdf_saying
from tests.access.world import a_picture
from tests.content.uploads import an_upload
from tests.factories import a_member, a_page, a_person, an_organisation, workspace_of
from tests.factories.manuals import a_chapter, a_manual, an_edition, blocks
from tests.factories.sessions import signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PAPER = a_pdf_saying("brass lantern")
WORDS = ("paragraph", {"text": "<p>Words.</p>"})


def a_file(owner: Organisation, kind: str, *, public: bool = False) -> tuple[Any, tuple[str, dict[str, Any]]]:
    """A picture or document, always with the same bytes, and the block that shows it."""
    collection = owner.public_files if public else owner.own_files
    if kind == "picture":
        picture = NetworkImage.objects.create(title="Lantern", file=a_picture(), collection=collection)
        return picture, ("picture", {"image": picture.pk, "alt": "Gate", "caption": ""})
    paper = NetworkDocument.objects.create(title="Lantern", file=an_upload(PAPER, "a.pdf"), collection=collection)
    return paper, ("file", {"document": paper.pk, "note": ""})


@pytest.mark.parametrize("kind", ["picture", "document"])
@pytest.mark.parametrize("others_have_it", [False, True])
def test_copy_in_an_edition_is_another_one_whoever_has_the_same_bytes(kind, others_have_it):
    ours, others = an_organisation(), an_organisation()
    if others_have_it:
        closed = a_manual(others, public=False)
        a_chapter(closed, body=[WORDS, a_file(others, kind)[1]])
        an_edition(closed, "1.0")
    kept = set(FrozenFile.objects.values_list("name", flat=True))
    manual = a_manual(ours)
    a_chapter(manual, body=[WORDS, a_file(ours, kind)[1]])

    first = an_edition(manual, "1.0")
    names = set(FrozenFile.objects.values_list("name", flat=True)) - kept
    withdraw_for_safety(first, by=a_member(ours, "editor"), reason="Known.", language="en")
    an_edition(manual, "1.1")

    again = set(FrozenFile.objects.values_list("name", flat=True)) - kept
    assert (len(names), len(again), names & again) == (1, 1, set())
    assert kept <= set(FrozenFile.objects.values_list("name", flat=True))


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_what_goes_with_a_page_tells_of_no_draft_of_others(kind):
    ours, others = an_organisation(), an_organisation()
    editor, (_file, block) = a_member(ours, "editor"), a_file(ours, kind, public=True)
    page = a_page(workspace_of(ours), "Ours", body=blocks(block))
    screen = reverse("organisations_admin:withdraw_page", args=[page.pk])

    def goes() -> bool:
        return "Lantern" in signed_in(editor).get(screen).content.decode()

    alone = goes()
    draft = a_page(workspace_of(others), "Private", live=False, body=blocks(block))
    beside_a_draft = goes()
    actions.set_audience(draft, Audience(Kind.ORGANISATION), by=None)
    beside_what_is_closed = goes()
    chapter = a_chapter(a_manual(others), body=[WORDS])
    an_edition(chapter.get_parent().specific, "1.0")
    chapter = Page.objects.get(pk=chapter.pk).specific
    chapter.body = blocks(block)
    chapter.save_revision().publish()
    beside_what_is_not_released = goes()
    a_page(workspace_of(others), "Public", body=blocks(block)).specific.save_revision().publish()

    assert (alone, beside_a_draft, beside_what_is_closed, beside_what_is_not_released) == (True, True, True, True)
    assert not goes()


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_draft_of_a_chapter_names_no_closed_file_to_somebody_else(kind):
    ours, outsider = an_organisation(), a_person()
    editor = a_member(ours, "editor")
    chapter = a_chapter(a_manual(ours, public=False), body=[a_file(ours, kind)[1]])
    actions.set_audience(Page.objects.get(pk=chapter.pk), Audience(Kind.ORGANISATION), by=editor)
    day = timezone.localdate() + timedelta(days=3)

    def shown_to(person: Any) -> list[bool]:
        draft = share_draft(Page.objects.get(pk=chapter.pk).specific, email=person.email, until=day, by=editor)
        html = signed_in(person).get(reverse("shared_draft", args=[draft.token])).content.decode()
        return ["/media/" in html or "/files/" in html]

    assert (shown_to(a_member(ours, "reader")), shown_to(outsider)) == ([True], [False])
