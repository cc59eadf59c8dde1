"""What the other organisation does to what it keeps to itself, between two crawls of ours: something of every kind."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Comment, Page

from content.models import NetworkDocument, NetworkImage
from directory.actions.import_runs import begin_import
from manuals.models import ManualPage
from organisations import actions
from organisations.actions.audiences import Audience, Kind, set_audience
from organisations.actions.guests import end_guest, invite_guest
from organisations.actions.invitations import invite
from tests.access.papers import a_pdf_saying
from tests.access.world import Side, a_picture
from tests.factories import a_circle, a_member, a_page
from tests.factories.manuals import a_chapter, a_manual

WORDS = "Something that was not there before"


def private_changes(side: Side) -> None:
    """Pages, drafts, reviews, comments, locks, files, people, circles, manuals and imports: added, edited, ended."""
    for change in (_pages, _reviews, _files, _people, _manuals):
        change(side)


def _pages(side: Side) -> None:
    things, editor = side.things, side.people["editor"]
    own = Audience(Kind.ORGANISATION)
    for parent in (things["page"], things["page"], things["workspace"]):
        added = a_page(parent, WORDS)
        set_audience(Page.objects.get(pk=added.pk), own, by=editor)
    a_page(things["workspace"], WORDS, live=False)
    for name in ("page", "draft", "locked", "campaign"):
        page = Page.objects.get(pk=things[name].pk).specific
        page.title = page.seo_title = WORDS
        revision = page.save_revision(user=editor)
        if name == "page":
            revision.publish(user=editor)
    scheduled = Page.objects.get(pk=things["draft"].pk).specific
    scheduled.go_live_at = timezone.now() + timedelta(days=2)
    scheduled.save_revision(user=editor, approved_go_live_at=scheduled.go_live_at)
    Page.objects.filter(pk=things["page"].pk).update(locked=True, locked_by=editor)
    Comment.objects.create(page_id=things["page"].pk, user=editor, text=WORDS, contentpath="title")
    Page.objects.get(pk=things["below"].pk).delete()


def _reviews(side: Side) -> None:
    page = a_page(side.things["workspace"], WORDS, live=False)
    page.get_workflow().start(page, side.people["writer"])


def _files(side: Side) -> None:
    own = side.organisation.own_files
    NetworkImage.objects.create(title=WORDS, file=a_picture(), collection=own)
    file = ContentFile(a_pdf_saying(WORDS), name="something.pdf")
    NetworkDocument.objects.create(title=WORDS, file=file, collection=own)
    NetworkImage.objects.get(pk=side.things["image"].pk).get_rendition("max-165x165")
    side.things["document"].title = WORDS
    side.things["document"].save()


def _people(side: Side) -> None:
    new = a_member(side.organisation, "editor", display_name=WORDS)
    actions.end_membership(side.people["reader"].memberships.get(), by=None)
    end_guest(side.things["guest"], by=side.people["editor"])
    day = timezone.localdate() + timedelta(days=5)
    invite_guest(side.things["kept"], until=day, by=side.people["editor"], email=new.email)
    asked = {"email": "somebody-else@example.org", "role": "editor", "language": "en"}
    invite(side.organisation, **asked, by=side.people["coordinator"])
    circle = a_circle(new, side.people["writer"])
    page = Page.objects.get(pk=side.things["in a circle"].pk)
    set_audience(page, Audience(Kind.CIRCLE, circle), by=side.people["editor"])


def _manuals(side: Side) -> None:
    manual = a_manual(side.organisation, WORDS, public=False)
    a_chapter(manual, WORDS)
    a_chapter(side.things["manual"], WORDS)
    # Ready for the next edition, and read by nobody yet.
    known = ManualPage.objects.get(pk=side.things["manual"].pk)
    known.title = known.summary = WORDS
    known.slug = "something"
    known.save_revision().publish()
    begin_import(b"", by=side.people["directory_editor"])
